/** What came back from a request → what it means: an answer to read, a refusal, or a failure that may be repeated. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { adviceFor, isListed } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import {
	isRecord,
	namesADeed,
	readApiErrors,
	readApiResponse,
} from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { failureOf, FORBIDDEN } from '../../../shared/capillary/failure';
import {
	unreachableWords,
	wordsOfNoToken,
	wordsOfStatus,
} from '../../../shared/capillary/hostWords';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { certificateFault } from '../../../shared/capillary/httpResult';
import { redactText } from '../../../shared/capillary/redact';
import { retryAfterMs } from './backoff';
import type { Ending } from './run';

/** What a result means for the call. */
export type Verdict =
	| { kind: 'answer'; response: ApiResponse }
	| {
			kind: 'failure';
			failure: Failure;
			retry: 'no' | 'yes';
			ending: Ending;
			/** Whether every other request of the run would end the same way. */
			trips?: true;
	  };

/** What to do where it is unknown whether a request took effect. */
export const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';

const READ_AGAIN = 'Nothing was changed. Run it again later.';

/** A result, with what the rules ask of it. */
interface Case {
	result: HttpResult;
	method: string;
	about: About;
	/** HTTP status of an answer that is no success; undefined for any other result. */
	status: number | undefined;
	/** How long Capillary asks to wait, in milliseconds. */
	wait: number | undefined;
	/** What the body holds, or a phrase that says what came instead; undefined where there is no answer. */
	response: ApiResponse | string | undefined;
	/** What its errors say. */
	said: Failure | undefined;
	/** Text that came in place of an answer's data, if any. */
	text: string | undefined;
}

const ids = ({ customerId, requestId }: About) => ({ customerId, requestId });

/** A failure after sending: for a request that changes something, nobody knows whether it did. */
const lost = ({ method, about }: Case, what: string, more: Partial<Failure> = {}): Verdict => {
	const isRead = method === 'GET';
	const failure: Failure = {
		what: isRead ? what : `${what}, so the outcome is unknown`,
		fix: isRead ? READ_AGAIN : LOOK_IT_UP,
		certainty: isRead ? 'notDone' : 'unknown',
		...ids(about),
		...more,
	};
	return { kind: 'failure', failure, retry: 'yes', ending: 'lost' };
};

/** A failure that is sure not to have changed anything. */
const notDone = (
	{ about }: Case,
	words: Pick<Failure, 'what' | 'fix'> & Partial<Failure>,
	how: { retry?: 'yes'; ending?: Ending; trips?: true },
): Verdict => ({
	kind: 'failure',
	failure: { certainty: 'notDone', ...ids(about), ...words },
	retry: 'no',
	ending: 'answered',
	...how,
});

/** A read whose answer is of no use. */
export const unread = (why: string, about: About): Failure => ({
	what: `Capillary's answer could not be read: ${why}`,
	fix: `${READ_AGAIN} If it keeps happening, check the cluster or base URL in the credential, or ask Capillary support.`,
	certainty: 'notDone',
	...ids(about),
});

function broken(it: Case): Verdict | undefined {
	if (it.result.kind !== 'broken') return undefined;
	const { code, sent, timedOut } = it.result;
	if (sent === 'no') {
		const words = { ...unreachableWords(code), isUnsent: true as const };
		return certificateFault(code) === undefined
			? notDone(it, words, { retry: 'yes', ending: 'lost' })
			: notDone(it, words, { ending: 'lost', trips: true });
	}
	return lost(
		it,
		timedOut
			? 'Capillary did not answer in time'
			: 'The connection to Capillary was lost after sending',
	);
}

function forbidden(it: Case): Verdict | undefined {
	if (it.result.kind !== 'forbidden') return undefined;
	return notDone(it, { ...FORBIDDEN, isUnsent: true }, { ending: 'lost', trips: true });
}

/** The token endpoint refused key and secret, or was not able to answer. */
function noToken(it: Case): Verdict | undefined {
	if (it.result.kind !== 'noToken') return undefined;
	const { refused, status } = it.result;
	const { isFinal, ...words } = wordsOfNoToken(status, refused);
	const httpStatus = refused ? 401 : status || undefined;
	const failure = { ...words, httpStatus, isUnsent: true as const };
	return isFinal
		? notDone(it, failure, { ending: 'denied', trips: true })
		: notDone(it, failure, { retry: 'yes', ending: 'lost' });
}

/** Milliseconds in words. */
export function seconds(ms: number): string {
	const count = Math.ceil(ms / 1000);
	return count === 1 ? '1 second' : `${count} seconds`;
}

function rateLimited(it: Case): Verdict | undefined {
	if (it.status !== 429) return undefined;
	const words = {
		what:
			// Zero seconds, or a date that is past, asks for nothing.
			it.wait
				? `Capillary asks to wait ${seconds(it.wait)} before the next request`
				: 'Capillary asks to slow down',
		fix: "Lower 'Concurrency' in the options, or run it again later. Nothing was done.",
		httpStatus: 429,
		retryAfterMs: it.wait,
	};
	return notDone(it, words, { retry: 'yes', ending: 'rateLimited' });
}

/** Whether a status refuses the credential, or what it may do, rather than the request. */
export const isDenial = (status: number | undefined) => status === 401 || status === 403;

/** Under 401 and 403, a code that no document lists speaks of the credential, like the status. */
const denied =
	(status: number | undefined) =>
	(code: number | undefined): Advice | undefined =>
		isDenial(status) && !isListed(code) ? adviceFor(status) : undefined;

