/** A customer's badges: customer view, management view, one badge (docs/api.md#customer-view, docs/api.md#management-view, docs/api.md#one-badge-of-a-customer). */
import { BADGES, by, Client, EARN, ISSUE_BULK, refusal, type Reply, SEED } from './client';

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

describe("a customer's badges", () => {
	const earn = (badgeMetaId: string, customerId = 123, change = {}): Promise<Reply> =>
		client.post(EARN, {
			badgeMetaId,
			customerId,
			requestId: `${badgeMetaId}${customerId}`,
			...change,
		});
	const view = (query: string, id: string | number = 123, headers = {}) =>
		client.get(`${BADGES}/customer/${id}?limit=100&${query}`, headers);
	const manage = (query: string, id: string | number = 123, headers = {}) =>
		client.get(`${BADGES}/management/${id}?size=100&${query}`, headers);

	test('customer view: available and earned', async () => {
		await earn(SEED.earnBadge, 123, { earnEventDate: '2025-01-02T03:04:05Z' });
		const earned = (await view('badgeType=EARNED')).body.data;
		expect(names(earned.badges)).toEqual(['Frequent Flyer']);
		expect(earned.badges[0]).toMatchObject({
			badgeMetaId: SEED.earnBadge,
			earnedCount: 1,
			lastEarnedOnDate: NOW / 1000,
			lastEarnedOnDateISO: '2026-06-01T12:00:00Z',
			lastEarnEventDateISO: '2025-01-02T03:04:05Z',
		});
		expect(earned.pagination).toEqual({ page: 0, size: 100, total: 1, totalPages: 1 });
		const available = (await view('')).body.data.badges;
		expect(names(available)).toContain('Tea Lover');
		expect(names(available)).not.toContain('Marathon Month');
		expect(names(available)).not.toContain('Sleeping Badge');
		expect(available.find(({ name }: Named) => name === 'Tea Lover').earnedCount).toBeNull();
	});

	test('enrolment moves a badge from "to issue" to "available"', async () => {
		expect(names((await manage('')).body.data.customerBadges)).toContain('Marathon Month');
		await client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers: [123] });
		expect(names((await manage('')).body.data.customerBadges)).not.toContain('Marathon Month');
		const available = (await manage('badgeType=AVAILABLE')).body.data.customerBadges;
		expect(names(available)).toContain('Marathon Month');
	});

	test('expired earns are a list of their own', async () => {
		await earn(SEED.earnBadge);
		now += 15 * 86_400_000;
		expect((await view('badgeType=EARNED')).body.data.badges).toEqual([]);
		expect(names((await view('badgeType=EARNED&includeExpired=true')).body.data.badges)).toEqual([
			'Frequent Flyer',
		]);
		expect(names((await manage('badgeType=EXPIRED')).body.data.customerBadges)).toEqual([
			'Frequent Flyer',
		]);
	});

	test('sorting by rank and filtering by group', async () => {
		const { body } = await view(`sortOn=RANK&groupId=${SEED.groups[0]}`);
		expect(names(body.data.badges)).toEqual(['Coffee Lover', 'Tea Lover']);
	});

	test.each([
		['email', 'customer123@example.com'],
		['mobile', '910000000123'],
		['externalId', 'EXT-123'],
		['cardNumber', 'CARD123'],
	])('found by %s', async (kind, value) => {
		await earn(SEED.earnBadge);
		const header = { 'X-CAP-CUSTOMER-IDENTIFIER': kind };
		const id = encodeURIComponent(value);
		expect(names((await view('badgeType=EARNED', id, header)).body.data.badges)).toEqual([
			'Frequent Flyer',
		]);
		expect(names((await manage('badgeType=EARNED', id, header)).body.data.customerBadges)).toEqual([
			'Frequent Flyer',
		]);
	});

	test('unknown identifiers and kinds are refused', async () => {
		expect(
			refusal(await view('', 'nobody@example.com', { 'X-CAP-CUSTOMER-IDENTIFIER': 'email' })),
		).toEqual([400, 400]);
		expect(refusal(await view('', 123, { 'X-CAP-CUSTOMER-IDENTIFIER': 'Email ID' }))).toEqual([
			400, 400,
		]);
		expect(refusal(await view('', 'customer123@example.com'))).toEqual([400, 400]);
		client.sandbox.state.unknownCustomers.add(9);
		expect(refusal(await manage('', 9))).toEqual([400, 400]);
	});

	test('management view: its own names and filters', async () => {
		const { body } = await manage('badgeType=AVAILABLE&name=coffee');
		expect(body.data.customerBadges[0]).toEqual({
			name: 'Coffee Lover',
			description: null,
			badgeMetaId: client.id('Coffee Lover'),
			badgeType: 'EARN',
			badgeGroupId: SEED.groups[0],
			badgeGroupName: 'Food and drink',
			badgeRank: 3,
			createdOn: 1672531200,
			createdOnISO: '2023-01-01T00:00:00Z',
			lastUpdatedOn: 1672531200,
			lastUpdatedOnISO: '2023-01-01T00:00:00Z',
			images: [],
			badgeStatus: 'LIVE',
			lastEarnedOn: null,
			lastEarnedOnISO: null,
			startsOn: 1672531200,
			startsOnISO: '2023-01-01T00:00:00Z',
			expiresOn: 2082758400,
			expiresOnISO: '2036-01-01T00:00:00Z',
			earnCount: null,
			ownership: expect.objectContaining({ claims: [{ ...by('Loyalty', '500'), isActive: true }] }),
			issueStatus: null,
			lastEarnedOnDate: null,
			lastEarnedOnDateISO: null,
			lastEarnEventDate: null,
			lastEarnEventDateISO: null,
			active: true,
		});
		const upcoming = await manage('badgeType=AVAILABLE&badgeStatus=UPCOMING');
		expect(names(upcoming.body.data.customerBadges).sort()).toEqual([
			'Future Unclaimed',
			'Next Decade',
		]);
		const later = await manage('badgeType=AVAILABLE&startOn=2024-01-01T00:00:00Z');
		expect(names(later.body.data.customerBadges)).toEqual(['Daily Window']);
		const off = await manage('action=DEACTIVATED');
		expect(names(off.body.data.customerBadges)).toEqual(['Sleeping Quest']);
		expect(refusal(await manage('action=DE_ACTIVATED'))).toEqual([400, 400]);
		const page = await client.get(`${BADGES}/management/123?size=2&page=1&badgeType=AVAILABLE`);
		expect([page.body.data.customerBadges.length, page.body.data.pagination.page]).toEqual([2, 1]);
	});

	test('one badge with statistics', async () => {
		const id = client.id('Twice A Week');
		await earn(id);
		await client.post(ISSUE_BULK, {
			badgeMetaId: id,
			customers: [123],
			triggeredBy: by('Loyalty', '1'),
		});
		const path = `${BADGES}/management/123/badge/${id}`;
		const plain = (await client.get(path)).body.data;
		expect([plain.activeEarnedCount, plain.action, plain.badgeStatus, plain.earnDetails]).toEqual([
			1,
			'ACTIVATED',
			'LIVE',
			undefined,
		]);
		expect([plain.claimedBy, plain.lastEarnedOnISO]).toEqual([
			[{ ...by('Loyalty', '1'), isActive: true }],
			'2026-06-01T12:00:00Z',
		]);
		const full = (await client.get(`${path}?includeStatistics=true`)).body.data;
		expect(full.customerConstraints).toEqual([
			expect.objectContaining({
				constraintLevel: 'CUSTOMER',
				constraintType: 'ROLLING_WINDOW',
				earnConstraintBlockStatistics: {
					currentEarnCount: 1,
					currentEarnCountDays: 1,
					currentEarnCountWeeks: 1,
					currentEarnCountMonths: 1,
				},
			}),
		]);
		expect(full.issuedStatus).toBe('ACTIVE');
		expect(full.issualDetails.issuals).toEqual([
			{
				issuedOn: NOW / 1000,
				issuedStatus: 'ACTIVE',
				issueExpiresOn: 2082758400,
				issueId: expect.any(String),
				ownerType: 'Loyalty',
				ownerReferenceId: '1',
				issueEventDate: NOW / 1000,
			},
		]);
		expect([full.earnDetails.earnCount, full.earnDetails.earns.length]).toEqual([1, 1]);
	});
});
