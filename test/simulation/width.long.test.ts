/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts a process of its own */
// The automatic width against models of servers, in virtual time, beside the best width that stays.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as models from '../support/serverModels';
import type { Compared } from '../support/widthCases';
import { CASES } from '../support/widthCases';
import { runWidth, slow } from '../support/widthRun';

/** In a process of its own: inside of jest each takes four times as long. */
const all = JSON.parse(
	execFileSync('npx', ['tsx', path.join(__dirname, '../support/widthCases.ts')], {
		encoding: 'utf8',
	}),
) as Compared[];

describe.each(CASES.map((one, i) => ({ ...one, ...all[i] })))(
	'$name, $wireMs ms away',
	({ limit, ours, best }) => {
		it('takes at most half as long again as the best width, and loses nobody', () => {
			expect([ours.lost, best.lost]).toEqual([0, 0]);
			expect(ours.ms).toBeLessThanOrEqual(best.ms * 1.5);
			expect(ours.most).toBeLessThanOrEqual(200);
			expect(ours.mostLater).toBeLessThanOrEqual((limit ?? 100) * 2);
		});
	},
);

test('where a refusal costs no pause, and the way is long, it is more careful than it would have to be', async () => {
	const model = models.byParallel(25, 503);
	const ours = await runWidth(model, { wireMs: 120 });
	const best = await runWidth(model, { wireMs: 120, fixed: 130 });
	expect([ours.lost, best.lost]).toEqual([0, 0]);
	expect(ours.ms).toBeLessThanOrEqual(best.ms * 1.75);
});

test.each([500, 10_000])(
	'a limit of 100 in any second costs few refusals: of %i requests',
	async (calls) => {
		const { lost, ms, refusals } = await runWidth(models.byWindow(100, '1'), { calls });
		const waits = calls / 100 - 1;
		expect(lost).toBe(0);
		// All that is under way when it is met for the first time, then six, and two each time once the number is sure.
		expect(refusals).toBeLessThanOrEqual(30 + 6 + 2 * (waits - 1));
		// Retry-After is a second; a burst takes less than a quarter.
		expect(ms).toBeLessThanOrEqual(1250 * (waits + 1));
	},
);

test('a slow processor, which makes answers late, is not taken for a long way: as few refusals', async () => {
	const { lost, refusals } = await runWidth(models.byWindow(100, '1'), {
		calls: 500,
		processor: slow,
	});
	expect(lost).toBe(0);
	expect(refusals).toBeLessThanOrEqual(30 + 6 + 2 * 3);
});

test('where answers take long it pays more to be narrower than to be refused', async () => {
	const { lost, refusals } = await runWidth(models.byWindow(100, '1'), { wireMs: 120 });
	expect(lost).toBe(0);
	expect(refusals).toBeLessThanOrEqual(500);
});

test.each([10, 20, 40])('a limit of %i in any second costs few refusals, too', async (limit) => {
	const { lost, refusals } = await runWidth(models.byWindow(limit, '1'), { calls: limit * 20 });
	expect(lost).toBe(0);
	expect(refusals).toBeLessThanOrEqual(limit + 30 + 2 * 19);
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
