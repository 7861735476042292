import { SEED } from '../../../sandbox';
import { refuseNext } from '../../support/refuse';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

const META = '/api_gateway/v1/badges/badgeMeta';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const id = (name: string) => stage.sandbox.state.badgeNames.get(name) ?? '';
const stored = (name: string) => stage.sandbox.state.badges.get(id(name));
const update = async (badgeId: string, updateFields: object) =>
	await stage.run('badge.update', { badgeId, updateFields: { ...updateFields }, simplify: false });
const put = () => stage.sandbox.journal.list({ method: 'PUT' }).at(-1);

/** Gives a badge a value in every member. */
function furnish(name: string) {
	Object.assign(stored(name) ?? {}, {
		description: 'Before',
		images: [
			{ name: 'a.png', fileSvcHandle: 'h', url: 'https://example.com/a.png', tag: 'EARNED' },
		],
		benefits: [{ benefitType: 'COUPON', seriesId: 7 }],
		tags: [{ name: 'a', value: 'b' }],
		customFields: { Season: 'summer', 'Terms and conditions': 'none' },
		badgeGroupId: SEED.groups[2],
		badgeRank: 4,
		startOn: Date.UTC(2023, 0, 1, 0, 0, 0, 715),
	});
}

test('what is not named stays as it was', async () => {
	furnish('Once Per Customer');
	const before = { ...stored('Once Per Customer') };
	const { items } = await update(id('Once Per Customer'), { name: 'Once For All' });
	expect(stage.requests().map(({ method, path }) => [method, path])).toEqual([
		['GET', `${META}/${before.id}`],
		['PUT', META],
	]);
	expect(put()?.body).toEqual({
		id: before.id,
		name: 'Once For All',
		description: 'Before',
		startOn: 1672531200.715,
		expiresOn: 2082758400,
		earnedBadgeExpiry: { expiryType: 'RELATIVE', relativeExpirytype: 'DAYS', value: 14 },
		images: before.images,
		ownership: { restrictedToOwners: before.restrictedToOwners },
		customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 1 }],
		badgeConstraints: [],
		benefits: before.benefits,
		tags: before.tags,
		badgeGroupId: SEED.groups[2],
		badgeRank: 4,
		earnType: 'EARN',
		customFields: before.customFields,
		active: true,
	});
	expect(stored('Once For All')).toEqual({
		...before,
		restrictedToOwners: [...(before.restrictedToOwners ?? [])].sort(),
		name: 'Once For All',
		lastUpdatedOn: expect.any(Number),
		lastUpdatedBy: expect.any(Number),
	});
	expect(linked(items)).toMatchObject([
		{ item: 0, id: before.id, badgeMetaId: before.id, name: 'Once For All' },
	]);
	expect(items[0].json).toMatchObject({
		ownership: { claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }] },
	});
});

test('a moved date leaves no other form of it behind', async () => {
	const { items } = await update(id('Future Unclaimed'), {
		startOn: '2035-02-03T04:05:06.789Z',
		expiresOn: '2036-01-01',
	});
	const body = put()?.body;
	expect(body).toMatchObject({
		startOn: '2035-02-03T04:05:06.789Z',
		expiresOn: '2036-01-01T00:00:00.000Z',
	});
	expect(body).not.toHaveProperty('startOnISO');
	expect(body).not.toHaveProperty('expiresOnISO');
	expect(items[0].json).toMatchObject({
		startOnISO: '2035-02-03T04:05:06Z',
		expiresOnISO: '2036-01-01T00:00:00Z',
	});
	await update(id('Future Unclaimed'), { otherFields: { startOnISO: '2035-03-01T00:00:00Z' } });
	expect(put()?.body).toMatchObject({ startOnISO: '2035-03-01T00:00:00.000Z' });
	expect(put()?.body).not.toHaveProperty('startOn');
});

test('custom fields are merged, lists and expiries are replaced, JSON wins', async () => {
	furnish('Coffee Lover');
	await update(id('Coffee Lover'), {
		customFields: { field: [{ name: 'Season', value: 'winter' }] },
		customerLimits: { rollingWindow: [{ maxEarnLimit: 2, rollValue: 1, rollType: 'WEEKS' }] },
		earnedBadgeExpiry: { date: { expiresOn: '2031-01-15T09:32:37Z' } },
		images: { image: [{ url: 'https://example.com/b.png', tag: 'IN_PROGRESS' }] },
		owners: ['Loyalty'],
		badgeRank: 9,
		otherFields: { badgeRank: 10, tags: [] },
	});
	expect(put()?.body).toMatchObject({
		customFields: { Season: 'winter', 'Terms and conditions': 'none' },
		customerConstraints: [
			{ constraintType: 'CUSTOMER_BADGE_ROLLING_WINDOW', maxEarnForWeeks: 2, rollForWeeks: 1 },
		],
		earnedBadgeExpiry: {
			expiryType: 'ABSOLUTE',
			type: 'FIXED_DATE',
			expiresOn: '2031-01-15T09:32:37.000Z',
		},
		images: [{ url: 'https://example.com/b.png', tag: 'IN_PROGRESS' }],
		ownership: { restrictedToOwners: ['Loyalty'] },
		badgeRank: 10,
		tags: [],
		description: 'Before',
	});
});

