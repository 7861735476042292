/** earn and earnBulk (docs/api.md#issue-earn, docs/api.md#issue-to-many-earn-bulk). */
import { by, Client, EARN, EARN_BULK, ISSUE_BULK, META, refusal, type Reply, SEED } from './client';

const NOW = Date.UTC(2026, 5, 1, 12);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => NOW });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

let running = 0;
const request = (change: object = {}) => ({
	badgeMetaId: SEED.earnBadge,
	customerId: 5,
	requestId: `r${(running += 1)}`,
	triggeredBy: by('Loyalty', '123694'),
	...change,
});
const earn = (change: object = {}): Promise<Reply> => client.post(EARN, request(change));
const bulk = (change: object = {}): Promise<Reply> => {
	const body = request({ customerId: undefined, customerIds: [5], ...change });
	return client.post(EARN_BULK, body);
};
const enrol = (customers: number[], change: object = {}): Promise<Reply> =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers, ...change });

test('missing fields: 715, 804, 812, 716, 717, all together', async () => {
	expect(refusal(await earn({ requestId: undefined }))).toEqual([400, 804]);
	expect(refusal(await earn({ customerId: undefined }))).toEqual([400, 812]);
	expect(refusal(await earn({ badgeMetaId: undefined }))).toEqual([400, 715]);
	expect(refusal(await earn({ triggeredBy: { referenceId: '1' } }))).toEqual([400, 716]);
	expect(refusal(await earn({ triggeredBy: { ownerType: 'Loyalty' } }))).toEqual([400, 717]);
	expect(refusal(await client.post(EARN, {}))).toEqual([400, 715, 804, 812]);
	expect(refusal(await bulk({ customerIds: [] }))).toEqual([400, 812]);
});

test('malformed values: 400', async () => {
	expect(refusal(await earn({ customerId: 'abc' }))).toEqual([400, 400]);
	expect(refusal(await earn({ customerId: 1.5 }))).toEqual([400, 400]);
	expect(refusal(await earn({ badgeMetaId: 'x' }))).toEqual([400, 400]);
	expect(refusal(await earn({ earnEventDate: 'yesterday' }))).toEqual([400, 400]);
	expect(refusal(await earn({ triggeredBy: by('LOYALTY', '1') }))).toEqual([400, 400]);
	expect(refusal(await bulk({ customerIds: 5 }))).toEqual([400, 400]);
});

test('a numeric string is a customer id and comes back as a number', async () => {
	expect((await earn({ customerId: '23423' })).body.data.customerId).toBe(23423);
});

test('a request id works once across earn, earnBulk and issueBulk: 809', async () => {
	expect((await earn({ requestId: 'one' })).status).toBe(200);
	expect(refusal(await earn({ requestId: 'one', customerId: 6 }))).toEqual([400, 809]);
	expect(refusal(await bulk({ requestId: 'one' }))).toEqual([400, 809]);
	expect(refusal(await enrol([1], { requestId: 'one' }))).toEqual([400, 809]);
	expect(client.sandbox.state.earns.size).toBe(1);
});

test('a refused call does not use its request id up', async () => {
	expect(refusal(await earn({ requestId: 'again', triggeredBy: by('Loyalty', '0') }))).toEqual([
		409, 810,
	]);
	expect((await earn({ requestId: 'again' })).status).toBe(200);
});

test('an answer in which every customer failed uses its request id up', async () => {
	const body = { badgeMetaId: SEED.enrolBadge, triggeredBy: undefined, requestId: 'all' };
	expect((await bulk(body)).body.data.failedCount).toBe(1);
	expect(refusal(await bulk(body))).toEqual([400, 809]);
});

test('unknown badge: 404', async () => {
	expect(refusal(await earn({ badgeMetaId: 'f'.repeat(24) }))).toEqual([404, 404]);
});

test('810 without a live claim; none is needed without a trigger', async () => {
	expect(refusal(await earn({ triggeredBy: by('Loyalty', '999') }))).toEqual([409, 810]);
	expect(refusal(await bulk({ triggeredBy: by('Milestones', '626') }))).toEqual([409, 810]);
	await client.post(`${META}/${SEED.earnBadge}/unclaim`, by('Loyalty', '123694'));
	expect(refusal(await earn())).toEqual([409, 810]);
	expect((await earn({ triggeredBy: undefined })).status).toBe(200);
});

test('815 for a badge that is not live or not active', async () => {
	for (const name of ['Next Decade', 'Summer 2021', 'Sleeping Badge']) {
		const change = { badgeMetaId: client.id(name), triggeredBy: by('Loyalty', '1') };
		expect(refusal(await earn(change))).toEqual([409, 815]);
		expect(refusal(await bulk(change))).toEqual([409, 815]);
	}
});

test('750 for more than a day ahead, 816 before the badge began', async () => {
	expect(refusal(await earn({ earnEventDate: NOW / 1000 + 86_401 }))).toEqual([400, 750]);
	expect((await earn({ earnEventDate: NOW / 1000 + 86_400 })).status).toBe(200);
	expect(refusal(await earn({ earnEventDate: '2022-12-31T23:59:59Z' }))).toEqual([400, 816]);
});

test('milliseconds are taken as seconds: 750', async () => {
	expect(refusal(await earn({ earnEventDate: NOW }))).toEqual([400, 750]);
});

test('the ISO field overrides the legacy one', async () => {
	const { body } = await earn({
		earnEventDate: 'never parsed',
		earnEventDateISO: '2026-03-15T11:20:00+05:30',
	});
	const kept = client.sandbox.state.earns.get(body.data.earnedBadgeId);
	expect(kept?.eventDate).toBe(Date.UTC(2026, 2, 15, 5, 50));
});

