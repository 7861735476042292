import type { INode } from 'n8n-workflow';
import { ENTITY } from '../../support/core';
import type { Bench, Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY, startBench } from '../../support/identity';

/** "Retry On Fail" with values that n8n evaluates anew in each try, such as `{{ $now }}`. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const NOW = { earnEventDate: '={{ $now }}' };
const DATE: INode['parameters'] & Record<Giving, INode['parameters']> = {
	earn: NOW,
	earnBulk: NOW,
	enrol: { issueEventDate: '={{ $now }}' },
};
const ALL = Object.keys(DATE) as Giving[];
const MODES = ['stopWorkflow', 'continueErrorOutput'] as const;
const EACH = ALL.flatMap((operation) => MODES.map((onError) => ({ operation, onError })));
const once = { maxAttempts: 1 };

describe.each(EACH)('$operation with a date of now, $onError', ({ operation, onError }) => {
	const run = (change: INode['parameters'] = {}, options: object = {}) =>
		bench.run(
			operation,
			{ additionalFields: DATE[operation], ...change },
			{ items: people(1, 2, 3), onError, ...RETRY, ...options },
		);

	test('the third customer is refused in three tries: the others get one each', async () => {
		const { tiny } = bench;
		tiny.switches.refuses = (customer) =>
			customer === 3 ? { code: 811, message: 'Not enrolled' } : undefined;
		await run({ options: { concurrency: 1 } });
		expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1, 2: 1 });
		// A new ID for each request: each was answered.
		const sent = tiny.writes().map(({ body }) => body.requestId);
		expect(new Set(sent).size).toBe(sent.length);
	});

	test.each([1, 2, 3])(
		'the answer to request %i is lost: one each, and it is said',
		async (lost) => {
			const { tiny } = bench;
			tiny.switches.after = ({ n }) => (n === lost ? 'lost' : undefined);
			const result = await run({ options: { ...once, concurrency: 1, batchSize: 1 } });
			expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1, 2: 1, 3: 1 });
			if (onError === 'stopWorkflow') {
				expect(endings(result)[lost]).toEqual(['already']);
				expect(result.items).toHaveLength(3);
			}
			const [first, ...again] = tiny
				.writes()
				.filter(({ body }) =>
					JSON.stringify(body).includes(String(tiny.given[lost - 1].requestId)),
				);
			expect(again.map(({ body }) => body)).toEqual(again.map(() => first.body));
		},
	);

	test('every answer to a first attempt is lost: one each', async () => {
		const { tiny } = bench;
		const seen = new Set<unknown>();
		tiny.switches.after = ({ body }) => {
			const isFirst = !seen.has(body.requestId);
			seen.add(body.requestId);
			return isFirst ? 'lost' : undefined;
		};
		const result = await run({ options: { batchSize: 2 } });
		expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1, 2: 1, 3: 1 });
		expect(Object.values(endings(result))).toEqual([['already'], ['already'], ['already']]);
	});
});

test('an approval request whose answer is lost is sent once, and unknown', async () => {
	const { tiny } = bench;
	for (const operation of ['requestEarn', 'requestEnrol']) {
		tiny.reset();
		tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
		const { error } = await bench.run(
			`approvalRequest.${operation}`,
			{
				badgeId: '66276dc68fe258516a88ff8e',
				ownerType: 'Loyalty',
				referenceId: '1',
				...ENTITY,
				...(operation === 'requestEarn' ? { customerId: 7 } : { customers: '7' }),
				additionalFields:
					operation === 'requestEarn'
						? { earnEventDate: '={{ $now }}' }
						: { issueEventDate: '={{ $now }}' },
			},
			{ onError: 'stopWorkflow', ...RETRY },
		);
		expect([tiny.writes().length, error?.message]).toEqual([
			1,
			expect.stringContaining('the outcome is unknown'),
		]);
	}
});

test('rows of an import whose answer is lost are sent once', async () => {
	const { tiny } = bench;
	tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
	const { error } = await bench.run(
		'customerBadge.import',
		{
			badgeId: '66276dc68fe258516a88ff8e',
			customerId: '={{ $json.who }}',
			earnEventDate: '={{ $now }}',
			earnExpiresOn: '2040-01-01',
		},
		{ items: people(1, 2, 3), onError: 'stopWorkflow', ...RETRY },
	);
	expect(tiny.writes()).toHaveLength(1);
	expect(error?.message).toContain('the outcome is unknown');
});

test('a customer who is refused for a limit, and got the badge elsewhere meanwhile, stays refused', async () => {
	const { tiny } = bench;
	tiny.give({ customer: 5, owner: 'Loyalty', reference: '123694', at: Date.now() - 1_800_000 });
	tiny.switches.refuses = () => ({ code: 813, message: 'Limit reached' });
	for (const refusedUsesId of [false, true]) {
		tiny.switches.refusedUsesId = refusedUsesId;
		const result = await bench.run(
			'earn',
			{ options: { alreadyDone: 'continue' } },
			{
				items: people(5),
				...RETRY,
			},
		);
		expect(endings(result)).toEqual({ 5: ['not'] });
	}
	expect(tiny.counts()).toEqual({ 5: 1 });
});

describe.each(ALL)('%s: a list refused because of one customer', (operation) => {
	test('after an attempt that got no answer is not cut up', async () => {
		const { tiny } = bench;
		tiny.switches.workMs = ({ n }) => (n === 1 ? 400 : 0);
		tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
		tiny.switches.wholeBatch = true;
		tiny.switches.refuses = (customer) =>
			customer === 2 ? { code: 811, message: 'Not enrolled' } : undefined;
		const result = await bench.run(
			operation,
			{ options: { timeout: 300 } },
			{
				items: people(1, 2, 3),
			},
		);
		const lists = tiny.writes().map(({ body }) => body.customers ?? body.customerIds);
		if (operation !== 'earn') {
			expect(new Set(lists.map((list) => JSON.stringify(list)))).toEqual(new Set(['[1,2,3]']));
			expect(new Set(tiny.writes().map(({ body }) => body.requestId)).size).toBe(1);
			expect(endings(result)).toEqual({ 1: ['unknown'], 2: ['unknown'], 3: ['unknown'] });
		}
		expect(tiny.counts(kindOf(operation))).toEqual(operation === 'earn' ? { 1: 1, 3: 1 } : {});
	});
});

describe('a decision', () => {
	const decide = () =>
		bench.run(
			'approvalRequest.decide',
			{
				requestType: 'EARN-BADGE',
				approvalRequestId: 'f2f6a3b0-6b6c-4d52-9d2a-1f2b3c4d5e6f',
				decision: 'approved',
			},
			{ onError: 'stopWorkflow', ...RETRY },
		);
	test('that Capillary has answered, whatever it says, is sent once', async () => {
		const { tiny } = bench;
		tiny.switches.before = () => ({
			body: { data: { state: 'failed', requestId: 'x' }, errors: [], warnings: [] },
		});
		const { error } = await decide();
		expect(tiny.writes().length).toBe(1);
		expect(error?.message).toMatch(
			/approved, but Capillary did not carry out all of it|Capillary refused/,
		);
	});
	test('whose answer is lost is sent once', async () => {
		bench.tiny.switches.before = () => 'lost';
		const { error } = await decide();
		expect(bench.tiny.writes()).toHaveLength(1);
		expect(error?.message).toContain('unknown');
	});
});
