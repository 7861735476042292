import { makeBadge } from '../../../sandbox';
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
const queries = () => stage.requests().map(({ query }) => query);
describe('get', () => {
	test('simplified, with and without statistics', async () => {
		const simple = {
			id: id('Coffee Lover'),
			badgeMetaId: id('Coffee Lover'),
			name: 'Coffee Lover',
			status: 'LIVE',
			active: true,
			earnType: 'EARN',
			startOnISO: '2023-01-01T00:00:00Z',
			expiresOnISO: '2036-01-01T00:00:00Z',
		};
		const plain = await stage.run('badge.get', { badgeId: id('Coffee Lover') });
		expect(plain.items[0].json).toEqual({
			...simple,
			description: null,
			owners: expect.arrayContaining(['Loyalty', 'Milestones']),
		});
		const counted = await stage.run('badge.get', {
			badgeId: id('Coffee Lover'),
			includeStatistics: true,
		});
		expect(counted.items[0].json).toEqual({ ...simple, issuedCount: 0, earnedCount: 0 });
		expect(queries()).toEqual([{}, { includeStatistics: 'true' }]);
	});

	test('as Capillary answers, with the current cycle of a fixed window', async () => {
		const { items } = await stage.run('badge.get', {
			badgeId: `https://eu.api.capillarytech.com${META}/${id('Weekly Window')}`,
			includeStatistics: true,
			simplify: false,
		});
		expect(linked(items)).toMatchObject([
			{
				item: 0,
				ownership: { claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }] },
				badgeConstraints: [
					{
						constraintType: 'BADGE_FIXED_WINDOW',
						maxEarnLimit: 5,
						currentCycle: { startDateISO: '2026-06-01T00:00:00Z' },
					},
				],
				issuedCount: 0,
			},
		]);
	});

	test('an older server gives no ISO times; the output has them', async () => {
		stage.sandbox.state.generation = 'old';
		const { items } = await stage.run('badge.get', { badgeId: id('Coffee Lover') });
		expect(items[0].json).toMatchObject({
			startOnISO: '2023-01-01T00:00:00.000Z',
			expiresOnISO: '2036-01-01T00:00:00.000Z',
		});
	});

	test('404 names the badge', async () => {
		const { failed } = await stage.run('badge.get', { badgeId: '65a0000000000000000000ff' });
		expect(linked(failed)).toMatchObject([
			{
				error: 'Badge 65a0000000000000000000ff was not found',
				details: { code: 404, apiMessage: 'Passed badge is not found', httpStatus: 404 },
			},
		]);
	});
});

describe('getAll', () => {
	test('gives fifty unless asked otherwise, and all page by page', async () => {
		const { state } = stage.sandbox;
		const seeded = state.badges.size;
		for (let n = seeded; n < 230; n += 1) {
			state.addBadge(makeBadge(state, { name: `Badge ${n}` }));
		}
		const some = await stage.run('badge.getAll', {});
		expect(some.items).toHaveLength(50);
		expect(queries()).toEqual([{ sortOn: 'ID', page: '0', size: '50', limit: '50' }]);
		stage.sandbox.journal.clear();
		const all = await stage.run('badge.getAll', { returnAll: true });
		expect(new Set(all.items.map(({ json }) => json.id)).size).toBe(230);
		expect(all.items).toHaveLength(230);
		expect(all.items.map(({ pairedItem }) => pairedItem)).toEqual(Array(230).fill({ item: 0 }));
		expect(queries().map(({ page, size }) => [page, size])).toEqual([
			['0', '100'],
			['1', '100'],
			['2', '100'],
		]);
	});

	test('simplified: ten fields with the counts', async () => {
		const { items } = await stage.run('badge.getAll', { filters: { name: 'night owl' } });
		expect(items.map(({ json }) => json)).toEqual([
			{
				id: id('Night Owl'),
				badgeMetaId: id('Night Owl'),
				name: 'Night Owl',
				status: 'LIVE',
				active: true,
				earnType: 'EARN',
				startOnISO: '2023-01-01T00:00:00Z',
				expiresOnISO: '2036-01-01T00:00:00Z',
				issuedCount: 0,
				earnedCount: 0,
			},
		]);
		const full = await stage.run('badge.getAll', {
			filters: { name: 'night owl' },
			simplify: false,
		});
		expect(full.items[0].json).toMatchObject({
			orgId: expect.any(Number),
			ownership: { claims: [{ ownerType: 'Rewards_Catalog', referenceId: '123', isActive: true }] },
		});
	});

	test.each([
		[
			{ status: ['LIVE', 'UPCOMING'], owner: 'Journeys', unclaimed: true },
			{ status: 'LIVE,UPCOMING', owner: 'Journeys', unclaimed: 'true' },
			['Future Unclaimed', 'Unclaimed Quest', 'Unclaimed Wonder'],
		],
		[
			{ status: 'expired', action: 'DE_ACTIVATED' },
			{ status: 'EXPIRED', action: 'DE_ACTIVATED' },
			['Retired Badge'],
		],
		[
			{ earnType: 'ISSUE_EARN', claimedBy: 'Journeys' },
			{ earnType: 'ISSUE_EARN', claimedBy: 'Journeys' },
			['Marathon Month', 'Next Decade Quest', 'Step Counter', 'Winter 2021'],
		],
		[
			{ startOn: '2030-01-01', expiresOn: '2040-01-01T00:00:00+05:30' },
			{ startOn: '2030-01-01T00:00:00.000Z', expiresOn: '2039-12-31T18:30:00.000Z' },
			['Future Unclaimed', 'Next Decade', 'Next Decade Quest'],
		],
	])('filters by %j', async (filters, query, found) => {
		const { items } = await stage.run('badge.getAll', { filters, sortOn: 'NAME', returnAll: true });
		expect(items.map(({ json }) => json.name)).toEqual(found);
		expect(queries()).toEqual([{ ...query, sortOn: 'NAME', page: '0', size: '100', limit: '100' }]);
	});

	test('a filter that is empty or false is not sent', async () => {
		const { items } = await stage.run(
			'badge.getAll',
			{
				limit: 3,
				filters: { name: '', unclaimed: false, status: [], owner: '={{ $json.none }}' },
			},
			{},
		);
		expect(items).toHaveLength(3);
		expect(queries()).toEqual([{ sortOn: 'ID', page: '0', size: '3', limit: '3' }]);
	});

	test('an answer without a list is no empty list', async () => {
		stage.sandbox.faults.add({ answer: { status: 200, json: { data: {}, errors: null } } });
		const { items, failed } = await stage.run('badge.getAll', {});
		expect(items).toEqual([]);
		expect(failed).toHaveLength(1);
	});

	test('a page that fails is asked for again', async () => {
		stage.sandbox.faults.add({ status: 503, skip: 1 });
		const { state } = stage.sandbox;
		for (let n = state.badges.size; n < 130; n += 1) {
			state.addBadge(makeBadge(state, { name: `Badge ${n}` }));
		}
		const { items } = await stage.run('badge.getAll', { returnAll: true });
		expect(items).toHaveLength(130);
		expect(queries().map(({ page }) => page)).toEqual(['0', '1', '1']);
	});
});

