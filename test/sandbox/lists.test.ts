/** Lists and views: badges, a customer's badges, groups, custom fields (docs/api.md#get-badges, docs/api.md#get-badge, docs/api.md#customer-view, docs/api.md#management-view, docs/api.md#one-badge-of-a-customer, docs/api.md#groups). */
import { by, Client, META, refusal, SEED } from './client';

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
const badges = async (query: string): Promise<string[]> =>
	names((await client.get(`${META}?limit=100&${query}`)).body.data.metaBasicDetails);

describe('the list of badges', () => {
	test('pages from 0, ten at a time, by id', async () => {
		const first = await client.get(META);
		expect(first.body.data.pagination).toEqual({ page: 0, size: 10, total: 32, totalPages: 4 });
		const last = await client.get(`${META}?page=3`);
		expect(last.body.data.metaBasicDetails.length).toBe(2);
		const ids = first.body.data.metaBasicDetails.map((one: { id: string }) => one.id);
		expect(ids).toEqual([...ids].sort());
		expect((await client.get(`${META}?page=4`)).body.data.metaBasicDetails).toEqual([]);
	});

	test('an item has the documented keys and no constraints', async () => {
		const { body } = await client.get(`${META}?name=coffee`);
		expect(body.data.metaBasicDetails).toEqual([
			{
				id: client.id('Coffee Lover'),
				orgId: 50933,
				name: 'Coffee Lover',
				badgeGroupId: SEED.groups[0],
				badgeGroupName: 'Food and drink',
				badgeRank: 3,
				description: null,
				startOn: 1672531200,
				startOnISO: '2023-01-01T00:00:00Z',
				expiresOn: 2082758400,
				expiresOnISO: '2036-01-01T00:00:00Z',
				status: 'LIVE',
				images: [],
				earnType: 'EARN',
				earnedBadgeExpiry: { expiryType: 'RELATIVE', relativeExpirytype: 'DAYS', value: 14 },
				ownership: {
					restrictedToOwners: expect.arrayContaining(['Loyalty', 'Milestones']),
					claims: [{ ...by('Loyalty', '500'), isActive: true }],
				},
				issuedCount: 0,
				earnedCount: 0,
				createdOn: 1672531200,
				createdOnISO: '2023-01-01T00:00:00Z',
				createdBy: 75058417,
				lastUpdatedOn: 1672531200,
				lastUpdatedOnISO: '2023-01-01T00:00:00Z',
				lastUpdatedBy: 75058417,
				customFields: {},
				active: true,
			},
		]);
	});

	test('filters', async () => {
		expect(await badges('status=UPCOMING&sortOn=NAME')).toEqual([
			'Future Unclaimed',
			'Next Decade',
			'Next Decade Quest',
		]);
		expect((await badges('status=LIVE,UPCOMING,EXPIRED')).length).toBe(32);
		expect(await badges('status=EXPIRED&earnType=ISSUE_EARN')).toEqual(['Winter 2021']);
		expect(await badges('status=EXPIRED&badgeType=issue_earn')).toEqual(['Winter 2021']);
		expect(await badges('action=DE_ACTIVATED&sortOn=NAME')).toEqual([
			'Retired Badge',
			'Sleeping Badge',
			'Sleeping Quest',
		]);
		expect(await badges('claimedBy=Rewards_Catalog')).toEqual(['Night Owl']);
		expect(await badges('unclaimed=true&earnType=ISSUE_EARN')).toEqual(['Unclaimed Quest']);
		expect(await badges('name=LOVER&sortOn=NAME')).toEqual(['Coffee Lover', 'Tea Lover']);
		expect(await badges('owner=Milestones&name=only')).toEqual(['Milestones Only']);
		expect(await badges('expiresOn=2023-01-01T00:00:00Z&action=ACTIVATED&sortOn=NAME')).toEqual([
			'Summer 2021',
			'Winter 2021',
		]);
		expect(await badges('startOn=2033-01-01T00:00:00Z&name=quest')).toEqual(['Next Decade Quest']);
	});

	test.each([
		'status=ENDED',
		'earnType=earn',
		'owner=LOYALTY',
		'limit=0',
		'page=-1',
		'sortOn=name',
		'startOn=1672531200',
		'unclaimed=yes',
	])('refuses %s', async (query) => {
		expect(refusal(await client.get(`${META}?${query}`))).toEqual([400, 400]);
	});

	test('an older server has no ISO siblings', async () => {
		client.sandbox.state.generation = 'old';
		const { text } = await client.get(`${META}?limit=100`);
		expect(text).not.toContain('ISO');
	});
});

test('one badge: errors and warnings are null, statistics on request, 404', async () => {
	const plain = await client.get(`${META}/${SEED.earnBadge}`);
	expect([plain.body.errors, plain.body.warnings, plain.body.data.issuedCount]).toEqual([
		null,
		null,
		undefined,
	]);
	const counted = await client.get(`${META}/${SEED.earnBadge}?includeStatistics=true`);
	expect([counted.body.data.issuedCount, counted.body.data.earnedCount]).toEqual([0, 0]);
	const unknown = await client.get(`${META}/${'f'.repeat(24)}`);
	expect([unknown.status, unknown.body.errors]).toEqual([
		404,
		[{ code: 404, message: 'Passed badge is not found', reference: null }],
	]);
	expect(refusal(await client.get(`${META}/123`))).toEqual([400, 400]);
});
