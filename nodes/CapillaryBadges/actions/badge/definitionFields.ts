/** The fields that define a badge, for creating and updating. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { badgeOwnerOptions } from '../../../shared/capillary/ownerTypes';
import { dateText } from '../../fields/dates';
import { expiryField } from './expiry';
import { optionalGroupField } from '../../fields/group';
import { limitsField } from './limits';
import { rowsField } from './rows';

/** The fields that make up a badge, by name; create and update arrange them each in their way. */
const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Coffee Lover',
	description: 'Unique in the organization; capital letters count',
};

export const startOn: INodeProperties = {
	displayName: 'Starts On',
	name: 'startOn',
	type: 'dateTime',
	default: '',
	description: dateText('When the badge goes live; it cannot change after that'),
};

export const expiresOn: INodeProperties = {
	displayName: 'Expires On',
	name: 'expiresOn',
	type: 'dateTime',
	default: '',
	description: dateText('When the badge itself ends'),
};

export const earnType: INodeProperties = {
	displayName: 'Earn Type',
	name: 'earnType',
	type: 'options',
	default: 'EARN',
	description: 'How customers come to the badge; it cannot change later',
	options: [
		{
			name: 'Direct Issue (Earn)',
			value: 'EARN',
			description: 'Customers get the badge without being enrolled',
		},
		{
			name: 'Enrol First (Issue Earn)',
			value: 'ISSUE_EARN',
			description: 'Customers are enrolled, and get the badge afterwards',
		},
	],
};

const owners: INodeProperties = {
	displayName: 'Owners',
	name: 'owners',
	type: 'multiOptions',
	default: [],
	description: 'The modules that may claim and use the badge',
	options: badgeOwnerOptions,
};

const earnedBadgeExpiry = expiryField(
	'earnedBadgeExpiry',
	'Earned Badge Expiry',
	'How long a customer keeps the badge once it is issued',
);

export const issuedBadgeExpiry = expiryField(
	'issuedBadgeExpiry',
	'Enrolment Expiry (Issued Badge)',
	'How long an enrolment lasts, during which the customer can earn the badge',
);

export const imageRows: INodePropertyCollection[] = [
	{
		displayName: 'Image',
		name: 'image',
		values: [
			{
				displayName: 'File Service Handle',
				name: 'fileSvcHandle',
				type: 'string',
				default: '',
				placeholder: 'e.g. 8a5d2c1e',
				description: "ID of the file in Capillary's file service",
			},
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. cup.png',
			},
			{
				displayName: 'Shown When',
				name: 'tag',
				type: 'options',
				default: 'EARNED',
				description: 'The state of the badge that the picture is for',
				options: [
					{ name: 'Earned', value: 'EARNED' },
					{ name: 'In Progress', value: 'IN_PROGRESS' },
					{ name: 'Not Earned', value: 'UN_EARNED' },
				],
			},
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/cup.png',
			},
		],
	},
];

const images = rowsField(imageRows, 'Add Image', true)(
	'images',
	'Images',
	'The pictures of the badge; on update, they replace all that it has',
);

/** A badge names its custom fields by their names, not their IDs. */
const customFieldName: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'options',
	default: '',
	description:
		'Choose from the list, or specify the name using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

export const customFieldRows: INodePropertyCollection[] = [
	{
		displayName: 'Field',
		name: 'field',
		values: [
			{ ...customFieldName, typeOptions: { loadOptionsMethod: 'getCustomFields' } },
			{
				displayName: 'Value',
				name: 'value',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2026-03-15T11:20:00Z',
				description: 'As text, number, true or false, or date: what the type of the field asks for',
			},
		],
	},
];

const customFields = rowsField(customFieldRows, 'Add Custom Field', true)(
	'customFields',
	'Custom Fields',
	'Values for the custom fields of the organization',
);

/** The members that every badge has, without its earn type. */
export const mainFields = [name, startOn, expiresOn, owners, earnedBadgeExpiry];

/** The members that are optional for create and update alike. */
export const optionalFields: INodeProperties[] = [
	{
		displayName: 'Active',
		name: 'active',
		type: 'boolean',
		default: true,
		description: 'Whether customers can get the badge',
	},
	limitsField('badgeLimits', 'Badge Limits', 'How often the badge may be issued in all'),
	customFields,
	limitsField('customerLimits', 'Customer Limits', 'How often one customer may get the badge'),
	{
		displayName: 'Default Till ID',
		name: 'defaultTillId',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		placeholder: 'e.g. 50682289',
		description: "Numeric ID of the badge's default till; 0 for none",
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. For ten coffees in a month',
	},
	optionalGroupField('badgeGroupId', 'The group that the badge is shown in'),
	{
		displayName: 'Historical Badge',
		name: 'historical',
		type: 'boolean',
		default: false,
		description:
			"Whether 'Starts On' may lie in the past, up to a hundred years, for badges from another system",
	},
	images,
	{
		displayName: 'Other Fields (JSON)',
		name: 'otherFields',
		type: 'json',
		default: '{}',
		description:
			"What has no field here, such as benefits and tags, in Capillary's names. A member named here wins over the field.",
	},
	{
		displayName: 'Rank',
		name: 'badgeRank',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 1,
		description: 'Place of the badge within its group',
	},
];
