/** How long to wait before a request is sent again. */

/** Longest wait that a backoff reaches, in milliseconds. */
const CAP_MS = 20_000;
const BASE_MS = 250;
const BASE_RATE_LIMITED_MS = 500;

/** Longest wait that the node accepts when Capillary asks for one, in milliseconds. */
export const LONGEST_WAIT_MS = 60_000;

/**
 * How long to wait before the next attempt: exponential with full jitter.
 * @param attempt the attempt that just did not succeed, from 1
 * @param random a number from 0 to 1
 * @returns milliseconds
 */
export function backoffMs(attempt: number, rateLimited: boolean, random: number): number {
	const base = rateLimited ? BASE_RATE_LIMITED_MS : BASE_MS;
	return Math.round(random * Math.min(CAP_MS, base * 2 ** (attempt - 1)));
}

/** The least that the standard lets Retry-After name. */
const WHOLE_MS = 1000;

/**
 * Whether a limit that goes on may be one by the minute, which is over by then: it names no time, or at
 * least a second to a run that was served before. Many servers name one second, however much longer it takes.
 * @param namedMs what it asks to wait, in milliseconds; 0 for nothing
 */
export const mayBeByMinute = (namedMs: number, isServed: boolean): boolean =>
	namedMs === 0 || (isServed && namedMs >= WHOLE_MS);
