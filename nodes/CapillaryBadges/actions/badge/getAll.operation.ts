/** All badges (docs/api.md#get-badges). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { choice } from '../../../shared/editor/inputs';
import { badgeFilters, badgeFiltersInput } from './badgeFilters';
import { badgeOutput, simpleBadge } from './badgeOutput';
import {
	filtersField,
	many,
	manyFields,
	manyInput,
	pageAndLimit,
	sortByField,
	sortField,
} from '../../fields/list';
import { defineOperation } from '../../operation';

export const getAllBadges = defineOperation({
	resource: 'badge',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badges',
	description: 'List the badges of the organization',
	fields: manyFields(
		filtersField(badgeFilters),
		sortField(sortByField('sortOn', { ID: 'ID', Name: 'NAME', 'Start Date': 'START_DATE' }, 'ID')),
	),
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
