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
			badgeId: id('Coffee Lover'),
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
				badgeId: id('Night Owl'),
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
		const { items } = await stage.run('badge.getAll', {
			filters,
			sort: { sortOn: 'NAME' },
			returnAll: true,
		});
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
