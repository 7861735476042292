import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const id = (name: string) => stage.sandbox.state.badgeNames.get(name) ?? '';
const queries = () => stage.requests().map(({ query }) => query);
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
