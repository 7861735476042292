// What is known of the width that Capillary bears, and what it begins with; width.ts changes it.
import type { Allowance } from './allowance';
import { UNKNOWN } from './allowance';

/**
 * `limited`: asked to slow down (429, or 503 with a time to wait); `overloaded`: a 503 without one;
 * `failed`: a lost connection, maybe by chance.
 */
export type Trouble = 'limited' | 'overloaded' | 'failed';

/** When a request was under way, and among how many. */
interface Spent {
	/** When it was sent, in milliseconds of any clock. */
	began: number;
	/** When it ended, by the same clock. */
	ended: number;
	/** How many were under way then, this one included. */
	underWay: number;
}

/** An answer. */
export interface Answered extends Spent {
	how: 'answered';
	/** Which answers take alike long; only those are compared with each other. */
	kind: string;
}

/** How a request ended, as far as it tells how much Capillary bears. */
export type Ended = Answered | (Spent & { how: Trouble });

/** How long an answer took, and when it came, in milliseconds. */
export interface Answer {
	took: number;
	ended: number;
}

/** The answers of each kind since the width last changed, in the order in which they came. */
type Rounds = Readonly<Record<string, readonly Answer[]>>;

/** What is known of the width that Capillary bears; changed by `widthAfter` alone. */
export interface Width {
	/** How many requests may be under way; a whole number. */
	now: number;
	/** How many of them may be under way already: after trouble it grows with the answers, and not in one burst. */
	readonly open: number;
	/** An upper bound that is kept. */
	readonly most: number;
	/** Where it began; being slow alone never makes it narrower. */
	readonly start: number;
	/** Until when it grows faster; undefined before the first answer. */
	readonly firstUntil?: number;
	/** Widest that has gone well for a whole round. */
	readonly proved: number;
	/** What is not passed before `roofUntil`, since more went wrong or did not pay. */
	readonly roof: number;
	readonly roofUntil: number;
	/** By how much the roof is lifted next. */
	readonly lift: number;
	/** When the width last changed: what was sent before says nothing about it. */
	readonly since: number;
	readonly rounds: Rounds;
	/** How long an answer took in the last round, in milliseconds; 0 before there was one. */
	readonly latency: number;
	/** Median of the best round of each kind, in milliseconds. */
	readonly best: Readonly<Record<string, number>>;
	/** The last width whose growth has paid, and its answers a millisecond. */
	readonly paid?: { kind: string; width: number; rate: number };
	/** How many requests are accepted before one is refused. */
	readonly allowance: Allowance;
	/** Of the last requests, at most as many as the width, how many went wrong. */
	readonly scattered: { bad: number; of: number };
	/** The last cut: what was sent before it belongs to the same trouble. */
	readonly cut: {
		at: number;
		/** The width then, and how many of those under way went wrong. */
		from: number;
		bad: number;
		/** Whether that width had not gone well before: then those that did not go wrong were not too many. */
		isNew: boolean;
		/** No roof is lower than this. */
		least: number;
		/** Answers since. */
		answered: number;
		/** How many cuts in a row came at about this width: its roof is kept so much longer. */
		again: number;
		/** Whether it was that of a count, and the width is not to blame. */
		isSpent: boolean;
	};
}

/** Nothing has gone wrong of late. */
export const NONE: Width['scattered'] = { bad: 0, of: 0 };

/** Where an automatic width begins, in requests. */
export const START = 10;

/** How long it may grow faster, from the first answer on, in milliseconds. */
export const FIRST_MS = 1000;

/**
 * Makes the width that a run begins with.
 * @param most upper bound in requests, from 1; the option 'Concurrency'
 * @param at the time, in milliseconds
 */
export function startWidth(most: number, at: number): Width {
	const start = Math.min(START, most);
	return {
		now: start,
		open: start,
		most,
		start,
		proved: 0,
		roof: most,
		roofUntil: at,
		lift: 1,
		since: at,
		rounds: {},
		latency: 0,
		best: {},
		allowance: UNKNOWN,
		scattered: NONE,
		cut: { at, from: 0, bad: 0, isNew: false, least: most, answered: 0, again: 0, isSpent: false },
	};
}

/** How long an answer takes at least, as far as is known, in milliseconds: that is, where few are under way. */
export const soonest = ({ best, latency }: Width): number =>
	Math.min(latency, ...Object.values(best));
