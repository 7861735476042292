import type { Manner } from '../../nodes/CapillaryBadges/execution/deliver/send';
import { inDoubt, send } from '../../nodes/CapillaryBadges/execution/deliver/send';
import type { Failure } from '../../nodes/shared/capillary/failure';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { answerOf, LOST, sendingTo, statusOf, UNSENT } from '../support/sendingTo';

/** One request until it has ended: how often it is sent and when, and what is said in the end. */

const ABOUT = { customerId: 7, requestId: 'r' };
const WRITE: ApiRequest = { method: 'POST', path: 'x' };
const READ: ApiRequest = { method: 'GET', path: 'x' };
const ANSWER = answerOf('x');
const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';
const limited = (retryAfter?: string): HttpResult => ({ ...statusOf(429), retryAfter });

interface Sent {
	request?: ApiRequest;
	maxAttempts?: number;
	manner?: Partial<Manner>;
	/** Is called before each answer. */
	meanwhile?: (run: ReturnType<typeof sendingTo>, nth: number) => void;
}
/** Sends a request whose attempts end so, the last of them again and again. */
async function sentTo(results: HttpResult[], more: Sent = {}) {
	const { request = WRITE, maxAttempts = 3, manner, meanwhile } = more;
	const all = sendingTo(
		(_, nth) => {
			meanwhile?.(all, nth);
			return results[Math.min(nth, results.length - 1)];
		},
		{ maxAttempts },
	);
	const ended = await send(request, { repeat: 'keyed', about: ABOUT, ...manner }, all.sending);
	const failure = 'failure' in ended.result ? ended.result.failure : undefined;
	return { ...all, ...ended, failure };
}
/** How many repeats a run has left, of ten. */
const repeatsLeft = ({ sending: { run } }: Pick<ReturnType<typeof sendingTo>, 'sending'>) =>
	Array.from({ length: 20 }, () => run.takeRepeat()).filter(Boolean).length;

describe('attempts', () => {
	test('one is enough for an answer, or a refusal', async () => {
		const answered = await sentTo([ANSWER]);
		expect(answered).toMatchObject({ result: { response: { data: 'x' } }, wasUnanswered: false });
		const refused = await sentTo([statusOf(400, 831)]);
		expect(refused.failure).toMatchObject({ code: 831, certainty: 'notDone' });
		expect(refused.failure?.fix).toBe(
			"Go by Capillary's own message: this code is not in its public list.",
		);
		expect([answered.at, refused.at]).toEqual([[0], [0]]);
	});

	test('more and more rarely, as often as wanted', async () => {
		const { at, failure, wasUnanswered } = await sentTo([LOST], { maxAttempts: 4 });
		expect(at).toEqual([0, 250, 750, 1750]);
		expect(failure).toMatchObject({
			certainty: 'unknown',
			fix: `${LOOK_IT_UP} It was tried 4 times.`,
			...ABOUT,
		});
		expect(wasUnanswered).toBe(true);
		const once = await sentTo([LOST], { maxAttempts: 1 });
		expect([once.at, once.failure?.fix, once.wasUnanswered]).toEqual([[0], LOOK_IT_UP, false]);
	});

	test('of what may not be done twice: none but where it was not done', async () => {
		const never = { manner: { repeat: 'never' as const } };
		expect((await sentTo([LOST, ANSWER], never)).at).toEqual([0]);
		expect((await sentTo([UNSENT, ANSWER], never)).at).toEqual([0, 250]);
		expect((await sentTo([LOST, ANSWER], { ...never, request: READ })).at).toEqual([0, 250]);
	});

	test('after an answer it is known whether one before got none', async () => {
		expect(await sentTo([LOST, ANSWER])).toMatchObject({ wasUnanswered: true });
		expect(await sentTo([UNSENT, ANSWER])).toMatchObject({ wasUnanswered: false });
		expect(await sentTo([LOST, UNSENT, ANSWER])).toMatchObject({ wasUnanswered: true });
	});

	test('the budget of the run bounds them', async () => {
		const { at, failure } = await sentTo([LOST], {
			meanwhile: ({ sending: { run } }) => {
				while (run.takeRepeat());
			},
		});
		expect(at).toEqual([0]);
		expect(failure?.fix).toBe(
			`${LOOK_IT_UP} So many requests of this run failed that none is repeated now.`,
		);
	});

	test('a repeat is given back by an answer or a refusal, and by nothing else', async () => {
		const left = async (...results: HttpResult[]) => repeatsLeft(await sentTo(results));
		expect(await left(LOST, ANSWER)).toBe(10);
		expect(await left(LOST, statusOf(400, 831))).toBe(10);
		expect(await left(LOST, LOST, statusOf(400, 831))).toBe(9);
		expect(await left(LOST, LOST, LOST)).toBe(8);
		expect(await left(limited(), limited(), ANSWER)).toBe(10);
	});

	test('each that changes something is told before it is sent', async () => {
		const told: Array<[string, number]> = [];
		const all = sendingTo((_, nth) => (nth === 0 ? LOST : ANSWER), { maxAttempts: 2 });
		const onWrite = ({ path }: ApiRequest) => told.push([path, all.sent.length]);
		const manner = { repeat: 'safe' as const, about: ABOUT, onWrite };
		await send(READ, manner, all.sending);
		expect(told).toEqual([]);
		await send(WRITE, manner, all.sending);
		expect(told).toEqual([['x', 2]]);
		const twice = await sentTo([LOST, ANSWER], { manner });
		expect([told.length, twice.sent.length]).toEqual([3, 2]);
	});
});

