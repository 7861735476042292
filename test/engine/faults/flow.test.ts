/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { SEED } from '../../../sandbox';
import { holdings } from '../../support/audit';
import type { NodeOptions } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** How the requests of one run flow: one first, then so many at once, and none after a cancel. */

const BADGE = { badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge } };
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const EARN = { ...BADGE, ...OWNER, customerId: '={{ $json.who }}' };

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const people = (n: number) => Array.from({ length: n }, (_, i) => ({ who: i + 1 }));
const idOf = ({ body }: { body: unknown }) => (body as { requestId: string }).requestId;
const idsOf = () => stage.writes().map(idOf).sort();

test.each([1, 3, 10])(
	'with concurrency %i, so many requests are under way',
	async (concurrency) => {
		const { faults, journal } = stage.sandbox;
		faults.add({ times: null, latencyMs: 60 });
		const { items } = await stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { concurrency } },
			{ items: people(concurrency === 1 ? 5 : 40) },
		);
		expect(items).toHaveLength(concurrency === 1 ? 5 : 40);
		expect(journal.maxInFlight).toBe(concurrency);
	},
);

test('the first request travels alone, so that a token is fetched once', async () => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	stage.sandbox.faults.add({ times: null, latencyMs: 50 });
	const oauth = { authentication: 'oauth', clientKey, clientSecret };
	await stage.run('customerBadge.earn', EARN, {
		items: people(12),
		credential: { ...stage.basic, ...oauth },
	});
	const [token, first, second] = stage.requests();
	expect([token.path, stage.requests().length]).toEqual(['/v3/oauth/token/generate', 13]);
	expect(second.at - first.at).toBeGreaterThanOrEqual(45);
});

test('outcomes keep the order of the items, whatever the order of the answers', async () => {
	stage.sandbox.faults.add({ times: null, latencyMs: 1, jitterMs: 60, seed: 5 });
	stage.sandbox.state.unknownCustomers.add(20);
	const { items, failed } = await stage.run('customerBadge.earn', EARN, { items: people(40) });
	expect(items.map(({ json }) => json.customerId)).toEqual(
		people(40)
			.map(({ who }) => who)
			.filter((who) => who !== 20),
	);
	expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 19 }]);
});

describe('the looks at customers after a lost bulk answer', () => {
	const BULK = { ...BADGE, ...OWNER, customersFrom: 'field', customerField: 'who' };
	const gets = () => stage.requests().filter(({ method }) => method === 'GET');
	/** Batches of twenty whose answers are lost. */
	const lose = async (n: number, concurrency: number, more: Partial<NodeOptions> = {}) =>
		await stage.run(
			'customerBadge.earnBulk',
			{ ...BULK, options: { concurrency, batchSize: 20 } },
			{ items: people(n), ...more },
		);
	beforeEach(() => {
		stage.sandbox.faults.add({ match: { method: 'POST', attempt: 1 }, times: null, drop: 'after' });
	});

	test.each([
		[20, 1],
		[20, 7],
		[100, 7],
	])('for %i customers, at most %i requests are under way', async (n, concurrency) => {
		stage.sandbox.faults.add({ match: { method: 'GET' }, times: null, latencyMs: 30 });
		const { items } = await lose(n, concurrency);
		expect(items.map(({ json }) => [json.customerId, json.alreadyDone])).toEqual(
			people(n).map(({ who }) => [who, true]),
		);
		expect(gets()).toHaveLength(n);
		// A lost answer narrows the run, so that it may not come back to the most that is allowed.
		expect(stage.sandbox.journal.maxInFlight).toBeLessThanOrEqual(concurrency);
	});

	test('wait while Capillary limits the rate', async () => {
		stage.sandbox.faults.add({
			match: { method: 'GET' },
			times: 3,
			status: 429,
			retryAfter: '0.1',
		});
		const { items } = await lose(20, 4);
		expect([items.length, gets().length]).toEqual([20, 23]);
	});

	test('end when Capillary limits the rate for good: who was asked for is unknown', async () => {
		stage.sandbox.faults.add({
			match: { method: 'GET' },
			times: null,
			status: 429,
			retryAfter: '0.01',
		});
		const { failed } = await lose(100, 5);
		expect(failed.map(({ json }) => /the outcome is unknown$/.test(String(json.error)))).toEqual(
			people(100).map(({ who }) => who <= 20),
		);
		// Two that give up, then the five that were under way when the third one did.
		expect(gets().length).toBeLessThanOrEqual((2 + 5) * 4);
	});

	test('end on cancel', async () => {
		stage.sandbox.faults.add({ match: { method: 'GET' }, times: null, hang: true });
		const { error } = await lose(100, 5, { cancelWhen: () => gets().length > 0 });
		expect(error?.message).toBe('The execution was canceled');
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(gets().length).toBeGreaterThan(0);
		expect(gets().length).toBeLessThanOrEqual(5);
	});
});

