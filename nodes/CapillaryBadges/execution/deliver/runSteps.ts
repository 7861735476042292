/** Sends what the steps of a call ask for: one request after the other, or several side by side. */
import type { ApiError, ApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest, Step } from '../../../shared/capillary/request';
import type { Call } from '../plan/call';
import { pool } from './semaphore';
import type { Manner, RequestResult, Sending } from './send';
import { send } from './send';

/** How a call's requests ended. */
export type CallResult = (
	| { data: unknown; warnings: ApiError[]; supportId?: string }
	/** Why the last one that was sent gave nothing. */
	| { failure: Failure }
) & {
	/** Whether an attempt got no answer and may have taken effect. */
	wasUnanswered: boolean;
	/** Whether a request was sent that changes something. */
	wrote: boolean;
	/** What the steps have to say to the user. */
	notices: string[];
};

const isStop = (step: Step): step is Extract<Step, { stop: object }> => 'stop' in step;
const isNotice = (step: Step): step is Extract<Step, { notice: string }> => 'notice' in step;
const isList = (step: Step): step is readonly ApiRequest[] => Array.isArray(step);

/** What steps that end by themselves have done. */
const NOTHING = { certainty: 'notDone' } as const;
const idsOf = ({ about: { customerId, requestId } }: Pick<Call, 'about'>) => ({
	customerId,
	requestId,
});

/**
 * Sends requests side by side, as many as the run has room for.
 * @returns results in the order of the requests; after one that failed no other is begun
 */
async function sendAbreast(
	requests: readonly ApiRequest[],
	sendOne: (request: ApiRequest) => Promise<RequestResult>,
	{ room }: Sending,
): Promise<RequestResult[]> {
	const results: RequestResult[] = [];
	let next = 0;
	let hasFailed = false;
	const more = () => next < requests.length && !hasFailed;
	await pool(room.calls, more, async () => {
		const index = next;
		next += 1;
		const sent = await sendOne(requests[index]);
		results[index] = sent;
		hasFailed ||= 'failure' in sent.result;
	});
	return results;
}

/** Where steps have come to: a request that changes something, or their end. */
type Reached = { write: ApiRequest } | { failure: Failure } | { data: unknown };

type Served = Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'> & { isUnderWay?: boolean };

/**
 * Sends the requests of a call and feeds each answer back to its steps. A write that rests on what was
 * read is repeated upon a new reading: the steps begin anew.
 * @param onWrite is told of each request that changes something, before it is sent
 * @throws Cancelled when the execution was canceled
 */
export async function runSteps(
	call: Served,
	sending: Sending,
	onWrite?: (request: ApiRequest) => void,
): Promise<CallResult> {
	let steps = call.steps();
	const notices: string[] = [];
	let wasUnanswered = call.reopened === true;
	let wrote = false;
	let isUnderWay = call.isUnderWay === true;
	const warnings: ApiError[] = [];
	let supportId: string | undefined;
	const sendOne = async (request: ApiRequest, again?: Manner['again']): Promise<RequestResult> => {
		const isWrite = request.method !== 'GET';
		wrote ||= isWrite;
		const reopened = call.reopened && isWrite;
		const sent = await send(request, { ...call, isUnderWay, reopened, onWrite, again }, sending);
		isUnderWay = true;
		wasUnanswered ||= sent.wasUnanswered && isWrite;
		return sent;
	};
	/** What steps are given of an answer. */
	const given = (request: ApiRequest, response: ApiResponse) => {
		const { data, pagination } = response;
		warnings.push(...response.warnings);
		supportId = response.supportId;
		return request.withPagination ? { data, pagination } : data;
	};
	let hasRead = false;
	/** Goes on through what only reads. @param answer to the step before */
	const toNextWrite = async (answer?: unknown): Promise<Reached> => {
		let next = steps.next(answer);
		while (next.done !== true) {
			const step = next.value;
			if (isStop(step)) return { failure: { ...step.stop, ...NOTHING, ...idsOf(call) } };
			if (isNotice(step)) {
				notices.push(step.notice);
				next = steps.next();
				continue;
			}
			const requests = isList(step) ? step : [step];
			if (!isList(step) && step.method !== 'GET') return { write: step };
			hasRead = true;
			const answers: unknown[] = [];
			for (const [i, { result }] of (await sendAbreast(requests, sendOne, sending)).entries()) {
				if ('failure' in result) return { failure: result.failure };
				answers.push(given(requests[i], result.response));
			}
			next = steps.next(isList(step) ? answers : answers[0]);
		}
		return { data: next.value };
	};
	const again = async () => {
		steps = call.steps();
		const reached = await toNextWrite();
		if ('data' in reached) throw new Error('Steps that wrote before do not write any more');
		return reached;
	};
	let reached = await toNextWrite();
	while ('write' in reached) {
		const { write } = reached;
		const { result } = await sendOne(write, hasRead ? again : undefined);
		reached = 'failure' in result ? result : await toNextWrite(given(write, result.response));
	}
	return { ...reached, warnings, supportId, wasUnanswered, wrote, notices };
}
