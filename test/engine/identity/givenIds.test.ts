import type { Bench, Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY, startBench } from '../../support/identity';

/** Request IDs that the user gives: one request each, and never another in its place. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const CONTINUE = { alreadyDone: 'continue', timeout: 300 };
const owned = (requestId: string) => ({ additionalFields: { requestId } });
const sentIds = () => [...new Set(bench.tiny.writes().map(({ body }) => body.requestId))];

describe.each(ALL)('%s', (operation) => {
	const kind = kindOf(operation);

	test.each(['fail', 'continue'])(
		'an ID that belongs to somebody else, after a 502, is not done (%s)',
		async (alreadyDone) => {
			const { tiny } = bench;
			tiny.give({ kind, customer: 99, requestId: 'order-1', owner: 'Loyalty', reference: '1' });
			tiny.switches.before = ({ n }) => (n === 1 ? { status: 502, body: '' } : undefined);
			const result = await bench.run(
				operation,
				{ ...owned('order-1'), options: { alreadyDone, timeout: 300 } },
				{ items: people(5), ...RETRY },
			);
			expect(endings(result)[5]).not.toContain('done');
			expect(endings(result)[5]).not.toContain('already');
			expect(tiny.counts(kind)).toEqual({ 99: 1 });
			expect(sentIds()).toEqual(['order-1']);
		},
	);

	test.each(['fail', 'continue'])(
		'an ID that was used before gives no second one in any try (%s)',
		async (alreadyDone) => {
			const { tiny } = bench;
			tiny.give({ kind, customer: 5, requestId: 'order-1', owner: 'Loyalty', reference: '123694' });
			const result = await bench.run(
				operation,
				{ ...owned('order-1'), options: { alreadyDone, timeout: 300 } },
				{ items: people(5), ...RETRY },
			);
			expect(endings(result)).toEqual({ 5: [alreadyDone === 'continue' ? 'already' : 'not'] });
			expect(tiny.counts(kind)).toEqual({ 5: 1 });
			expect(sentIds()).toEqual(['order-1']);
		},
	);

	test('one ID for four customers is refused unsent, or one request', async () => {
		const result = await bench.run(
			operation,
			{ ...owned('order-1'), options: CONTINUE },
			{ items: people(1, 2, 3, 4) },
		);
		if (operation === 'earn') {
			expect(endings(result)).toEqual({ 1: ['not'], 2: ['not'], 3: ['not'], 4: ['not'] });
			expect(bench.tiny.writes()).toEqual([]);
		} else {
			expect(bench.tiny.writes()).toHaveLength(1);
			expect(bench.tiny.counts(kind)).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1 });
		}
	});

	test('a customer named three times under one ID does not collide', async () => {
		const result = await bench.run(
			operation,
			{ ...owned('order-1'), options: CONTINUE },
			{ items: people(7, 7, 7) },
		);
		expect(endings(result)).toEqual({ 7: ['done', 'already', 'already'] });
		expect(bench.tiny.counts(kind)).toEqual({ 7: 1 });
	});

	test('used by another badge, owner or reference within the run, it is refused unsent', async () => {
		const result = await bench.run(
			operation,
			{ referenceId: '={{ $json.claim }}', ...owned('order-1'), options: CONTINUE },
			{
				items: [
					{ who: 1, claim: '1' },
					{ who: 1, claim: '2' },
				],
			},
		);
		expect(endings(result)).toEqual({ 1: ['not', 'not'] });
		expect(bench.tiny.writes()).toEqual([]);
	});

	test.each([200, 400, 409])('809 with status %i says that the ID was used', async (status) => {
		const { tiny } = bench;
		tiny.switches.usedStatus = status;
		tiny.give({ kind, customer: 9, requestId: 'order-1' });
		const result = await bench.run(operation, owned('order-1'), { items: people(5) });
		expect(endings(result)).toEqual({ 5: ['not'] });
		expect(result.failed[0].json).toMatchObject({ details: { code: 809 } });
	});
});

describe.each(['earnBulk', 'enrol'] as const)('%s of 250 customers under one ID', (operation) => {
	const who = Array.from({ length: 250 }, (_, i) => i + 1);
	const kind = kindOf(operation);

	test.each([
		['a smaller batch', who, 50],
		['one more in front', [999, ...who], 250],
	])('run again with %s, is refused, and nobody gets a second one', async (_words, again, size) => {
		const { tiny } = bench;
		const run = async (list: number[], batchSize: number) =>
			await bench.run(
				operation,
				{ ...owned('order-1'), options: { batchSize, timeout: 1000 } },
				{ items: people(...list) },
			);
		const first = await run(who, 250);
		expect(first.items).toHaveLength(250);
		const second = await run(again, size);
		expect(second.items).toEqual([]);
		expect(second.failed).toHaveLength(again.length);
		expect(Object.values(tiny.counts(kind)).every((count) => count === 1)).toBe(true);
		expect(sentIds()).toEqual(['order-1']);
	});
});

test('in lists that each have an ID, each goes out once', async () => {
	await bench.run(
		'enrol',
		{ additionalFields: { requestId: '={{ $json.order }}' } },
		{
			items: [
				{ who: 1, order: 'a' },
				{ who: 2, order: 'b' },
				{ who: 3, order: 'a' },
			],
		},
	);
	expect(bench.tiny.writes().map(({ body }) => [body.requestId, body.customers])).toEqual([
		['a', [1, 3]],
		['b', [2]],
	]);
});

describe('an ID that cannot be meant', () => {
	const big = '123456789012345678';
	test.each([
		['nothing', {}],
		['null', { order: null }],
		['an object', { order: { id: 1 } }],
		['NaN', { order: 'NaN' }],
		['#N/A', { order: '#N/A' }],
		['an empty text', { order: '' }],
		['spaces', { order: '  ' }],
	])('since its expression finds %s, is refused unsent', async (_words, more) => {
		for (const operation of ALL) {
			bench.tiny.reset();
			const result = await bench.run(operation, owned('=order-{{ $json.order }}'), {
				items: [
					{ who: 1, ...more },
					{ who: 2, ...more },
				],
			});
			expect(bench.tiny.writes()).toEqual([]);
			expect(result.failed).toHaveLength(2);
			expect(String(result.failed[0].json.error)).toContain("'Request ID'");
		}
	});

	test('a long number that JSON cannot hold is refused, as text it is sent', async () => {
		const order = Number(big);
		const refused = await bench.run('earn', owned('=order-{{ $json.order }}'), {
			items: [{ who: 1, order }],
		});
		expect([refused.failed.length, bench.tiny.writes().length]).toEqual([1, 0]);
		const sent = await bench.run('earn', owned('=order-{{ $json.order }}'), {
			items: [{ who: 1, order: big }],
		});
		expect(sent.items).toHaveLength(1);
		expect(sentIds()).toEqual([`order-${big}`]);
	});
});
