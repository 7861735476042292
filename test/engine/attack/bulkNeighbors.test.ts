import type { IDataObject, INode } from 'n8n-workflow';
import type { NodeRun } from '../../support/engine';
import { runNode } from '../../support/engine';
import type { BulkStage } from '../../support/bulkServer';
import { documented, startBulkStage } from '../../support/bulkServer';

/** Items that are like their neighbors, or nearly: each customer gets what the own item asks for, once. */

let stage: BulkStage;
beforeAll(async () => {
	stage = await startBulkStage();
});
beforeEach(() => stage.server.reset());
afterAll(() => stage.close());

const BADGE = '66276dc68fe258516a88ff8e';
const OTHER = '66276dc68fe258516a88ff8f';
const USUAL = { badge: BADGE, owner: 'Loyalty', reference: 'r1', date: '2026-11-30T01:00:00Z' };

const WAYS: Record<string, INode['parameters']> = {
	field: { customersFrom: 'field', customerField: 'who' },
	list: { customersFrom: 'list', customers: '={{ $json.who }}' },
};

/** Parameters that take everything from the item. */
const parametersFor = (operation: string, way: string, options: IDataObject, hasId: boolean) => ({
	resource: 'customerBadge',
	operation,
	badgeId: '={{ $json.badge }}',
	ownerType: '={{ $json.owner }}',
	referenceId: '={{ $json.reference }}',
	...WAYS[way],
	additionalFields: {
		[operation === 'enrol' ? 'issueEventDate' : 'earnEventDate']: '={{ $json.date }}',
		...(hasId ? { requestId: '={{ $json.order }}' } : {}),
	},
	options: { timeout: 1000, ...options },
});

const run = async (
	operation: string,
	items: IDataObject[],
	{ way = 'field', options = {} }: { way?: string; options?: IDataObject } = {},
): Promise<NodeRun> =>
	await runNode(stage.engine, {
		credential: stage.credential,
		onError: 'continueErrorOutput',
		items: items.map((item) => ({ ...USUAL, ...item })),
		parameters: parametersFor(operation, way, options, 'order' in items[0]),
	});

/** What each customer holds: badge, owner, reference and date, as the server was told. */
const held = () =>
	stage.server.deeds.map(({ customer, shared }) => {
		const { badgeMetaId, triggeredBy, earnEventDate, issueEventDate } = JSON.parse(shared);
		const date = earnEventDate ?? new Date(issueEventDate * 1000).toISOString();
		return [customer, badgeMetaId, triggeredBy?.ownerType, triggeredBy?.referenceId, date];
	});
const byCustomer = ([one]: unknown[], [other]: unknown[]) => Number(one) - Number(other);

const CHANGES: Record<string, IDataObject> = {
	badge: { badge: OTHER },
	'owner type': { owner: 'Milestones' },
	'no owner': { owner: 'none' },
	reference: { reference: 'r2' },
	date: { date: '2026-11-30T02:00:00Z' },
};

