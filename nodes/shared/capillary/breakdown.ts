/** Tells a server that broke down over a request from one that refuses it: whether it was done, nobody knows then. */
import { isListed } from './catalogue';
import type { ApiError } from './envelope';

/** Code of "an unexpected condition", which also stands for plain refusals. */
const UNEXPECTED = 999999;

/** Words of a server, or of something on the way, that gave up in the middle. */
const WORDS =
	/\binternal (?:server )?error\b|\bunexpected (?:exception|error)\b|\bservice (?:is )?unavailable\b|\bbad gateway\b|\btimed?[ -]?out\b/i;

/**
 * Whether an error says that Capillary broke down, under whatever HTTP status: by a code from 500 to
 * 599, or in words where the code is none of the documented refusals.
 * Rule: docs/delivery.md, what counts as what.
 */
export function isBreakdown({
	code,
	message,
	isBroken,
}: Pick<ApiError, 'code' | 'message' | 'isBroken'>): boolean {
	if (isBroken || (code !== undefined && code >= 500 && code < 600)) return true;
	const isRefusal = isListed(code) && code !== UNEXPECTED;
	return !isRefusal && WORDS.test(message);
}
