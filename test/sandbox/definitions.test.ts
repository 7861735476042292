/** Creating, activating, fixed windows (docs/api.md#create-badge, docs/api.md#activate, docs/api.md#get-fixed-windows). */
import { by, Client, META, refusal, SEED } from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => NOW });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const BADGE = {
	name: 'badge 01',
	startOn: '2026-07-01T00:00:00Z',
	expiresOn: 1798761600,
	earnType: 'EARN',
	earnedBadgeExpiry: { expiryType: 'ABSOLUTE', type: 'FIXED_DATE', expiresOn: 1798761600 },
	ownership: { restrictedToOwners: ['Loyalty', 'Milestones'], claims: [by('Loyalty', '1')] },
	customerConstraints: [{ constraintType: 'CUSTOMER_BADGE_FIXED_VALUE', maxEarnLimit: 100 }],
	badgeConstraints: [{ constraintType: 'BADGE_FIXED_VALUE', maxEarnLimit: 10000 }],
};
const create = (change: object = {}, headers = {}) =>
	client.post(META, { ...BADGE, ...change }, headers);

describe('create', () => {
	test('answers 201 with the whole badge; claims are ignored', async () => {
		const { status, body } = await create({ description: 'd', active: false });
		expect(status).toBe(201);
		expect(body).toEqual({
			data: {
				id: expect.stringMatching(/^[0-9a-f]{24}$/),
				badgeNumericId: expect.any(Number),
				orgId: 50933,
				name: 'badge 01',
				description: 'd',
				startOn: 1782864000,
				startOnISO: '2026-07-01T00:00:00Z',
				expiresOn: 1798761600,
				expiresOnISO: '2027-01-01T00:00:00Z',
				earnedBadgeExpiry: {
					expiryType: 'ABSOLUTE',
					type: 'FIXED_DATE',
					expiresOn: 1798761600,
					expiresOnISO: '2027-01-01T00:00:00Z',
					expireWithBadgeMeta: false,
				},
				issuedBadgeExpiry: null,
				images: [],
				ownership: { restrictedToOwners: ['Loyalty', 'Milestones'], claims: [] },
				customerConstraints: BADGE.customerConstraints,
				badgeConstraints: BADGE.badgeConstraints,
				benefits: [],
				tags: [],
				badgeGroupId: null,
				badgeRank: null,
				earnType: 'EARN',
				status: 'UPCOMING',
				createdOn: NOW / 1000,
				createdOnISO: '2026-06-01T12:00:00Z',
				createdBy: 50660494,
				lastUpdatedOn: NOW / 1000,
				lastUpdatedOnISO: '2026-06-01T12:00:00Z',
				lastUpdatedBy: 50660494,
				customFields: {},
				active: false,
			},
			errors: [],
			warnings: [],
		});
		expect((await client.get(`${META}/${body.data.id}`)).body.data).toEqual(body.data);
	});

	test.each([
		[722, { startOn: '2026-05-31T00:00:00Z' }],
		[720, { startOn: '2027-01-01T00:00:00Z' }],
		[728, { ownership: { restrictedToOwners: [] } }],
		[728, { ownership: undefined }],
		[725, { name: 'Furry Friend Badge' }],
		[400, { earnType: 'SOME' }],
		[400, { name: undefined }],
		[400, { earnedBadgeExpiry: undefined }],
		[400, { earnedBadgeExpiry: { expiryType: 'RELATIVE', relativeExpiryType: 'DAYS', value: 2 } }],
		[400, { ownership: { restrictedToOwners: ['LOYALTY'] } }],
		[400, { customerConstraints: [{ constraintType: 'BADGE_FIXED_VALUE', maxEarnLimit: 1 }] }],
	])('refuses with %s: %j', async (code, change) => {
		expect(refusal(await create(change))).toEqual([400, code]);
	});

	test('several errors come together', async () => {
		const change = { startOn: 1, name: 'Tea Lover', ownership: {} };
		expect(refusal(await create(change))).toEqual([400, 728, 722, 725]);
	});

	test('714 for an owner that is switched off for the organization', async () => {
		client.sandbox.state.disabledOwners.add('Milestones');
		expect(refusal(await create())).toEqual([400, 714]);
	});

	test('the migration header allows the past, a hundred years of it', async () => {
		const header = { 'X-CAP-BADGES-MIGRATION': 'migration' };
		const { status, body } = await create({ startOn: 1577836800, expiresOn: 1609459200 }, header);
		expect([status, body.data.status]).toEqual([201, 'EXPIRED']);
		expect(refusal(await create({ name: 'old', startOn: '1926-01-01T00:00:00Z' }, header))).toEqual(
			[400, 722],
		);
	});

	test('expiries, constraints, custom fields come back as documented', async () => {
		await client.post('/api_gateway/v1/badges/customField', {
			name: 'Terms',
			dataType: 'STRING',
			isMandatory: true,
			defaultValue: 'none',
		});
		const { body } = await create({
			earnType: 'ISSUE_EARN',
			earnedBadgeExpiry: { expiryType: 'RELATIVE', relativeExpirytype: 'WEEKS', value: 2 },
			issuedBadgeExpiry: {
				expiryType: 'ABSOLUTE',
				type: 'WITH_BADGE_META',
				expireWithBadgeMeta: true,
			},
			customerConstraints: [
				{
					constraintType: 'CUSTOMER_BADGE_FIXED_WINDOW',
					durationType: 'WEEKS',
					startDayOfTheWeek: 1,
					maxEarnLimit: 3,
				},
			],
			badgeConstraints: [
				{
					constraintType: 'BADGE_ROLLING_WINDOW',
					rollType: 'DAYS',
					rollValue: 7,
					maxEarnLimit: 300,
				},
			],
			customFields: { Season: 7 },
		});
		const { data } = body;
		expect(data.earnedBadgeExpiry).toEqual({
			expiryType: 'RELATIVE',
			relativeExpirytype: 'WEEKS',
			value: 2,
		});
		expect(data.issuedBadgeExpiry).toEqual({
			expiryType: 'ABSOLUTE',
			type: 'WITH_BADGE_META',
			expiresOn: null,
			expireWithBadgeMeta: true,
		});
		expect(data.customerConstraints[0]).toEqual({
			constraintType: 'CUSTOMER_BADGE_FIXED_WINDOW',
			durationType: 'WEEKS',
			startDayOfTheWeek: 'TUESDAY',
			maxEarnLimit: 3,
			referenceId: expect.stringMatching(
				/^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
			),
			cycleStatus: 'UPCOMING',
			startDate: Date.UTC(2026, 6, 1) / 1000,
			startDateISO: '2026-07-01T00:00:00Z',
			endDate: Date.UTC(2027, 0, 1) / 1000,
			endDateISO: '2027-01-01T00:00:00Z',
		});
		expect(data.badgeConstraints).toEqual([
			{ constraintType: 'BADGE_ROLLING_WINDOW', rollValue: 7, maxEarnLimit: 300, rollType: 'DAYS' },
		]);
		expect(data.customFields).toEqual({ Terms: 'none', Season: '7' });
	});
});