describe('an ISSUE_EARN badge', () => {
	const quest = { badgeMetaId: SEED.enrolBadge, triggeredBy: undefined };

	test('needs an enrolment of that customer: 811', async () => {
		await enrol([6]);
		expect(refusal(await earn({ ...quest, customerId: 5 }))).toEqual([409, 811]);
	});

	test('names the enrolment it rests on', async () => {
		const enrolled = await enrol([5]);
		const { body } = await earn(quest);
		expect(body.data.issuedId).toBe(enrolled.body.data.issuedBadges[0].issuedId);
	});

	test('needs a date within the enrolment: 811', async () => {
		await enrol([5], { issueEventDate: '2026-05-01T00:00:00Z' });
		expect(refusal(await earn({ ...quest, earnEventDate: '2026-04-30T23:59:59Z' }))).toEqual([
			409, 811,
		]);
		expect((await earn({ ...quest, earnEventDate: '2026-05-01T00:00:00Z' })).status).toBe(200);
	});
});

test('earnBulk sorts its customers into earned and failed', async () => {
	await enrol([7, 3]);
	const { status, body } = await bulk({
		badgeMetaId: SEED.enrolBadge,
		customerIds: [9, 7, '3', 7],
		triggeredBy: by('Loyalty', '626'),
		requestId: 'b1',
	});
	const id = expect.stringMatching(/^[0-9a-f]{24}$/);
	expect([status, body]).toEqual([
		200,
		{
			data: {
				badgeMetaId: SEED.enrolBadge,
				expiresOn: (NOW + 14 * 86_400_000) / 1000,
				expiresOnISO: '2026-06-15T12:00:00Z',
				earnedBadgesList: [
					{ customerId: 3, earnedBadgeId: id },
					{ customerId: 7, earnedBadgeId: id },
				],
				totalCount: 3,
				earnedCount: 2,
				failedCount: 1,
				triggeredBy: by('Loyalty', '626'),
				failedEarnBadgeErrorList: [
					{ errorCode: 811, customerId: 9, errorMessage: 'Badge issue is mandatory before earn' },
				],
				requestId: 'b1',
			},
			errors: [],
			warnings: [],
		},
	]);
});

test('an older server leaves the newer fields out', async () => {
	client.sandbox.state.generation = 'old';
	const single = await earn();
	expect(Object.keys(single.body.data).sort()).toEqual([
		'badgeMetaId',
		'customerId',
		'earnedBadgeId',
		'expiresOn',
	]);
	const { body } = await bulk({ customerIds: [8, 2], requestId: 'old' });
	expect(body.data).toEqual({
		badgeMetaId: SEED.earnBadge,
		triggeredBy: by('Loyalty', '123694'),
		expiresOn: (NOW + 14 * 86_400_000) / 1000,
		issuedBadges: [
			{ customerId: 2, issuedId: expect.any(String), status: 'LIVE' },
			{ customerId: 8, issuedId: expect.any(String), status: 'LIVE' },
		],
		requestId: 'old',
	});
});

test('an unknown customer refuses the whole call, before any effect', async () => {
	client.sandbox.state.unknownCustomers.add(6);
	const { status, body } = await bulk({ customerIds: [5, 6], requestId: 'u' });
	expect([status, body.errors[0]]).toEqual([
		400,
		{ code: 400, message: 'Customer not found: 6', reference: null },
	]);
	expect(client.sandbox.state.earns.size).toBe(0);
	expect((await bulk({ customerIds: [5], requestId: 'u' })).status).toBe(200);
});

test('a rejected customer fails with its code: alone 409, in bulk inside the answer', async () => {
	client.sandbox.state.rejectedCustomers.set(6, { code: 4711, message: 'blocked' });
	const alone = await earn({ customerId: 6 });
	expect([alone.status, alone.body.errors]).toEqual([
		409,
		[{ code: 4711, message: 'blocked', reference: null }],
	]);
	const { body } = await bulk({ customerIds: [5, 6] });
	expect([body.data.earnedCount, body.data.failedEarnBadgeErrorList]).toEqual([
		1,
		[{ errorCode: 4711, customerId: 6, errorMessage: 'blocked' }],
	]);
});

describe('limits', () => {
	const on = (name: string) => ({ badgeMetaId: client.id(name), triggeredBy: undefined });

	test('once per customer', async () => {
		expect((await earn(on('Once Per Customer'))).status).toBe(200);
		expect(refusal(await earn(on('Once Per Customer')))).toEqual([409, 999999]);
		expect((await earn({ ...on('Once Per Customer'), customerId: 6 })).status).toBe(200);
	});

	test('three of the whole badge', async () => {
		const { body } = await bulk({ ...on('First Three'), customerIds: [1, 2, 3, 4, 5] });
		expect([body.data.earnedCount, body.data.failedCount]).toEqual([3, 2]);
	});

	test('twice in a rolling week', async () => {
		const at = (day: number) =>
			earn({ ...on('Twice A Week'), earnEventDate: NOW / 1000 - day * 86_400 });
		expect((await at(8)).status).toBe(200);
		expect((await at(6)).status).toBe(200);
		expect((await at(1)).status).toBe(200);
		expect(refusal(await at(0))).toEqual([409, 999999]);
	});

	test('twice in a window of three days', async () => {
		const at = (date: string) => earn({ ...on('Daily Window'), earnEventDate: date });
		expect((await at('2025-03-03T00:00:00Z')).status).toBe(200);
		expect((await at('2025-03-05T23:59:59Z')).status).toBe(200);
		expect(refusal(await at('2025-03-04T12:00:00Z'))).toEqual([409, 999999]);
		expect((await at('2025-03-06T00:00:00Z')).status).toBe(200);
	});
});
