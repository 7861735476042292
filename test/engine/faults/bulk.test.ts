import { SEED } from '../../../sandbox';
import { holdings } from '../../support/audit';
import type { NodeOptions } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/** How customers of many items gather into calls, and come back one by one. */

const BADGE = { badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge } };
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const LIST = { ...BADGE, ...OWNER, customers: '={{ $json.who }}' };

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

interface Body {
	customers: number[];
	requestId: string;
}
const bodies = () => stage.requests().map(({ body }) => body as Body);
const sizes = () =>
	bodies()
		.map(({ customers }) => customers.length)
		.sort((a, b) => b - a);

test('customers of all items fill the calls, and come back in order, each to its item', async () => {
	const items = [{ who: [9, 8, 7] }, { who: '6 5' }, { who: 4 }, { who: '[3, 2, 1]' }];
	const { items: done } = await stage.run(
		'customerBadge.enrol',
		{ ...LIST, options: { batchSize: 4 } },
		{ items },
	);
	expect(bodies().map(({ customers }) => customers)).toEqual([[9, 8, 7, 6], [5, 4, 3, 2], [1]]);
	expect(linked(done).map(({ item, customerId }) => [item, customerId])).toEqual([
		[0, 9],
		[0, 8],
		[0, 7],
		[1, 6],
		[1, 5],
		[2, 4],
		[3, 3],
		[3, 2],
		[3, 1],
	]);
});

test('items that differ in badge, owner or date do not travel together', async () => {
	const parameters = { ...LIST, referenceId: '={{ $json.claim }}' };
	const items = ['626', '123694', '626'].map((claim, i) => ({ who: i + 1, claim }));
	const { items: done } = await stage.run('customerBadge.enrol', parameters, { items });
	expect(bodies().map(({ customers }) => customers)).toEqual([[1, 3], [2]]);
	expect(linked(done).map(({ item, customerId }) => [item, customerId])).toEqual([
		[0, 1],
		[1, 2],
		[2, 3],
	]);
});

test('a customer who is named twice travels in two calls, and is not merged', async () => {
	const { items } = await stage.run('customerBadge.earnBulk', LIST, {
		items: [{ who: '1 2 1' }, { who: 2 }],
	});
	expect(linked(items).map(({ item, customerId }) => [item, customerId])).toEqual([
		[0, 1],
		[0, 2],
		[0, 1],
		[1, 2],
	]);
	expect(stage.requests()).toHaveLength(2);
	expect([...holdings(stage.sandbox.state, 'earns')]).toEqual([
		[1, 2],
		[2, 2],
	]);
});

test('a batch that is refused as a whole is halved until the bad customer stands alone', async () => {
	stage.sandbox.state.unknownCustomers.add(33);
	const who = Array.from({ length: 64 }, (_, i) => i + 1);
	const { items, failed } = await stage.run('customerBadge.enrol', LIST, { items: [{ who }] });
	expect([items.length, failed.map(({ json }) => json.details)]).toEqual([
		63,
		[expect.objectContaining({ code: 400, customerId: 33 })],
	]);
	expect(sizes()).toEqual([64, 32, 32, 16, 16, 8, 8, 4, 4, 2, 2, 1, 1]);
	expect(new Set(bodies().map(({ requestId }) => requestId)).size).toBe(13);
});

