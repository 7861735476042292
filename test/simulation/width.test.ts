// The automatic width against models of servers, in virtual time, beside the best width that stays.
import * as models from '../support/serverModels';
import type { Model } from '../support/serverModels';
import { runWidth } from '../support/widthRun';

/** The wire: none, and three round trips of 40 ms as TLS needs them. */
const WIRES = [0, 120];

/** The best width that stays, without a wire and behind one; and what the server bears at a time, where it bears no more. */
type Server = [name: string, model: Model, best: number[], limit?: number];

const SERVERS: Server[] = [
	['bears everything', models.unlimited, [60, 200]],
	['bears everything, unevenly fast', models.uneven, [60, 200]],
	['loses one connection in 500', models.losing(0.002), [60, 200]],
	['loses one connection in 200', models.losing(0.005), [60, 200]],
	['100 a second', models.bySecond(100), [15, 15]],
	['100 a second, with Retry-After', models.bySecond(100, '1'), [4, 15]],
	['400 a second', models.bySecond(400), [25, 60]],
	['400 a second, with Retry-After', models.bySecond(400, '1'), [12, 60]],
	['one at a time, else 429', models.byParallel(1, 429), [1, 1], 1],
	['4 at a time, else 429', models.byParallel(4, 429), [4, 4], 4],
	['25 at a time, else 429', models.byParallel(25, 429), [25, 25], 25],
	['25 at a time, else 429 with Retry-After', models.byParallel(25, 429, '1'), [25, 25], 25],
	['25 at a time, else 503', models.byParallel(25, 503), [25], 25],
	['8 at a time, the others wait in line', models.queueing(8), [12, 60]],
	['25 at a time, the others wait in line', models.queueing(25), [60, 200]],
	['each makes the others slower by 0.4 ms', models.slowing(0.4), [100, 200]],
	['each makes the others slower by 1 ms', models.slowing(1), [200, 200]],
	['each makes the others slower by 4 ms', models.slowing(4), [200, 200]],
	['answers 503 to all beyond 15', models.falling(15, 503), [15, 25], 15],
	['loses all connections beyond 15', models.falling(15, 'lost'), [15, 25], 15],
];

const CASES = SERVERS.flatMap(([name, model, best, limit]) =>
	best.map((width, i) => ({ name, model, width, limit, wireMs: WIRES[i] })),
);

describe.each(CASES)('$name, $wireMs ms away', ({ model, width, limit, wireMs }) => {
	it('takes at most half as long again as the best width, and loses nobody', async () => {
		const ours = await runWidth(model, { wireMs });
		const best = await runWidth(model, { wireMs, fixed: width });
		expect([ours.lost, best.lost]).toEqual([0, 0]);
		expect(ours.ms).toBeLessThanOrEqual(best.ms * 1.5);
		expect(ours.most).toBeLessThanOrEqual(200);
		expect(ours.mostLater).toBeLessThanOrEqual((limit ?? 100) * 2);
	});
});

test('where a refusal costs no pause, and the way is long, it is more careful than it would have to be', async () => {
	const model = models.byParallel(25, 503);
	const ours = await runWidth(model, { wireMs: 120 });
	const best = await runWidth(model, { wireMs: 120, fixed: 130 });
	expect([ours.lost, best.lost]).toEqual([0, 0]);
	expect(ours.ms).toBeLessThanOrEqual(best.ms * 1.75);
});

test.each([1, 3, 40])('a bound of %i is kept', async (most) => {
	const { lost, most: seen } = await runWidth(models.unlimited, { calls: 500, bound: most });
	expect([lost, seen]).toEqual([0, most === 40 ? expect.any(Number) : most]);
	expect(seen).toBeLessThanOrEqual(most);
});

test.each([2, 3])('other chances (%i) make no difference', async (seed) => {
	const ours = await runWidth(models.uneven, { wireMs: 120, seed });
	const wide = await runWidth(models.uneven, { wireMs: 120, seed, fixed: 200 });
	expect(ours.ms).toBeLessThanOrEqual(wide.ms * 1.5);
});
