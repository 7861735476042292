import type { INodeProperties } from 'n8n-workflow';

/** Picks a badge from the list, by ID, or by a URL that names it. */
export const badgeField: INodeProperties = {
	displayName: 'Badge',
	name: 'badgeId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The badge to work with',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a badge…',
			typeOptions: { searchListMethod: 'searchBadges', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 653df084b3cda7078c7c68f1',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://eu.api.capillarytech.com/api_gateway/v1/badges/badgeMeta/653df084b3cda7078c7c68f1',
			hint: 'Any address that holds the ID of the badge',
		},
	],
};
