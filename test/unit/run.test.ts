import { Cancelled, startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { fakeWorld } from '../support/fakeWorld';

const FAULT = { what: 'No', fix: 'Do.', certainty: 'notDone' as const };

test('a pause holds everybody, and the longest counts', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	run.pause(300);
	run.pause(100);
	const admitted = await Promise.all(
		[1, 2, 3].map(async () => [await run.admit(true), world.now()]),
	);
	expect(admitted).toEqual([1, 2, 3].map(() => ['free', 300]));
});

test('while the rate is limited one request at a time finds out', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	run.note('rateLimited', 'free', FAULT);
	expect(await run.admit(true)).toBe('halfOpen');
	let second: string | undefined;
	const waiting = run.admit(true).then((admission) => {
		second = admission;
	});
	await world.sleep(200);
	expect(second).toBe(undefined);
	run.note('rateLimited', 'halfOpen', FAULT);
	await waiting;
	expect(second).toBe('halfOpen');
	run.note('answered', 'halfOpen');
	expect(await run.admit(true)).toBe('free');
});

test('a request that was under way before says nothing about the limit', async () => {
	const run = startRun(fakeWorld(), 5, 3);
	run.note('rateLimited', 'free', FAULT);
	run.note('answered', 'free');
	expect(await run.admit(true)).toBe('halfOpen');
});

test('while one finds out, the end of another that was under way lets nobody else find out', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	run.note('rateLimited', 'free', FAULT);
	expect(await run.admit(true)).toBe('halfOpen');
	run.note('answered', 'free');
	let next: string | undefined;
	const waiting = run.admit(true).then((admission) => {
		next = admission;
	});
	await world.sleep(200);
	expect(next).toBe(undefined);
	run.note('answered', 'halfOpen');
	await waiting;
	expect(next).toBe('free');
});

test('a lost answer neither opens the gate nor parts denials', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	run.note('rateLimited', 'free', FAULT);
	expect(await run.admit(true)).toBe('halfOpen');
	run.note('lost', 'halfOpen', FAULT);
	expect(await run.admit(true)).toBe('halfOpen');

	const denied = startRun(world, 5, 3);
	for (const ending of ['denied', 'denied', 'lost', 'denied'] as const) {
		expect(denied.tripped()).toBe(undefined);
		denied.note(ending, 'free', FAULT);
	}
	expect(denied.tripped()).toBe(FAULT);
});

test('a stopped run lets no call begin, not even one that waits, and those under way go on', async () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	run.pause(60_000);
	const waiting = Promise.all([run.admit(true), run.admit(false)]);
	await world.sleep(1000);
	run.stop();
	expect(await run.admit(true)).toBe('closed');
	expect(world.now()).toBe(1000);
	expect(await waiting).toEqual(['closed', 'free']);
	expect(world.now()).toBe(60_000);
});

test("Capillary's clock is known by its headers, the closest of which is the largest", () => {
	const world = fakeWorld();
	const run = startRun(world, 5, 3);
	expect(run.onServer(100)).toBe(undefined);
	run.noteClock(5000);
	run.noteClock(4000);
	expect(run.onServer(100)).toBe(5100);
});

test.each([
	[1, 10],
	[50, 10],
	[100, 20],
	[1000, 200],
])('a run of %i calls may repeat %i', (calls, budget) => {
	const run = startRun(fakeWorld(), calls, 3);
	const spent = Array.from({ length: budget + 5 }, () => run.takeRepeat()).filter(Boolean).length;
	expect(spent).toBe(budget);
	run.giveRepeat();
	expect([run.takeRepeat(), run.takeRepeat()]).toEqual([true, false]);
});

test('repeats that are given back never exceed the budget', () => {
	const run = startRun(fakeWorld(), 1, 3);
	for (let i = 0; i < 100; i += 1) run.giveRepeat();
	expect(Array.from({ length: 20 }, () => run.takeRepeat()).filter(Boolean)).toHaveLength(10);
});

test('a canceled wait ends at once', async () => {
	const world = fakeWorld();
	const run = startRun(world, 1, 3);
	const waiting = run.wait(60_000);
	const cancelled = world.sleep(5_030).then(world.cancel);
	await expect(waiting).rejects.toBeInstanceOf(Cancelled);
	await cancelled;
	expect(world.now()).toBeLessThanOrEqual(5_030);
	await expect(run.admit(true)).rejects.toThrow('The execution was canceled');
	await expect(run.wait(0)).rejects.toBeInstanceOf(Cancelled);
});

test('three denials in a row end the run, those with an answer between do not', () => {
	const run = startRun(fakeWorld(), 9, 3);
	run.note('denied', 'free', FAULT);
	run.note('denied', 'free', FAULT);
	run.note('answered', 'free');
	run.note('denied', 'free', FAULT);
	run.note('denied', 'free', FAULT);
	expect(run.tripped()).toBe(undefined);
	run.note('denied', 'free', FAULT);
	expect(run.tripped()).toBe(FAULT);
});

test('those who wait for another to find out take nothing of the processor meanwhile', async () => {
	const world = fakeWorld();
	const run = startRun(world, 500, 3);
	run.note('rateLimited', 'free', FAULT);
	expect(await run.admit(true)).toBe('halfOpen');
	const waiting = Promise.all(Array.from({ length: 500 }, async () => await run.admit(true)));
	await world.sleep(10_000);
	expect(world.waited).toEqual([10_000]);
	run.note('answered', 'halfOpen');
	expect(new Set(await waiting)).toEqual(new Set(['free']));
});

test('while one of those who wait finds out, the others wait on; a verdict ends all of it', async () => {
	const world = fakeWorld();
	const run = startRun(world, 9, 3);
	run.note('rateLimited', 'free', FAULT);
	await run.admit(true);
	const ended: string[] = [];
	const waiting = [1, 2, 3].map(async () => ended.push(await run.admit(true)));
	run.note('rateLimited', 'halfOpen', FAULT);
	await world.sleep(1);
	expect(ended).toEqual(['halfOpen']);
	run.trip(FAULT);
	await Promise.all(waiting);
	expect(ended).toEqual(['halfOpen', 'closed', 'closed']);
});

test('a pause ends at once for those whose run is over', async () => {
	const world = fakeWorld();
	const run = startRun(world, 9, 3);
	run.pause(60_000);
	const waiting = run.admit(false);
	await world.sleep(400);
	run.trip(FAULT);
	expect(await waiting).toBe('closed');
	expect(world.now()).toBe(400);
	// A minute of waiting costs a timer a second, and no more.
	expect(world.waited.length).toBeLessThan(4);
});

test('a run that is over listens for no cancel', async () => {
	const world = fakeWorld();
	const run = startRun(world, 1, 3);
	run.close();
	expect(world.listeners()).toBe(0);
});
