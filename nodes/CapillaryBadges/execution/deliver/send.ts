import type { About } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import type { Repeat } from '../../operation';
import type { ApiRequest } from '../../../shared/capillary/request';
import { backoffMs, LONGEST_WAIT_MS } from './backoff';
import { classify, LOOK_IT_UP, seconds } from './classify';
import type { Room } from './room';
import type { Run, World } from './run';
import { Cancelled } from './run';

/** Sends one request through n8n and says what came back; never throws. */
export type Transport = (request: ApiRequest) => Promise<HttpResult>;

/** How a request ended, after all attempts. */
export interface RequestResult {
	result: { envelope: ApiResponse } | { failure: Failure };
	/** Whether an earlier attempt of ours may have taken effect unseen. */
	repeatedBlindly: boolean;
}

/** What sending needs to know. */
export interface Sending {
	transport: Transport;
	/** How many requests may be under way; how they end makes it wider or narrower. */
	room: Pick<Room, 'calls' | 'limited'>;
	run: Run;
	world: World;
	maxAttempts: number;
}

/** What is sent, besides the request itself. */
export interface Manner {
	repeat: Repeat;
	about: About;
	/** Whether an earlier try of the node sent it, and its outcome is unknown. */
	reopened?: boolean;
}

const withMore = (failure: Failure, sentence: string): Failure => ({
	...failure,
	fix: `${failure.fix} ${sentence}`,
});

/**
 * Whether a request may be sent again after this failure: reads always; what is keyed or harmless to
 * repeat always; anything else only when it is sure that nothing was done.
 */
function mayRepeat(request: ApiRequest, repeat: Repeat, failure: Failure): boolean {
	return request.method === 'GET' || repeat !== 'never' || failure.certainty === 'notDone';
}

/** Whether Capillary looked at the request itself and turned it down: with a code, and not for the credential. */
const isJudged = ({ code, httpStatus }: Failure) =>
	code !== undefined && httpStatus !== 401 && httpStatus !== 403;

/** "Nothing was done" holds for the last attempt only, when an earlier one may have taken effect. */
export const inDoubt = (failure: Failure): Failure => ({
	...failure,
	what: `${failure.what}, and an attempt before got no answer, so the outcome is unknown`,
	fix: LOOK_IT_UP,
	certainty: 'unknown',
});

/**
 * Sends one request until it is answered, refused, or out of attempts. Waits between attempts and
 * honours the pause that Capillary asks for, for the whole run.
 * @throws Cancelled when the execution was cancelled
 * Rules: docs/delivery.md.
 */
export async function send(
	request: ApiRequest,
	{ repeat, about, reopened = false }: Manner,
	{ transport, room, run, world, maxAttempts }: Sending,
): Promise<RequestResult> {
	let repeatedBlindly = reopened;
	for (let attempt = 1; ; attempt += 1) {
		const { probe, httpResult } = await room.limited(async () => {
			const probe = await run.admit();
			return { probe, httpResult: await transport(request) };
		});
		if (world.cancelled()) throw new Cancelled();
		const verdict = classify(httpResult, request.method, about, world.now());
		const rateLimited = verdict.kind === 'failure' && verdict.retry === 'rateLimited';
		const answered = httpResult.kind === 'broken' ? 'lost' : 'answered';
		run.note(rateLimited ? 'rateLimited' : answered, probe);
		if (verdict.kind === 'answer') {
			run.earnRepeat();
			return { result: { envelope: verdict.envelope }, repeatedBlindly };
		}
		const { failure, retry } = verdict;
		const give = (...more: string[]): RequestResult => {
			const isDoubtful = repeatedBlindly && failure.certainty === 'notDone';
			const certain =
				isDoubtful && !(retry === 'no' && isJudged(failure)) ? inDoubt(failure) : failure;
			return { result: { failure: more.reduce(withMore, certain) }, repeatedBlindly };
		};
		if (retry === 'no') {
			// A refusal is an answer too: Capillary is there.
			run.earnRepeat();
			return give();
		}
		// When asked to wait for no time at all, the node still holds back.
		const wait = failure.retryAfterMs || backoffMs(attempt, rateLimited, world.random());
		if (wait > LONGEST_WAIT_MS) {
			const limit = `Capillary asks to wait ${seconds(wait)}; the node waits no longer than a minute.`;
			if (failure.certainty === 'notDone') run.condemn(withMore(failure, limit));
			return give(limit);
		}
		if (rateLimited) run.pause(wait);
		const allowed = rateLimited && maxAttempts > 1 ? maxAttempts + 1 : maxAttempts;
		if (attempt >= allowed || !mayRepeat(request, repeat, failure)) {
			if (rateLimited) run.exhausted(failure);
			return attempt > 1 ? give(`It was tried ${attempt} times.`) : give();
		}
		if (!rateLimited && !run.spendRepeat()) {
			return give('So many requests of this run failed that none is repeated now.');
		}
		repeatedBlindly ||= failure.certainty === 'unknown';
		if (failure.retryAfterMs !== undefined) run.pause(wait);
		await run.wait(wait);
	}
}
