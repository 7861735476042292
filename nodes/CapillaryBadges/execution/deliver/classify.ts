/** What came back from a request → what it means: an answer to read, a refusal, or a failure that may be repeated. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { adviceFor, isListed } from '../../../shared/capillary/catalogue';
import { readApiResponse } from '../../../shared/capillary/envelope';
import { failureOf } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { retryAfterMs } from './backoff';
import type { Case, Verdict } from './rules';
import { isDenial, lost, RULES } from './rules';

/** Under 401 and 403, a code that no document lists speaks of the credential, like the status. */
const denied =
	(status: number | undefined) =>
	(code: number | undefined): Advice | undefined =>
		isDenial(status) && !isListed(code) ? adviceFor(status) : undefined;

function caseOf(result: HttpResult, method: string, about: About, now: number): Case {
	const isAnswer = result.kind === 'answer' || result.kind === 'status';
	const status = result.kind === 'status' ? result.status : undefined;
	const response = isAnswer ? readApiResponse(result.body) : undefined;
	const errors = typeof response === 'object' ? response.errors : [];
	const [first, ...rest] = errors;
	return {
		result,
		method,
		about,
		status,
		wait: result.kind === 'status' ? retryAfterMs(result.retryAfter, now) : undefined,
		response,
		said: first && failureOf([first, ...rest], about, status, denied(status)),
	};
}

/**
 * Says what a result means. Pure. Rules: docs/delivery.md, what counts as what.
 * @param now epoch milliseconds, for a Retry-After date
 */
export function classify(result: HttpResult, method: string, about: About, now: number): Verdict {
	const it = caseOf(result, method, about, now);
	for (const rule of RULES) {
		const verdict = rule(it);
		if (verdict) return verdict;
	}
	if (typeof it.response === 'object') return { kind: 'answer', response: it.response };
	return lost(it, 'Capillary sent no answer');
}
