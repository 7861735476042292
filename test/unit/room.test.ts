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
	expect([twoMethods.open, half.open]).toEqual([10, 10]);
});
