/** Sends what the steps of a call ask for: one request after the other, or several side by side. */
import type { ApiError } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest, Step } from '../../../shared/capillary/request';
import type { Call } from '../plan/call';
import type { Limited } from './semaphore';
import type { RequestResult, Sending } from './send';
import { send } from './send';

/** How a call's requests ended. */
export type CallResult = (
	| { data: unknown; warnings: ApiError[] }
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

/** Where steps may send: what is told of writes, and the room for requests beside the call's own. */
export interface Surroundings {
	/** Is told of each request that changes something, before it is sent. */
	onWrite?(request: ApiRequest): void;
	/** Runs work as soon as the run has room for it; without it, requests follow one another. */
	limited?: Limited;
}

const isNotice = (step: Step): step is Extract<Step, { notice: string }> => 'notice' in step;
const isList = (step: Step): step is readonly ApiRequest[] => Array.isArray(step);

/**
 * Sends requests side by side: one at a time in the room that the call has already, others wherever
 * there is more. None is waited for that has not begun, since the calls of a run would block each other.
 * @returns results in the order of the requests, up to the first that failed
 */
async function sendAbreast(
	requests: readonly ApiRequest[],
	sendOne: (request: ApiRequest) => Promise<RequestResult>,
	limited: Limited | undefined,
): Promise<RequestResult[]> {
	const results: RequestResult[] = [];
	let next = 0;
	let failed = false;
	const work = async () => {
		while (next < requests.length && !failed) {
			const index = next;
			next += 1;
			results[index] = await sendOne(requests[index]);
			failed ||= 'failure' in results[index].result;
		}
	};
	const begun: Array<Promise<void>> = [];
	if (limited) {
		for (let more = 1; more < requests.length; more += 1) {
			void limited(async () => {
				if (next >= requests.length || failed) return;
				const working = work();
				begun.push(working);
				await working.catch(() => undefined);
			});
		}
	}
	try {
		await work();
	} finally {
		await Promise.allSettled(begun);
	}
	await Promise.all(begun);
	return results;
}

/**
 * Sends the requests of a call and feeds each answer back to its steps.
 * @throws Cancelled when the execution was canceled
 */
export async function runSteps(
	call: Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'> & { isUnderWay?: boolean },
	sending: Sending,
	{ onWrite, limited }: Surroundings = {},
): Promise<CallResult> {
	const steps = call.steps();
	const notices: string[] = [];
	let wasUnanswered = call.reopened === true;
	let wrote = false;
	let isUnderWay = call.isUnderWay === true;
	let warnings: ApiError[] = [];
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
		for (const [i, { result }] of (await sendAbreast(requests, sendOne, limited)).entries()) {
			if ('failure' in result) return { failure: result.failure, wasUnanswered, wrote, notices };
			const { data, pagination } = result.response;
			warnings = result.response.warnings;
			answers.push(requests[i].withPagination ? { data, pagination } : data);
		}
		next = steps.next(isList(step) ? answers : answers[0]);
	}
	return { data: next.value, warnings, wasUnanswered, wrote, notices };
}
