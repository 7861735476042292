/** How long Capillary asks to wait. */
import type { HttpResult } from './httpResult';
import { clockOf } from './httpResult';

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
