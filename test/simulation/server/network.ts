/** The way to the modeled Capillary and back, on which things go wrong. */
import type { HttpResult } from '../../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../../nodes/shared/capillary/request';
import type { FaultKind } from '../habits';
import type { Answer, Model } from './model';
import { begin } from './routes';

/** Sends one request and says what came back, like the node's own door to the network. */
export type Send = (request: ApiRequest) => Promise<HttpResult>;

/** Notes what travels, for a replay. */
export type Note = (line: string, what?: unknown) => void;

const BAD_STATUSES = [
	500, 501, 502, 503, 504, 505, 507, 509, 511, 520, 521, 522, 523, 524, 525, 527, 530, 598, 599,
];

/** The connection broke, and nobody knows what became of the request; `no`: it never left. */
const broken = (
	code: string,
	sent: 'no' | 'unknown' = 'unknown',
	timedOut = false,
): HttpResult => ({
	kind: 'broken',
	code,
	timedOut,
	sent,
});

function resultOf({ status, body }: Answer, retryAfter?: string): HttpResult {
	return status < 300 ? { kind: 'answer', body } : { kind: 'status', status, body, retryAfter };
}

const inPage = '<html><body>Bad gateway</body></html>';

/** What comes back where the request is not let through to the work; undefined where it is. */
function gate({ random }: Model, fault: FaultKind | undefined): HttpResult | undefined {
	switch (fault) {
		case 'limit':
			return resultOf({ status: 429, body: '' }, String(random.int(1, 3)));
		case 'limitBare':
			return resultOf({ status: 429, body: { message: 'Too many requests' } });
		case 'busy':
			return resultOf({ status: 503, body: '' }, '1');
		case 'denied':
			return resultOf({ status: 401, body: 'Authentication failed.' });
		case 'forbidden':
			return resultOf({ status: 403, body: { errorMessage: 'Not authorized', errorCode: 4000 } });
		case 'proxy':
			return resultOf({ status: 407, body: inPage });
		case 'refused':
			return broken('ECONNREFUSED', 'no');
		case 'noName':
			return broken(random.pick(['ENOTFOUND', 'EAI_AGAIN']), 'no');
		case 'certificate':
			return broken(random.pick(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED']), 'no');
		case 'noToken':
			return random.pick([
				{ kind: 'noToken', status: 0, refused: false },
				{ kind: 'noToken', status: 500, refused: false },
				{ kind: 'noToken', status: 400, refused: true },
			] as const);
		case 'lostBefore':
			return broken('ECONNRESET');
		case 'status5xxBefore':
			return resultOf({ status: random.pick(BAD_STATUSES), body: inPage });
		default:
			return undefined;
	}
}

/** What comes back of an answer that the fault spoils. */
function spoiled({ random }: Model, fault: FaultKind | undefined, answer: Answer): HttpResult {
	switch (fault) {
		case 'lostAfter':
			return broken(random.pick(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE']));
		case 'cut':
			return { kind: 'answer', body: '{"data":{"badge' };
		case 'empty':
			return { kind: 'answer', body: '' };
		case 'page':
			return { kind: 'answer', body: inPage };
		case 'tlsAfter':
			return broken(random.pick(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER']));
		case 'status5xxAfter':
			return resultOf({ status: random.pick(BAD_STATUSES), body: inPage });
		case 'crash':
			return resultOf({
				status: 500,
				body: { data: null, errors: [{ code: 999999, message: 'x' }] },
			});
		default:
			return resultOf(answer);
	}
}

/** Whether the node made the request's ID: only then can it know that a copy has used it. */
const hasMadeId = ({ body }: ApiRequest) =>
	/^n8n-/.test(String((body as { requestId?: unknown } | undefined)?.requestId));

/**
 * Makes the sender of one run of the node.
 * @param by who asks, for the records
 * @param timeout milliseconds that the node waits for an answer
 */
export function makeSend(model: Model, by: string, timeout: number, note?: Note): Send {
	const { random, clock, habits } = model;
	/** The server's clock stands in each answer, in whole seconds. */
	const dated = (result: HttpResult): HttpResult =>
		habits.dateHeader && (result.kind === 'answer' || result.kind === 'status')
			? { ...result, headers: { date: new Date(model.now()).toUTCString() } }
			: result;
	return (request) =>
		new Promise((resolve) => {
			const finish = (result: HttpResult) => {
				note?.(`< ${by}`, result);
				resolve(result);
			};
			const fault = random.chance(habits.faultRate) ? random.pick(habits.faults) : undefined;
			note?.(
				`> ${by} ${request.method} ${request.path}${fault ? ` (${fault})` : ''}`,
				request.body,
			);
			const closed = gate(model, fault);
			if (closed) return clock.wake(random.int(1, 50), () => finish(dated(closed)));
			const there = random.int(1, 50);
			const isCopied = fault === 'copied' && hasMadeId(request);
			const back = random.int(1, 50) + (fault === 'late' ? timeout : 0);
			clock.later(there, () => {
				const copy = isCopied ? begin(model, request, by) : undefined;
				if (copy) clock.later(copy.ms, () => void copy.finish(1));
				const work = begin(model, request, by);
				const isInTime = there + work.ms + back < timeout;
				if (!isInTime)
					clock.wake(timeout - there, () => finish(broken('ECONNABORTED', 'unknown', true)));
				clock.later(work.ms, () => {
					const answer = work.finish(fault === 'crash' ? random.next() : 1);
					note?.(`= ${by}`, answer);
					const result = dated(spoiled(model, fault, answer));
					if (isInTime) clock.wake(back, () => finish(result));
				});
			});
		});
}
