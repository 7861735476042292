import type { INodeProperties } from 'n8n-workflow';
import { dateInput, toIsoUtc } from '../../capillary/dates';
import { choice, choices, flag, text } from '../../capillary/inputs';
import { OWNER_TYPES, ownerTypeOptions } from '../../capillary/ownerTypes';
import { earnType, expiresOn, startOn } from './definitionFields';

const STATUSES = ['EXPIRED', 'LIVE', 'UPCOMING'] as const;

/** What a list of badges can be narrowed by, sorted by label (API notes, get all badges). */
export const badgeFilters: INodeProperties[] = [
	{
		displayName: 'Activation',
		name: 'action',
		type: 'options',
		default: 'ACTIVATED',
		description: 'Whether the badge is switched on',
		options: [
			{ name: 'Activated', value: 'ACTIVATED' },
			{ name: 'Deactivated', value: 'DE_ACTIVATED' },
		],
	},
	{
		displayName: 'Claimed By',
		name: 'claimedBy',
		type: 'options',
		default: 'Loyalty',
		description: 'A module with a live claim on the badge',
		options: ownerTypeOptions,
	},
	{ ...earnType, description: 'How customers come to the badge' },
	{
		...expiresOn,
		description:
			'The end of the badge, as Capillary compares it. Any ISO 8601 form; without a zone, the time zone of the workflow counts.',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Coffee',
		description: 'The name of the badge, or a part of it',
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		default: 'Loyalty',
		description: 'A module that may use the badge',
		options: ownerTypeOptions,
	},
	{
		...startOn,
		description:
			'The start of the badge, as Capillary compares it. Any ISO 8601 form; without a zone, the time zone of the workflow counts.',
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		default: [],
		description: 'Where the badge stands in its time; one or several',
		options: [
			{ name: 'Expired', value: 'EXPIRED' },
			{ name: 'Live', value: 'LIVE' },
			{ name: 'Upcoming', value: 'UPCOMING' },
		],
	},
	{
		displayName: 'Unclaimed',
		name: 'unclaimed',
		type: 'boolean',
		default: true,
		description: 'Whether to list only badges without a claim',
	},
];

const instant = (zone: string) => dateInput(zone).transform(toIsoUtc).optional();

/**
 * Input of the same, in the API's names. `badgeType` is left out, since it says the same as
 * `earnType`; a switched-off badge is DE_ACTIVATED here (choice 16), an ended one EXPIRED (choice 17).
 */
export const badgeFiltersInput = (zone: string) => ({
	action: choice(['ACTIVATED', 'DE_ACTIVATED'] as const).optional(),
	claimedBy: choice(OWNER_TYPES).optional(),
	earnType: choice(['EARN', 'ISSUE_EARN'] as const).optional(),
	expiresOn: instant(zone),
	name: text.optional(),
	owner: choice(OWNER_TYPES).optional(),
	startOn: instant(zone),
	status: choices(STATUSES)
		.optional()
		.transform((statuses) => statuses?.join(',')),
	unclaimed: flag.optional().transform((unclaimed) => unclaimed || undefined),
});
