/** What a fault answers with. */
import type { FaultRule } from './faults';

const HTML_PAGE =
	'<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>';

/** The answer of a fault, usually before the effect; undefined leaves the answer to the call itself. */
export function stopped(
	rule: FaultRule,
): { status: number; text: string; type: string } | undefined {
	if (rule.answer) {
		return {
			status: rule.answer.status,
			text: JSON.stringify(rule.answer.json),
			type: 'application/json',
		};
	}
	if (rule.html) {
		const text = typeof rule.html === 'string' ? rule.html : HTML_PAGE;
		return { status: rule.status ?? 502, text, type: 'text/html' };
	}
	if (rule.empty) {
		const status = rule.status ?? 200;
		return status < 300 ? undefined : { status, text: '', type: 'application/json' };
	}
	if (rule.status === undefined || rule.cutBody || rule.truncateJson || rule.drop) return undefined;
	const body = rule.body ?? { message: `fault ${rule.status}` };
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { status: rule.status, text, type: 'application/json' };
}

/** Headers of a fault, Retry-After as raw text. */
export function extraHeaders(
	rule: Pick<FaultRule, 'retryAfter' | 'headers'> | null,
): Record<string, string> {
	const headers: Record<string, string> = { ...rule?.headers };
	if (rule?.retryAfter !== undefined) headers['retry-after'] = rule.retryAfter;
	return headers;
}