describe.each(['earnBulk', 'enrol'])('%s', (operation) => {
	describe.each(['field', 'list'])('customers from a %s', (way) => {
		test.each(Object.keys(CHANGES))('A, A, B, A that differ in the %s', async (name) => {
			const change = CHANGES[name];
			const items = [{ who: 1 }, { who: ['2', 3] }, { who: 4, ...change }, { who: ' 5' }];
			const { items: done, failed } = await run(operation, items, { way });
			const wanted = [1, 2, 3, 4, 5].map((customer) => {
				const { badge, owner, reference, date } = { ...USUAL, ...(customer === 4 ? change : {}) };
				const by = owner === 'none' ? [undefined, undefined] : [owner, reference];
				return [customer, badge, ...by, new Date(date).toISOString()];
			});
			expect(held().sort(byCustomer)).toEqual(wanted);
			expect(failed).toEqual([]);
			expect(
				done.map(({ json, pairedItem }) => [json.customerId, json.badgeMetaId, pairedItem]),
			).toEqual(
				wanted.map(([customer, badge]) => [
					customer,
					badge,
					{ item: [0, 1, 1, 2, 3][Number(customer) - 1] },
				]),
			);
			const calls = stage.server.calls.map(({ customers }) => customers);
			expect(calls).toEqual([[1, 2, 3, 5], [4]]);
		});

		test('A, A, B, A that differ in the request ID', async () => {
			const orders = ['one', 'one', 'two', 'one'];
			const items = orders.map((order, i) => ({ who: i + 1, order }));
			const { items: done } = await run(operation, items, { way });
			expect(done.map(({ json }) => [json.customerId, json.requestId])).toEqual([
				[1, 'one'],
				[2, 'one'],
				[3, 'two'],
				[4, 'one'],
			]);
			const calls = stage.server.calls.map(({ customers, body }) => [body.requestId, customers]);
			expect(calls).toEqual([
				['one', [1, 2, 4]],
				['two', [3]],
			]);
		});

		test('what cannot be meant between them is sent to nobody, and everybody has one outcome', async () => {
			const items = [
				{ who: 1 },
				{ who: '1e3' },
				{ who: 2 },
				{ who: [3, 'x'] },
				{ who: 4, badge: 'a/b' },
				{ who: 5 },
				{ who: 9007199254740992 },
				{ who: -0 },
				{ who: '007' },
				{ who: [2, 2] },
			];
			const { items: done, failed } = await run(operation, items, { way });
			expect(done.map(({ json, pairedItem }) => [pairedItem, json.customerId])).toEqual(
				[
					[0, 1],
					[2, 2],
					[5, 5],
					[8, 7],
					[9, 2],
					[9, 2],
				].map(([item, customer]) => [{ item }, customer]),
			);
			expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(
				[1, 3, 4, 6, 7].map((item) => ({ item })),
			);
			expect(stage.server.calls.map(({ customers }) => customers)).toEqual([
				[1, 2, 5, 7],
				[2],
				[2],
			]);
			expect(new Set(done.map(({ json }) => json.requestId)).size).toBe(3);
		});
	});

	test('without an owner, the reference of a hidden field makes no other request of the same content', async () => {
		const items = ['r1', 'r2', 'r1'].map((reference) => ({ who: 7, owner: 'none', reference }));
		const { items: done, failed } = await run(operation, items, {
			options: { requestIdScope: 'content', alreadyDone: 'continue' },
		});
		expect(failed).toEqual([]);
		expect(done.map(({ json, pairedItem }) => [pairedItem, json.customerId])).toEqual(
			[0, 1, 2].map((item) => [{ item }, 7]),
		);
		expect(done.map(({ json }) => json.referenceId)).toEqual([undefined, undefined, undefined]);
		expect(stage.server.deeds.map(({ customer }) => customer)).toEqual([7]);
	});

	test('no two output items share an object', async () => {
		stage.server.manners.tells = (rows, call) => {
			const told = documented(rows, call) as { body: { data: IDataObject; warnings: unknown[] } };
			Object.assign(told.body.data, { series: { name: 'autumn', list: [{ n: 1 }] } });
			told.body.warnings = [{ code: 9, message: 'no coupon' }];
			return told;
		};
		const { items: done } = await run(operation, [{ who: [1, 2] }, { who: 3 }], {
			options: { includeInputFields: true },
		});
		const before = structuredClone(done);
		const change = (value: unknown): void => {
			if (typeof value !== 'object' || value === null) return;
			Object.values(value).forEach(change);
			if (Array.isArray(value)) value.push('changed');
			else Object.assign(value, { changed: true });
		};
		change(done[0].json);
		expect(before[0].json.triggeredBy).toEqual({ ownerType: 'Loyalty', referenceId: 'r1' });
		expect(done.slice(1)).toEqual(before.slice(1));
	});

	test('a refusal by HTTP status alone, whose data name what was done, gives nobody a second one', async () => {
		stage.server.manners.tells = (rows, call) => {
			const told = documented(rows, call);
			return call.n > 1 || told === 'cut' ? told : { ...told, status: 400 };
		};
		const { items: done, failed } = await run(operation, [{ who: 1 }, { who: 2 }]);
		expect(done).toEqual([]);
		expect(failed.map(({ json }) => json.error)).toEqual(
			Array(2).fill(expect.stringMatching(/names what was done, so the outcome is unknown$/)),
		);
		expect(stage.server.deeds.map(({ customer }) => customer)).toEqual([1, 2]);
	});
});
