// A limit by count: Capillary accepts so many requests, refuses the others, and accepts as many again after a pause.

/** What is known of how many requests are accepted before one is refused with 429, or 503 and a time to wait. */
export interface Allowance {
	/** Answers to requests that were sent since the last refusal. */
	readonly since: number;
	/** How many there were before it; 0 where that is not known. */
	readonly before: number;
	/** And how many before the refusal before that one. */
	readonly earlier: number;
	/** When it came. */
	readonly at: number;
}

export const UNKNOWN: Allowance = { since: 0, before: 0, earlier: 0, at: -Infinity };

/** Where few are under way, as shares of the number of last time, and how few, since those are what is refused. */
interface Stretch {
	from: number;
	to: number;
	fewest: number;
}

/** As many as last time, where that is known of one time. */
const ABOUT: Stretch = { from: 0.9, to: 1.2, fewest: 4 };

/** The same where two times had the same number, up to one of fifty. */
const SURE: Stretch = { from: 1, to: 1.05, fewest: 1 };
const SAME = 0.02;

/** More are under way where the stretch would not be passed in so many milliseconds: it may not end there after all. */
const PASSED_MS = 250;

/** Fewer accepted requests say nothing of a count. */
const FEWEST = 10;

/** So large a share of the accepted ones may be refused each time; where it is more, a smaller width is better. */
const CHEAP = 0.1;

/** How many may be under way in such a stretch. @param latency how long an answer takes, in milliseconds */
const few = (before: number, latency: number, { from, to, fewest }: Stretch): number =>
	Math.max(fewest, Math.ceil((before * (to - from) * latency) / PASSED_MS));

/** Whether it costs few refusals to meet the count in each such stretch; where answers take long, it does not. */
const isCheap = (before: number, latency: number, stretch: Stretch): boolean =>
	few(before, latency, stretch) <= before * CHEAP;

/** Where few are under way, as far as the count is known. */
function stretchOf({ before, earlier }: Allowance, latency: number): Stretch {
	const isSame = Math.abs(before - earlier) <= before * SAME;
	return isSame && isCheap(before, latency, { ...ABOUT, fewest: SURE.fewest }) ? SURE : ABOUT;
}

/** Counts an answer. @param began when its request was sent */
export function withAnswer(allowance: Allowance, began: number): Allowance {
	const { since, before, at } = allowance;
	if (began > at) return { ...allowance, since: since + 1 };
	return { ...allowance, before: before === 0 ? 0 : before + 1 };
}

/** Begins to count anew, at the first refusal of those that come together. @param at when it came */
export const withRefusal = ({ since, before }: Allowance, at: number): Allowance => ({
	since: 0,
	before: since < FEWEST ? 0 : since,
	earlier: before,
	at,
});

/**
 * Whether a refusal that comes now is that of a count: as many were accepted as last time, and it
 * costs few refusals to meet it again. Then the width is not to blame.
 * @param latency how long an answer takes, in milliseconds
 * @param underWay requests under way, the refused one included
 */
export function isSpent(allowance: Allowance, latency: number, underWay: number): boolean {
	const { since, before } = allowance;
	const stretch = stretchOf(allowance, latency);
	const most = few(before, latency, stretch);
	// All that is sure is sent at full width: where it is a little less, a refusal overtakes the answers.
	const sent = since + (stretch === SURE ? Math.max(most, underWay - 1) : most);
	const isAsMany = sent >= before * ABOUT.from && since <= before * ABOUT.to;
	return isCheap(before, latency, stretch) && isAsMany;
}

/**
 * How many requests may be under way as far as the count goes: few when about as many are accepted as
 * last time, any number when it goes on beyond.
 * @param latency how long an answer takes, in milliseconds
 */
export function allowed(allowance: Allowance, latency: number): number {
	const { since, before } = allowance;
	const stretch = stretchOf(allowance, latency);
	if (before === 0 || since > before * stretch.to) return Infinity;
	return Math.max(few(before, latency, stretch), Math.ceil(before * stretch.from) - since);
}
