/** How often a badge may be issued: the field, and what the API calls it. */
import type { INodePropertyCollection } from 'n8n-workflow';
import { z } from 'zod';
import { advised, choice, wholeNumber } from '../../../shared/editor/inputs';
import { amountField, unit, unitField } from './expiry';
import { rows, rowsField } from './rows';

const WEEKDAYS = [
	'MONDAY',
	'TUESDAY',
	'WEDNESDAY',
	'THURSDAY',
	'FRIDAY',
	'SATURDAY',
	'SUNDAY',
] as const;

const most = amountField('maxEarnLimit', 'Maximum', 'How often the badge may be issued at most');

/** A group for each kind, since n8n cannot hide a field of a fixed collection by another of its fields. */
const groups: INodePropertyCollection[] = [
	{
		displayName: 'Fixed Value',
		name: 'fixedValue',
		values: [most],
	},
	{
		displayName: 'Fixed Window of Days',
		name: 'windowOfDays',
		values: [
			most,
			amountField(
				'refreshRate',
				'Days',
				'How many days a window lasts before counting starts over',
			),
		],
	},
	{
		displayName: 'Fixed Window of Months',
		name: 'windowOfMonths',
		values: [most],
	},
	{
		displayName: 'Fixed Window of Weeks',
		name: 'windowOfWeeks',
		values: [
			most,
			{
				displayName: 'First Day',
				name: 'startDayOfTheWeek',
				type: 'options',
				default: 'MONDAY',
				description: 'The day on which counting starts over',
				options: [...WEEKDAYS]
					.sort()
					.map((value) => ({ name: value[0] + value.slice(1).toLowerCase(), value })),
			},
		],
	},
	{
		displayName: 'No Limit',
		name: 'noLimit',
		values: [],
	},
	{
		displayName: 'Rolling Window',
		name: 'rollingWindow',
		values: [
			most,
			amountField('rollValue', 'Length', 'How many days, weeks or months are looked back'),
			unitField('rollType', 'What the length counts'),
		],
	},
];

/** How often a badge may be issued; several limits hold together. */
export const limitsField = rowsField(groups, 'Add Limit', true);

type Level = 'CUSTOMER_BADGE' | 'BADGE';
type Json = Record<string, unknown>;

const maxEarnLimit = wholeNumber(1);

/** `DAYS` → `Days`, as in the names of a customer's rolling limits. */
const suffix = { DAYS: 'Days', WEEKS: 'Weeks', MONTHS: 'Months' } as const;

/** A rolling limit: an object of its own for a badge; members of one object for a customer. */
const rolling = (level: Level) =>
	z.object({ maxEarnLimit, rollValue: wholeNumber(1), rollType: unit }).transform(
		({ maxEarnLimit: maximum, rollValue, rollType }): Json =>
			level === 'BADGE'
				? { rollType, rollValue, maxEarnLimit: maximum }
				: {
						[`maxEarnFor${suffix[rollType]}`]: maximum,
						[`rollFor${suffix[rollType]}`]: rollValue,
					},
	);

/** Gathers a customer's rolling limits into one object; undefined where a unit comes twice. */
function gathered(limits: Json[]): Json[] | undefined {
	const constraintType = 'CUSTOMER_BADGE_ROLLING_WINDOW';
	const parts = limits.filter((limit) => limit.constraintType === constraintType);
	const names = parts
		.flatMap((part) => Object.keys(part))
		.filter((key) => key !== 'constraintType');
	if (new Set(names).size < names.length) return undefined;
	const others = limits.filter((limit) => limit.constraintType !== constraintType);
	return parts.length > 0 ? [...others, Object.assign({}, ...parts)] : others;
}

/**
 * A zod type for a limits field → the API's constraint objects; absent where there is none.
 * Rule: docs/api.md#limits. `durationType` is DAYS, WEEKS or MONTHS as in the samples; the
 * tables' DAILY, WEEKLY and MONTHLY come in none.
 */
export function limitsInput(level: Level) {
	const typed = (kind: string, members: Json = {}) => ({
		constraintType: `${level}_${kind}`,
		...members,
	});
	return rows(groups, {
		noLimit: z.object({}).transform(() => typed('NO_LIMIT')),
		fixedValue: z.object({ maxEarnLimit }).transform((row) => typed('FIXED_VALUE', row)),
		rollingWindow: rolling(level).transform((row) => typed('ROLLING_WINDOW', row)),
		windowOfDays: z
			.object({ refreshRate: wholeNumber(1), maxEarnLimit })
			.transform((row) => typed('FIXED_WINDOW', { durationType: 'DAYS', ...row })),
		windowOfWeeks: z
			.object({ startDayOfTheWeek: choice(WEEKDAYS), maxEarnLimit })
			.transform((row) => typed('FIXED_WINDOW', { durationType: 'WEEKS', ...row })),
		windowOfMonths: z
			.object({ maxEarnLimit })
			.transform((row) => typed('FIXED_WINDOW', { durationType: 'MONTHS', ...row })),
	}).transform((found, context) => {
		const limits = found && gathered(found);
		if (limits !== undefined || found === undefined) return limits;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			message: advised('has two rolling windows of the same unit', 'Keep one of them'),
		});
		return z.NEVER;
	});
}