describe('Capillary asks to slow down', () => {
	test('that costs none of the attempts, and waits twice as long', async () => {
		const { at, result } = await sentTo([limited(), limited(), LOST, ANSWER], { maxAttempts: 2 });
		expect(at).toEqual([0, 500, 1500, 2500]);
		expect(result).toHaveProperty('response');
	});

	test('but with one attempt there is no other', async () => {
		const { at, failure } = await sentTo([limited('1')], { maxAttempts: 1 });
		expect([at, failure?.httpStatus]).toEqual([[0], 429]);
		expect(failure?.fix).not.toContain('tried');
	});

	test('for as long as it says, up to a minute', async () => {
		const { at } = await sentTo([limited('60'), ANSWER]);
		expect(at).toEqual([0, 60_000]);
		const longer = await sentTo([limited('60.5')]);
		const sentence = 'Capillary asks to wait 61 seconds; the node waits no longer than a minute.';
		expect(longer.at).toEqual([0]);
		expect(longer.failure?.fix).toContain(sentence);
		expect(longer.failure?.fix).toBe(longer.sending.run.tripped()?.fix);
	});

	test('for no time at all: it holds back all the same', async () => {
		expect((await sentTo([limited('0'), ANSWER])).at).toEqual([0, 500]);
	});

	test('one at a time finds out whether it is over', async () => {
		const { sending } = await sentTo([limited(), ANSWER]);
		expect(await sending.run.admit(true)).toBe('free');
		const still = await sentTo([limited()], { maxAttempts: 1 });
		expect(await still.sending.run.admit(true)).toBe('halfOpen');
	});
});

