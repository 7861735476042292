/** One badge with its claims and limits (docs/api.md#get-badge). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badge } from '../../../shared/editor/badgeField';
import { toggle } from '../../../shared/editor/controls';
import { orUsual, parameters } from '../../../shared/editor/params';
import { BADGE_NAMES, badgeOutput, simpleBadge } from './badgeOutput';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getBadge = defineOperation({
	resource: 'badge',
	value: 'get',
	name: 'Get',
	action: 'Get a badge',
	description: 'Read one badge by its ID',
	...parameters({
		badgeId: badge,
		includeStatistics: orUsual(
			toggle(
				'Include Statistics',
				'Whether to count how many customers are enrolled and have the badge, and to add the current cycle of fixed windows',
				false,
			),
		),
		simplify,
	}),
	steps: ({ badgeId: id, includeStatistics, simplify: isSimple }) =>
		simplified(
			oneStep({
				method: 'GET',
				path: `${BADGES_PATH}${path`/badgeMeta/${id}`}`,
				query: { includeStatistics: includeStatistics || undefined },
			}),
			isSimple,
			simpleBadge,
		),
	output: badgeOutput,
	fieldNames: BADGE_NAMES,
	proof: proofBy('id'),
	names: { id: 'badgeId' },
	repeat: 'safe',
});
