import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { fakeWorld } from '../support/fakeWorld';
import { answerOf, LOST, statusOf } from '../support/sendingTo';

/** How much room there is after requests have ended so. */

const limited = (status: number): HttpResult => ({ ...statusOf(status), retryAfter: '1' });

/** As many requests at once as there is room for, round after round; then how many there is room for. */
async function widthAfter(
	results: HttpResult[],
	{ most = 200, times = 1, tookMs = 20, methods = ['GET'] } = {},
) {
	const world = fakeWorld();
	const room = makeRoom(most, world.now);
	let nth = 0;
	const send = room.measured(async () => {
		const result = results[nth % results.length];
		nth += 1;
		await world.sleep(tookMs);
		return result;
	});
	for (let round = 0; round < times; round += 1) {
		const method = methods[round % methods.length] as 'GET';
		const all = Array.from({ length: room.calls() }, () =>
			room.limited(() => send({ method, path: '' })),
		);
		await Promise.all(all);
	}
	let open = 0;
	const waiting = Array.from({ length: 300 }, () =>
		room.limited(async () => {
			open += 1;
			await world.sleep(1);
		}),
	);
	await Promise.resolve();
	const now = open;
	await Promise.all(waiting);
	return { calls: room.calls(), open: now };
}

test('begins with ten, or with its bound', async () => {
	expect(await widthAfter([], { times: 0 })).toEqual({ calls: 10, open: 10 });
	expect(await widthAfter([], { times: 0, most: 3 })).toEqual({ calls: 3, open: 3 });
});

test.each<[what: string, result: HttpResult]>([
	['answers', answerOf({})],
	['refusals', statusOf(400)],
	['refusals up to the last status', statusOf(499)],
])('%s make it wider', async (_, result) => {
	const { calls, open } = await widthAfter([result], { times: 2 });
	expect(calls).toBe(open);
	expect(open).toBeGreaterThan(10);
});

test('what never left, and what a server breaks down over, says nothing', async () => {
	const same = { calls: 10, open: 10 };
	const results: HttpResult[] = [
		statusOf(500),
		{ kind: 'forbidden' },
		{ kind: 'noToken', status: 503, refused: false },
	];
	for (const result of results) expect(await widthAfter([result], { times: 3 })).toEqual(same);
});

test.each<[what: string, result: HttpResult]>([
	['a request to slow down', limited(429)],
	['a 429 without a time', statusOf(429)],
	['a 503 with a time to wait', limited(503)],
	['a 503 without one', statusOf(503)],
	['a gateway that lost what is behind it', statusOf(502)],
	['a gateway that waited in vain', statusOf(504)],
	['lost connections', LOST],
])('%s makes it narrower, but not for calls that wait', async (_, result) => {
	const { calls, open } = await widthAfter([result]);
	expect(calls).toBe(10);
	expect(open).toBeLessThan(6);
});

test('answers are compared with those to the same method, and refusals with refusals', async () => {
	const [answer, refusal] = [answerOf({}), statusOf(400)];
	const alike = await widthAfter([answer], { times: 2 });
	const twoMethods = await widthAfter([answer], { times: 2, methods: ['GET', 'POST'] });
	const half = await widthAfter([answer, refusal], { times: 2 });
	expect(alike.open).toBeGreaterThan(10);
	const bothRefused = await widthAfter([refusal], { times: 2, methods: ['GET', 'POST'] });
	expect([twoMethods.open, half.open, bothRefused.open]).toEqual([10, 10, 10]);
});

/** How many there is room for before a round of at least 60 one of which ends so, and after it. */
async function aroundOne(result: HttpResult) {
	const world = fakeWorld();
	const room = makeRoom(200, world.now);
	let next: HttpResult = answerOf({});
	const send = room.measured(async () => {
		const ended = next;
		next = answerOf({});
		await world.sleep(20);
		return ended;
	});
	const round = async () =>
		await Promise.all(
			Array.from({ length: room.calls() }, () =>
				room.limited(() => send({ method: 'GET', path: '' })),
			),
		);
	while (room.calls() < 60) await round();
	const before = room.calls();
	next = result;
	await round();
	return [before, room.calls()];
}

describe('one of many', () => {
	const asked = (status: number, retryAfter: unknown, date?: string): HttpResult => ({
		...{ ...statusOf(status), retryAfter },
		headers: { date },
	});
	const DATES = ['Sun, 15 Mar 2026 11:20:30 GMT', 'Sun, 15 Mar 2026 11:20:00 GMT'] as const;

	test.each<[what: string, result: HttpResult]>([
		['a 429', statusOf(429)],
		['a 503 with a time to wait', asked(503, '1')],
		['a 503 with no time at all to wait', asked(503, '0')],
		['a 503 with a date', asked(503, ...DATES)],
	])('%s halves it', async (_, result) => {
		const [before, after] = await aroundOne(result);
		expect(after).toBe(Math.floor(before / 2));
	});

	test.each<[what: string, result: HttpResult]>([
		['a 503 without a time to wait', statusOf(503)],
		['a 503 with none that can be read', asked(503, 'soon')],
		['a 502', statusOf(502)],
		['a 504 that asks to wait', asked(504, '1')],
		['a 400 that asks to wait', asked(400, '1')],
		['a lost connection', LOST],
	])('%s changes nothing', async (_, result) => {
		const [before, after] = await aroundOne(result);
		expect(after).toBeGreaterThanOrEqual(before);
	});
});

test.each<[what: string, result: HttpResult, isForgotten: boolean]>([
	['a lost connection', LOST, true],
	['a 502', statusOf(502), true],
	['a 504', statusOf(504), true],
	['a 503', statusOf(503), false],
	['a 429', statusOf(429), false],
])('one %s of ten halves it, and is soon forgotten: %p', async (_, result, isForgotten) => {
	const results = [result, ...Array<HttpResult>(99).fill(answerOf({}))];
	expect((await widthAfter(results)).open).toBe(5);
	const { open } = await widthAfter(results, { times: 7 });
	if (isForgotten) expect(open).toBeGreaterThan(10);
	else expect(open).toBeLessThan(10);
});

test('one request after the other says nothing of more at once', async () => {
	const world = fakeWorld();
	const room = makeRoom(200, world.now);
	const send = room.measured(async () => {
		await world.sleep(20);
		return answerOf({});
	});
	for (let i = 0; i < 60; i += 1) await room.limited(() => send({ method: 'GET', path: '' }));
	expect(room.calls()).toBe(10);
});
