/** Sends what the steps of a call ask for: one request after the other, or several side by side. */
import type { ApiError } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest, Step } from '../../../shared/capillary/request';
import type { Call } from '../plan/call';
import { pool } from './semaphore';
import type { RequestResult, Sending } from './send';
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

const isNotice = (step: Step): step is Extract<Step, { notice: string }> => 'notice' in step;
const isList = (step: Step): step is readonly ApiRequest[] => Array.isArray(step);

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

/**
 * Sends the requests of a call and feeds each answer back to its steps.
 * @param onWrite is told of each request that changes something, before it is sent
 * @throws Cancelled when the execution was canceled
 */
export async function runSteps(
	call: Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'> & { isUnderWay?: boolean },
	sending: Sending,
	onWrite?: (request: ApiRequest) => void,
): Promise<CallResult> {
	const steps = call.steps();
	const notices: string[] = [];
	let wasUnanswered = call.reopened === true;
	let wrote = false;
	let isUnderWay = call.isUnderWay === true;
	const warnings: ApiError[] = [];
	let supportId: string | undefined;
	const sendOne = async (request: ApiRequest): Promise<RequestResult> => {
		const isWrite = request.method !== 'GET';
		wrote ||= isWrite;
		const reopened = call.reopened && isWrite;
		const sent = await send(request, { ...call, isUnderWay, reopened, onWrite }, sending);
		isUnderWay = true;
		wasUnanswered ||= sent.wasUnanswered && isWrite;
		return sent;
	};
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		if (isNotice(step)) {
			notices.push(step.notice);
			next = steps.next();
			continue;
		}
		const requests = isList(step) ? step : [step];
		const answers: unknown[] = [];
		for (const [i, { result }] of (await sendAbreast(requests, sendOne, sending)).entries()) {
			if ('failure' in result) return { failure: result.failure, wasUnanswered, wrote, notices };
			const { data, pagination } = result.response;
			warnings.push(...result.response.warnings);
			supportId = result.response.supportId;
			answers.push(requests[i].withPagination ? { data, pagination } : data);
		}
		next = steps.next(isList(step) ? answers : answers[0]);
	}
	return { data: next.value, warnings, supportId, wasUnanswered, wrote, notices };
}
