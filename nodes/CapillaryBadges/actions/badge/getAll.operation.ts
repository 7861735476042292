/** All badges (docs/api.md#get-badges). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { orUsual, parameters } from '../../../shared/editor/params';
import { badgeFilters } from './badgeFilters';
import { BADGE_NAMES, badgeOutput, simpleBadge } from './badgeOutput';
import { many, pageAndLimit } from '../../fields/list';
import { counted, simplify, sort, sortBy } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

export const getAllBadges = defineOperation({
	resource: 'badge',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badges',
	description: 'List the badges of the organization',
	...parameters({
		...counted,
		filters: badgeFilters,
		sort: sort({
			sortOn: orUsual(sortBy({ ID: 'ID', Name: 'NAME', 'Start Date': 'START_DATE' }, 'ID')),
		}),
		simplify,
	}),
	steps: ({ returnAll, limit, simplify: isSimple, ...query }) =>
		many(
			{ returnAll, limit, simplify: isSimple },
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
	fieldNames: BADGE_NAMES,
	proof: anyRecord,
	repeat: 'safe',
});
