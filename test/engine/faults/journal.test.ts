import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { holdings } from '../../support/audit';
import { startEngine } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/** "Retry On Fail" runs the whole node again; only what had not finished may be sent again. */

const BADGE = { badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge } };
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const ONCE = { options: { maxAttempts: 1 } };
const EARN = { ...BADGE, ...OWNER, ...ONCE, customerId: '={{ $json.who }}' };
const FIELD = { customersFrom: 'field', customerField: 'who' };
const BULK = { ...BADGE, ...OWNER, ...FIELD, options: { maxAttempts: 1, batchSize: 10 } };
const RETRY = { retryOnFail: true, maxTries: 3 };

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const people = (n: number) => Array.from({ length: n }, (_, i) => ({ who: i + 1 }));
const counts = (kind: 'earns' | 'issuals') => [...holdings(stage.sandbox.state, kind).values()];
const idOf = ({ body }: { body: unknown }) => (body as { requestId: string }).requestId;
const only = (who: number) => ({ body: `"customerId":${who}\\b` });

describe.each(['stopWorkflow', 'continueErrorOutput'] as const)('with On Error %s', (onError) => {
	test('sends only what had not finished, under the same request ID', async () => {
		stage.sandbox.faults.add({ match: only(7), drop: 'after' });
		const { items, failed, error } = await stage.run('customerBadge.earn', EARN, {
			items: people(30),
			onError,
			...RETRY,
		});
		expect(error).toBeUndefined();
		// n8n tries again when the node threw, or when its first output item is a failed one.
		const [unknown] = failed.map(({ json }) => json.details);
		expect([items.length, failed.length, unknown]).toEqual(
			onError === 'stopWorkflow'
				? [30, 0, undefined]
				: [29, 1, expect.objectContaining({ customerId: 7 })],
		);
		expect(counts('earns')).toEqual(Array(30).fill(1));
		const seventh = stage.writes().filter(({ body }) => /:7\b/.test(JSON.stringify(body)));
		expect(seventh.map(idOf)).toEqual(seventh.map(() => idOf(seventh[0])));
		expect(stage.writes()).toHaveLength(29 + seventh.length);
	});

	test('a first item that failed is sent again, the others are not', async () => {
		stage.sandbox.faults.add({ match: only(1), drop: 'after' });
		const { items } = await stage.run('customerBadge.earn', EARN, {
			items: people(30),
			onError,
			...RETRY,
		});
		expect([items.length, stage.writes().length]).toEqual([30, 31]);
		expect(items[0].json).toMatchObject({ customerId: 1, alreadyDone: true });
		expect(counts('earns')).toEqual(Array(30).fill(1));
	});
});

test('an open batch keeps its request ID and its customers', async () => {
	const { faults, state } = stage.sandbox;
	faults.add({ drop: 'after' });
	const { items } = await stage.run('customerBadge.earnBulk', BULK, {
		items: people(30),
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items).toHaveLength(30);
	const [lost, again] = stage.requests();
	expect(again.body).toEqual(lost.body);
	expect(counts('earns')).toEqual(Array(30).fill(1));
	expect(state.requestIds.size).toBe(3);
});

test('a batch that was lost, and limited in the next try, is not asked under another ID', async () => {
	const { faults } = stage.sandbox;
	faults.add({ drop: 'after' });
	faults.add({ skip: 1, times: 3, status: 429, retryAfter: '0.01' });
	const { items } = await stage.run('customerBadge.earnBulk', BULK, {
		items: people(30),
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items).toHaveLength(30);
	expect(counts('earns')).toEqual(Array(30).fill(1));
});

test('a batch that was lost, and refused when asked again, is looked up and not cut up', async () => {
	const { faults } = stage.sandbox;
	faults.add({ match: { method: 'POST' }, drop: 'after' });
	faults.add({
		match: { method: 'POST' },
		skip: 1,
		times: null,
		answer: { status: 409, json: { errors: [{ code: 4711 }] } },
	});
	const { items, error } = await stage.run(
		'customerBadge.enrol',
		{ ...BADGE, ...OWNER, ...FIELD },
		{ items: people(2), onError: 'stopWorkflow', ...RETRY },
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => [json.customerId, json.alreadyDone])).toEqual([
		[1, true],
		[2, true],
	]);
	expect(stage.writes().map(({ body }) => body)).toEqual(Array(2).fill(stage.writes()[0].body));
	expect(counts('issuals')).toEqual([1, 1]);
});

test("a list that one request cannot take is refused under the user's own ID, and nothing is sent", async () => {
	const parameters = { ...BULK, additionalFields: { requestId: 'order-1' } };
	const { failed } = await stage.run('customerBadge.enrol', parameters, {
		items: people(20),
		...RETRY,
	});
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(20).fill('Request ID order-1 is given for 20 customers, and one request takes 10'),
	);
	expect(stage.requests()).toEqual([]);
});

