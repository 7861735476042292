/** How often a badge may be issued: the field, and what the API calls it. */
import { z } from 'zod';
import { dropdown, labelled } from '../../../shared/editor/controls';
import { advised } from '../../../shared/editor/inputs';
import { param } from '../../../shared/editor/params';
import { amount, unit } from './expiry';
import { kind, rows } from './rows';

type Level = 'CUSTOMER_BADGE' | 'BADGE';
type Json = Record<string, unknown>;

const WEEKDAYS = [
	'MONDAY',
	'TUESDAY',
	'WEDNESDAY',
	'THURSDAY',
	'FRIDAY',
	'SATURDAY',
	'SUNDAY',
] as const;

const maxEarnLimit = amount('Maximum', 'How often the badge may be issued at most');
const days = amount('Days', 'How many days a window lasts before counting starts over');
const weekday = dropdown(
	'First Day',
	'The day on which counting starts over',
	labelled(WEEKDAYS, (day) => day[0] + day.slice(1).toLowerCase()),
	'MONDAY',
);

/** `DAYS` → `Days`, as in the names of a customer's rolling limits. */
const suffix = { DAYS: 'Days', WEEKS: 'Weeks', MONTHS: 'Months' } as const;

interface Rolling {
	maxEarnLimit: number;
	rollValue: number;
	rollType: keyof typeof suffix;
}

/** A rolling limit: an object of its own for a badge; members of one object for a customer. */
const rolling = (level: Level, { maxEarnLimit: maximum, rollValue, rollType }: Rolling): Json =>
	level === 'BADGE'
		? { rollType, rollValue, maxEarnLimit: maximum }
		: {
				[`maxEarnFor${suffix[rollType]}`]: maximum,
				[`rollFor${suffix[rollType]}`]: rollValue,
			};

/**
 * The kinds of limits, one for each, since n8n cannot hide a field of a fixed collection by another of
 * its fields.
 * Rule: docs/api.md#limits. `durationType` is DAYS, WEEKS or MONTHS as in the samples; the
 * tables' DAILY, WEEKLY and MONTHLY come in none.
 */
function kindsOf(level: Level) {
	const typed = (limit: string, members: Json = {}) => ({
		constraintType: `${level}_${limit}`,
		...members,
	});
	const window = (durationType: string) => (row: Json) =>
		typed('FIXED_WINDOW', { durationType, ...row });
	return {
		fixedValue: kind('Fixed Value', { maxEarnLimit }, (row) => typed('FIXED_VALUE', row)),
		windowOfDays: kind('Fixed Window of Days', { maxEarnLimit, refreshRate: days }, window('DAYS')),
		windowOfMonths: kind('Fixed Window of Months', { maxEarnLimit }, window('MONTHS')),
		windowOfWeeks: kind(
			'Fixed Window of Weeks',
			{ maxEarnLimit, startDayOfTheWeek: weekday },
			window('WEEKS'),
		),
		noLimit: kind('No Limit', {}, () => typed('NO_LIMIT')),
		rollingWindow: kind(
			'Rolling Window',
			{
				maxEarnLimit,
				rollValue: amount('Length', 'How many days, weeks or months are looked back'),
				rollType: unit('What the length counts'),
			},
			(row) => typed('ROLLING_WINDOW', rolling(level, row)),
		),
	};
}

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

/** Limits, which hold together, as the API's constraint objects; absent where there is none. */
export const limits = (level: Level, displayName: string, description: string) => {
	const { shown, read } = rows(kindsOf(level), {
		displayName,
		description,
		placeholder: 'Add Limit',
	});
	return param(shown, (context) =>
		read(context).transform((found, issues) => {
			const constraints = found && gathered(found);
			if (constraints !== undefined || found === undefined) return constraints;
			issues.addIssue({
				code: z.ZodIssueCode.custom,
				message: advised('has two rolling windows of the same unit', 'Keep one of them'),
			});
			return z.NEVER;
		}),
	);
};
