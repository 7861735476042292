/** The cycles of a badge's fixed windows, one item each (docs/api.md#get-fixed-windows). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { isoInput } from '../../../shared/capillary/dates';
import { badgeId, customerId } from '../../../shared/capillary/ids';
import { advised, choice, flag, text } from '../../../shared/editor/inputs';
import { badgeField } from '../../fields/badge';
import { windowFields, windowFilters } from './fixedWindows';
import { filtersField, listFields, listInput, pages, wanted } from '../../fields/list';
import { defineOperation } from '../../operation';

const time = z.number().nullish();
const iso = z.string().nullish();

export const getFixedWindows = defineOperation({
	resource: 'badge',
	value: 'getFixedWindows',
	name: 'Get Fixed Windows',
	action: 'Get the fixed windows of a badge',
	description: 'List the cycles in which the fixed-window limits of a badge count',
	fields: [badgeField, ...windowFields, ...listFields, filtersField(windowFilters)],
	input: ({ zone }) =>
		z
			.object({
				badgeId,
				constraintType: choice(['ALL', 'BADGE', 'CUSTOMER'] as const).default('ALL'),
				includeEarnCount: flag.default(false),
				customerId: customerId.optional(),
				fixedWindowCycleReferenceId: text.optional(),
				startDate: isoInput(zone).optional(),
				endDate: isoInput(zone).optional(),
				...listInput,
			})
			.superRefine((input, context) => {
				if (!input.includeEarnCount || input.constraintType === 'BADGE') return;
				if (input.customerId !== undefined) return;
				context.addIssue({
					code: z.ZodIssueCode.custom,
					path: ['customerId'],
					message: advised(
						'is missing',
						"The counts of customer windows need a customer: fill it in, or set 'Windows Of' to 'The Badge'",
					),
				});
			}),
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
		})
		.passthrough(),
	repeat: 'safe',
});