describe('the run', () => {
	const why: Failure = { what: 'No', fix: 'Do.', certainty: 'unknown', customerId: 1 };

	test('ends by a refusal of the credential, and not by any other', async () => {
		expect((await sentTo([statusOf(401)])).sending.run.tripped()).toMatchObject({
			httpStatus: 401,
		});
		expect((await sentTo([statusOf(403)])).sending.run.tripped()).toBe(undefined);
	});

	test('three that are denied in a row end it, with their reason', async () => {
		const all = sendingTo(() => statusOf(403));
		for (let i = 0; i < 3; i += 1)
			await send(WRITE, { repeat: 'keyed', about: ABOUT }, all.sending);
		expect(all.sending.run.tripped()).toMatchObject({ httpStatus: 403 });
	});

	test('that has ended sends nothing more', async () => {
		const all = sendingTo(() => ANSWER);
		all.sending.run.trip(why);
		const ask = async (manner: Partial<Manner> = {}) =>
			await send(WRITE, { repeat: 'keyed', about: ABOUT, ...manner }, all.sending);
		const fix = 'Do. Not sent: the requests before it failed the same way.';
		expect(await ask()).toEqual({
			result: { failure: { what: 'No', fix, certainty: 'notDone', isUnsent: true, ...ABOUT } },
			wasUnanswered: false,
		});
		expect(await ask({ reopened: true })).toMatchObject({
			result: { failure: { certainty: 'unknown', fix: LOOK_IT_UP } },
			wasUnanswered: true,
		});
		expect(all.sent).toEqual([]);
	});

	test('that ends meanwhile leaves what came of the last attempt', async () => {
		const trip: Sent = { meanwhile: ({ sending }) => sending.run.trip(why) };
		const lost = await sentTo([LOST], trip);
		expect(lost).toMatchObject({ at: [0], wasUnanswered: true });
		expect(lost.failure).toMatchObject({
			what: 'The connection to Capillary was lost after sending, so the outcome is unknown',
			certainty: 'unknown',
		});
		const unsent = await sentTo([UNSENT], trip);
		expect(unsent.failure).toMatchObject({
			what: 'Capillary could not be reached',
			certainty: 'notDone',
		});
	});

	test('that stops begins nothing, and goes on with what has begun', async () => {
		const stop: Sent = { meanwhile: ({ sending }) => sending.run.stop() };
		expect((await sentTo([LOST, ANSWER], stop)).at).toEqual([0, 250]);
		expect((await sentTo([UNSENT, ANSWER], stop)).failure).toEqual({
			what: 'Not sent, since a request before it failed',
			fix: "To go on after a failure, set 'On Error' to 'Continue (using error output)'.",
			certainty: 'notDone',
			isUnsent: true,
			isKeptBack: true,
		});
		const underWay = { manner: { isUnderWay: true } };
		expect((await sentTo([UNSENT, ANSWER], { ...stop, ...underWay })).at).toEqual([0, 250]);
		const reopened = { manner: { reopened: true } };
		expect((await sentTo([UNSENT, ANSWER], { ...stop, ...reopened })).at).toEqual([0, 250]);
	});

	test('that was canceled ends at once', async () => {
		const canceled = sentTo([ANSWER], { meanwhile: ({ world }) => world.cancel() });
		await expect(canceled).rejects.toThrow('The execution was canceled');
	});

	test("knows Capillary's clock by the answers that tell it", async () => {
		const known = async (date?: string) =>
			(await sentTo([{ ...ANSWER, headers: { date } }])).sending.run.onServer(5);
		expect(await known('Thu, 01 Jan 1970 00:00:02 GMT')).toBe(2005);
		expect(await known('soon')).toBe(undefined);
		expect(await known()).toBe(undefined);
		expect((await sentTo([LOST], { maxAttempts: 1 })).sending.run.onServer(5)).toBe(undefined);
	});
});

describe('an attempt before got no answer', () => {
	test('so what is not done now may have been done then', async () => {
		const { failure } = await sentTo([LOST, UNSENT], { maxAttempts: 2 });
		expect(failure).toMatchObject({
			what: 'Capillary could not be reached, and an attempt before got no answer, so the outcome is unknown',
			fix: LOOK_IT_UP,
			certainty: 'unknown',
			isUnsent: undefined,
		});
		const reopened = { maxAttempts: 1, manner: { reopened: true } };
		expect((await sentTo([UNSENT], reopened)).failure).toMatchObject({ certainty: 'unknown' });
		expect((await sentTo([UNSENT], { maxAttempts: 1 })).failure).toMatchObject({
			certainty: 'notDone',
		});
	});

	test('what an answer refuses is left to others to judge', async () => {
		const refused = await sentTo([LOST, statusOf(400, 831)]);
		expect(refused.failure).toMatchObject({ code: 831, certainty: 'notDone' });
		expect(refused.wasUnanswered).toBe(true);
	});

	test('what is unknown stays in its own words', () => {
		const unknown: Failure = { what: 'No', fix: 'Do.', certainty: 'unknown' };
		expect(inDoubt(unknown)).toBe(unknown);
	});
});

describe('a request that rests on what was read', () => {
	const failure: Failure = { what: 'Gone', fix: 'Look.', certainty: 'notDone' };

	test('is made anew before each repetition', async () => {
		const writes = [
			{ ...WRITE, path: 'y' },
			{ ...WRITE, path: 'z' },
		];
		const again: Manner['again'] = async () =>
			await Promise.resolve({ write: writes.shift() ?? WRITE });
		const { sent } = await sentTo([LOST, LOST, ANSWER], { manner: { again } });
		expect(sent.map(({ path }) => path)).toEqual(['x', 'y', 'z']);
	});

	test('ends where it cannot be made, in doubt where an attempt may have been enough', async () => {
		const again: Manner['again'] = async () => await Promise.resolve({ failure });
		const unsent = await sentTo([UNSENT], { manner: { again } });
		expect(unsent).toMatchObject({ at: [0], failure, wasUnanswered: false });
		const lost = await sentTo([LOST], { manner: { again } });
		expect(lost).toMatchObject({ at: [0], wasUnanswered: true });
		expect(lost.failure).toMatchObject({ certainty: 'unknown', fix: LOOK_IT_UP });
	});
});
