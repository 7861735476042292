/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** Faults on request, and the journal's view of them. */
import type { FaultRule } from '../../sandbox';
import { by, Client, EARN, META, type Reply, SEED } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

let running = 0;
const earn = (): Promise<Reply> =>
	client.post(EARN, {
		badgeMetaId: SEED.earnBadge,
		customerId: 5,
		requestId: `f${(running += 1)}`,
		triggeredBy: by('Loyalty', '626'),
	});
const failure = async (call: Promise<Reply>): Promise<string> =>
	call.then(
		({ status }) => `answered ${status}`,
		(error: Error) => error.message,
	);
const effects = (): number => client.sandbox.state.earns.size;
const last = () => client.sandbox.journal.entries.at(-1);
const fault = (rule: FaultRule): void => client.sandbox.faults.add(rule);

test.each(['2', '0.5', 'Wed, 21 Oct 2015 07:28:00 GMT', 'soon', ''])(
	'429 with Retry-After "%s"',
	async (retryAfter) => {
		fault({ status: 429, retryAfter });
		const { status, headers, body } = await earn();
		expect([status, headers.get('retry-after'), body]).toEqual([
			429,
			retryAfter,
			{ message: 'fault 429' },
		]);
		expect([effects(), last()?.fault, last()?.status, last()?.effect]).toEqual([
			0,
			'status 429',
			429,
			false,
		]);
		expect((await earn()).status).toBe(200);
	},
);

test('a status with body and headers of its own', async () => {
	fault({ status: 503, body: { data: null, errors: [], warnings: null }, headers: { 'x-a': 'b' } });
	const { status, headers, body } = await earn();
	expect([status, headers.get('x-a'), body]).toEqual([
		503,
		'b',
		{ data: null, errors: [], warnings: null },
	]);
});

test('drop before: no effect; drop after: effect without an answer', async () => {
	fault({ drop: 'before' });
	expect(await failure(earn())).toBe('fetch failed');
	expect([effects(), last()?.fault, last()?.status]).toEqual([0, 'drop before', null]);
	fault({ drop: 'after' });
	expect(await failure(earn())).toBe('fetch failed');
	expect([effects(), last()?.fault, last()?.effect]).toEqual([1, 'drop after', true]);
});

test('a body that is cut off on the wire', async () => {
	fault({ cutBody: true });
	expect(await failure(earn())).toBe('terminated');
	expect([effects(), last()?.status, last()?.fault]).toEqual([1, 200, 'cutBody']);
});

test('complete HTTP with cut JSON', async () => {
	fault({ truncateJson: true });
	const { status, text, body } = await earn();
	expect([status, body, text.startsWith('{"data":{"badgeMetaId"')]).toEqual([200, undefined, true]);
	expect(effects()).toBe(1);
});

test('an HTML page', async () => {
	fault({ html: true });
	const { status, headers, text } = await earn();
	expect([status, headers.get('content-type'), text.startsWith('<html>')]).toEqual([
		502,
		'text/html',
		true,
	]);
	fault({ html: '<p>hi</p>', status: 200 });
	const second = await earn();
	expect([second.status, second.text, effects()]).toEqual([200, '<p>hi</p>', 0]);
});

test('an empty body, after the effect when it is a success', async () => {
	fault({ empty: true });
	const done = await earn();
	expect([done.status, done.text, effects()]).toEqual([200, '', 1]);
	fault({ empty: true, status: 504 });
	const failed = await earn();
	expect([failed.status, failed.text, effects()]).toEqual([504, '', 1]);
});

test('an arbitrary answer', async () => {
	fault({ answer: { status: 418, json: [1] } });
	const { status, body } = await earn();
	expect([status, body, effects()]).toEqual([418, [1], 0]);
});

test.each([
	[true, 0],
	['after', 1],
] as const)('hang %s: silence until the caller gives up', async (hang, count) => {
	fault({ hang });
	const call = fetch(client.sandbox.url + EARN, {
		method: 'POST',
		headers: { authorization: client.authorization },
		body: JSON.stringify({ badgeMetaId: SEED.earnBadge, customerId: 5, requestId: 'h' }),
		signal: AbortSignal.timeout(150),
	});
	await expect(call).rejects.toThrow('aborted due to timeout');
	expect(effects()).toBe(count);
});

test('close ends what hangs and what waits', async () => {
	const other = await Client.start();
	other.sandbox.faults.add({ hang: true });
	other.sandbox.faults.add({ latencyMs: 60_000 });
	const calls = [failure(other.get(META)), failure(other.get(META))];
	while (other.sandbox.journal.total < 2) await new Promise((resolve) => setTimeout(resolve, 5));
	await other.sandbox.close();
	expect((await Promise.all(calls))[0]).toBe('fetch failed');
});

