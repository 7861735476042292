/** issueBulk (docs/api.md#enrol-issue). */
import { by, Client, EARN, ISSUE_BULK, META, refusal, REVOKE_ISSUE, SEED } from './client';

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

const enrol = (customers: unknown, change: object = {}) =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers, ...change });
const revoke = (change: object) =>
	client.post(REVOKE_ISSUE, { badgeMetaId: SEED.enrolBadge, ...change });

test('a customer enrolled already is an item error 1040 with the enrolment there is', async () => {
	const first = await enrol([5]);
	const { status, body } = await enrol([6, 5]);
	expect(status).toBe(200);
	expect(body.data.issuedBadges).toEqual([
		{
			customerId: 5,
			issuedId: first.body.data.issuedBadges[0].issuedId,
			status: 'EXPIRED',
			error: {
				code: 1040,
				message: 'An active issue for the badge already exists.',
				reference: null,
			},
		},
		{ customerId: 6, issuedId: expect.any(String), status: 'ACTIVE' },
	]);
	expect(client.sandbox.state.issuals.size).toBe(2);
});

test('an enrolment that is over or revoked does not stand in the way', async () => {
	await enrol([5]);
	now += 30 * 86_400_000;
	expect((await enrol([5])).body.data.issuedBadges[0].status).toBe('ACTIVE');
	await revoke({ customers: [5] });
	expect((await enrol([5])).body.data.issuedBadges[0].status).toBe('ACTIVE');
});

test('a customer named twice is enrolled once, numeric strings count', async () => {
	const { body } = await enrol([5, '5', 4]);
	expect(body.data.issuedBadges.map((one: { customerId: number }) => one.customerId)).toEqual([
		4, 5,
	]);
});

test('an older server answers with error: null', async () => {
	client.sandbox.state.generation = 'old';
	await enrol([5]);
	const { body } = await enrol([5, 6]);
	expect(body.data.issuedBadges).toEqual([
		{ customerId: 5, issuedId: expect.any(String), error: expect.objectContaining({ code: 1040 }) },
		{ customerId: 6, issuedId: expect.any(String), error: null },
	]);
	expect(body.data.expiresOnISO).toBeUndefined();
});

test('816 outside the badge dates, 815 inactive, 810 unclaimed, 809 twice, 404, 715, 812', async () => {
	expect(refusal(await enrol([5], { issueEventDate: '2022-12-31T00:00:00Z' }))).toEqual([400, 816]);
	expect(refusal(await enrol([5], { issueEventDate: NOW }))).toEqual([400, 816]);
	expect(refusal(await enrol([5], { badgeMetaId: client.id('Next Decade Quest') }))).toEqual([
		400, 816,
	]);
	expect(refusal(await enrol([5], { badgeMetaId: client.id('Sleeping Quest') }))).toEqual([
		409, 815,
	]);
	expect(refusal(await enrol([5], { triggeredBy: by('Loyalty', '0') }))).toEqual([409, 810]);
	expect(refusal(await enrol([5], { badgeMetaId: 'f'.repeat(24) }))).toEqual([404, 404]);
	expect(refusal(await enrol([5], { badgeMetaId: undefined }))).toEqual([400, 715]);
	expect(refusal(await enrol(undefined))).toEqual([400, 812]);
	expect(refusal(await enrol(5))).toEqual([400, 400]);
	expect((await enrol([5], { requestId: 'q' })).status).toBe(200);
	expect(refusal(await enrol([6], { requestId: 'q' }))).toEqual([400, 809]);
	expect(client.sandbox.state.issuals.size).toBe(1);
});

test('the request id is optional', async () => {
	expect((await enrol([5])).body.data.requestId).toBeNull();
});

test('an unknown customer refuses the call, a rejected one is an item', async () => {
	client.sandbox.state.unknownCustomers.add(1);
	client.sandbox.state.rejectedCustomers.set(2, { code: 900001, message: 'fraud' });
	expect(refusal(await enrol([1, 2, 3]))).toEqual([400, 400]);
	expect(client.sandbox.state.issuals.size).toBe(0);
	const { body } = await enrol([2, 3]);
	expect(body.data.issuedBadges[0]).toEqual({
		customerId: 2,
		issuedId: null,
		status: 'EXPIRED',
		error: { code: 900001, message: 'fraud', reference: null },
	});
});

test('calls of 100 customers', async () => {
	for (let call = 0; call < 20; call += 1) {
		const customers = Array.from({ length: 100 }, (_, index) => 1000 + call * 100 + index);
		expect((await enrol(customers)).body.data.issuedBadges.length).toBe(100);
	}
	expect(client.sandbox.state.issuals.size).toBe(2000);
});

test('the counts of a badge follow', async () => {
	await enrol([5, 6]);
	await client.post(EARN, { badgeMetaId: SEED.enrolBadge, customerId: 5, requestId: 'c' });
	const { body } = await client.get(`${META}/${SEED.enrolBadge}?includeStatistics=true`);
	expect([body.data.issuedCount, body.data.earnedCount]).toEqual([2, 1]);
});