test('activate and deactivate', async () => {
	const path = `${META}/${SEED.claimBadge}`;
	const off = await client.put(`${path}/deactivate`, { active: true });
	expect([off.status, off.body]).toEqual([
		200,
		{ data: { id: SEED.claimBadge, isActive: false }, errors: [], warnings: [] },
	]);
	expect((await client.get(path)).body.data.active).toBe(false);
	expect((await client.put(`${path}/activate`)).body.data.isActive).toBe(true);
	expect(refusal(await client.put(`${path}/explode`))).toEqual([400, 400]);
});

describe('getFixedWindowDetails', () => {
	const windows = (query: string) => client.get(`${META}/getFixedWindowDetails?${query}`);

	test('cycles of three days as in the documents', async () => {
		const id = client.id('Daily Window');
		const { body } = await windows(`badgeMetaId=${id}&endDate=2025-03-08T00:00:00Z&size=5`);
		expect(body.data).toEqual({
			badgeMetaId: id,
			orgId: 50933,
			startDate: Date.UTC(2025, 2, 3) / 1000,
			startDateISO: '2025-03-03T00:00:00Z',
			endDate: Date.UTC(2025, 2, 8) / 1000,
			endDateISO: '2025-03-08T00:00:00Z',
			fixedWindowCycles: [
				['2025-03-03T00:00:00Z', '2025-03-05T00:00:00Z'],
				['2025-03-06T00:00:00Z', '2025-03-08T00:00:00Z'],
			].map(([start, end]) => ({
				fixedWindowCycleReferenceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				startDate: Date.parse(start ?? '') / 1000,
				startDateISO: start,
				endDate: Date.parse(end ?? '') / 1000,
				endDateISO: end,
				constraintType: 'CUSTOMER_BADGE_FIXED_WINDOW',
			})),
			pagination: { page: 0, size: 5, total: 2, totalPages: 1 },
		});
	});

	test('weeks begin on Monday, the first one is cut', async () => {
		const query = `badgeMetaId=${client.id('Weekly Window')}&endDate=2023-01-09T00:00:00Z`;
		const { body } = await windows(query);
		const shown = body.data.fixedWindowCycles.map(
			(cycle: { startDateISO: string; endDateISO: string }) =>
				`${cycle.startDateISO.slice(0, 10)} ${cycle.endDateISO.slice(0, 10)}`,
		);
		expect(shown).toEqual([
			'2023-01-01 2023-01-01',
			'2023-01-02 2023-01-08',
			'2023-01-09 2023-01-15',
		]);
	});

	test('counting a customer needs one: 812', async () => {
		const id = client.id('Daily Window');
		expect(refusal(await windows(`badgeMetaId=${id}&includeEarnCount=true`))).toEqual([400, 812]);
		expect(refusal(await windows(''))).toEqual([400, 715]);
		await client.post('/api_gateway/v1/badges/customer/earn', {
			badgeMetaId: id,
			customerId: 5,
			requestId: 'w',
			earnEventDate: '2025-03-07T10:00:00Z',
		});
		const { body } = await windows(`badgeMetaId=${id}&includeEarnCount=true&customerId=5&size=3`);
		expect(body.data.customerId).toBe(5);
		expect(
			body.data.fixedWindowCycles.map((cycle: { earnCount: number }) => cycle.earnCount),
		).toEqual([0, 1, 0]);
	});
});
