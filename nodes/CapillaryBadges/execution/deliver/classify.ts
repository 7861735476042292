/** What an answer means for a call: done, not done, unknown, or to be sent again. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { adviceFor, isListed } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import { readApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { failureOf, FORBIDDEN } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { retryAfterMs } from './backoff';

/** What came back, and what it means for the call. */
export type Verdict =
	| { kind: 'answer'; envelope: ApiResponse }
	| { kind: 'failure'; failure: Failure; retry: 'no' | 'yes' | 'rateLimited' };

/** Failures that are known to happen before the request leaves. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const CERTIFICATE = /CERT|SSL|TLS|SELF_SIGNED|EPROTO/;
const TRANSIENT_STATUS = new Set([408, 500, 502, 503, 504, 521, 522, 524]);

/** What to do where it is unknown whether a request took effect. */
export const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';

const READ_AGAIN = 'Nothing was changed. Run it again later.';

const lookUp = (method: string) => (method === 'GET' ? READ_AGAIN : LOOK_IT_UP);

/** A failure after sending: for a request that changes something, it is unknown whether it did. */
const lost = (what: string, method: string, more: Partial<Failure> = {}): Failure => ({
	what: method === 'GET' ? what : `${what}, so the outcome is unknown`,
	fix: lookUp(method),
	certainty: method === 'GET' ? 'notDone' : 'unknown',
	...more,
});

const ids = ({ customerId, requestId }: About) => ({ customerId, requestId });

/** A read whose answer is of no use. */
export const unread = (why: string, about: About): Failure => ({
	what: `Capillary's answer could not be read: ${why}`,
	fix: `${READ_AGAIN} If it keeps happening, check the cluster or base URL in the credential, or ask Capillary support.`,
	certainty: 'notDone',
	...ids(about),
});

function broken(code: string, timedOut: boolean, method: string, about: About): Verdict {
	if (NOT_SENT.has(code)) {
		const failure: Failure = {
			what: 'Capillary could not be reached',
			fix: 'Check the cluster or base URL in the credential and the network of this n8n. Nothing was sent.',
			certainty: 'notDone',
			...ids(about),
		};
		return { kind: 'failure', failure, retry: 'yes' };
	}
	if (CERTIFICATE.test(code)) {
		const failure: Failure = {
			what: 'The secure connection to Capillary could not be set up',
			fix: 'Check the base URL in the credential, and whether a proxy replaces certificates. Nothing was sent.',
			certainty: 'notDone',
			...ids(about),
		};
		return { kind: 'failure', failure, retry: 'no' };
	}
	const what = timedOut
		? 'Capillary did not answer in time'
		: 'The connection to Capillary was lost after sending';
	return { kind: 'failure', failure: lost(what, method, ids(about)), retry: 'yes' };
}

/** Milliseconds in words. */
export function seconds(ms: number): string {
	const count = Math.ceil(ms / 1000);
	return count === 1 ? '1 second' : `${count} seconds`;
}

function rateLimited(wait: number | undefined, about: About): Verdict {
	const failure: Failure = {
		what:
			// Zero seconds, or a date that is past, asks for nothing.
			wait
				? `Capillary asks to wait ${seconds(wait)} before the next request`
				: 'Capillary asks to slow down',
		fix: "Lower 'Concurrency' in the options, or run it again later. Nothing was done.",
		certainty: 'notDone',
		httpStatus: 429,
		retryAfterMs: wait,
		...ids(about),
	};
	return { kind: 'failure', failure, retry: 'rateLimited' };
}

/** The token endpoint refused key and secret, or was not able to answer. */
function noToken(status: number, about: About): Verdict {
	const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
	const failure: Failure = {
		...(refused
			? statusAdvice(401, about)
			: {
					what: 'Capillary gave no token for this credential',
					fix: 'Run it again later. Nothing was sent.',
				}),
		certainty: 'notDone',
		httpStatus: refused ? 401 : status,
		wholeCall: true,
		...ids(about),
	};
	return { kind: 'failure', failure, retry: refused ? 'no' : 'yes' };
}

