/** The fields that define a badge, for creating and updating. */
import { z } from 'zod';
import { parseDate, toIsoUtc } from '../../../shared/capillary/dates';
import { BADGE_OWNERS, ownerLabel } from '../../../shared/capillary/ownerTypes';
import {
	checklist,
	dropdown,
	integer,
	labelled,
	line,
	toggle,
} from '../../../shared/editor/controls';
import { jsonObject, text } from '../../../shared/editor/inputs';
import type { Param } from '../../../shared/editor/params';
import { mapped, orAbsent, param } from '../../../shared/editor/params';
import { date, dateText } from '../../fields/dates';
import { optionalGroup } from '../../fields/group';
import { expiry } from './expiry';
import { limits } from './limits';
import { kind, rows } from './rows';

type Json = Record<string, unknown>;

const name = line('Name', {
	placeholder: 'e.g. Coffee Lover',
	description: 'Unique in the organization; capital letters count',
});

export const startOn = date(
	'Starts On',
	dateText('When the badge goes live; it cannot change after that'),
);

export const expiresOn = date('Expires On', dateText('When the badge itself ends'));

export const earnType = dropdown(
	'Earn Type',
	'How customers come to the badge; it cannot change later',
	{
		'Direct Issue (Earn)': {
			value: 'EARN',
			description: 'Customers get the badge without being enrolled',
		},
		'Enrol First (Issue Earn)': {
			value: 'ISSUE_EARN',
			description: 'Customers are enrolled, and get the badge afterwards',
		},
	},
	'EARN',
);

export const issuedBadgeExpiry = expiry(
	'Enrolment Expiry (Issued Badge)',
	'How long an enrolment lasts, during which the customer can earn the badge',
);

/** What every badge has, besides its earn type. */
export const main = {
	name,
	startOn,
	expiresOn,
	owners: checklist(
		'Owners',
		'The modules that may claim and use the badge',
		labelled(BADGE_OWNERS, ownerLabel),
	),
	earnedBadgeExpiry: expiry(
		'Earned Badge Expiry',
		'How long a customer keeps the badge once it is issued',
	),
};

const image = kind(
	'Image',
	{
		url: orAbsent(line('URL', { placeholder: 'e.g. https://example.com/cup.png' })),
		tag: dropdown(
			'Shown When',
			'The state of the badge that the picture is for',
			{ Earned: 'EARNED', 'In Progress': 'IN_PROGRESS', 'Not Earned': 'UN_EARNED' },
			'EARNED',
		),
		name: orAbsent(line('Name', { placeholder: 'e.g. cup.png' })),
		fileSvcHandle: orAbsent(
			line('File Service Handle', {
				placeholder: 'e.g. 8a5d2c1e',
				description: "ID of the file in Capillary's file service",
			}),
		),
	},
	(row) => row,
);

const images = rows(
	{ image },
	{
		displayName: 'Images',
		description: 'The pictures of the badge; on update, they replace all that it has',
		placeholder: 'Add Image',
	},
);

/** A badge names its custom fields by their names, not their IDs. */
const customFieldName = param(
	{
		displayName: 'Name',
		type: 'options',
		default: '',
		description:
			'Choose from the list, or specify the name using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		typeOptions: { loadOptionsMethod: 'getCustomFields' },
	},
	() => text,
);

/** A date from an expression becomes ISO text; all values of custom fields are text (docs/api.md#create-badge). */
const fieldValue = z.preprocess((value) => {
	const found = typeof value === 'object' ? parseDate(value, 'UTC') : '';
	return typeof found === 'string' ? value : toIsoUtc(found);
}, text);

const customFieldValue = param(
	{
		displayName: 'Value',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2026-03-15T11:20:00Z',
		description: 'As text, number, true or false, or date: what the type of the field asks for',
	},
	() => fieldValue,
);

/** A row for each custom field. @param value its value, null where it is emptied */
const customFieldRows = (value: Param<z.ZodType<string | null, z.ZodTypeDef, unknown>>) =>
	mapped(
		rows(
			{
				field: kind('Field', { name: customFieldName, value }, (row) => ({
					[row.name]: row.value,
				})),
			},
			{
				displayName: 'Custom Fields',
				description: 'Values for the custom fields of the organization',
				placeholder: 'Add Custom Field',
			},
		),
		(found): Json | undefined => found && Object.assign({}, ...found),
	);

/** Values for custom fields, on update: a row without a value empties its field. */
export const customFieldChanges = customFieldRows(
	param(
		{
			...customFieldValue.shown,
			description:
				'As text, number, true or false, or date: what the type of the field asks for. Left empty, the field loses its value.',
		},
		() =>
			z
				.unknown()
				.transform((value) => (value === undefined ? null : value))
				.pipe(fieldValue.nullable()),
	),
);

const DATES = ['startOn', 'startOnISO', 'expiresOn', 'expiresOnISO'];

/** Members of the request in the API's names; the badge's own dates are read like those of the fields, so that no milliseconds are sent. */
const otherFields = param(
	{
		displayName: 'Other Fields (JSON)',
		type: 'json',
		default: '{}',
		description:
			"What has no field here, such as benefits and tags, in Capillary's names. A member named here wins over the field.",
	},
	({ zone }) =>
		jsonObject.transform((members, issues): Json => {
			const read = Object.entries(members).map(([member, value]) => {
				const found = DATES.includes(member) ? parseDate(value, zone) : undefined;
				if (typeof found === 'string') {
					issues.addIssue({
						code: z.ZodIssueCode.custom,
						message: `has a '${member}' that ${found}`,
					});
				}
				return [member, found instanceof Date ? toIsoUtc(found) : value] as const;
			});
			return Object.fromEntries(read);
		}),
);

/** What a badge need not have, for create and update alike. */
export const optional = {
	active: toggle('Active', 'Whether customers can get the badge', true),
	badgeLimits: limits('BADGE', 'Badge Limits', 'How often the badge may be issued in all'),
	customFields: customFieldRows(customFieldValue),
	customerLimits: limits(
		'CUSTOMER_BADGE',
		'Customer Limits',
		'How often one customer may get the badge',
	),
	// No till has the ID 0, with which the field begins.
	defaultTillId: mapped(
		integer(
			'Default Till ID',
			"Numeric ID of the badge's default till; 0 for none. No answer of Capillary's shows it, so a later update, which replaces the whole badge, drops it: name it in every update.",
			{ min: 0, usual: 0 },
			{ placeholder: 'e.g. 50682289' },
		),
		(id) => id || undefined,
	),
	description: line('Description', {
		typeOptions: { rows: 2 },
		placeholder: 'e.g. For ten coffees in a month',
	}),
	badgeGroupId: optionalGroup('The group that the badge is shown in'),
	historical: toggle(
		'Historical Badge',
		"Whether 'Starts On' may lie in the past, up to a hundred years, for badges from another system",
		false,
	),
	images,
	otherFields,
	badgeRank: integer('Rank', 'Place of the badge within its group', { min: 0, usual: 1 }),
};
