import type { IRun } from 'n8n-workflow';
import type { Bench, Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY, startBench } from '../../support/identity';

/** "Stop Workflow": what is counted, what begins no more, and n8n's Retry of the saved execution. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const many = (n: number) => people(...Array.from({ length: n }, (_, i) => i + 1));
const STOP = { onError: 'stopWorkflow' as const };

/** The counts of the message: done, refused, unknown, not sent. */
function counted(description: string | null | undefined) {
	const find = (form: RegExp) => Number((form.exec(description ?? '') ?? [])[1] ?? 0);
	return {
		done: find(/(\d+) of \d+ (?:was|were) done/),
		refused: find(/(\d+) (?:was|were) refused/),
		unknown: find(/(\d+) (?:is|are) unknown/),
		unsent: find(/(\d+) (?:was|were) not sent/),
	};
}

test.each(ALL)(
	'%s: done, refused, unknown and not sent are counted as they are',
	async (operation) => {
		const { tiny } = bench;
		tiny.switches.workMs = () => 40;
		tiny.switches.refuses = (customer) =>
			customer === 5 ? { code: 811, message: 'Not enrolled' } : undefined;
		tiny.switches.after = ({ n }) => (n === 4 ? 'lost' : undefined);
		const { error } = await bench.run(
			operation,
			{ options: { batchSize: 1, maxAttempts: 1, concurrency: 10 } },
			{ items: many(40), ...STOP },
		);
		const said = counted(error?.description);
		const given = Object.values(tiny.counts(kindOf(operation))).length;
		expect(said.done + said.unknown).toBe(given);
		expect(said.refused).toBe(1);
		expect(said.unsent).toBe(40 - said.done - said.refused - said.unknown);
		expect(tiny.writes()).toHaveLength(40 - said.unsent);
	},
);

test('calls that wait behind a 429 do not begin after the first failure', async () => {
	const { tiny } = bench;
	tiny.switches.before = ({ n, body }) => {
		if (n === 4) return { status: 429, body: '', headers: { 'retry-after': '1' } };
		return body.customerId === 3
			? { status: 409, body: { errors: [{ code: 811, message: 'x' }] } }
			: undefined;
	};
	const { error } = await bench.run(
		'earn',
		{ options: { concurrency: 10 } },
		{
			items: many(60),
			...STOP,
		},
	);
	const said = counted(error?.description);
	expect(said.done).toBe(Object.keys(tiny.counts()).length);
	// The first one alone, then the ten that were under way.
	expect(tiny.writes().length).toBeLessThanOrEqual(12);
});

test.each([10, 50])('endless 429 ends the run soon at width %i', async (concurrency) => {
	const { tiny } = bench;
	tiny.switches.before = () => ({ status: 429, body: '', headers: { 'retry-after': '1' } });
	const began = Date.now();
	const { failed } = await bench.run('earn', { options: { concurrency } }, { items: many(300) });
	expect(Date.now() - began).toBeLessThan(12_000);
	expect(failed).toHaveLength(300);
	expect(tiny.asked.length).toBeLessThanOrEqual(8);
});

describe.each(ALL)("n8n's Retry of a failed execution: %s", (operation) => {
	test('recalls what was done, and asks for what is unknown as it was sent', async () => {
		const { tiny } = bench;
		tiny.switches.refuses = (customer) =>
			customer === 6 ? { code: 811, message: 'Not enrolled' } : undefined;
		tiny.switches.after = ({ n }) => (n === 3 ? 'lost' : undefined);
		const change = {
			additionalFields:
				operation === 'enrol'
					? { issueEventDate: '={{ $now }}' }
					: { earnEventDate: '={{ $now }}' },
			options: { batchSize: 1, maxAttempts: 1, concurrency: 1 },
		};
		const items = many(8);
		let retryOf: IRun | undefined;
		for (let tries = 0; tries < 4; tries += 1) {
			const result = await bench.run(operation, change, { items, ...STOP, retryOf });
			if (!result.error) break;
			retryOf = result.run;
			if (tries === 1) tiny.switches.refuses = () => undefined;
		}
		expect(tiny.counts(kindOf(operation))).toEqual(
			Object.fromEntries(items.map(({ who }) => [who, 1])),
		);
	});

	test('a list that is unknown to the end stays one', async () => {
		const { tiny } = bench;
		tiny.switches.after = () => 'lost';
		let retryOf: IRun | undefined;
		for (let tries = 0; tries < 3; tries += 1) {
			const { run } = await bench.run(
				operation,
				{ options: { maxAttempts: 1 } },
				{
					items: many(3),
					...STOP,
					...RETRY,
					retryOf,
				},
			);
			retryOf = run;
		}
		const counts = tiny.counts(kindOf(operation));
		expect(Object.values(counts).every((count) => count === 1)).toBe(true);
		tiny.switches.after = () => undefined;
		const last = await bench.run(operation, {}, { items: many(3), ...STOP, retryOf });
		expect(Object.values(endings(last)).flat()).toHaveLength(3);
		expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1, 2: 1, 3: 1 });
	});
});