test('latency delays, jitter stays in its bounds, both combine with a status', async () => {
	fault({ latencyMs: 80, times: null });
	fault({ status: 500 });
	const begun = performance.now();
	expect((await earn()).status).toBe(500);
	const took = performance.now() - begun;
	expect(took).toBeGreaterThanOrEqual(79);
	expect((await earn()).status).toBe(200);
	expect(last()?.fault).toBe('latency');
});

test('rules are used up in order; skip and times', async () => {
	fault({ status: 500, skip: 1, times: 2 });
	fault({ status: 503 });
	const seen: number[] = [];
	for (let call = 0; call < 5; call += 1) seen.push((await earn()).status);
	expect(seen).toEqual([503, 500, 500, 200, 200]);
});

test('matching by method, path, pattern, body', async () => {
	fault({ match: { method: 'get' }, status: 500 });
	fault({ match: { path: EARN }, status: 501 });
	fault({ match: { path: 'earnB.lk$' }, status: 502 });
	fault({ match: { path: /badgeMeta/, body: '"referenceId":"99"' }, status: 503 });
	expect((await client.post(`${EARN}Bulk`, {})).status).toBe(502);
	expect((await client.post(`${EARN}Bulk`, {})).status).toBe(400);
	expect((await client.post(`${META}/${SEED.claimBadge}/claim`, by('Loyalty', '98'))).status).toBe(
		200,
	);
	expect((await client.post(`${META}/${SEED.claimBadge}/claim`, by('Loyalty', '99'))).status).toBe(
		503,
	);
	expect((await earn()).status).toBe(501);
	expect((await client.get(META)).status).toBe(500);
	expect(client.sandbox.faults.rules).toEqual([]);
});

test('the second attempt of the same request', async () => {
	fault({ match: { attempt: 2 }, status: 500, times: null });
	const claim = (reference: string) =>
		client.post(`${META}/${SEED.claimBadge}/claim`, by('Loyalty', reference));
	const seen = [];
	for (const reference of ['1', '2', '1', '1', '2']) seen.push((await claim(reference)).status);
	expect(seen).toEqual([200, 200, 500, 200, 500]);
});

test('chance is repeatable', async () => {
	const run = async (seed: number): Promise<number[]> => {
		client.sandbox.faults.clear();
		fault({ status: 500, probability: 0.5, seed, times: Infinity });
		const seen: number[] = [];
		for (let call = 0; call < 40; call += 1) seen.push((await client.get(META)).status);
		return seen;
	};
	const [first, same, other] = [await run(7), await run(7), await run(8)];
	expect(first).toEqual(same);
	expect(first).not.toEqual(other);
	expect(new Set(first)).toEqual(new Set([200, 500]));
});

test('a rate limit answers 429 above it', async () => {
	client.sandbox.faults.rateLimit = { perSecond: 3, retryAfter: '1' };
	const replies = await Promise.all(Array.from({ length: 8 }, earn));
	expect(replies.map(({ status }) => status).sort()).toEqual([
		200, 200, 200, 429, 429, 429, 429, 429,
	]);
	const limited = replies.find(({ status }) => status === 429);
	expect(limited?.headers.get('retry-after')).toBe('1');
	expect(client.sandbox.journal.list({ status: 429 })[0]?.fault).toBe('rate limit');
	client.sandbox.faults.rateLimit = null;
	expect((await earn()).status).toBe(200);
});

test('a malformed URL is refused', async () => {
	expect((await client.get(`${META}/%zz`)).status).toBe(400);
});

describe('after: the effect happens first', () => {
	test.each([501, 505, 507, 509, 511, 520, 530, 598, 599])('HTTP %i', async (status) => {
		fault({ status, after: true });
		const { status: answered, body } = await earn();
		expect([answered, body, effects()]).toEqual([status, { message: `fault ${status}` }, 1]);
		expect([last()?.effect, last()?.status, last()?.fault]).toEqual([
			true,
			status,
			`status ${status} after`,
		]);
	});

	test('an HTML page, an empty body, or any answer', async () => {
		fault({ html: true, after: true });
		expect([(await earn()).status, effects()]).toEqual([502, 1]);
		fault({ empty: true, status: 504, after: true });
		const empty = await earn();
		expect([empty.status, empty.text, effects()]).toEqual([504, '', 2]);
		fault({ answer: { status: 200, json: { data: { isActive: true } } }, after: true });
		expect([(await earn()).body, effects()]).toEqual([{ data: { isActive: true } }, 3]);
	});

	test('a delay of the answer, not of the work', async () => {
		fault({ latencyMs: 150, after: true });
		const call = earn();
		await new Promise((resolve) => setTimeout(resolve, 75));
		expect(effects()).toBe(1);
		expect([(await call).status, last()?.fault]).toEqual([200, 'latency']);
	});
});
