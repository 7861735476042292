import type { Run } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import type { Failure } from '../../nodes/shared/capillary/failure';
import { fakeWorld } from '../support/fakeWorld';

/** When answers of 429 end a run. */

const FAULT = { what: 'No', fix: 'Do.', certainty: 'notDone' as const };

/** Answers of 429 to one request after another, each sent to find out. */
function limit(run: Run, times: number, failure: Failure): void {
	for (let i = 0; i < times; i += 1) run.note('rateLimited', 'halfOpen', failure);
}

test('answers of 429 in a row beyond the attempts end a run that was never served, and the first verdict stays', () => {
	const told = { ...FAULT, retryAfterMs: 1 };
	const run = startRun(fakeWorld(), 9, 3);
	limit(run, 5, told);
	expect([run.refusals(), run.tripped()]).toEqual([5, undefined]);
	limit(run, 1, told);
	expect(run.tripped()).toBe(told);
	run.trip({ ...FAULT, what: 'Later' });
	expect(run.tripped()).toBe(told);
});

test.each([
	[undefined, false],
	[0, false],
	[1000, true],
	[5000, true],
])(
	'where 429 names no time, or the run was served before (%p, %p), it must go on for a minute as well: a limit by the minute is over then',
	async (retryAfterMs, isServed) => {
		const failure = { ...FAULT, retryAfterMs };
		const world = fakeWorld();
		const start = () => {
			const run = startRun(world, 9, 3);
			if (isServed) run.note('answered', 'free');
			return run;
		};
		const run = start();
		await world.sleep(7000);
		limit(run, 100, failure);
		await world.sleep(59_999);
		limit(run, 1, failure);
		expect(run.tripped()).toBe(undefined);
		await world.sleep(1);
		limit(run, 1, failure);
		expect(run.tripped()).toBe(failure);
		// The minute begins with the first of those in a row.
		const other = start();
		limit(other, 1, failure);
		await world.sleep(59_999);
		other.note('answered', 'halfOpen');
		expect(other.refusals()).toBe(0);
		limit(other, 5, failure);
		await world.sleep(60_000);
		expect(other.tripped()).toBe(undefined);
		limit(other, 1, failure);
		expect(other.tripped()).toBe(failure);
	},
);

test('for a minute alone, too few answers of 429 end no run', async () => {
	const world = fakeWorld();
	const run = startRun(world, 9, 3);
	limit(run, 1, FAULT);
	await world.sleep(300_000);
	limit(run, 4, FAULT);
	expect(run.tripped()).toBe(undefined);
});

test('429 for all that were under way at once counts once', () => {
	const run = startRun(fakeWorld(), 9, 3);
	for (let i = 0; i < 50; i += 1) run.note('rateLimited', 'free', FAULT);
	expect(run.tripped()).toBe(undefined);
});
