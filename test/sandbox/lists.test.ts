/** Lists and views: badges, a customer's badges, groups, custom fields (reference 5.3, 5.4, 6.7–6.9, 7). */
import { BADGES, by, Client, EARN, ISSUE_BULK, META, refusal, type Reply, SEED } from './client';

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
