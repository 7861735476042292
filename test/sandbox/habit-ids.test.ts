/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** Habits of request IDs and of the work behind them. */
import { by, Client, EARN, EARN_BULK, ISSUE_BULK, refusal, type Reply, SEED } from './client';

let now = Date.UTC(2026, 5, 1);
let client: Client;
beforeAll(async () => {
	client = await Client.start({ clock: () => now });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const habits: Client['sandbox']['setHabits'] = (some) => client.sandbox.setHabits(some);
const triggeredBy = by('Loyalty', '626');
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const earn = (badgeMetaId: string, customerId: number, requestId: string): Promise<Reply> =>
	client.post(EARN, { badgeMetaId, customerId, requestId, triggeredBy });
const earnBulk = (badgeMetaId: string, customerIds: number[], requestId: string): Promise<Reply> =>
	client.post(EARN_BULK, { badgeMetaId, customerIds, requestId, triggeredBy });
const enrol = (customers: number[], requestId: string): Promise<Reply> =>
	client.post(ISSUE_BULK, { badgeMetaId: SEED.enrolBadge, customers, requestId, triggeredBy });
const earns = (): number => client.sandbox.state.earns.size;

describe('refused-id', () => {
	test.each([
		['free', 200],
		['used', 400],
	] as const)('%s: the ID of a refused earn', async (habit, status) => {
		habits({ 'refused-id': habit });
		expect(refusal(await earn(SEED.enrolBadge, 5, 'a'))).toEqual([409, 811]);
		await enrol([5], 'b');
		expect((await earn(SEED.enrolBadge, 5, 'a')).status).toBe(status);
	});
});

describe('id-check', () => {
	const once = (customerId: number, requestId: string) =>
		client.post(EARN, {
			badgeMetaId: client.id('Once Per Customer'),
			customerId,
			requestId,
			triggeredBy: by('Loyalty', '1'),
		});

	test('first: 809 although the limit is reached', async () => {
		await once(5, 'a');
		expect(refusal(await once(5, 'a'))).toEqual([400, 809]);
	});

	test('last: the limit is said, and 809 to whoever could earn', async () => {
		habits({ 'id-check': 'last' });
		await once(5, 'a');
		expect(refusal(await once(5, 'a'))).toEqual([409, 999999]);
		expect(refusal(await once(6, 'a'))).toEqual([400, 809]);
	});

	test('last, in a batch: 809 once there is somebody who could be enrolled', async () => {
		habits({ 'id-check': 'last' });
		await enrol([5], 'a');
		const again = await enrol([5], 'a');
		expect([again.status, again.body.data.issuedBadges[0].error.code]).toEqual([200, 1040]);
		expect(refusal(await enrol([5, 6], 'a'))).toEqual([400, 809]);
	});
});

test.each(['400', '409', '200'] as const)('id-status %s', async (status) => {
	habits({ 'id-status': status });
	await earn(SEED.earnBadge, 5, 'a');
	const again = await earn(SEED.earnBadge, 5, 'a');
	expect([...refusal(again), again.body.data]).toEqual([Number(status), 809, null]);
});

describe('id-scope', () => {
	const outcomes = async (): Promise<number[]> => {
		const first = await earn(SEED.earnBadge, 5, 'a');
		const otherCustomer = await earn(SEED.earnBadge, 6, 'a');
		const otherBadge = await client.post(EARN, {
			badgeMetaId: SEED.requestBadge,
			customerId: 5,
			requestId: 'a',
		});
		const otherEndpoint = await earnBulk(SEED.earnBadge, [5], 'a');
		const same = await earn(SEED.earnBadge, 5, 'a');
		return [first, otherCustomer, otherBadge, otherEndpoint, same].map(({ status }) => status);
	};

	test.each([
		['everywhere', [200, 400, 400, 400, 400]],
		['endpoint', [200, 400, 400, 200, 400]],
		['badge', [200, 400, 200, 400, 400]],
		['customer', [200, 200, 400, 400, 400]],
	] as const)('%s', async (habit, statuses) => {
		habits({ 'id-scope': habit });
		expect(await outcomes()).toEqual(statuses);
	});

	test('customer: a batch is refused for one whose ID it is', async () => {
		habits({ 'id-scope': 'customer' });
		await earn(SEED.earnBadge, 5, 'a');
		expect(refusal(await earnBulk(SEED.earnBadge, [4, 5], 'a'))).toEqual([400, 809]);
		expect((await earnBulk(SEED.earnBadge, [4, 6], 'a')).status).toBe(200);
	});
});

test('id-memory-ms: an ID is forgotten after its time', async () => {
	habits({ 'id-memory-ms': 1000 });
	await earn(SEED.earnBadge, 5, 'a');
	now += 999;
	expect(refusal(await earn(SEED.earnBadge, 5, 'a'))).toEqual([400, 809]);
	now += 1;
	expect([(await earn(SEED.earnBadge, 5, 'a')).status, earns()]).toEqual([200, 2]);
});

describe('work-ms', () => {
	test('809 comes while the first is at work, which is then done', async () => {
		habits({ 'work-ms': 150 });
		const first = earn(SEED.earnBadge, 5, 'a');
		await wait(50);
		expect([refusal(await earn(SEED.earnBadge, 5, 'a')), earns()]).toEqual([[400, 809], 0]);
		expect([(await first).status, earns()]).toEqual([200, 1]);
	});

	test('the work may be refused after all, and its ID is free again', async () => {
		habits({ 'work-ms': 150 });
		const first = earn(SEED.enrolBadge, 5, 'a');
		await wait(50);
		expect(refusal(await earn(SEED.enrolBadge, 5, 'a'))).toEqual([400, 809]);
		expect(refusal(await first)).toEqual([409, 811]);
		expect([client.sandbox.state.requestIds.size, earns()]).toEqual([0, 0]);
	});

	test('id-noted when-done: 809 comes once the first was done, and not if it was refused', async () => {
		habits({ 'work-ms': 150, 'id-noted': 'when-done' });
		const first = earn(SEED.earnBadge, 5, 'a');
		await wait(50);
		const second = earn(SEED.earnBadge, 5, 'a');
		expect([(await first).status, refusal(await second), earns()]).toEqual([200, [400, 809], 1]);
		const refused = earn(SEED.enrolBadge, 5, 'b');
		await wait(50);
		const third = earn(SEED.earnBadge, 5, 'b');
		expect([refusal(await refused), (await third).status]).toEqual([[409, 811], 200]);
	});

	test('the work goes on when the caller has left', async () => {
		habits({ 'work-ms': 150 });
		const body = { badgeMetaId: SEED.earnBadge, customerIds: [5, 6], requestId: 'a', triggeredBy };
		const call = fetch(client.sandbox.url + EARN_BULK, {
			method: 'POST',
			headers: { authorization: client.authorization },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(50),
		});
		await expect(call).rejects.toThrow('aborted');
		expect(earns()).toBe(0);
		await wait(150);
		expect(earns()).toBe(2);
	});

	test('a bad form is refused at once, and a read does not wait', async () => {
		habits({ 'work-ms': 60_000 });
		expect(refusal(await earn('', 5, 'a'))).toEqual([400, 715]);
		expect((await client.get(`/api_gateway/v1/badges/customer/5`)).status).toBe(200);
	});
});

test('answer-ms: the work is done long before it is answered', async () => {
	habits({ 'answer-ms': 150 });
	const call = earn(SEED.earnBadge, 5, 'a');
	await wait(75);
	expect(earns()).toBe(1);
	expect((await call).status).toBe(200);
});
