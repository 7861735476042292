import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { pool } from '../../nodes/CapillaryBadges/execution/deliver/semaphore';
import { send } from '../../nodes/CapillaryBadges/execution/deliver/send';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { fakeWorld } from '../support/fakeWorld';
import { answerOf, statusOf } from '../support/sendingTo';
import * as models from '../support/serverModels';
import { runWidth } from '../support/widthRun';

/** Limits that are met again and again, in virtual time. */

const SEEDS = [1, 2, 3];

test.each([
	[100, 1000],
	[100, 5000],
	[100, 10_000],
	[300, 60_000],
])(
	'%i in each %i ms, and 429 that names no time: nobody is lost, and a window costs at most twice itself',
	async (count, ms) => {
		const calls = 4 * count;
		for (const seed of SEEDS) {
			const model = models.byFixedWindow(count, ms);
			const ours = await runWidth(model, { calls, seed });
			expect(ours.lost).toBe(0);
			// The last of four begins after three. Pauses grow, so the last of them may be as long as all before it.
			expect(ours.ms).toBeLessThanOrEqual(3 * ms * 2 + 2000);
			expect(ours.most).toBeLessThanOrEqual(200);
		}
	},
);

test('a server that is wide again after a minute of refusals is met as widely as before them', async () => {
	const before = await runWidth(models.byFixedWindow(300, 60_000), { calls: 300 });
	const after = await runWidth(models.byFixedWindow(300, 60_000), { calls: 900 });
	expect(after.lost).toBe(0);
	expect(after.mostLater).toBeGreaterThanOrEqual(before.most / 2);
});

/** Calls of which one is refused for ever; how many virtual milliseconds it took, and what was refused. */
async function withOne(refused: HttpResult, calls: number) {
	const world = fakeWorld();
	const room = makeRoom(200, world.now);
	const run = startRun(world, calls, 3);
	const transport = room.measured(async ({ path }) => {
		await world.sleep(20);
		return path === '7' ? refused : answerOf({});
	});
	const sending = { transport, room, run, world, maxAttempts: 3 };
	const failed: number[] = [];
	let next = 0;
	let othersAt = 0;
	await pool(
		room.calls,
		() => next < calls,
		async () => {
			const path = String((next += 1));
			const sent = await send(
				{ method: 'POST', path, body: {} },
				{ repeat: 'keyed', about: {} },
				sending,
			);
			if ('failure' in sent.result) failed.push(Number(path));
			else othersAt = world.now();
		},
	);
	return { failed, othersAt };
}

test('a request that is refused for ever costs no other its outcome, and holds them up for seconds alone', async () => {
	const { failed, othersAt } = await withOne(statusOf(429), 2000);
	expect(failed).toEqual([7]);
	expect(othersAt).toBeLessThan(15_000);
});