/** Whether a status refuses the credential, or what it may do, rather than the request. */
export const isDenial = (status: number | undefined) => status === 401 || status === 403;

/** Under 401 and 403, a code that no document lists speaks of the credential, like the status. */
const denied =
	(status: number | undefined) =>
	(code: number | undefined): Advice | undefined =>
		isDenial(status) && !isListed(code) ? adviceFor(status) : undefined;

function statusAdvice(status: number, about: About): Pick<Failure, 'what' | 'fix'> {
	if (isDenial(status)) {
		const advice = adviceFor(status);
		return {
			what: typeof advice.what === 'string' ? advice.what : advice.what(about),
			fix: advice.fix,
		};
	}
	if (status === 404 || (status >= 300 && status < 400)) {
		return {
			what: 'This address has no Capillary badges API',
			fix: 'Check the cluster or base URL in the Capillary API credential.',
		};
	}
	return {
		what: `Capillary refused the request with HTTP status ${status}`,
		fix: 'Check the values of this item. If they are right, ask Capillary support.',
	};
}

/**
 * Says what an HTTP result means: an answer to read, a refusal, or a failure that may be repeated.
 * Pure. Rules: docs/api.md#envelope, docs/api.md#http-status; what is ambiguous is listed in docs/delivery.md.
 * @param now epoch milliseconds, for a Retry-After date
 */
export function classify(
	httpResult: HttpResult,
	method: string,
	about: About,
	now: number,
): Verdict {
	if (httpResult.kind === 'broken')
		return broken(httpResult.code, httpResult.timedOut, method, about);
	if (httpResult.kind === 'forbidden') {
		const failure: Failure = { ...FORBIDDEN, certainty: 'notDone', ...ids(about) };
		return { kind: 'failure', failure, retry: 'no' };
	}
	if (httpResult.kind === 'noToken') return noToken(httpResult.status, about);
	if (httpResult.kind === 'status' && httpResult.status === 429) {
		return rateLimited(retryAfterMs(httpResult.retryAfter, now), about);
	}
	const envelope = readApiResponse(httpResult.body);
	const status = httpResult.kind === 'status' ? httpResult.status : undefined;
	const wait = httpResult.kind === 'status' ? retryAfterMs(httpResult.retryAfter, now) : undefined;
	const [first, ...rest] = typeof envelope === 'string' ? [] : envelope.errors;
	const said = first ? failureOf([first, ...rest], about, status, denied(status)) : undefined;

	if (status !== undefined && TRANSIENT_STATUS.has(status)) {
		const what = `Capillary was not able to answer (HTTP status ${status})`;
		const more = {
			...ids(about),
			httpStatus: status,
			code: said?.code,
			apiMessage: said?.apiMessage,
			retryAfterMs: wait,
		};
		// With Retry-After it says that it did not take the request.
		if (status !== 503 || wait === undefined) {
			return { kind: 'failure', failure: lost(what, method, more), retry: 'yes' };
		}
		const fix = 'Run it again later. Nothing was done.';
		const failure: Failure = { what, fix, certainty: 'notDone', ...more };
		return { kind: 'failure', failure, retry: 'yes' };
	}
	if (said) {
		const partly = typeof envelope !== 'string' && envelope.data !== null && method !== 'GET';
		const failure: Failure = partly
			? { ...said, fix: `${said.fix} ${lookUp(method)}`, certainty: 'unknown' }
			: said;
		return { kind: 'failure', failure, retry: 'no' };
	}
	if (status !== undefined) {
		const wholeCall = isDenial(status) || status === 404;
		const failure: Failure = {
			...statusAdvice(status, about),
			certainty: 'notDone',
			httpStatus: status,
			wholeCall,
			...ids(about),
		};
		return { kind: 'failure', failure, retry: 'no' };
	}
	if (typeof envelope === 'string') {
		const failure =
			method === 'GET'
				? unread(`it is ${envelope}`, about)
				: lost(`Capillary sent ${envelope}`, method, ids(about));
		return { kind: 'failure', failure, retry: 'yes' };
	}
	return { kind: 'answer', envelope };
}