describe('a refusal of a whole batch', () => {
	const who = Array.from({ length: 64 }, (_, i) => i + 1);
	const refusing = (status: number, body?: string) =>
		stage.sandbox.faults.add({
			times: null,
			match: { body },
			answer: {
				status,
				json: { data: null, errors: [{ code: 4711, message: 'Not today' }], warnings: null },
			},
		});
	const enrol = (onError: NodeOptions['onError']) =>
		stage.run('customerBadge.enrol', LIST, { items: [{ who }], onError });

	test('in stop mode, is split until the first customer is refused alone, and no further', async () => {
		refusing(409);
		const { error } = await enrol('stopWorkflow');
		expect(sizes()).toEqual([64, 32, 16, 8, 4, 2, 1]);
		expect(error?.message).toBe('Capillary refused the request: Not today [item 0]');
		expect(error?.description).toMatch(/This concerns customer 1, .*0 of 64 were done/);
	});

	test('in stop mode, who came before the bad customer is done, and who comes after is not begun', async () => {
		stage.sandbox.state.unknownCustomers.add(33);
		const { error } = await enrol('stopWorkflow');
		expect(sizes()).toEqual([64, 32, 32, 16, 8, 4, 2, 1]);
		expect(error?.description).toMatch(/This concerns customer 33, .*32 of 64 were done/);
		expect([...holdings(stage.sandbox.state, 'issuals').keys()]).toEqual(who.slice(0, 32));
	});

	test('in continue mode, leaves nobody out who was not refused alone', async () => {
		refusing(409);
		const { failed } = await enrol('continueErrorOutput');
		expect([failed.length, sizes().filter((size) => size === 1).length]).toEqual([64, 64]);
	});

	test('inside HTTP 200 is split as well', async () => {
		refusing(200, '\\b33\\b');
		const { items, failed } = await enrol('continueErrorOutput');
		expect([items.length, failed.map(({ json }) => json.details)]).toEqual([
			63,
			[expect.objectContaining({ code: 4711, customerId: 33 })],
		]);
	});

	test.each([
		[401, 'Capillary did not accept the credential'],
		[403, 'The credential may not use this part of the Capillary API'],
	])('under HTTP %i is about the credential, whatever its code', async (status, what) => {
		refusing(status);
		const { failed } = await enrol('continueErrorOutput');
		expect(sizes()).toEqual([64]);
		expect(failed.map(({ json }) => json.error)).toEqual(who.map(() => what));
		expect(failed[0].json.details).toMatchObject({ code: 4711, apiMessage: 'Not today' });
	});
});

test("the user's request ID stands for one request: a longer list is refused unsent", async () => {
	const parameters = { ...LIST, additionalFields: { requestId: 'order-1' } };
	const cut = await stage.run(
		'customerBadge.enrol',
		{ ...parameters, options: { batchSize: 2 } },
		{ items: [{ who: '1 2 3 4 5' }] },
	);
	expect(cut.failed.map(({ json }) => [json.error, json.details])).toEqual(
		[1, 2, 3, 4, 5].map((customerId) => [
			'Request ID order-1 is given for 5 customers, and one request takes 2',
			expect.objectContaining({
				customerId,
				advice: expect.stringContaining("Set 'Batch Size' to 5 or more"),
			}),
		]),
	);
	expect(stage.requests()).toEqual([]);
	const { items } = await stage.run('customerBadge.enrol', parameters, {
		items: [{ who: '1 2 3 4 5' }],
	});
	expect(items).toHaveLength(5);
	expect(bodies().map(({ requestId }) => requestId)).toEqual(['order-1']);
});

test('ten thousand customers: the failed ones reach the error output, and a hint sums up', async () => {
	for (const customer of [7, 5000, 9999]) {
		stage.sandbox.state.rejectedCustomers.set(customer, { code: 4711, message: 'Rejected' });
	}
	const items = Array.from({ length: 10_000 }, (_, i) => ({ who: i + 1, name: `n${i + 1}` }));
	const parameters = { ...BADGE, ...OWNER, customersFrom: 'field', customerField: 'who' };
	const run = await stage.run('customerBadge.enrol', parameters, { items });
	expect([run.items.length, stage.requests().length]).toEqual([9997, 100]);
	expect(linked(run.failed)).toEqual(
		[7, 5000, 9999].map((who) => ({
			item: who - 1,
			who,
			name: `n${who}`,
			error: 'Capillary refused the request: Rejected',
			details: expect.objectContaining({ code: 4711, apiMessage: 'Rejected', customerId: who }),
		})),
	);
	expect(run.hints.map(({ message, type }) => [message, type])).toEqual([
		['9,997 enrolled, 3 not', 'warning'],
	]);
});