describe('activate and deactivate', () => {
	test('switch a badge off and on', async () => {
		const badgeId = id('Coffee Lover');
		const off = await stage.run('badge.deactivate', { badgeId });
		expect(off.items[0].json).toEqual({ id: badgeId, badgeMetaId: badgeId, isActive: false });
		expect(stage.sandbox.state.badges.get(badgeId)?.active).toBe(false);
		const on = await stage.run('badge.activate', { badgeId });
		expect(on.items[0].json).toEqual({ id: badgeId, badgeMetaId: badgeId, isActive: true });
		expect(stage.requests().map(({ method, path, body }) => [method, path, body])).toEqual([
			['PUT', `${META}/${badgeId}/deactivate`, undefined],
			['PUT', `${META}/${badgeId}/activate`, undefined],
		]);
	});

	test('a lost answer is repeated; an unknown badge is named', async () => {
		stage.sandbox.faults.add({ drop: 'after' });
		const { items } = await stage.run('badge.activate', { badgeId: id('Sleeping Badge') });
		expect(items[0].json).toMatchObject({ isActive: true });
		expect(stage.requests()).toHaveLength(2);
		const none = await stage.run('badge.deactivate', { badgeId: '65a0000000000000000000ff' });
		expect(linked(none.failed)).toMatchObject([
			{ error: 'Badge 65a0000000000000000000ff was not found' },
		]);
	});
});

describe('getFixedWindows', () => {
	const WINDOW = {
		fixedWindowCycleReferenceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		constraintType: 'CUSTOMER_BADGE_FIXED_WINDOW',
	};

	test('gives one item per cycle', async () => {
		const badgeMetaId = id('Daily Window');
		const { items } = await stage.run('badge.getFixedWindows', {
			badgeId: badgeMetaId,
			filters: { startDate: '2025-03-03', endDate: '2025-03-08' },
		});
		expect(linked(items)).toMatchObject([
			{
				item: 0,
				...WINDOW,
				badgeMetaId,
				startDateISO: '2025-03-03T00:00:00Z',
				endDateISO: '2025-03-05T00:00:00Z',
			},
			{ ...WINDOW, startDateISO: '2025-03-06T00:00:00Z', endDateISO: '2025-03-08T00:00:00Z' },
		]);
		expect(queries()).toEqual([
			{
				badgeMetaId,
				constraintType: 'ALL',
				startDate: '2025-03-03T00:00:00.000Z',
				endDate: '2025-03-08T00:00:00.000Z',
				page: '0',
				size: '50',
			},
		]);
	});

	test('reads all pages of a long time', async () => {
		const { items } = await stage.run('badge.getFixedWindows', {
			badgeId: id('Daily Window'),
			returnAll: true,
			filters: { endDate: '2027-03-03' },
		});
		expect(items.length).toBeGreaterThan(200);
		expect(new Set(items.map(({ json }) => json.startDateISO)).size).toBe(items.length);
		expect(queries().map(({ page }) => page)).toEqual(['0', '1', '2']);
	});

	test('counting in the windows of customers needs a customer (812)', async () => {
		const parameters = { badgeId: id('Daily Window'), includeEarnCount: true, limit: 1 };
		const { failed } = await stage.run('badge.getFixedWindows', parameters);
		expect(linked(failed)).toMatchObject([
			{
				error: "'Customer ID' is missing",
				details: {
					advice:
						"The counts of customer windows need a customer: fill it in, or set 'Windows Of' to 'The Badge'. Nothing was sent for this item.",
				},
			},
		]);
		expect(stage.requests()).toEqual([]);
		const { items } = await stage.run('badge.getFixedWindows', {
			...parameters,
			filters: { customerId: '62090013' },
		});
		expect(linked(items)).toMatchObject([{ ...WINDOW, earnCount: 0 }]);
		expect(queries()).toMatchObject([{ includeEarnCount: 'true', customerId: '62090013' }]);
		const badge = await stage.run('badge.getFixedWindows', {
			badgeId: id('Weekly Window'),
			includeEarnCount: true,
			constraintType: 'BADGE',
			limit: 1,
		});
		expect(linked(badge.items)).toMatchObject([
			{ constraintType: 'BADGE_FIXED_WINDOW', earnCount: 0 },
		]);
	});
});
