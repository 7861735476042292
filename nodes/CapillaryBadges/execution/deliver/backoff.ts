/** How long to wait before a request is sent again. */
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { clockOf } from '../../../shared/capillary/httpResult';

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

/**
 * A Retry-After header → milliseconds to wait from now: seconds (whole or decimal), or an HTTP date
 * (any of the three forms; a past one means at once). Undefined for anything else.
 * @param now epoch milliseconds
 */
export function retryAfterMs(header: unknown, now: number): number | undefined {
	const value: unknown = Array.isArray(header) ? header[0] : header;
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string') return undefined;
	const trimmed = text.trim();
	if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1000);
	// Without a weekday it is no HTTP date, though Date.parse would read "-5" or "1/2".
	if (!/^[A-Za-z]{3,9},? /.test(trimmed)) return undefined;
	// The oldest of the three forms names no zone and means GMT.
	const time = Date.parse(/GMT$/i.test(trimmed) ? trimmed : `${trimmed} GMT`);
	return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}

/**
 * How long a result asks to wait, in milliseconds; undefined where it does not. A date is one of the
 * server's own clock, so it is counted from what that showed.
 * @param now epoch milliseconds, where the server does not show its clock
 */
export const waitAskedBy = (result: HttpResult, now: number): number | undefined =>
	'retryAfter' in result ? retryAfterMs(result.retryAfter, clockOf(result) ?? now) : undefined;
