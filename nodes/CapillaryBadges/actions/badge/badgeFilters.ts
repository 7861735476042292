/** What a list of badges is narrowed and ordered by. */
import type { OwnerType } from '../../../shared/capillary/ownerTypes';
import { LISTED_OWNER_TYPES, ownerLabel } from '../../../shared/capillary/ownerTypes';
import { checklist, dropdown, labelled, line, toggle } from '../../../shared/editor/controls';
import { mapped, shownAs } from '../../../shared/editor/params';
import { dateInQuery, dateText } from '../../fields/dates';
import { filters } from '../../fields/listFields';
import { earnType, expiresOn, startOn } from './definitionFields';

/** By the module that has claimed the badge. */
export const claimedBy = (types: readonly OwnerType[]) =>
	dropdown(
		'Claimed By',
		'A module with a live claim on the badge',
		labelled(types, ownerLabel),
		'Loyalty',
	);

/** By the module that may use the badge. */
export const owner = (types: readonly OwnerType[]) =>
	dropdown('Owner', 'A module that may use the badge', labelled(types, ownerLabel), 'Loyalty');

/**
 * By whether the badge is switched on.
 * @param off the API's word for a badge that is not, which differs from list to list
 */
export const activation = <const Off extends string>(off: Off) =>
	dropdown(
		'Activation',
		'Whether the badge is switched on',
		{ Activated: 'ACTIVATED', Deactivated: off },
		'ACTIVATED',
	);

/** By a part of the badge's name. */
export const nameFilter = line('Name', {
	placeholder: 'e.g. Coffee',
	description: 'The name of the badge, or a part of it',
});

const statuses = checklist(
	'Status',
	'Whether the badge is upcoming, live or expired; one or several',
	{
		Expired: 'EXPIRED',
		Live: 'LIVE',
		Upcoming: 'UPCOMING',
	},
);

/**
 * The filters in the API's names (docs/api.md#get-badges). `badgeType` is left out, since it says the
 * same as `earnType`; a switched-off badge is DE_ACTIVATED here (choice 16), an ended one EXPIRED (choice 17).
 */
export const badgeFilters = filters({
	action: activation('DE_ACTIVATED'),
	claimedBy: claimedBy(LISTED_OWNER_TYPES),
	earnType: shownAs(earnType, { description: 'How customers come to the badge' }),
	expiresOn: dateInQuery(expiresOn, dateText('The end of the badge, as Capillary compares it')),
	name: nameFilter,
	owner: owner(LISTED_OWNER_TYPES),
	startOn: dateInQuery(startOn, dateText('The start of the badge, as Capillary compares it')),
	status: mapped(statuses, (chosen) => chosen?.join(',')),
	unclaimed: mapped(
		toggle('Unclaimed', 'Whether to list only badges without a claim', true),
		(isUnclaimed) => isUnclaimed || undefined,
	),
});
