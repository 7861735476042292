/** Habits of lists, of reading one record, and of web hooks. */
import { BADGES, Client, META, type Reply, SEED, WORKFLOW } from './client';

let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const habits: Client['sandbox']['setHabits'] = (some) => client.sandbox.setHabits(some);
interface Row {
	id: string;
	name: string;
}
const list = async (query: string) => (await client.get(`${META}?${query}`)).body.data;
const ids = async (query: string): Promise<string[]> =>
	(await list(query)).metaBasicDetails.map(({ id }: Row) => id);
const allIds = (): string[] => [...client.sandbox.state.badges.keys()].sort();

test('first-page 1: page 1 is the first, and 2 the second', async () => {
	habits({ 'first-page': '1' });
	expect(await ids('size=10')).toEqual(allIds().slice(0, 10));
	expect(await ids('size=10&page=1')).toEqual(allIds().slice(0, 10));
	expect(await ids('size=10&page=2')).toEqual(allIds().slice(10, 20));
	expect((await list('size=10&page=2')).pagination).toMatchObject({ page: 2, totalPages: 4 });
});

test('page-cap, with either way to count pages', async () => {
	habits({ 'page-cap': 5 });
	expect(await ids('size=10&page=1')).toEqual(allIds().slice(5, 10));
	expect((await list('size=10&page=1')).pagination).toEqual({
		page: 1,
		size: 5,
		total: 32,
		totalPages: 7,
	});
	habits({ 'page-offset': 'asked' });
	expect(await ids('size=10&page=1')).toEqual(allIds().slice(10, 15));
});

test('page ignored: always the first one', async () => {
	habits({ page: 'ignored' });
	expect(await ids('size=10&page=2')).toEqual(allIds().slice(0, 10));
});

test('totals none, or no pagination at all; also of approval requests', async () => {
	const approvals = async () =>
		(await client.get(`${WORKFLOW}/requests`, client.approvalHeaders)).body.pagination;
	habits({ totals: 'none' });
	expect((await list('size=10')).pagination).toEqual({ page: 0, size: 10 });
	expect(await approvals()).toEqual({ numberOfElements: 0, number: 0 });
	habits({ totals: 'no-pagination' });
	expect([await list('size=10'), await approvals()]).toEqual([
		{ metaBasicDetails: expect.any(Array) },
		undefined,
	]);
});

describe('list-changes', () => {
	const walk = async (): Promise<{ seen: string[]; totals: number[] }> => {
		const seen: string[] = [];
		const totals: number[] = [];
		for (let page = 0; page < 4; page += 1) {
			const data = await list(`size=10&page=${page}`);
			seen.push(...data.metaBasicDetails.map(({ id }: Row) => id));
			totals.push(data.pagination.total);
		}
		return { seen, totals };
	};

	test('inserted: rows come twice and the total grows', async () => {
		habits({ 'list-changes': 'inserted' });
		const { seen, totals } = await walk();
		expect([totals, seen.length, new Set(seen).size]).toEqual([[29, 30, 31, 32], 32, 29]);
	});

	test('deleted: rows are missed and the total falls', async () => {
		habits({ 'list-changes': 'deleted' });
		const { seen, totals } = await walk();
		expect([totals, new Set(seen).size, seen.length]).toEqual([[32, 31, 30, 29], 30, 30]);
	});

	test('moved: rows are missed, others come twice, and the total stays', async () => {
		habits({ 'list-changes': 'moved' });
		const { seen, totals } = await walk();
		expect([totals, seen.length, new Set(seen).size]).toEqual([[32, 32, 32, 32], 32, 30]);
	});

	test('the first page begins anew', async () => {
		habits({ 'list-changes': 'deleted' });
		const first = await walk();
		expect(await walk()).toEqual(first);
	});
});

test('name-filter ignored, of badges and of a customer', async () => {
	const found = async () => [
		(await list('name=coffee&size=100')).metaBasicDetails.length,
		(await client.get(`${BADGES}/management/123?badgeType=AVAILABLE&name=coffee&size=100`)).body
			.data.customerBadges.length,
	];
	expect(await found()).toEqual([1, 1]);
	habits({ 'name-filter': 'ignored' });
	expect(Math.min(...(await found()))).toBeGreaterThan(10);
});

test('list-ids numbers: all of them different', async () => {
	habits({ 'list-ids': 'numbers' });
	const shown: unknown[] = await ids('size=100');
	expect([new Set(shown).size, shown.every((id) => Number.isSafeInteger(id))]).toEqual([32, true]);
});

test('counters moving: a record is never the same on two pages', async () => {
	habits({ counters: 'moving', page: 'ignored' });
	const counts: number[] = [];
	for (let page = 0; page < 3; page += 1) {
		counts.push((await list(`page=${page}`)).metaBasicDetails[0].earnedCount);
	}
	expect(counts).toEqual([1, 2, 3]);
});