describe('after the first failure in stop mode', () => {
	test('no new item is begun, and the error counts what was done', async () => {
		stage.sandbox.state.unknownCustomers.add(5);
		const { error } = await stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { concurrency: 1 } },
			{ items: people(40), onError: 'stopWorkflow' },
		);
		expect(error?.message).toBe('Capillary refused the request: Customer not found: 5 [item 4]');
		expect(error?.description).toContain(
			'4 of 40 were done, 1 was refused, 35 were not sent. Running the workflow again repeats those 4;',
		);
		expect([stage.requests().length, stage.sandbox.state.earns.size]).toEqual([5, 4]);
	});
});

describe('a cancel', () => {
	test('ends a wait, and nothing more is sent', async () => {
		stage.sandbox.faults.add({ skip: 3, times: null, status: 429, retryAfter: '55' });
		const began = Date.now();
		const alone = { ...EARN, options: { concurrency: 1 } };
		const { error } = await stage.run('customerBadge.earn', alone, {
			items: people(30),
			cancelWhen: () => stage.requests().some(({ status }) => status === 429),
		});
		expect(Date.now() - began).toBeLessThan(10_000);
		expect(error?.message).toBe('The execution was canceled');
		const sent = stage.requests().length;
		await new Promise((resolve) => setTimeout(resolve, 400));
		expect(stage.requests()).toHaveLength(sent);
		expect(stage.sandbox.state.earns.size).toBe(3);
	});

	test('ends requests that are under way', async () => {
		stage.sandbox.faults.add({ times: null, hang: true });
		const began = Date.now();
		await stage.run('customerBadge.earn', EARN, {
			items: people(30),
			cancelWhen: () => stage.requests().length > 0,
		});
		expect(Date.now() - began).toBeLessThan(10_000);
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(stage.requests()).toHaveLength(1);
	});
});

describe('request IDs', () => {
	const run = (executionId: string, requestIdScope: string) =>
		stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { requestIdScope } },
			{ items: people(5), executionId },
		);

	test('of a run are its own, whatever number n8n gives the execution', async () => {
		await run('1', 'execution');
		await run('1', 'execution');
		await run('2', 'execution');
		const ids = idsOf();
		expect(new Set(ids).size).toBe(15);
		for (const id of ids) expect(id).toMatch(/^n8n-[0-9a-f]{32}-\d+$/);
		expect([...holdings(stage.sandbox.state, 'earns').values()]).toEqual([3, 3, 3, 3, 3]);
	});

	test('of the content are the same in every execution', async () => {
		await run('1', 'content');
		const first = idsOf();
		const again = await run('2', 'content');
		expect(again.items.map(({ json }) => json.alreadyDone)).toEqual(Array(5).fill(true));
		expect(idsOf()).toEqual([...first, ...first].sort());
		expect([...holdings(stage.sandbox.state, 'earns').values()]).toEqual([1, 1, 1, 1, 1]);
	});
});
