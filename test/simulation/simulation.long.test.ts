import { HABITS, OPEN_QUESTIONS } from './habits';
import { replay } from './replay';
import { seedOf } from './scenario';
import { ONCE_FAILED } from './seeds';
import { simulate } from './simulate';
import { addResult, emptySummary } from './summary';

/** Some seconds of a processor; a busy machine may take minutes. */
jest.setTimeout(300_000);

/** What was wrong, by seed. */
async function violationsOf(seeds: Iterable<string>) {
	const found: Record<string, string[]> = {};
	await simulate(seeds, ({ seed, violations }) => {
		if (violations.length > 0) found[seed] = violations.map(({ kind, text }) => `${kind} ${text}`);
	});
	return found;
}

test('what the documents leave open is tried by habits, or needs none for a reason', () => {
	const named = OPEN_QUESTIONS.flatMap(([, answer]) => (typeof answer === 'string' ? [] : answer));
	expect(named.filter((name) => !(name in HABITS))).toEqual([]);
});

test('nothing is lost, doubled or misreported, whatever habits the server has', async () => {
	const numbers = Array.from({ length: 500 }, (_, i) => i * 37);
	expect(await violationsOf(numbers.map(seedOf))).toEqual({});
});

test('where nothing goes wrong, nothing is unknown, and whoever can be served is', async () => {
	const summary = emptySummary();
	const quiet = ['earn', 'earnBulk', 'enrol'].flatMap((operation) =>
		['continue', 'loop', 'retryContinue'].flatMap((mode) =>
			Array.from(
				{ length: 20 },
				(_, i) => `customerBadge.${operation}/execution/${mode}/plain/${i}`,
			),
		),
	);
	await simulate(quiet, (result) => addResult(summary, result));
	expect(summary.violations).toEqual({});
	expect(summary.tally.unknown).toBe(0);
	expect(summary.tally.done).toBeGreaterThan(summary.targets / 2);
});

test('a seed gives the same text each time', async () => {
	const seed = 'customerBadge.earnBulk/content/retryStop/longWork+viewsLag/3';
	const { lines } = await replay(seed);
	expect(lines.length).toBeGreaterThan(3);
	expect((await replay(seed)).lines).toEqual(lines);
});

test('seeds that failed once do not fail again', async () => {
	expect(await violationsOf(ONCE_FAILED)).toEqual({});
});