const GROUP = `${BADGES}/group/${SEED.groups[0]}`;
const FIELD = `${BADGES}/customField/64f0b1c2b3d4e5f600000001`;
const RECORDS = [`${META}/${SEED.claimBadge}`, GROUP, FIELD];
const read = async (path: string) => (await client.get(path)).body.data;

describe('one-record', () => {
	test('part: ID and name', async () => {
		habits({ 'one-record': 'part' });
		for (const path of RECORDS) {
			expect(Object.keys(await read(path))).toEqual(['id', 'name']);
		}
	});

	test('another', async () => {
		habits({ 'one-record': 'another' });
		for (const path of RECORDS) expect(path.endsWith((await read(path)).id)).toBe(false);
	});

	test.each([
		['no-ownership', 'ownership'],
		['no-earnType', 'earnType'],
	] as const)('%s', async (habit, member) => {
		const whole = Object.keys(await read(RECORDS[0] ?? ''));
		habits({ 'one-record': habit });
		expect(Object.keys(await read(RECORDS[0] ?? ''))).toEqual(
			whole.filter((name) => name !== member),
		);
	});
});

test('benefits big-numbers: digits that JSON.parse would lose, kept when they come back', async () => {
	habits({ benefits: 'big-numbers' });
	const path = `${META}/${SEED.claimBadge}`;
	const { text, body } = await client.get(path);
	expect(text).toContain('"benefits":[{"id":9007199254740993,');
	const whole = JSON.stringify({ ...body.data, benefits: 'HERE' });
	const put = await client.put(META, whole.replace('"HERE"', '[{"id":9007199254740993}]'));
	expect(put.status).toBe(200);
	habits({ benefits: 'as-stored' });
	expect((await client.get(path)).text).toContain('"benefits":[{"id":9007199254740993}]');
	await client.put(META, { ...body.data, benefits: body.data.benefits });
	expect((await client.get(path)).text).toContain('"benefits":[{"id":9007199254740992,');
});

test('a long number where a text or a customer is meant: its digits', async () => {
	const number = '900719925474099399';
	const send = (customerId: string, requestId: string) =>
		client.post(
			`${BADGES}/customer/earn`,
			`{"badgeMetaId":"${SEED.earnBadge}","customerId":${customerId},"requestId":${requestId}}`,
		);
	expect((await send('5', number)).body.data.requestId).toBe(number);
	const { status, body } = await send(number, '"a"');
	expect([status, body.errors[0].message]).toEqual([
		400,
		`JSON parse error: Cannot deserialize value of type Long from '${number}'`,
	]);
});

describe('other-writer', () => {
	const changes = async (path: string): Promise<boolean[]> => {
		const seen: unknown[] = [];
		for (let turn = 0; turn < 3; turn += 1) seen.push((await read(path)).lastUpdatedOn);
		return seen.slice(1).map((at, index) => at !== seen[index]);
	};

	test('once: after the first reading', async () => {
		habits({ 'other-writer': 'once' });
		for (const path of RECORDS) expect(await changes(path)).toEqual([true, false]);
	});

	test('always, and in the record, too', async () => {
		habits({ 'other-writer': 'always' });
		for (const path of RECORDS) expect(await changes(path)).toEqual([true, true]);
		expect((await read(RECORDS[0] ?? '')).description).toContain('Changed by somebody else');
	});
});

describe('web hooks', () => {
	const HOOKS = '/v3/webHooks';
	const register = (name: string): Promise<Reply> =>
		client.post(HOOKS, {
			active: true,
			name,
			eventNames: ['badgeEarned'],
			webHookUrl: 'http://127.0.0.1:1/hook',
			webHookType: 'HTTP',
			methodType: 'POST',
			webHookHeaders: { Authorization: 'secret' },
			maxAllowedConnections: 1,
			customerIdentifiersToBeEnriched: [],
		});

	test('web-hook-list paged', async () => {
		for (let n = 0; n < 12; n += 1) await register(`hook ${n}`);
		expect((await client.get(HOOKS)).body.data).toHaveLength(12);
		habits({ 'web-hook-list': 'paged' });
		const { data, pagination } = (await client.get(HOOKS)).body;
		expect([data.length, pagination]).toEqual([
			10,
			{ page: 0, size: 10, total: 12, totalPages: 2 },
		]);
		expect((await client.get(`${HOOKS}?page=1`)).body.data).toHaveLength(2);
	});

	test('web-hook-headers masked, in every answer', async () => {
		habits({ 'web-hook-headers': 'masked' });
		const made = (await register('one')).body.data;
		const listed = (await client.get(HOOKS)).body.data[0];
		expect([made.webHookHeaders, listed.webHookHeaders]).toEqual([
			{ Authorization: '****' },
			{ Authorization: '****' },
		]);
		expect(client.sandbox.state.webHooks.get(made.webHookId)?.headers.Authorization).toBe('secret');
	});
});
