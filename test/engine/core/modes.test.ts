import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import type { NodeOptions } from '../../support/engine';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const REJECTED = { code: 4711, message: 'Blocked' };
const FIRST = 5000;

/** A hundred items; every tenth customer is rejected by Capillary, and two items are bad. */
const items = Array.from({ length: 100 }, (_, i) => ({
	id: i === 33 ? 'nobody' : i === 66 ? -1 : FIRST + i,
	order: `order-${i}`,
}));
const isRejected = (i: number) => i % 10 === 5;
const isBad = (i: number) => i === 33 || i === 66;
const INDICES = items.map((_, i) => i);

const EARN: INode['parameters'] = {
	...GOOD['customerBadge.earn'],
	customerId: '={{ $json.id }}',
	additionalFields: { requestId: '={{ $json.order }}' },
};

async function mixed(onError: NodeOptions['onError'], parameters = EARN) {
	for (const i of INDICES.filter(isRejected)) {
		stage.sandbox.state.rejectedCustomers.set(FIRST + i, REJECTED);
	}
	return await stage.run('customerBadge.earn', parameters, { onError, items });
}

const wordsFor = (i: number) => {
	if (i === 33) return '\'Customer ID\' is not a customer ID: "nobody"';
	return i === 66
		? "'Customer ID' is not a customer ID: -1"
		: 'Capillary refused the request: Blocked';
};

test('error output: each item on its side, in input order, linked, with its input', async () => {
	const { items: done, failed } = await mixed('continueErrorOutput');
	const good = INDICES.filter((i) => !isRejected(i) && !isBad(i));
	expect(linked(done).map(({ item, ...json }) => [item, json.customerId, json.requestId])).toEqual(
		good.map((i) => [i, FIRST + i, `order-${i}`]),
	);
	const bad = INDICES.filter((i) => isRejected(i) || isBad(i));
	expect(linked(failed).map(({ item, ...json }) => [item, json.error, json.order])).toEqual(
		bad.map((i) => [i, wordsFor(i), `order-${i}`]),
	);
	expect(failed[0].json.details).toMatchObject({
		code: 4711,
		apiMessage: 'Blocked',
		httpStatus: 409,
		customerId: FIRST + 5,
		requestId: 'order-5',
	});
	expect(stage.requests()).toHaveLength(98);
});

test('regular output: one item per input item, in input order, failed ones among them', async () => {
	const { items: done, failed } = await mixed('continueRegularOutput');
	expect(failed).toEqual([]);
	expect(linked(done).map(({ item, ...json }) => [item, json.error ?? json.customerId])).toEqual(
		INDICES.map((i) => [i, isRejected(i) || isBad(i) ? wordsFor(i) : FIRST + i]),
	);
	expect(JSON.stringify(done)).not.toMatch(/node_modules|\/nodes\/|\bat .*:\d+/);
});

test('stop: says which item, what, how to get unstuck, and how many were done', async () => {
	stage.sandbox.state.rejectedCustomers.set(FIRST + 20, REJECTED);
	const clean = items.filter((_, i) => !isBad(i));
	const { items: done, error } = await stage.run(
		'customerBadge.earn',
		{ ...EARN, options: { concurrency: 1 } },
		{ onError: 'stopWorkflow', items: clean },
	);
	expect(done).toEqual([]);
	expect(error).toEqual({
		message: 'Capillary refused the request: Blocked [item 20]',
		description: expect.stringMatching(
			/code 4711, "Blocked", HTTP 409\. This concerns customer 5020, request ID order-20\. Capillary's support finds it by the request ID [0-9a-f]+ \(X-CAP-REQUEST-ID\)\. 20 of 98 were done, 1 was refused, 77 were not sent\. Running the workflow again repeats those 20; 'Retry On Fail' does not\. To keep going past such items, set 'On Error' to 'Continue \(using error output\)'\.$/,
		),
		itemIndex: 20,
	});
	expect(stage.requests()).toHaveLength(21);
});

test('stop: nothing starts after the first failure, and what was under way is counted', async () => {
	stage.sandbox.state.rejectedCustomers.set(FIRST + 5, REJECTED);
	stage.sandbox.faults.add({ latencyMs: 20, times: null });
	const clean = items.filter((_, i) => !isBad(i));
	const { error } = await stage.run('customerBadge.earn', EARN, {
		onError: 'stopWorkflow',
		items: clean,
	});
	const { effects, total } = stage.sandbox.journal.stats;
	expect(total).toBeLessThanOrEqual(25);
	expect(effects).toBe(total - 1);
	expect(error?.message).toBe('Capillary refused the request: Blocked [item 5]');
	expect(error?.description).toContain(
		`${effects} of 98 were done, 1 was refused, ${97 - effects} were not sent. Running the workflow again repeats`,
	);
});

const NOWHERE = 'ffffffffffffffffffffffff';