const isRedirect = (status: number) => status >= 300 && status < 400;

function statusAdvice(status: number, about: About): Pick<Failure, 'what' | 'fix'> {
	if (isDenial(status)) {
		const advice = adviceFor(status);
		return {
			what: typeof advice.what === 'string' ? advice.what : advice.what(about),
			fix: advice.fix,
		};
	}
	const words = status < 408 ? wordsOfStatus(status) : undefined;
	if (words) return words;
	return {
		what: `Capillary refused the request with HTTP status ${status}`,
		fix: 'Check the values of this item. If they are right, ask Capillary support.',
	};
}

/** Codes of the gateway, which decides before anything is done. */
const NOT_AUTHORIZED_YET = 4001;
const SEARCH_BUSY = 461;

/** Capillary was not able to begin: nothing was done, and a later attempt may succeed. */
function notNow(it: Case): Verdict | undefined {
	const { status, said, wait } = it;
	if (status === 503 && said?.code === NOT_AUTHORIZED_YET) {
		return notDone(it, { ...said, retryAfterMs: wait }, { retry: 'yes' });
	}
	if (status !== SEARCH_BUSY) return undefined;
	const words = {
		what: 'Capillary is too busy to search now',
		fix: 'Nothing was done. Run it again later.',
		httpStatus: status,
		code: said?.code,
		apiMessage: said?.apiMessage,
		retryAfterMs: wait,
	};
	return notDone(it, words, { retry: 'yes' });
}

/** The credential, the proxy or the address is not right: so it is for every request of the run. */
function wrongForAll(it: Case): Verdict | undefined {
	const { status, said, about } = it;
	if (status === undefined || !(isDenial(status) || status === 407 || isRedirect(status))) {
		return undefined;
	}
	const words = {
		...statusAdvice(status, about),
		apiMessage: it.text,
		httpStatus: status,
		...said,
		wholeCall: true,
	};
	// Rights may lack for one record alone.
	return status === 403
		? notDone(it, words, { ending: 'denied' })
		: notDone(it, words, { ending: 'denied', trips: true });
}

/** It broke down on Capillary's side or in between, before or after the work. */
function unable(it: Case): Verdict | undefined {
	const { status, said, wait } = it;
	if (status === undefined || (status < 500 && status !== 408)) return undefined;
	return lost(it, `Capillary was not able to answer (HTTP status ${status})`, {
		httpStatus: status,
		code: said?.code,
		apiMessage: said?.apiMessage,
		retryAfterMs: wait,
	});
}

function refused(it: Case): Verdict | undefined {
	const { said, response, method } = it;
	if (!said) return undefined;
	// Refused by its errors, and done by its data: it proves neither.
	const isPartly = typeof response === 'object' && method !== 'GET' && namesADeed(response.data);
	const failure: Failure = isPartly
		? { ...said, fix: `${said.fix} ${LOOK_IT_UP}`, certainty: 'unknown' }
		: said;
	return { kind: 'failure', failure, retry: 'no', ending: 'answered' };
}

/** Refused by a status alone, without words of Capillary's. */
function refusedByStatus(it: Case): Verdict | undefined {
	const { status, about } = it;
	if (status === undefined) return undefined;
	const isElsewhere = status === 404;
	const words = {
		...statusAdvice(status, about),
		apiMessage: it.text,
		httpStatus: status,
		wholeCall: isElsewhere,
	};
	return notDone(it, words, { ending: isElsewhere ? 'denied' : 'answered' });
}

function unreadable(it: Case): Verdict | undefined {
	const { response, method, about } = it;
	if (typeof response !== 'string') return undefined;
	if (method !== 'GET') return lost(it, `Capillary sent ${response}`);
	const failure = unread(`it is ${response}`, about);
	return { kind: 'failure', failure, retry: 'yes', ending: 'lost' };
}

/** The first rule that applies decides. */
const RULES = [
	broken,
	forbidden,
	noToken,
	rateLimited,
	notNow,
	wrongForAll,
	unable,
	refused,
	refusedByStatus,
	unreadable,
];

/** Longest text that is quoted. */
const LONGEST = 300;

/** The body of an answer that is text and no web page, as an older gateway refuses. */
const plainText = (body: unknown): string | undefined =>
	typeof body === 'string' && body.trim() !== '' && !/[<{[]/.test(body.trim()[0])
		? redactText(body.trim().slice(0, LONGEST))
		: undefined;

/** The errors of an answer; those of its rows where a list of envelopes comes under a status of failure. */
function errorsIn(response: ApiResponse | string | undefined, status: number | undefined) {
	if (typeof response !== 'object') return [];
	const isListOfRefusals = status !== undefined && Array.isArray(response.data);
	if (response.errors.length > 0 || !isListOfRefusals) return response.errors;
	return (response.data as unknown[]).flatMap((row) =>
		readApiErrors(isRecord(row) && 'errors' in row ? row.errors : row),
	);
}

function caseOf(result: HttpResult, method: string, about: About, now: number): Case {
	const isAnswer = result.kind === 'answer' || result.kind === 'status';
	const status = result.kind === 'status' ? result.status : undefined;
	const response = isAnswer ? readApiResponse(result.body) : undefined;
	const errors = errorsIn(response, status);
	const [first, ...rest] = errors;
	return {
		result,
		method,
		about,
		status,
		wait: result.kind === 'status' ? retryAfterMs(result.retryAfter, now) : undefined,
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