test("a batch under the user's own ID that gets through in the second try is done once", async () => {
	stage.sandbox.faults.add({ status: 503, retryAfter: '0.01' });
	const parameters = { ...BULK, additionalFields: { requestId: 'order-1' } };
	const { items } = await stage.run('customerBadge.enrol', parameters, {
		items: people(10),
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items.map(({ json }) => json.alreadyDone)).toEqual(Array(10).fill(undefined));
	expect(counts('issuals')).toEqual(Array(10).fill(1));
	expect(stage.writes().map(idOf)).toEqual(['order-1', 'order-1']);
});

test("a lost call under the user's own request ID counts as done when the ID proves used", async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const parameters = { ...EARN, additionalFields: { requestId: 'order-7' } };
	const { items } = await stage.run('customerBadge.earn', parameters, {
		items: people(1),
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items.map(({ json }) => [json.requestId, json.alreadyDone])).toEqual([['order-7', true]]);
});

test('a customer who is refused inside an answer is asked for again under a fresh ID', async () => {
	stage.sandbox.state.rejectedCustomers.set(1, { code: 4711, message: 'Rejected' });
	const { failed } = await stage.run('customerBadge.earnBulk', BULK, {
		items: people(2),
		...RETRY,
	});
	expect(failed.map(({ json }) => json.details)).toMatchObject([{ code: 4711, customerId: 1 }]);
	const ids = stage.requests().map(idOf);
	expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
});

test('a request that must not happen twice is not sent again while its outcome is unknown', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const entity = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
	const { error } = await stage.run(
		'approvalRequest.requestEarn',
		{ ...EARN, ...entity },
		{ items: people(1), onError: 'stopWorkflow', ...RETRY },
	);
	expect(error?.message).toBe(
		'The connection to Capillary was lost after sending, so the outcome is unknown [item 0]',
	);
	expect([stage.requests().length, stage.sandbox.state.requests.size]).toEqual([1, 1]);
});

test('a claim that was lost and proves claimed in the next try is done', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const parameters = { ...BADGE, ...ONCE, ownerType: 'Loyalty', referenceId: 'new' };
	const { items } = await stage.run('badge.claim', parameters, {
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items.map(({ json }) => json.alreadyDone)).toEqual([true]);
});

test('a claim whose answer said nothing of it, and proves claimed in the next try, is done', async () => {
	stage.sandbox.faults.add({ answer: { status: 200, json: { data: { odd: true } } } });
	const parameters = {
		badgeId: SEED.claimBadge,
		...ONCE,
		ownerType: 'Loyalty',
		referenceId: 'ABC',
	};
	const { items } = await stage.run('badge.claim', parameters, {
		onError: 'stopWorkflow',
		...RETRY,
	});
	expect(items.map(({ json }) => json.alreadyDone)).toEqual([true]);
});

test('each run of the node in a loop counts anew, and nothing is kept after success', async () => {
	const engine = await startEngine();
	const at = (id: string, type: string, more: Partial<INode> = {}): INode => ({
		id,
		name: id,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const main = (...names: string[]) => ({
		main: [names.map((node) => ({ node, type: 'main' as const, index: 0 }))],
	});
	stage.sandbox.faults.add({ match: only(2), drop: 'after' });
	const badges = at('Badges', 'n8n-nodes-capillary-badges.capillaryBadges', {
		parameters: { resource: 'customerBadge', operation: 'earn', ...EARN },
		credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
		retryOnFail: true,
		maxTries: 2,
		waitBetweenTries: 1,
	});
	const run = await engine.run(
		{
			nodes: [
				at('Start', 'n8n-nodes-base.manualTrigger'),
				at('One', 'n8n-nodes-base.noOp'),
				at('Two', 'n8n-nodes-base.noOp'),
				badges,
			],
			connections: { Start: main('One', 'Two'), One: main('Badges'), Two: main('Badges') },
		},
		{
			credentials: { Capillary: stage.basic },
			pinData: { Start: people(3).map((json) => ({ json })) },
		},
	);
	const runs = run.data.resultData.runData.Badges;
	expect(runs.map(({ data }) => data?.main[0]?.length)).toEqual([3, 3]);
	expect(counts('earns')).toEqual([2, 2, 2]);
	expect(stage.writes()).toHaveLength(7);
	expect(run.data.executionData?.contextData['node:Badges'] ?? {}).toEqual({});
});
