/** What came back from a request → what it means: an answer to read, a refusal, or a failure that may be repeated. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { adviceFor, isListed } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import {
	isRecord,
	readApiErrors,
	readApiResponse,
	saidToFail,
	usedBeforeIn,
} from '../../../shared/capillary/envelope';
import { failureOf } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { redactText } from '../../../shared/capillary/redact';
import { waitAskedBy } from '../../../shared/capillary/retryAfter';
import { RULES } from './rules';
import { lost } from './unsure';
import { isDenial } from './statusWords';
import type { Case, Verdict } from './verdict';

/** Under 401 and 403, a code that no document lists speaks of the credential, like the status. */
const denied =
	(status: number | undefined) =>
	(code: number | undefined): Advice | undefined =>
		isDenial(status) && !isListed(code) ? adviceFor(status) : undefined;

/** Longest text that is quoted. */
const LONGEST = 300;

/** The body of an answer that is text and no web page, as an older gateway refuses. */
const plainText = (body: unknown): string | undefined =>
	typeof body === 'string' && body.trim() !== '' && !/[<{[]/.test(body.trim()[0])
		? redactText(body.trim().slice(0, LONGEST))
		: undefined;

/** The errors of an answer, or what the data of a write say in their place; those of its rows where a list of envelopes comes under a status of failure. */
function errorsIn(
	response: ApiResponse | string | undefined,
	status: number | undefined,
	method: string,
) {
	if (typeof response !== 'object') return [];
	const { data } = response;
	if (response.errors.length > 0) return response.errors;
	const failed = method !== 'GET' && isRecord(data) ? saidToFail(data) : undefined;
	if (failed) return [failed];
	const isListOfRefusals = status !== undefined && Array.isArray(response.data);
	if (!isListOfRefusals) return response.errors;
	return (response.data as unknown[]).flatMap((row) =>
		readApiErrors(isRecord(row) && 'errors' in row ? row.errors : row),
	);
}

function caseOf(result: HttpResult, method: string, about: About, now: number): Case {
	const isAnswer = result.kind === 'answer' || result.kind === 'status';
	const status = result.kind === 'status' ? result.status : undefined;
	const response = isAnswer ? readApiResponse(result.body) : undefined;
	const isBare = isAnswer && method !== 'GET' && typeof response === 'string';
	const used = isBare ? usedBeforeIn(result.body) : undefined;
	const errors = used ? [used] : errorsIn(response, status, method);
	const [first, ...rest] = errors;
	return {
		result,
		method,
		about,
		status,
		wait: waitAskedBy(result, now),
		response,
		said: first && failureOf([first, ...rest], about, status, denied(status)),
		text: isAnswer ? plainText(result.body) : undefined,
	};
}

/**
 * Says what a result means. Pure. Rules: docs/delivery.md, what counts as what.
 * @param now epoch milliseconds, for a Retry-After date
 */
export function classify(result: HttpResult, method: string, about: About, now: number): Verdict {
	const it = caseOf(result, method, about, now);
	const supportId = 'headers' in result ? result.headers?.supportId : undefined;
	for (const rule of RULES) {
		const verdict = rule(it);
		if (verdict?.kind === 'failure' && supportId !== undefined) {
			return { ...verdict, failure: { ...verdict.failure, supportId } };
		}
		if (verdict) return verdict;
	}
	if (typeof it.response === 'object') {
		return { kind: 'answer', response: { ...it.response, supportId } };
	}
	return lost(it, 'Capillary sent no answer');
}
