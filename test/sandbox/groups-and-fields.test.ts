/** Badge groups, custom fields and org meta (docs/api.md#groups, docs/api.md#custom-fields, docs/api.md#org-meta). */
import { BADGES, Client, refusal } from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let now = NOW;
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => now });
});
beforeEach(() => {
	now = NOW;
	client.sandbox.reset();
});
afterAll(() => client.sandbox.close());

type Named = { name: string };
const names = (rows: Named[]): string[] => rows.map(({ name }) => name);

describe('groups', () => {
	const GROUP = `${BADGES}/group`;

	test('create, update, get, list', async () => {
		const made = await client.post(GROUP, { name: 'Games', rank: '9' });
		expect([made.status, made.body.errors]).toEqual([200, []]);
		const { id } = made.body.data;
		expect(made.body.data).toMatchObject({ name: 'Games', rank: 9, orgId: 50933, isActive: true });
		expect((await client.put(`${GROUP}/${id}`, { name: 'Games', rank: 0 })).body.data.rank).toBe(0);
		const got = await client.get(`${GROUP}/${id}`);
		expect([got.body.data.rank, got.body.errors]).toEqual([0, null]);
		const listed = (await client.get(`${GROUP}?order=ASC&size=2`)).body.data;
		expect([names(listed.badgeGroups), listed.pagination]).toEqual([
			['Games', 'Food and drink'],
			{ page: 0, size: 2, total: 4, totalPages: 2 },
		]);
		expect((await client.get(GROUP)).body.data.pagination.size).toBe(100);
	});

	test('733 for a name in use, 732 without a rank, 404', async () => {
		expect(refusal(await client.post(GROUP, { name: 'Sports', rank: 1 }))).toEqual([400, 733]);
		expect(refusal(await client.post(GROUP, { name: 'New' }))).toEqual([400, 732]);
		expect((await client.post(GROUP, { name: 'sports', rank: 1 })).status).toBe(200);
		expect(refusal(await client.get(`${GROUP}/${'f'.repeat(24)}`))).toEqual([404, 404]);
	});
});

describe('custom fields', () => {
	const FIELD = `${BADGES}/customField`;

	test('create (201), update, get, list', async () => {
		const made = await client.post(FIELD, {
			name: 'Level',
			dataType: 'INTEGER',
			defaultValue: '3',
		});
		expect(made.status).toBe(201);
		expect(made.body.data).toMatchObject({
			name: 'Level',
			dataType: 'INTEGER',
			isMandatory: false,
			defaultValue: '3',
			isActive: true,
		});
		const path = `${FIELD}/${made.body.data.id}`;
		const body = { name: 'Level', dataType: 'INTEGER', isActive: false };
		expect((await client.put(path, body)).body.data.isActive).toBe(false);
		expect((await client.get(path)).body.data.defaultValue).toBeNull();
		const off = await client.get(`${FIELD}?isActive=false`);
		expect(names(off.body.data.customFieldROList)).toEqual(['Level']);
		const newest = await client.get(`${FIELD}?sortOn=LAST_UPDATED_DATE&order=DESC&size=1`);
		expect([names(newest.body.data.customFieldROList), newest.body.data.pagination.total]).toEqual([
			['Level'],
			3,
		]);
	});

	test.each([
		[740, { name: 'Season', dataType: 'STRING' }],
		[741, { name: 'x' }],
		[742, { name: 'x', dataType: 'STRING', isMandatory: true }],
		[744, { name: 'x', dataType: 'INTEGER', defaultValue: 'three' }],
		[400, { name: 'x', dataType: 'string' }],
	])('refuses with %s', async (code, body) => {
		expect(refusal(await client.post(FIELD, body))).toEqual([400, code]);
	});
});

test('org meta exists once: 999999', async () => {
	const path = `${BADGES}/orgMeta`;
	const body = { orgId: 50933, tags: [{ key: 'a', dataType: 'string', mandatory: false }] };
	expect(refusal(await client.get(path))).toEqual([404, 404]);
	expect((await client.post(path, body)).body.data.tags).toEqual(body.tags);
	expect(refusal(await client.post(path, body))).toEqual([409, 999999]);
	expect((await client.put(path, { tags: [] })).body.data.tags).toEqual([]);
	expect((await client.get(path)).body).toMatchObject({
		data: { tags: [] },
		errors: null,
		warnings: null,
	});
});
