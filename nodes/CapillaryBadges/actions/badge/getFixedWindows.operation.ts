/** The cycles of a badge's fixed windows, one item each (docs/api.md#get-fixed-windows). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { pages } from '../../../shared/capillary/pages';
import { parameters } from '../../../shared/editor/params';
import { countable, windowParams } from './fixedWindows';
import { wanted } from '../../fields/list';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

const time = z.number().nullish();
const iso = z.string().nullish();

export const getFixedWindows = defineOperation({
	resource: 'badge',
	value: 'getFixedWindows',
	name: 'Get Fixed Windows',
	action: 'Get fixed windows of a badge',
	description: 'List the cycles in which the fixed-window limits of a badge count',
	...parameters(windowParams, countable),
	steps: ({ badgeId: badgeMetaId, returnAll, limit, includeEarnCount, ...query }) =>
		pages({
			path: `${BADGES_PATH}/badgeMeta/getFixedWindowDetails`,
			query: { badgeMetaId, includeEarnCount: includeEarnCount || undefined, ...query },
			list: 'fixedWindowCycles',
			limit: wanted({ returnAll, limit }),
		}),
	many: true,
	output: z
		.object({
			badgeMetaId: z.string().nullish(),
			fixedWindowCycleReferenceId: z.string(),
			constraintType: z.string().nullish(),
			startDate: time,
			startDateISO: iso,
			endDate: time,
			endDateISO: iso,
			earnCount: z.number().nullish(),
			customerId: z.number().nullish(),
		})
		.passthrough(),
	proof: anyRecord,
	repeat: 'safe',
});
