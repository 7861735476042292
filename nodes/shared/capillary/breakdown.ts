/** Tells a server that broke down over a request from one that refuses it: whether it was done, nobody knows then. */
import { isListed } from './catalogue';
import type { ApiError } from './envelope';

/** Code of "an unexpected condition", which also stands for plain refusals. */
const UNEXPECTED = 999999;

/** Words of a server, or of something behind it or on the way, that gave up in the middle. */
const WORDS = new RegExp(
	[
		String.raw`\b(?:internal (?:server )?|server |system |unknown )error\b`,
		String.raw`\bunexpected (?:exception|error)\b`,
		String.raw`\bsomething went wrong\b`,
		String.raw`\bservice (?:is )?unavailable\b|\bbad gateway\b|\btimed?[ -]?out\b`,
		// What it met: a fault of its own program, its database, the network behind it.
		String.raw`null ?pointer|\bnested exception\b|\bstack ?trace\b`,
		String.raw`\bdeadlock\b|\block ?(?:acquisition|timeout|wait)|\bcould not (?:commit|execute)\b`,
		String.raw`\bconnection (?:is |was )?(?:aborted|closed|lost|reset|terminat)`,
		String.raw`\bsocket hang ?up\b|\bbroken pipe\b|\bupstream\b|\bECONN(?:ABORTED|RESET)\b`,
		// Another with the same ID is under way.
		String.raw`\brequest\b.{0,40}\b(?:being processed|still processing|in progress)\b`,
	].join('|'),
	'i',
);

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
