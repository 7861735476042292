import { SEED } from '../../../sandbox';
import type { JournalEntry } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const FIELD = '64f0b1c2b3d4e5f600000002';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const named = (name: string) => stage.sandbox.state.badgeNames.get(name) ?? '';
const badge = (id: string) => stage.sandbox.state.badges.get(id);
const puts = (): JournalEntry[] => stage.sandbox.journal.list({ method: 'PUT' });
const methods = () => stage.requests().map(({ method }) => method);

/** The three records that are read and written back, each with a change and what is seen of it. */
const KINDS = [
	{
		operation: 'badge.update',
		key: 'badgeId',
		id: () => named('Coffee Lover'),
		change: { badgeRank: 41 },
		isMine: () => badge(named('Coffee Lover'))?.badgeRank === 41,
		lost: 'badge',
	},
	{
		operation: 'badgeGroup.update',
		key: 'groupId',
		id: () => SEED.groups[0],
		change: { name: 'Mine' },
		isMine: () => stage.sandbox.state.groups.get(SEED.groups[0])?.name === 'Mine',
		lost: 'group',
	},
	{
		operation: 'customField.update',
		key: 'customFieldId',
		id: () => FIELD,
		change: { name: 'Mine' },
		isMine: () => stage.sandbox.state.customFields.get(FIELD)?.name === 'Mine',
		lost: 'custom field',
	},
];
type Kind = (typeof KINDS)[number];

const changing = (kind: Kind, options: object = {}) =>
	stage.run(kind.operation, {
		[kind.key]: kind.id(),
		updateFields: kind.change,
		options: { ...options },
	});

test('six items that change one badge lose nothing to each other; other badges go beside', async () => {
	stage.sandbox.faults.add({ latencyMs: 20, times: 100 });
	const ids = [named('Coffee Lover'), named('Once Per Customer')];
	const items = Array.from({ length: 12 }, (_, i) => ({
		id: ids[i % 2],
		name: `Field ${Math.floor(i / 2)}`,
		value: `v${i}`,
	}));
	const run = await stage.run(
		'badge.update',
		{
			badgeId: '={{ $json.id }}',
			updateFields: {
				customFields: { field: [{ name: '={{ $json.name }}', value: '={{ $json.value }}' }] },
			},
		},
		{ items },
	);
	expect(run.failed).toEqual([]);
	expect(linked(run.items).map(({ item, id }) => [item, id])).toEqual(
		items.map(({ id }, i) => [i, id]),
	);
	for (const [place, id] of ids.entries()) {
		expect(badge(id)?.customFields).toMatchObject(
			Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`Field ${i}`, `v${2 * i + place}`])),
		);
	}
	const order = stage.requests().map(({ method, path, body }) => {
		const id = method === 'GET' ? path.split('/').at(-1) : (body as { id: string }).id;
		return `${method} ${ids.indexOf(id ?? '')}`;
	});
	for (const place of [0, 1]) {
		const own = order.filter((one) => one.endsWith(String(place)));
		expect(own).toEqual(
			Array(6)
				.fill([`GET ${place}`, `PUT ${place}`])
				.flat(),
		);
	}
});

test('items that change one group, or one custom field, take turns as well', async () => {
	stage.sandbox.faults.add({ latencyMs: 20, times: 100 });
	const items = [{ name: 'A' }, { rank: 77 }, { name: 'B' }, { rank: 78 }, { name: 'C' }];
	const updateFields = { name: '={{ $json.name }}', rank: '={{ $json.rank }}' };
	await stage.run('badgeGroup.update', { groupId: SEED.groups[0], updateFields }, { items });
	expect(stage.sandbox.state.groups.get(SEED.groups[0])).toMatchObject({ name: 'C', rank: 78 });
	await stage.run(
		'customField.update',
		{
			customFieldId: FIELD,
			updateFields: { name: '={{ $json.name }}', defaultValue: '={{ $json.rank }}' },
		},
		{ items },
	);
	expect(stage.sandbox.state.customFields.get(FIELD)).toMatchObject({
		name: 'C',
		defaultValue: '78',
	});
});

