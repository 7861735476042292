/** Sends one request until it is answered, refused, or may not be sent again. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiResponse } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { HttpResult } from '../../../shared/capillary/httpResult';
import { clockOf } from '../../../shared/capillary/httpResult';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Repeat } from '../../operation';
import { backoffMs, LONGEST_WAIT_MS } from './backoff';
import { classify } from './classify';
import { mayRepeat } from './decide';
import type { Room } from './room';
import type { Admission, Run, World } from './run';
import { Cancelled } from './run';
import { LOOK_IT_UP } from './unsure';
import { seconds } from './statusWords';
import type { Verdict } from './verdict';

/** Sends one request through n8n and says what came back; never throws. */
export type Transport = (request: ApiRequest) => Promise<HttpResult>;

/** How a request ended, after all attempts. */
export interface RequestResult {
	result: { response: ApiResponse } | { failure: Failure };
	/** Whether an attempt before the last one got no answer, and may have taken effect. */
	wasUnanswered: boolean;
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
	/** Whether it belongs to a call that is under way, and not to one that begins. */
	isUnderWay?: boolean;
	/** Is told of a request that changes something, right before it is sent. */
	onWrite?(request: ApiRequest): void;
	/** What to send in place of the request when it is repeated, since it rests on what was read before. */
	again?(): Promise<{ write: ApiRequest } | { failure: Failure }>;
}

type Failed = Extract<Verdict, { kind: 'failure' }>;

const withMore = (failure: Failure, sentence: string): Failure => ({
	...failure,
	fix: `${failure.fix} ${sentence}`,
});

/** "Nothing was done" holds for the last attempt only, where an earlier one may have taken effect. */
export const inDoubt = (failure: Failure): Failure =>
	failure.certainty === 'unknown'
		? failure
		: {
				...failure,
				what: `${failure.what}, and an attempt before got no answer, so the outcome is unknown`,
				fix: LOOK_IT_UP,
				certainty: 'unknown',
				isUnsent: undefined,
			};

/** A failure for what was not sent because the run cannot go on. */
export const unsentLike = (failure: Failure, { customerId, requestId }: About): Failure => ({
	...failure,
	fix: `${failure.fix} Not sent: the requests before it failed the same way.`,
	certainty: 'notDone',
	isUnsent: true,
	customerId,
	requestId,
});

/** What is said of what was not sent because a request before it failed. */
export const KEPT_BACK: Failure = {
	what: 'Not sent, since a request before it failed',
	fix: "To go on after a failure, set 'On Error' to 'Continue (using error output)'.",
	certainty: 'notDone',
	isUnsent: true,
	isKeptBack: true,
};

const tooLong = (wait: number) =>
	`Capillary asks to wait ${seconds(wait)}; the node waits no longer than a minute.`;

/** What an attempt came to, and how long to wait before the next one, in milliseconds. */
type Attempt = Extract<Verdict, { kind: 'answer' }> | (Failed & { wait: number });

/** Notes how an attempt went, and holds the run where Capillary asks for it. @throws Cancelled */
function judge(
	httpResult: HttpResult,
	{ method }: ApiRequest,
	{ about }: Manner,
	admission: Admission,
	tries: number,
	{ run, world }: Sending,
): Attempt {
	if (world.cancelled()) throw new Cancelled();
	const server = clockOf(httpResult);
	if (server !== undefined) run.noteClock(server);
	const verdict = classify(httpResult, method, about, world.now());
	if (verdict.kind === 'answer') {
		run.note('answered', admission);
		run.giveRepeat();
		return verdict;
	}
	const { failure, ending, retry } = verdict;
	run.note(ending, admission, failure);
	if (verdict.trips) run.trip(failure);
	// A refusal is an answer too: Capillary is there.
	if (ending === 'answered') run.giveRepeat();
	if (retry === 'no') return { ...verdict, wait: 0 };
	const isLimited = ending === 'rateLimited';
	const chance = world.random();
	const inRow = isLimited ? run.refusals() : 0;
	// When asked to wait for no time at all, the node still holds back.
	const wait = failure.retryAfterMs || backoffMs(Math.max(tries, inRow), isLimited, chance);
	// A request that is refused alone, again and again, holds the others no longer than the first time.
	const hold = failure.retryAfterMs || inRow === 0 ? wait : backoffMs(inRow, isLimited, chance);
	if (wait > LONGEST_WAIT_MS) run.trip(withMore(failure, tooLong(wait)));
	else if (failure.retryAfterMs !== undefined || isLimited) run.pause(hold);
	return { ...verdict, wait };
}

