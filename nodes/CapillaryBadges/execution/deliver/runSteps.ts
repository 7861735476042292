/** Sends what the steps of a call ask for: one request after the other, or several side by side. */
import type { ApiError, ApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest, Step, Steps } from '../../../shared/capillary/request';
import { behindTotal, NO_PAGE } from '../../../shared/capillary/request';
import { maybeMore } from '../../../shared/capillary/walk';
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
const MEANWHILE = {
	what: 'Somebody else made this change meanwhile',
	fix: 'Read how it stands now, with Get of the same resource. Nothing was sent by this node.',
};
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

type Served = Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'> & {
	isUnderWay?: boolean;
};

/** The steps of one call, on their way. */
class Course {
	wasUnanswered: boolean;

	wrote = false;

	supportId: string | undefined;

	/** How many requests were sent, those not counted that repeat one. */
	sent = 0;

	readonly notices: string[] = [];

	readonly warnings: ApiError[] = [];

	private steps: Steps;

	private isUnderWay: boolean;

	/** Whether anything was read, so that a write rests on it. */
	private hasRead = false;

	constructor(
		private readonly call: Served,
		private readonly sending: Sending,
		private readonly onWrite?: (request: ApiRequest) => void,
	) {
		this.steps = call.steps();
		this.wasUnanswered = call.reopened === true;
		this.isUnderWay = call.isUnderWay === true;
	}

	async run(): Promise<Exclude<Reached, { write: ApiRequest }>> {
		let reached = await this.toNextWrite();
		while ('write' in reached) {
			const { write } = reached;
			const { result } = await this.send(write, this.hasRead ? () => this.begin() : undefined);
			reached =
				'failure' in result ? result : await this.toNextWrite(this.given(write, result.response));
		}
		return reached;
	}

	/** As far as nothing is changed. */
	async read(): Promise<Reached> {
		return await this.toNextWrite();
	}

	/** The write that the steps come to when they begin anew; there is none where somebody else wrote meanwhile. */
	private async begin(): Promise<Exclude<Reached, { data: unknown }>> {
		this.steps = this.call.steps();
		const reached = await this.toNextWrite();
		return 'data' in reached
			? { failure: { ...MEANWHILE, ...NOTHING, ...idsOf(this.call) } }
			: reached;
	}

	private async send(request: ApiRequest, again?: Manner['again']): Promise<RequestResult> {
		const { call, isUnderWay, onWrite } = this;
		const isWrite = request.method !== 'GET';
		this.wrote ||= isWrite;
		this.sent += 1;
		const reopened = call.reopened && isWrite;
		const manner = { ...call, isUnderWay, reopened, onWrite, again };
		const sent = await send(request, manner, this.sending);
		this.isUnderWay = true;
		this.wasUnanswered ||= sent.wasUnanswered && isWrite;
		return sent;
	}

	/** What steps are given of an answer. */
	private given(request: ApiRequest, response: ApiResponse): unknown {
		const { data, pagination } = response;
		this.warnings.push(...response.warnings);
		this.supportId = response.supportId;
		return request.withPagination ? { data, pagination } : data;
	}

	/** Goes on through what only reads. @param answer to the step before */
	private async toNextWrite(answer?: unknown): Promise<Reached> {
		let next = this.steps.next(answer);
		while (next.done !== true) {
			const step = next.value;
			if (isStop(step)) return { failure: { ...step.stop, ...NOTHING, ...idsOf(this.call) } };
			if (isNotice(step)) {
				this.notices.push(step.notice);
				next = this.steps.next();
				continue;
			}
			const requests = isList(step) ? step : [step];
			if (!isList(step) && step.method !== 'GET') return { write: step };
			this.hasRead = true;
			const answers: unknown[] = [];
			const sendOne = async (request: ApiRequest) => await this.send(request);
			const results = await sendAbreast(requests, sendOne, this.sending);
			for (const [i, { result }] of results.entries()) {
				if (!('failure' in result)) {
					answers.push(this.given(requests[i], result.response));
					continue;
				}
				const page = behindTotal(requests[i], result.failure);
				if (!page) return { failure: result.failure };
				if (page === 'unknown') this.notices.push(maybeMore(result.failure.httpStatus));
				answers.push(NO_PAGE);
			}
			next = this.steps.next(isList(step) ? answers : answers[0]);
		}
		return { data: next.value };
	}
}

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
	const course = new Course(call, sending, onWrite);
	const reached = await course.run();
	const { warnings, supportId, wasUnanswered, wrote, notices } = course;
	return { ...reached, warnings, supportId, wasUnanswered, wrote, notices };
}

/**
 * Sends what a call reads, up to the first request that would change something.
 * @returns that request, why the reading gave none, or the data where there is none; and how many requests were read
 * @throws Cancelled when the execution was canceled
 */
export async function readSteps(
	call: Served,
	sending: Sending,
): Promise<Reached & { reads: number }> {
	const course = new Course(call, sending);
	return { ...(await course.read()), reads: course.sent };
}
