/** Fixed windows and earn limits (docs/api.md#limits, docs/api.md#fixed-window-cycles). */
import { createHash } from 'node:crypto';
import { addMonths, DAY_MS, iso, seconds } from './time';
import type { Badge, Constraint, Earn, Generation, JsonObject } from './types';

/** A cycle covers [from, until). */
export interface Cycle {
	from: number;
	until: number;
}

const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/** The first boundary after the badge's first day. */
function firstBoundary(constraint: Constraint, day: number): number {
	if (constraint.durationType === 'DAYS') return day + (constraint.refreshRate ?? 1) * DAY_MS;
	if (constraint.durationType === 'MONTHS') {
		const date = new Date(day);
		return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
	}
	const wanted = WEEKDAYS.indexOf(constraint.startDayOfTheWeek ?? 'MONDAY');
	const ahead = (wanted - new Date(day).getUTCDay() + 7) % 7;
	return day + (ahead === 0 ? 7 : ahead) * DAY_MS;
}

function nextBoundary(constraint: Constraint, boundary: number): number {
	if (constraint.durationType === 'MONTHS') return addMonths(boundary, 1);
	const days = constraint.durationType === 'DAYS' ? (constraint.refreshRate ?? 1) : 7;
	return boundary + days * DAY_MS;
}

/** The cycles that touch [start, end], at most `most`. Weeks begin cut at the badge's start (docs/api.md#fixed-window-cycles). */
export function cycles(
	constraint: Constraint,
	badge: Badge,
	start: number,
	end: number,
	most = 5000,
): Cycle[] {
	const found: Cycle[] = [];
	let from = startOfDay(badge.startOn);
	let until = firstBoundary(constraint, from);
	while (from <= Math.min(end, badge.expiresOn) && found.length < most) {
		if (until > start) found.push({ from, until });
		from = until;
		until = nextBoundary(constraint, until);
	}
	return found;
}

/** The cycle an instant lies in. */
export function cycleAt(constraint: Constraint, badge: Badge, at: number): Cycle | undefined {
	return cycles(constraint, badge, at, at, 1)[0];
}

/** Window dates as shown: the end is 00:00 UTC of the last day (docs/api.md#fixed-window-cycles). */
export function cycleView(generation: Generation, cycle: Cycle): JsonObject {
	const last = cycle.until - DAY_MS;
	return {
		startDate: seconds(cycle.from),
		...(generation === 'new' ? { startDateISO: iso(cycle.from) } : {}),
		endDate: seconds(last),
		...(generation === 'new' ? { endDateISO: iso(last) } : {}),
	};
}

/** Same constraint, same reference; a UUID of version 3 by its look (docs/api.md#ids, docs/api.md#fixed-window-cycles). */
export function windowReference(constraint: Constraint): string {
	const { constraintType, durationType, refreshRate, startDayOfTheWeek, maxEarnLimit } = constraint;
	const source = [constraintType, durationType, refreshRate, startDayOfTheWeek, maxEarnLimit];
	const hash = createHash('md5').update(source.join(' ')).digest('hex');
	return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-3$3-a$4-$5');
}

export const isFixedWindow = (constraint: Constraint): boolean =>
	constraint.constraintType.endsWith('_FIXED_WINDOW');

/** A constraint as badge answers show it; fixed windows tell their state and dates. */
export function constraintView(
	generation: Generation,
	badge: Badge,
	constraint: Constraint,
	now: number,
	statistics: boolean,
): JsonObject {
	if (!isFixedWindow(constraint)) return { ...constraint };
	const status = now < badge.startOn ? 'UPCOMING' : now < badge.expiresOn ? 'ACTIVE' : 'EXPIRED';
	const current = cycleAt(constraint, badge, Math.max(now, badge.startOn));
	const whole = { from: startOfDay(badge.startOn), until: startOfDay(badge.expiresOn) + DAY_MS };
	return {
		...constraint,
		cycleStatus: status,
		...cycleView(generation, whole),
		...(statistics && current ? { currentCycle: cycleView(generation, current) } : {}),
	};
}

interface Counter {
	/** Earns with an event date in [from, until). */
	between: (from: number, until: number) => number;
	total: number;
}

export const customerCounter = (earns: readonly Earn[]): Counter => {
	const active = earns.filter((earn) => earn.isActive);
	return {
		total: active.length,
		between: (from, until) =>
			active.filter((earn) => earn.eventDate >= from && earn.eventDate < until).length,
	};
};

/** Counts of a whole badge, by day. */
export const badgeCounter = (badge: Badge): Counter => ({
	total: badge.earnedCount,
	between: (from, until) => {
		let count = 0;
		for (const [day, earned] of badge.earnedPerDay) {
			if (day * DAY_MS >= startOfDay(from) && day * DAY_MS < until) count += earned;
		}
		return count;
	},
});

const ROLLS = [
	['DAYS', 1],
	['WEEKS', 7],
	['MONTHS', 30],
] as const;

/** Rolling windows: `maxEarnFor…/rollFor…` of a customer, `rollType/rollValue` of a badge. */
function rollingLimits(constraint: Constraint): Array<{ days: number; max: number }> {
	const own = [
		[constraint.rollForDays, constraint.maxEarnForDays],
		[constraint.rollForWeeks, constraint.maxEarnForWeeks],
		[constraint.rollForMonths, constraint.maxEarnForMonths],
	] as const;
	const limits = own.map(([roll, max], index) => [roll, max, ROLLS[index]?.[1] ?? 1] as const);
	const unit = ROLLS.find(([name]) => name === constraint.rollType)?.[1] ?? 1;
	return [...limits, [constraint.rollValue, constraint.maxEarnLimit, unit] as const].flatMap(
		([roll, max, days]) =>
			roll && max !== undefined && max !== null ? [{ days: roll * days, max }] : [],
	);
}

/** True when one more earn at `at` would break the constraint. */
export function exhausted(
	constraint: Constraint,
	badge: Badge,
	counter: Counter,
	at: number,
): boolean {
	const { constraintType, maxEarnLimit } = constraint;
	if (constraintType.endsWith('_FIXED_VALUE')) {
		return maxEarnLimit !== undefined && counter.total >= maxEarnLimit;
	}
	if (constraintType.endsWith('_ROLLING_WINDOW')) {
		return rollingLimits(constraint).some(
			({ days, max }) => counter.between(at - days * DAY_MS + 1, at + 1) >= max,
		);
	}
	if (!isFixedWindow(constraint) || maxEarnLimit === undefined) return false;
	const cycle = cycleAt(constraint, badge, at);
	return cycle !== undefined && counter.between(cycle.from, cycle.until) >= maxEarnLimit;
}