/** One attempt: waits to be admitted, sends, and notes how it went. @param tries which attempt, from 1 */
async function attemptOnce(
	request: ApiRequest,
	manner: Manner,
	begins: boolean,
	tries: number,
	sending: Sending,
): Promise<Attempt | 'closed'> {
	const { transport, room, run } = sending;
	// Judged before there is room for another, which would go out before it knows of the pause.
	return await room.limited(async () => {
		const admission: Admission = await run.admit(begins);
		if (admission === 'closed') return 'closed';
		if (request.method !== 'GET') manner.onWrite?.(request);
		return judge(await transport(request), request, manner, admission, tries, sending);
	});
}

/**
 * How long to wait before the next attempt, in milliseconds, or the sentence that says why there is none.
 * @param attempts how often the request was sent, but for answers of 429
 */
function nextAttempt(
	request: ApiRequest,
	{ failure, retry, ending, wait }: Failed & { wait: number },
	attempts: number,
	{ repeat }: Manner,
	{ run, maxAttempts }: Sending,
): number | string {
	if (retry === 'no') return '';
	const isLimited = ending === 'rateLimited';
	if (wait > LONGEST_WAIT_MS) return tooLong(wait);
	// The run decides how often Capillary may ask to slow down.
	const isRepeatable = isLimited
		? maxAttempts > 1
		: mayRepeat({
				isRead: request.method === 'GET',
				repeat,
				certainty: failure.certainty,
				attempts,
				maxAttempts,
			});
	if (!isRepeatable) return attempts > 1 ? `It was tried ${attempts} times.` : '';
	if (!isLimited && !run.takeRepeat()) {
		return 'So many requests of this run failed that none is repeated now.';
	}
	return wait;
}

/**
 * Sends one request until it is answered, refused, or out of attempts. Waits between attempts and
 * honors the pause that Capillary asks for, for the whole run.
 * @throws Cancelled when the execution was canceled
 * Rules: docs/delivery.md.
 */
export async function send(
	first: ApiRequest,
	manner: Manner,
	sending: Sending,
): Promise<RequestResult> {
	const { run } = sending;
	let wasUnanswered = manner.reopened === true;
	let attempts = 0;
	let last: Failure | undefined;
	let request = first;
	for (let tries = 1; ; tries += 1) {
		// Until an attempt may have taken effect, sending is a beginning, also after a 429.
		const begins = !wasUnanswered && manner.isUnderWay !== true;
		const verdict = await attemptOnce(request, manner, begins, tries, sending);
		if (verdict === 'closed') {
			const why = run.tripped();
			const failure = why ? (last ?? unsentLike(why, manner.about)) : KEPT_BACK;
			return { result: { failure: wasUnanswered ? inDoubt(failure) : failure }, wasUnanswered };
		}
		if (verdict.kind === 'answer') {
			return { result: { response: verdict.response }, wasUnanswered };
		}
		const { failure, ending } = verdict;
		if (ending !== 'rateLimited') attempts += 1;
		const next = nextAttempt(request, verdict, attempts, manner, sending);
		if (typeof next === 'string') {
			const said = next === '' ? failure : withMore(failure, next);
			// What an answer refuses is judged by who knows the call.
			const isOpen = wasUnanswered && ending !== 'answered' && failure.certainty === 'notDone';
			return { result: { failure: isOpen ? inDoubt(said) : said }, wasUnanswered };
		}
		wasUnanswered ||= failure.certainty === 'unknown';
		last = failure;
		await run.wait(next);
		const anew = await manner.again?.();
		if (!anew) continue;
		if ('failure' in anew) {
			return {
				result: { failure: wasUnanswered ? inDoubt(anew.failure) : anew.failure },
				wasUnanswered,
			};
		}
		request = anew.write;
	}
}
