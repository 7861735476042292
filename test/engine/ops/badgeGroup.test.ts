import { SEED } from '../../../sandbox';
import { refuseNext } from '../../support/refuse';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const PATH = '/api_gateway/v1/badges/group';
const ID = /^[0-9a-f]{24}$/;
const [FOOD, SPORTS, TRAVEL] = SEED.groups;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const sent = () =>
	stage.requests().map(({ method, path, query, body }) => ({ method, path, query, body }));

test('creates a group with the documented request', async () => {
	const { items } = await stage.run('badgeGroup.create', { name: 'Drinks', rank: 10 });
	expect(sent()).toEqual([
		{ method: 'POST', path: PATH, query: {}, body: { name: 'Drinks', rank: 10 } },
	]);
	expect(linked(items)).toMatchObject([
		{
			item: 0,
			id: expect.stringMatching(ID),
			name: 'Drinks',
			rank: 10,
			isActive: true,
			createdOnISO: expect.any(String),
		},
	]);
});

test('a rank that is text counts, and a name that is missing is refused unsent', async () => {
	const { items, failed } = await stage.run(
		'badgeGroup.create',
		{ name: '={{ $json.name }}', rank: '={{ $json.rank }}' },
		{ items: [{ name: 'A', rank: '4' }, { rank: 1 }, { name: 'B', rank: '' }] },
	);
	expect(linked(items)).toMatchObject([{ item: 0, name: 'A', rank: 4 }]);
	expect(linked(failed)).toMatchObject([
		{ item: 1, error: "'Name' is missing" },
		{ item: 2, error: "'Rank' is missing" },
	]);
	expect(stage.requests()).toHaveLength(1);
});

test('733 and 732 say what to change', async () => {
	const { failed } = await stage.run('badgeGroup.create', { name: 'Sports', rank: 1 });
	expect(linked(failed)).toMatchObject([
		{
			error: 'Another group has this name already',
			details: {
				code: 733,
				apiMessage: 'Group Name should be Unique. (name)',
				httpStatus: 400,
				advice: "Use another 'Name': names are unique, and capital letters count.",
			},
		},
	]);
	refuseNext(stage, 732, 'Group Rank is Mandatory.');
	const again = await stage.run('badgeGroup.create', { name: 'New', rank: 1 });
	expect(linked(again.failed)).toMatchObject([
		{ error: 'The rank of the group is missing', details: { code: 732 } },
	]);
});

test('update keeps what is not named', async () => {
	const { items } = await stage.run(
		'badgeGroup.update',
		{
			groupId: { __rl: true, mode: 'list', value: '={{ $json.id }}' },
			updateFields: { name: '={{ $json.name }}', rank: '={{ $json.rank }}' },
		},
		{
			items: [
				{ id: SPORTS, name: 'Ball sports' },
				{ id: TRAVEL, rank: 7 },
			],
		},
	);
	expect(linked(items)).toMatchObject([
		{ item: 0, id: SPORTS, name: 'Ball sports', rank: 2 },
		{ item: 1, id: TRAVEL, name: 'Travel', rank: 7 },
	]);
	expect(sent().filter(({ method }) => method === 'PUT')).toEqual([
		{ method: 'PUT', path: `${PATH}/${SPORTS}`, query: {}, body: { name: 'Ball sports', rank: 2 } },
		{ method: 'PUT', path: `${PATH}/${TRAVEL}`, query: {}, body: { name: 'Travel', rank: 7 } },
	]);
});

test('update without a change is refused unsent', async () => {
	const { failed } = await stage.run('badgeGroup.update', { groupId: FOOD, updateFields: {} });
	expect(linked(failed)).toMatchObject([
		{
			error: "'Update Fields' names nothing to change",
			details: { advice: 'Add the fields that are to change. Nothing was sent for this item.' },
		},
	]);
	expect(stage.requests()).toEqual([]);
});

test('get: simplified, or as Capillary answers; a group that is not there is named', async () => {
	const simple = { id: FOOD, name: 'Food and drink', rank: 1, isActive: true };
	const short = await stage.run('badgeGroup.get', { groupId: FOOD });
	expect(short.items[0].json).toEqual({ ...simple, lastUpdatedOnISO: '2023-01-01T00:00:00Z' });
	const full = await stage.run('badgeGroup.get', { groupId: FOOD, simplify: false });
	expect(full.items[0].json).toEqual({
		...simple,
		orgId: expect.any(Number),
		createdBy: expect.any(Number),
		createdOn: 1672531200,
		createdOnISO: '2023-01-01T00:00:00Z',
		lastUpdatedBy: expect.any(Number),
		lastUpdatedOn: 1672531200,
		lastUpdatedOnISO: '2023-01-01T00:00:00Z',
	});
	const none = await stage.run('badgeGroup.get', { groupId: '64f0a1c2b3d4e5f6000000ff' });
	expect(linked(none.failed)).toMatchObject([
		{ error: 'The group was not found', details: { code: 404, httpStatus: 404 } },
	]);
});

test('lists page by page until all are there, highest rank first', async () => {
	const { state } = stage.sandbox;
	const [group] = [...state.groups.values()];
	for (let n = 0; n < 247; n += 1) {
		const id = state.nextId();
		state.groups.set(id, { ...group, id, name: `Group ${n}`, rank: 100 + n });
	}
	const { items } = await stage.run('badgeGroup.getAll', { returnAll: true });
	expect(items).toHaveLength(250);
	expect(new Set(items.map(({ json }) => json.id)).size).toBe(250);
	expect(items[0].json).toMatchObject({ name: 'Group 246', rank: 346 });
	expect(sent().map(({ query }) => query)).toEqual([
		{ order: 'DESC', page: '0', size: '100' },
		{ order: 'DESC', page: '1', size: '100' },
		{ order: 'DESC', page: '2', size: '100' },
	]);
	const some = await stage.run('badgeGroup.getAll', { limit: 2, sort: { order: 'ASC' } });
	expect(some.items.map(({ json }) => json.name)).toEqual(['Food and drink', 'Sports']);
	expect(stage.requests().at(-1)?.query).toEqual({ order: 'ASC', page: '0', size: '2' });
});
