/** The journal, and the control paths for tests in another process. */
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
const last = () => client.sandbox.journal.entries.at(-1);
const fault = (rule: FaultRule): void => client.sandbox.faults.add(rule);

describe('the journal', () => {
	test('notes what was sent', async () => {
		await client.post(`${EARN}?a=1&b=2`, { customerId: 'x' }, { 'X-Own': 'Y' });
		expect(last()).toMatchObject({
			n: 1,
			method: 'POST',
			path: EARN,
			query: { a: '1', b: '2' },
			body: { customerId: 'x' },
			status: 400,
			effect: false,
		});
		expect(last()?.headers['x-own']).toBe('Y');
	});

	test('counts calls under way', async () => {
		fault({ latencyMs: 300, times: 4 });
		await Promise.all([earn(), earn(), earn(), earn()]);
		await earn();
		expect([client.sandbox.journal.maxInFlight, client.sandbox.journal.total]).toEqual([4, 5]);
	});

	test('the list is capped, the counters are not', async () => {
		const small = await Client.start({ journalLimit: 3 });
		for (let call = 0; call < 5; call += 1) await small.get(`${META}?page=${call}`);
		const { entries, stats } = small.sandbox.journal;
		expect(entries.map(({ n, query }) => [n, query.page])).toEqual([
			[3, '2'],
			[4, '3'],
			[5, '4'],
		]);
		expect(stats).toMatchObject({
			total: 5,
			byStatus: { 200: 5 },
			byRoute: { [`GET ${META}`]: 5 },
		});
		await small.sandbox.close();
	});
});

describe('control over HTTP', () => {
	const control = async (method: string, path: string, body?: unknown) => {
		const reply = await client.call(method, `/__sandbox/${path}`, body, { authorization: '' });
		expect(reply.status).toBe(200);
		return reply.body;
	};

	test('faults, journal, stats, reset', async () => {
		await control('POST', 'faults', {
			rules: [{ status: 500 }, { status: 502 }],
			rateLimit: { perSecond: 50 },
		});
		expect([(await earn()).status, (await earn()).status, (await earn()).status]).toEqual([
			500, 502, 200,
		]);
		const journal = await control('GET', `journal?path=${encodeURIComponent(EARN)}&effect=true`);
		expect(journal.map(({ n, status }: { n: number; status: number }) => [n, status])).toEqual([
			[3, 200],
		]);
		expect(await control('GET', 'stats')).toMatchObject({ total: 3, effects: 1, faults: 2 });
		expect((await control('GET', 'state')).counts).toMatchObject({
			badges: 32,
			earns: 1,
			requestIds: 1,
		});
		const earns = await control(
			'GET',
			`state?collection=earns&customerId=5&badgeId=${SEED.earnBadge}`,
		);
		expect([earns.total, earns.rows[0].customerId]).toEqual([1, 5]);
		await control('POST', 'faults', { status: 500, times: null });
		await control('POST', 'reset');
		expect((await control('GET', 'state')).counts.earns).toBe(0);
		expect(await control('GET', 'faults')).toEqual({ rules: [], rateLimit: null });
		expect(await control('GET', 'journal')).toEqual([]);
	});

	test('control is never faulted', async () => {
		fault({ status: 500, times: null });
		expect((await control('GET', 'state')).generation).toBe('new');
	});

	test('load adds badges and customers, and who fails', async () => {
		const id = 'abcdefabcdefabcdefabcdef';
		const loaded = await control('POST', 'load', {
			badges: [{ id, name: 'Loaded', claims: ['Loyalty/9'] }],
			customers: [{ id: 77, email: 'seven@example.com' }],
			unknownCustomers: [78],
			rejectedCustomers: [{ customerId: 79, code: 1, message: 'no' }],
		});
		expect(loaded).toEqual({ badges: [id] });
		const one = (customerId: number) =>
			client.post(EARN, {
				badgeMetaId: id,
				customerId,
				requestId: `l${customerId}`,
				triggeredBy: by('Loyalty', '9'),
			});
		expect([(await one(77)).status, (await one(78)).status, (await one(79)).status]).toEqual([
			200, 400, 409,
		]);
	});

	test('settings: generation and token life; expire-tokens', async () => {
		await control('POST', 'settings', { generation: 'old', tokenTtlSeconds: 5 });
		const { clientKey, clientSecret } = await control('GET', 'credentials');
		const { body } = await client.post('/v3/oauth/token/generate', {
			key: clientKey,
			secret: clientSecret,
		});
		expect(body.data.ttlSeconds).toBe(5);
		const header = { authorization: '', 'x-cap-api-oauth-token': body.data.accessToken };
		const before = await client.get(`${META}?limit=1`, header);
		expect([before.status, before.text.includes('ISO')]).toEqual([200, false]);
		await control('POST', 'expire-tokens');
		expect((await client.get(META, header)).status).toBe(401);
	});
});
