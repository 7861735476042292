/** The badge picker. */
import { badgeId } from '../capillary/ids';
import { locator } from './locator';
import { param } from './params';

const EXAMPLE = '653df084b3cda7078c7c68f1';

const shown = locator({
	displayName: 'Badge',
	record: 'badge',
	search: 'searchBadges',
	example: EXAMPLE,
	description: 'The badge to work with',
	modes: [
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: `e.g. https://eu.intouch.capillarytech.com/badges/ui/${EXAMPLE}`,
			hint: "The address of the badge's page in Capillary, or any other that holds its ID",
		},
	],
});

/** A badge, from the list, by ID, or by a URL that names it. */
export const badge = param(shown, () => badgeId);
