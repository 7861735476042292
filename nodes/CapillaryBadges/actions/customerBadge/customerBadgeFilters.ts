/** What the two lists of a customer's badges are narrowed and ordered by. */
import type { INodeProperties } from 'n8n-workflow';
import { isoInput } from '../../../shared/capillary/dates';
import { choice, flag, text } from '../../../shared/editor/inputs';
import { OWNER_TYPES } from '../../../shared/capillary/ownerTypes';
import { claimedByField, nameFilter, ownerField } from '../badge/badgeFilters';
import { dateText } from '../../fields/dates';
import { expiresOn, startOn } from '../badge/definitionFields';
import { dropdown } from '../../fields/dropdown';
import { groupId, optionalGroupField } from '../../fields/group';
import { byLabel, orderField, sortByField, sortField } from '../../fields/list';

/** On which side of a date the badge's own date lies; without it, after (see `withSides`). */
const operator = (displayName: string, name: string, date: string): INodeProperties =>
	dropdown(
		displayName,
		name,
		`Which badges '${date}' lists; those after it when this is left out`,
		{ After: 'GREATER_THAN', Before: 'LESS_THAN' },
		'GREATER_THAN',
	);

const group = optionalGroupField('groupId', 'The group that the badges are shown in');

/** What the customer view of a customer's badges is narrowed by, sorted by label (docs/api.md#customer-view). */
export const customerViewFilters: INodeProperties[] = [
	group,
	{
		displayName: 'Include Expired',
		name: 'includeExpired',
		type: 'boolean',
		default: true,
		description: 'Whether to count issued badges that have expired',
	},
];

/** What the same is ordered by. */
export const customerViewSort = sortField(
	sortByField(
		'sortOn',
		{
			'Last Earn Event': 'LAST_EARNED_EVENT_DATE',
			'Last Earned': 'LAST_EARNED_ON_DATE',
			Rank: 'RANK',
		},
		'RANK',
	),
);

/** Input of the same, in the API's names. */
export const customerViewInput = {
	groupId: groupId.optional(),
	includeExpired: flag.optional(),
	sortOn: choice(['LAST_EARNED_EVENT_DATE', 'LAST_EARNED_ON_DATE', 'RANK'] as const).optional(),
};

/** What the management view is narrowed by, sorted by label (docs/api.md#management-view). */
export const managementFilters: INodeProperties[] = [
	claimedByField(OWNER_TYPES),
	nameFilter,
	ownerField(OWNER_TYPES),
	dropdown(
		'Activation',
		'action',
		'Whether the badge is switched on',
		{ Activated: 'ACTIVATED', Deactivated: 'DEACTIVATED' },
		'ACTIVATED',
	),
	dropdown(
		'Badge Status',
		'badgeStatus',
		'Whether the badge is upcoming, live or expired',
		{ Expired: 'EXPIRED', Live: 'LIVE', Upcoming: 'UPCOMING' },
		'LIVE',
	),
	{
		...expiresOn,
		description: dateText(
			"Badges that end after this date, or before it if 'Expires On Is' says so",
		),
	},
	operator('Expires On Is', 'expiresOnOperator', 'Expires On'),
	group,
	{
		...startOn,
		description: dateText(
			"Badges that start after this date, or before it if 'Starts On Is' says so",
		),
	},
	operator('Starts On Is', 'startOnOperator', 'Starts On'),
].sort(byLabel);

/** What the same is ordered by. */
export const managementSort = sortField(
	orderField('DESC'),
	sortByField(
		'sortOn',
		{
			'Expiry Date': 'EXPIRES_ON',
			'Last Earn Event': 'LAST_EARNED_EVENT_DATE',
			'Last Earned': 'LAST_EARNED_ON_DATE',
			'Last Enrolled': 'LAST_ISSUED_DATE',
			'Last Expired Badge': 'LAST_EXPIRED_BADGE',
			'Last Modified': 'LAST_MODIFIED_DATE',
		},
		'EXPIRES_ON',
	),
);

const side = choice(['GREATER_THAN', 'LESS_THAN'] as const).optional();

/**
 * Input of the same, in the API's names. A switched-off badge is DEACTIVATED here (choice 16), and the
 * operators are called as in the table (choice 19).
 */
export const managementInput = (zone: string) => ({
	action: choice(['ACTIVATED', 'DEACTIVATED'] as const).optional(),
	badgeStatus: choice(['EXPIRED', 'LIVE', 'UPCOMING'] as const).optional(),
	claimedBy: choice(OWNER_TYPES).optional(),
	expiresOn: isoInput(zone).optional(),
	expiresOnOperator: side,
	groupId: groupId.optional(),
	name: text.optional(),
	order: choice(['ASC', 'DESC'] as const).optional(),
	owner: choice(OWNER_TYPES).optional(),
	sortOn: choice([
		'EXPIRES_ON',
		'LAST_EARNED_EVENT_DATE',
		'LAST_EARNED_ON_DATE',
		'LAST_EXPIRED_BADGE',
		'LAST_ISSUED_DATE',
		'LAST_MODIFIED_DATE',
	] as const).optional(),
	startOn: isoInput(zone).optional(),
	startOnOperator: side,
});

/** A date without a side means after it, since the documents name no default; a side without a date means nothing. */
export const withSides = (query: Record<string, unknown>) => ({
	...query,
	expiresOnOperator: query.expiresOn && (query.expiresOnOperator ?? 'GREATER_THAN'),
	startOnOperator: query.startOn && (query.startOnOperator ?? 'GREATER_THAN'),
});
