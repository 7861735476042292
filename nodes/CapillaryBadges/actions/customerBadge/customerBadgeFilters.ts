/** What the two lists of a customer's badges are narrowed and ordered by. */
import { OWNER_TYPES } from '../../../shared/capillary/ownerTypes';
import { dropdown, toggle } from '../../../shared/editor/controls';
import { dateInQuery, dateText } from '../../fields/dates';
import { optionalGroup } from '../../fields/group';
import { filters, order, sort, sortBy } from '../../fields/listFields';
import { activation, claimedBy, nameFilter, owner } from '../badge/badgeFilters';
import { expiresOn, startOn } from '../badge/definitionFields';

/** On which side of a date the badge's own date lies; without it, after (see `withSides`). */
const side = (displayName: string, date: string) =>
	dropdown(
		displayName,
		`Which badges '${date}' lists; those after it when this is left out`,
		{ After: 'GREATER_THAN', Before: 'LESS_THAN' },
		'GREATER_THAN',
	);

const groupId = optionalGroup('The group that the badges are shown in');

/** What the customer view is narrowed by, in the API's names (docs/api.md#customer-view). */
export const customerViewFilters = filters({
	groupId,
	includeExpired: toggle(
		'Include Expired',
		'Whether to count issued badges that have expired',
		true,
	),
});

/** What the same is ordered by. */
export const customerViewSort = sort({
	sortOn: sortBy(
		{
			'Last Earn Event': 'LAST_EARNED_EVENT_DATE',
			'Last Earned': 'LAST_EARNED_ON_DATE',
			Rank: 'RANK',
		},
		'RANK',
	),
});

/**
 * What the management view is narrowed by, in the API's names (docs/api.md#management-view). A
 * switched-off badge is DEACTIVATED here (choice 16), and the operators are called as in the table
 * (choice 19).
 */
export const managementFilters = filters({
	action: activation('DEACTIVATED'),
	badgeStatus: dropdown(
		'Badge Status',
		'Whether the badge is upcoming, live or expired',
		{ Expired: 'EXPIRED', Live: 'LIVE', Upcoming: 'UPCOMING' },
		'LIVE',
	),
	claimedBy: claimedBy(OWNER_TYPES),
	expiresOn: dateInQuery(
		expiresOn,
		dateText("Badges that end after this date, or before it if 'Expires On Is' says so"),
	),
	expiresOnOperator: side('Expires On Is', 'Expires On'),
	groupId,
	name: nameFilter,
	owner: owner(OWNER_TYPES),
	startOn: dateInQuery(
		startOn,
		dateText("Badges that start after this date, or before it if 'Starts On Is' says so"),
	),
	startOnOperator: side('Starts On Is', 'Starts On'),
});

/** What the same is ordered by. */
export const managementSort = sort({
	order: order('ASC', 'DESC', 'DESC'),
	sortOn: sortBy(
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
});

/** A date without a side means after it, since the documents name no default; a side without a date means nothing. */
export const withSides = (query: Record<string, unknown>) => ({
	...query,
	expiresOnOperator: query.expiresOn && (query.expiresOnOperator ?? 'GREATER_THAN'),
	startOnOperator: query.startOn && (query.startOnOperator ?? 'GREATER_THAN'),
});
