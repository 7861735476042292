/** The badge picker. */
import { badgeId } from '../capillary/ids';
import { locator } from './locator';
import { param } from './params';

const shown = locator({
	displayName: 'Badge',
	record: 'badge',
	search: 'searchBadges',
	example: '653df084b3cda7078c7c68f1',
	description: 'The badge to work with',
	modes: [
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://eu.api.capillarytech.com/api_gateway/v1/badges/badgeMeta/653df084b3cda7078c7c68f1',
			hint: 'Any address that holds the ID of the badge',
		},
	],
});

/** A badge, from the list, by ID, or by a URL that names it. */
export const badge = param(shown, () => badgeId);