test('stop: of reads it only says how many, since each run and each try reads all again', async () => {
	const { error } = await stage.run(
		'badge.get',
		{ badgeId: '={{ $json.badge }}', options: { concurrency: 1 } },
		{ onError: 'stopWorkflow', items: [{ badge: SEED.earnBadge }, { badge: NOWHERE }] },
	);
	expect(error?.message).toBe(`Badge ${NOWHERE} was not found [item 1]`);
	expect(error?.description).toContain('1 of 2 was done, 1 was refused. To keep going');
});

test('stop: a single item needs no count', async () => {
	stage.sandbox.state.rejectedCustomers.set(1, REJECTED);
	const { error } = await stage.run(
		'customerBadge.earn',
		{ ...GOOD['customerBadge.earn'], customerId: 1, additionalFields: { requestId: 'r' } },
		{ onError: 'stopWorkflow' },
	);
	expect(error?.description).toMatch(
		/^Go by Capillary's own message: this code is not in its public list\. Capillary said: code 4711, "Blocked", HTTP 409\. This concerns customer 1, request ID r\. Capillary's support finds it by the request ID [0-9a-f]+ \(X-CAP-REQUEST-ID\)\.$/,
	);
});

test('every field may be an expression of its own item', async () => {
	const rows = [
		{ badge: '65a000000000000000000001', owner: 'Loyalty', ref: '500', at: '2026-01-01' },
		{ badge: '65a000000000000000000003', owner: 'Milestones', ref: '7', at: '2026-02-02' },
		{ badge: '65a000000000000000000004', owner: 'Rewards_Catalog', ref: '123', at: '' },
	];
	await stage.run(
		'customerBadge.earn',
		{
			badgeId: { mode: 'id', value: '={{ $json.badge }}' },
			ownerType: '={{ $json.owner }}',
			referenceId: '={{ $json.ref }}',
			customerId: '={{ 7 + $itemIndex }}',
			additionalFields: { earnEventDate: '={{ $json.at }}', requestId: '=row-{{ $itemIndex }}' },
			options: { concurrency: 1 },
		},
		{ items: rows },
	);
	expect(stage.requests().map(({ body }) => body)).toEqual(
		rows.map(({ badge, owner, ref, at }, i) => ({
			badgeMetaId: badge,
			customerId: 7 + i,
			requestId: `row-${i}`,
			...(at ? { earnEventDate: `${at}T00:00:00.000Z` } : {}),
			triggeredBy: { ownerType: owner, referenceId: ref },
		})),
	);
});

test('an enrolment gathers items, and each customer comes back to the item that named it', async () => {
	stage.sandbox.state.rejectedCustomers.set(12, REJECTED);
	const {
		items: done,
		failed,
		hints,
	} = await stage.run(
		'customerBadge.enrol',
		{ ...GOOD['customerBadge.enrol'], customers: '={{ $json.list }}' },
		{ items: [{ list: '30, 10' }, { list: [20, 12] }, { list: 11 }, { list: 'x' }] },
	);
	expect(stage.requests().map(({ body }) => body)).toMatchObject([
		{ customers: [30, 10, 20, 12, 11] },
	]);
	expect(linked(done).map(({ item, ...json }) => [item, json.customerId])).toEqual([
		[0, 30],
		[0, 10],
		[1, 20],
		[2, 11],
	]);
	expect(linked(failed).map(({ item, ...json }) => [item, json.error])).toEqual([
		[1, 'Capillary refused the request: Blocked'],
		[3, '\'Customers\' holds a value that is not a customer ID: "x"'],
	]);
	expect(hints).toMatchObject([{ message: '4 enrolled, 2 not', type: 'warning' }]);
});

test('what an AI agent gives, all of it text, works too', async () => {
	const { items: done } = await stage.run('customerBadge.earn', {
		badgeId: { mode: 'id', value: ' 66276dc68fe258516a88ff8e ' },
		ownerType: '={{ "loyalty" }}',
		referenceId: '123694',
		customerId: ' 62090013 ',
		additionalFields: { earnEventDate: 'null', requestId: 'undefined' },
	});
	expect(stage.requests()[0].body).toEqual({
		badgeMetaId: '66276dc68fe258516a88ff8e',
		customerId: 62090013,
		requestId: expect.stringMatching(/^n8n-/),
		triggeredBy: { ownerType: 'Loyalty', referenceId: '123694' },
	});
	expect(linked(done)).toMatchObject([{ item: 0, customerId: 62090013 }]);
});

test('the node may be used as a tool', () => {
	const { description } = stage.engine.nodeTypes.getByName(
		'n8n-nodes-capillary-badges.capillaryBadges',
	);
	expect('usableAsTool' in description && description.usableAsTool).toEqual({
		replacements: { description: expect.stringContaining('outcome') },
	});
});
