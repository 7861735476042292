// A limit by count: Capillary accepts so many requests, refuses the others, and accepts as many again after a pause.

/** What is known of how many requests are accepted before one is refused with 429, or 503 and a time to wait. */
export interface Allowance {
	/** Answers to requests that were sent since the last refusal. */
	readonly since: number;
	/** How many there were before it; 0 where that is not known. */
	readonly before: number;
	/** When it came. */
	readonly at: number;
}

export const UNKNOWN: Allowance = { since: 0, before: 0, at: -Infinity };

/** As many as last time means these shares of it: the last stretch. */
const FROM = 0.9;
const TO = 1.2;

/** There so few are under way, since those are what is refused … */
const FEW = 4;

/** … or as many as pass that stretch in so many milliseconds, where it does not end there after all. */
const PASSED_MS = 250;

/** Fewer accepted requests say nothing of a count. */
const FEWEST = 10;

/** So large a share of the accepted ones may be refused each time; where it is more, a smaller width is better. */
const CHEAP = 0.1;

/** How many may be under way in the last stretch. @param latency how long an answer takes, in milliseconds */
const few = (before: number, latency: number) =>
	Math.max(FEW, Math.ceil((before * (TO - FROM) * latency) / PASSED_MS));

/** Counts an answer. @param began when its request was sent */
export function withAnswer(allowance: Allowance, began: number): Allowance {
	const { since, before, at } = allowance;
	if (began > at) return { ...allowance, since: since + 1 };
	return { ...allowance, before: before === 0 ? 0 : before + 1 };
}

/** Begins to count anew, at the first refusal of those that come together. @param at when it came */
export const withRefusal = ({ since }: Allowance, at: number): Allowance => ({
	since: 0,
	before: since < FEWEST ? 0 : since,
	at,
});

/**
 * Whether a refusal that comes now is that of a count: as many were accepted as last time, and it
 * costs few refusals to meet it again. Then the width is not to blame.
 * @param latency how long an answer takes, in milliseconds
 */
export function isSpent({ since, before }: Allowance, latency: number): boolean {
	const most = few(before, latency);
	return most <= before * CHEAP && since + most >= before * FROM && since <= before * TO;
}

/**
 * How many requests may be under way as far as the count goes: few when about as many are accepted as
 * last time, any number when it goes on beyond.
 * @param latency how long an answer takes, in milliseconds
 */
export function allowed({ since, before }: Allowance, latency: number): number {
	if (before === 0 || since > before * TO) return Infinity;
	return Math.max(few(before, latency), Math.ceil(before * FROM) - since);
}