describe.each(KINDS)('$operation', (kind) => {
	test('writes nothing where the answer names another', async () => {
		stage.sandbox.setHabits({ 'one-record': 'another' });
		const { items, failed } = await changing(kind);
		expect(items).toEqual([]);
		expect(methods()).toEqual(['GET']);
		expect(failed[0].json.error).toMatch(
			new RegExp(
				`^Capillary answered with another ${kind.lost} than the one asked for: [0-9a-f]+$`,
			),
		);
	});

	test('writes nothing where the answer gives a part, and says what is missing', async () => {
		stage.sandbox.setHabits({ 'one-record': 'part' });
		const { items, failed } = await changing(kind);
		expect(items).toEqual([]);
		expect(methods()).toEqual(['GET']);
		expect(failed[0].json.error).toContain(
			`Capillary's answer lacks what the ${kind.lost} must have to be written back: `,
		);
		expect(failed[0].json.details).toMatchObject({
			advice: expect.stringContaining('Nothing was changed'),
		});
	});

	test('reads again before a repeat, so that a change meanwhile stands', async () => {
		stage.sandbox.setHabits({ 'other-writer': 'once' });
		stage.sandbox.faults.add({ match: { method: 'PUT' }, status: 503 });
		const { failed } = await changing(kind);
		expect(failed).toEqual([]);
		expect(methods()).toEqual(['GET', 'PUT', 'GET', 'PUT']);
		expect(kind.isMine()).toBe(true);
		// What somebody else did after the first reading is in the second.
		const [first, second] = puts();
		expect(second.body).not.toEqual(first.body);
	});

	test('a write whose answer is lost is repeated upon a new reading', async () => {
		stage.sandbox.faults.add({ match: { method: 'PUT' }, drop: 'after' });
		const { items, failed } = await changing(kind);
		expect(failed).toEqual([]);
		expect(items).toHaveLength(1);
		expect(methods()).toEqual(['GET', 'PUT', 'GET', 'PUT']);
	});

	test('without the option, what somebody else writes between the reading and the write is overwritten', async () => {
		stage.sandbox.setHabits({ 'other-writer': 'once' });
		const { failed } = await changing(kind);
		expect(failed).toEqual([]);
		expect(methods()).toEqual(['GET', 'PUT']);
		// What was read goes back, with the own change: nobody's words of meanwhile.
		expect(stage.sandbox.state.changedByOthers).toContain(kind.id());
		expect(JSON.stringify(puts()[0].body)).not.toMatch(/somebody else/i);
		expect(kind.isMine()).toBe(true);
	});

	test('looks again right before the write with the option, and keeps off a change of others', async () => {
		stage.sandbox.setHabits({ 'other-writer': 'once' });
		const { items, failed } = await changing(kind, { checkForChanges: true });
		expect(items).toEqual([]);
		expect(methods()).toEqual(['GET', 'GET']);
		expect(failed[0].json.error).toBe(`Somebody changed the ${kind.lost} meanwhile`);
		expect(kind.isMine()).toBe(false);
		stage.sandbox.journal.clear();
		const again = await changing(kind, { checkForChanges: true });
		expect(again.failed).toEqual([]);
		expect(methods()).toEqual(['GET', 'GET', 'PUT']);
		expect(kind.isMine()).toBe(true);
	});
});

test.each([
	['no-ownership', 'ownership.restrictedToOwners'],
	['no-earnType', 'earnType'],
] as const)('a badge read with %s is not written back', async (habit, member) => {
	stage.sandbox.setHabits({ 'one-record': habit });
	const { failed } = await changing(KINDS[0]);
	expect(methods()).toEqual(['GET']);
	expect(failed[0].json.error).toContain(member);
});

test('numbers beyond 2^53 go back as they came', async () => {
	stage.sandbox.setHabits({ benefits: 'big-numbers' });
	const { failed } = await changing(KINDS[0]);
	expect(failed).toEqual([]);
	expect(JSON.stringify(puts()[0].body)).toContain('@@number:9007199254740993');
});

test('what a badge is refused for is said as ever, although it is read as text', async () => {
	const { failed } = await stage.run('badge.update', {
		badgeId: 'f'.repeat(24),
		updateFields: { description: 'x' },
	});
	expect(failed[0].json).toMatchObject({ details: { code: expect.any(Number) } });
	expect(methods()).toEqual(['GET']);
});

test('what no answer shows is kept from item to item', async () => {
	const id = named('Coffee Lover');
	const updateFields = { description: '={{ $json.text }}', defaultTillId: '={{ $json.till }}' };
	const items = [{ text: 'one', till: 50682289 }, { text: 'two' }, { text: 'three', till: 7 }];
	await stage.run('badge.update', { badgeId: id, updateFields }, { items });
	expect(puts().map(({ body }) => (body as Record<string, unknown>).defaultTillId)).toEqual([
		50682289, 50682289, 7,
	]);
});

test('a single custom field is emptied by an empty value', async () => {
	const id = named('Coffee Lover');
	Object.assign(badge(id) ?? {}, { customFields: { Season: 'summer', Color: 'red' } });
	const { failed } = await stage.run('badge.update', {
		badgeId: id,
		updateFields: { customFields: { field: [{ name: 'Season', value: '' }] } },
	});
	expect(failed).toEqual([]);
	expect((puts()[0].body as Record<string, unknown>).customFields).toEqual({ Color: 'red' });
	const create = await stage.run('badge.create', {
		name: 'New',
		startOn: '2035-01-01',
		expiresOn: '2036-01-01',
		earnType: 'EARN',
		owners: ['Loyalty'],
		earnedBadgeExpiry: { never: [{}] },
		additionalFields: { customFields: { field: [{ name: 'Season', value: '' }] } },
	});
	expect(create.failed[0].json.error).toContain('is missing');
	expect(create.failed[0].json.error).toContain('Value');
});

test('members of groups and custom fields that nobody knows go back', async () => {
	const answer = (json: object) => ({
		match: { method: 'GET' },
		answer: { status: 200, json: { data: json } },
	});
	stage.sandbox.faults.add(
		answer({ id: SEED.groups[0], name: 'G', rank: 1, createdBy: 7, color: 'red' }),
	);
	await changing(KINDS[1]);
	expect(puts()[0].body).toEqual({ name: 'Mine', rank: 1, color: 'red' });
	stage.sandbox.faults.add(
		answer({
			id: FIELD,
			name: 'F',
			dataType: 'STRING',
			isMandatory: false,
			isActive: true,
			lastUpdatedOn: 5,
			orgId: 3,
			scope: ['a'],
		}),
	);
	await changing(KINDS[2]);
	expect(puts()[1].body).toEqual({
		name: 'Mine',
		dataType: 'STRING',
		isMandatory: false,
		isActive: true,
		scope: ['a'],
	});
});
