/** What a list of badges is narrowed and ordered by. */
import type { INodeProperties } from 'n8n-workflow';
import { isoInput } from '../../../shared/capillary/dates';
import { choice, choices, flag, text } from '../../../shared/editor/inputs';
import type { OwnerType } from '../../../shared/capillary/ownerTypes';
import { LISTED_OWNER_TYPES, optionsOf } from '../../../shared/capillary/ownerTypes';
import { dateText } from '../../fields/dates';
import { earnType, expiresOn, startOn } from './definitionFields';

const STATUSES = ['EXPIRED', 'LIVE', 'UPCOMING'] as const;

const byModule =
	(displayName: string, name: string, description: string) =>
	(types: readonly OwnerType[]): INodeProperties => ({
		displayName,
		name,
		type: 'options',
		default: 'Loyalty',
		description,
		options: optionsOf(types),
	});

/** By the module that has claimed the badge. */
export const claimedByField = byModule(
	'Claimed By',
	'claimedBy',
	'A module with a live claim on the badge',
);

/** By the module that may use the badge. */
export const ownerField = byModule('Owner', 'owner', 'A module that may use the badge');

/** By a part of the badge's name. */
export const nameFilter: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Coffee',
	description: 'The name of the badge, or a part of it',
};

/** What a list of badges can be narrowed by, sorted by label (docs/api.md#get-badges). */
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
	claimedByField(LISTED_OWNER_TYPES),
	{ ...earnType, description: 'How customers come to the badge' },
	{
		...expiresOn,
		description: dateText('The end of the badge, as Capillary compares it'),
	},
	nameFilter,
	ownerField(LISTED_OWNER_TYPES),
	{
		...startOn,
		description: dateText('The start of the badge, as Capillary compares it'),
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		default: [],
		description: 'Whether the badge is upcoming, live or expired; one or several',
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

/**
 * Input of the same, in the API's names. `badgeType` is left out, since it says the same as
 * `earnType`; a switched-off badge is DE_ACTIVATED here (choice 16), an ended one EXPIRED (choice 17).
 */
export const badgeFiltersInput = (zone: string) => ({
	action: choice(['ACTIVATED', 'DE_ACTIVATED'] as const).optional(),
	claimedBy: choice(LISTED_OWNER_TYPES).optional(),
	earnType: choice(['EARN', 'ISSUE_EARN'] as const).optional(),
	expiresOn: isoInput(zone).optional(),
	name: text.optional(),
	owner: choice(LISTED_OWNER_TYPES).optional(),
	startOn: isoInput(zone).optional(),
	status: choices(STATUSES)
		.optional()
		.transform((statuses) => statuses?.join(',')),
	unclaimed: flag.optional().transform((unclaimed) => unclaimed || undefined),
});
