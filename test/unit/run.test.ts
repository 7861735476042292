import { Cancelled, startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { fakeWorld } from '../support/fakeWorld';

const FAULT = { what: 'No', fix: 'Do.', certainty: 'notDone' as const };

test('a pause holds everybody, and the longest counts', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5);
	run.pause(300);
	run.pause(100);
	const admitted = await Promise.all([1, 2, 3].map(async () => [await run.admit(), world.now()]));
	expect(admitted).toEqual([1, 2, 3].map(() => [false, 300]));
});

test('while the rate is limited one request at a time finds out', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5);
	run.note('rateLimited', false);
	expect(await run.admit()).toBe(true);
	let second: boolean | undefined;
	const waiting = run.admit().then((probe) => {
		second = probe;
	});
	await world.sleep(200);
	expect(second).toBe(undefined);
	run.note('rateLimited', true);
	await waiting;
	expect(second).toBe(true);
	run.note('answered', true);
	expect(await run.admit()).toBe(false);
});

test('a request that was under way before says nothing about the limit', async () => {
	const run = startRun(fakeWorld(), 5);
	run.note('rateLimited', false);
	run.note('answered', false);
	expect(await run.admit()).toBe(true);
});

test.each([
	[1, 10],
	[50, 10],
	[100, 20],
	[1000, 200],
])('a run of %i calls may repeat %i', (calls, budget) => {
	const run = startRun(fakeWorld(), calls);
	const spent = Array.from({ length: budget + 5 }, () => run.spendRepeat()).filter(Boolean).length;
	expect(spent).toBe(budget);
	run.earnRepeat();
	expect([run.spendRepeat(), run.spendRepeat()]).toEqual([true, false]);
});

test('repeats that are given back never exceed the budget', () => {
	const run = startRun(fakeWorld(), 1);
	for (let i = 0; i < 100; i += 1) run.earnRepeat();
	expect(Array.from({ length: 20 }, () => run.spendRepeat()).filter(Boolean)).toHaveLength(10);
});

test('a canceled wait ends within a tenth of a second', async () => {
	const world = fakeWorld();
	const run = startRun(world, 1);
	const waiting = run.wait(60_000);
	const cancelled = world.sleep(5_030).then(world.cancel);
	await expect(waiting).rejects.toBeInstanceOf(Cancelled);
	await cancelled;
	expect(world.now()).toBeLessThanOrEqual(5_130);
	await expect(run.admit()).rejects.toThrow('The execution was canceled');
	await expect(run.wait(0)).rejects.toBeInstanceOf(Cancelled);
});

test('the first verdict stays; three in vain on 429 make one, an answer between starts anew', () => {
	const run = startRun(fakeWorld(), 9);
	run.exhausted(FAULT);
	run.exhausted(FAULT);
	run.note('answered', false);
	run.exhausted(FAULT);
	run.exhausted(FAULT);
	expect(run.condemned()).toBe(undefined);
	run.exhausted(FAULT);
	expect(run.condemned()).toBe(FAULT);
	run.condemn({ ...FAULT, what: 'Later' });
	expect(run.condemned()).toBe(FAULT);
});
