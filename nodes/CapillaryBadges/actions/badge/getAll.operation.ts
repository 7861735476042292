import { z } from 'zod';
import { BADGES_PATH } from '../../../capillary/account';
import { choice } from '../../../capillary/inputs';
import { badgeFilters, badgeFiltersInput } from '../../fields/badgeFilters';
import { badgeOutput, simpleBadge } from '../../fields/badgeOutput';
import { filtersField, many, manyFields, manyInput, pageAndLimit } from '../../fields/list';
import { defineOperation } from '../../operation';

/** All badges (API notes, get all badges). */
export const getAllBadges = defineOperation({
	resource: 'badge',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badges',
	description: 'List the badges of the organisation',
	fields: manyFields(filtersField(badgeFilters), {
		displayName: 'Sort By',
		name: 'sortOn',
		type: 'options',
		default: 'ID',
		description: 'What decides the order of the list',
		options: [
			{ name: 'ID', value: 'ID' },
			{ name: 'Name', value: 'NAME' },
			{ name: 'Start Date', value: 'START_DATE' },
		],
	}),
	input: ({ zone }) =>
		z.object({
			...manyInput,
			...badgeFiltersInput(zone),
			sortOn: choice(['ID', 'NAME', 'START_DATE'] as const).default('ID'),
		}),
	steps: ({ returnAll, limit, simplify, ...query }) =>
		many(
			{ returnAll, limit, simplify },
			{
				path: `${BADGES_PATH}/badgeMeta`,
				query,
				list: 'metaBasicDetails',
				number: pageAndLimit,
			},
			simpleBadge,
		),
	many: true,
	output: badgeOutput,
	repeat: 'safe',
});
