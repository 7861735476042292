import { sleep } from 'n8n-workflow';
import type { Bench, Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY, startBench } from '../../support/identity';

/** Work that goes on after the node gave up waiting, views that lag, and clocks that differ. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];

describe.each(ALL)('%s', (operation) => {
	const kind = kindOf(operation);

	test.each([{}, RETRY])('a call that outlasts the timeout: one each (%o)', async (retry) => {
		const { tiny } = bench;
		tiny.switches.workMs = ({ n }) => (n === 1 ? 900 : 0);
		const result = await bench.run(
			operation,
			{ options: { timeout: 500 } },
			{ items: people(1, 2, 3), ...retry },
		);
		for (const words of Object.values(endings(result))) expect(words).not.toContain('not');
		await sleep(600);
		expect(tiny.counts(kind)).toEqual({ 1: 1, 2: 1, 3: 1 });
		expect(new Set(tiny.writes().map(({ body }) => body.requestId)).size).toBe(
			operation === 'earn' ? 3 : 1,
		);
	});

	test.each(['execution', 'content'])(
		'809 while the first attempt is looked at, which is then refused: never done (%s)',
		async (requestIdScope) => {
			const { tiny } = bench;
			tiny.switches.workMs = ({ n }) => (n === 1 ? 900 : 0);
			tiny.switches.refuses = () => ({ code: 811, message: 'Not enrolled' });
			tiny.switches.refusedUsesId = true;
			const result = await bench.run(
				operation,
				{ options: { timeout: 400, requestIdScope } },
				{ items: people(1), ...RETRY },
			);
			expect(endings(result)).toEqual({ 1: ['unknown'] });
			expect(tiny.counts(kind)).toEqual({});
		},
	);

	test('a view that lags: done once it shows, else unknown, and one each', async () => {
		const { tiny } = bench;
		tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
		tiny.switches.viewLagMs = 1200;
		const patient = await bench.run(
			operation,
			{ options: { timeout: 4000 } },
			{ items: people(1) },
		);
		expect(endings(patient)).toEqual({ 1: ['already'] });
		tiny.reset();
		tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
		tiny.switches.viewLagMs = 60_000;
		const hasty = await bench.run(
			operation,
			{ options: { timeout: 300 } },
			{
				items: people(1),
				...RETRY,
			},
		);
		expect(endings(hasty)).toEqual({ 1: ['unknown'] });
		expect(tiny.counts(kind)).toEqual({ 1: 1 });
	});

	test.each([-3_600_000, 3_600_000])('a clock that differs by %i ms', async (aheadMs) => {
		const { tiny } = bench;
		tiny.switches.aheadMs = aheadMs;
		tiny.give({
			kind,
			customer: 1,
			owner: 'Loyalty',
			reference: '123694',
			at: Date.now() + aheadMs - 60_000,
		});
		// Customer 1 has one of a minute ago and is refused now; customer 2 gets one.
		tiny.switches.refuses = (customer) =>
			customer === 1 ? { code: 813, message: 'Limit reached' } : undefined;
		tiny.switches.refusedUsesId = true;
		const seen = new Set<unknown>();
		tiny.switches.after = ({ body }) => {
			const isFirst = !seen.has(body.requestId);
			seen.add(body.requestId);
			return isFirst ? 'lost' : undefined;
		};
		const result = await bench.run(
			operation,
			{ options: { timeout: 400, concurrency: 1 } },
			{ items: people(1, 2) },
		);
		expect(endings(result)[1]).toEqual(['unknown']);
		expect(['already', 'unknown']).toContain(endings(result)[2][0]);
		expect(tiny.counts(kind)).toEqual({ 1: 1, 2: 1 });
	});
});

describe('scope Content', () => {
	test.each(ALL)('%s: run three times in other batches, one each', async (operation) => {
		const { tiny } = bench;
		for (const [batchSize, list] of [
			[100, [1, 2, 3]],
			[2, [3, 2, 1]],
			[1, [4, 1, 2, 3]],
		] as const) {
			const result = await bench.run(
				operation,
				{ options: { requestIdScope: 'content', batchSize, timeout: 500 } },
				{ items: people(...list) },
			);
			expect(result.failed).toEqual([]);
		}
		expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1 });
	});

	test('earn and earnBulk of the same content are one', async () => {
		const options = { requestIdScope: 'content', timeout: 500 };
		await bench.run('earn', { options }, { items: people(1, 2) });
		const result = await bench.run('earnBulk', { options }, { items: people(2, 1, 3) });
		expect(endings(result)).toEqual({ 1: ['already'], 2: ['already'], 3: ['done'] });
		expect(bench.tiny.counts()).toEqual({ 1: 1, 2: 1, 3: 1 });
	});

	test('an enrolment that was used up in between is not made again', async () => {
		const { tiny } = bench;
		const endingsOf = async () =>
			endings(
				await bench.run(
					'enrol',
					{ options: { requestIdScope: 'content', timeout: 300 } },
					{ items: people(1) },
				),
			);
		await endingsOf();
		await endingsOf();
		// Used up: the view does not show it any more.
		tiny.given[0].at += 3_600_000;
		expect(await endingsOf()).toEqual({ 1: ['unknown'] });
		expect(tiny.counts('issue')).toEqual({ 1: 1 });
	});
});