test('empty values change nothing; fields are emptied by name', async () => {
	furnish('Tea Lover');
	const kept = await update(id('Tea Lover'), {
		description: '',
		badgeGroupId: { __rl: true, mode: 'list', value: '' },
		images: {},
		customFields: {},
		active: false,
	});
	expect(linked(kept.failed)).toEqual([]);
	expect(stored('Tea Lover')).toMatchObject({
		description: 'Before',
		badgeGroupId: SEED.groups[2],
		badgeRank: 4,
		active: false,
	});
	await update(id('Tea Lover'), {
		emptyFields: [
			'badgeGroupId',
			'badgeRank',
			'benefits',
			'customFields',
			'description',
			'images',
			'tags',
		],
	});
	expect(stored('Tea Lover')).toMatchObject({
		description: null,
		badgeGroupId: null,
		badgeRank: null,
		benefits: [],
		customFields: {},
		images: [],
		tags: [],
		active: false,
		earnedBadgeExpiry: { kind: 'RELATIVE', unit: 'DAYS', value: 14 },
	});
	expect(put()?.body).not.toHaveProperty('description');
});

test.each([
	[720, 'Future Unclaimed', { startOn: '2038-01-01' }, 'The start date is not before the end date'],
	[
		723,
		'Coffee Lover',
		{ startOn: '2025-01-01' },
		'The start date cannot change once the badge is live',
	],
	[724, 'Coffee Lover', { expiresOn: '2025-01-01' }, 'The end date lies in the past'],
	[725, 'Coffee Lover', { name: 'Tea Lover' }, 'Another badge has this name already'],
	[
		738,
		'Coffee Lover',
		{ owners: ['Milestones'] },
		'An owner with a live claim cannot be removed from the badge',
	],
	[
		826,
		'Weekly Window',
		{ badgeLimits: { fixedValue: [{ maxEarnLimit: 3 }] } },
		'A fixed-window limit cannot become another kind of limit, nor the reverse',
	],
	[
		1020,
		'Coffee Lover',
		{ otherFields: '{"earnType":"ISSUE_EARN"}' },
		'The kind of a badge (direct or enrol first) cannot be changed',
	],
])('code %i says what to change', async (code, name, fields, error) => {
	const { failed } = await update(id(name), fields);
	expect(linked(failed)).toMatchObject([
		{ item: 0, error, details: { code, apiMessage: expect.any(String) } },
	]);
	expect(stage.sandbox.journal.stats.effects).toBe(0);
});

test.each([
	[715, 'Badge id is mandatory', 'The badge ID is missing'],
	[727, 'Owner info is mandatory', 'The owner information is missing'],
])('code %i, which the node does not bring about, has words', async (code, message, error) => {
	refuseNext(stage, code, message, { method: 'PUT' });
	const { failed } = await update(id('Coffee Lover'), { description: 'x' });
	expect(linked(failed)).toMatchObject([{ error, details: { code, apiMessage: message } }]);
});

test('a badge that is not there, or an answer without a badge, sends no update', async () => {
	const { failed } = await update('65a0000000000000000000ff', { name: 'x' });
	expect(linked(failed)).toMatchObject([
		{ error: 'Badge 65a0000000000000000000ff was not found', details: { code: 404 } },
	]);
	stage.sandbox.faults.add({ answer: { status: 200, json: { data: {}, errors: null } } });
	const odd = await update(id('Coffee Lover'), { name: 'x' });
	expect(odd.failed).toHaveLength(1);
	expect(stage.sandbox.journal.list({ method: 'PUT' })).toEqual([]);
});

test('nothing to change is refused unsent, however it is written', async () => {
	for (const fields of [{}, { description: '' }, { historical: true }, { images: {} }]) {
		const { failed } = await update(id('Coffee Lover'), fields);
		expect(linked(failed)).toMatchObject([{ error: "'Update Fields' names nothing to change" }]);
	}
	expect(stage.requests()).toEqual([]);
});

test('a lost answer is repeated upon a new reading, since the same update twice leaves the same badge', async () => {
	stage.sandbox.faults.add({ match: { method: 'PUT' }, drop: 'after' });
	const { items } = await update(id('Coffee Lover'), { name: 'Coffee Expert' });
	expect(items[0].json).toMatchObject({ name: 'Coffee Expert' });
	expect(stage.requests().map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
});

test("'Historical Badge' lets the start of a coming badge move to the past", async () => {
	const { items } = await update(id('Future Unclaimed'), {
		startOn: '2020-01-01',
		historical: true,
	});
	expect(put()?.headers['x-cap-badges-migration']).toBe('migration');
	expect(items[0].json).toMatchObject({ startOnISO: '2020-01-01T00:00:00Z', status: 'LIVE' });
});
