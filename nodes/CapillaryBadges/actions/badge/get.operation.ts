/** One badge with its claims and limits (docs/api.md#get-badge). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badgeId } from '../../../shared/capillary/ids';
import { flag } from '../../../shared/editor/inputs';
import { badgeField } from '../../fields/badge';
import { badgeOutput, simpleBadge } from './badgeOutput';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';

export const getBadge = defineOperation({
	resource: 'badge',
	value: 'get',
	name: 'Get',
	action: 'Get a badge',
	description: 'Read one badge by its ID',
	fields: [
		badgeField,
		{
			displayName: 'Include Statistics',
			name: 'includeStatistics',
			type: 'boolean',
			default: false,
			description:
				'Whether to count how many customers are enrolled and have the badge, and to add the current cycle of fixed windows',
		},
		simplifyField,
	],
	input: () => z.object({ badgeId, includeStatistics: flag.default(false), ...simplifyInput }),
	steps: ({ badgeId: id, includeStatistics, simplify }) =>
		simplified(
			oneStep({
				method: 'GET',
				path: `${BADGES_PATH}${path`/badgeMeta/${id}`}`,
				query: { includeStatistics: includeStatistics || undefined },
			}),
			simplify,
			simpleBadge,
		),
	output: badgeOutput,
	repeat: 'safe',
});
