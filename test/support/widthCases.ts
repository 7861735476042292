/* eslint-disable no-console -- also a program of its own */
// The servers that the automatic width is held against; as a program: each of them run, as JSON.
import * as models from './serverModels';
import type { Model } from './serverModels';
import type { WidthRun } from './widthRun';
import { runWidth } from './widthRun';

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
	['100 in any second', models.byWindow(100), [25, 13]],
	['100 in any second, with Retry-After', models.byWindow(100, '1'), [40, 13]],
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

export const CASES = SERVERS.flatMap(([name, model, best, limit]) =>
	best.map((width, i) => ({ name, model, width, limit, wireMs: WIRES[i] })),
);

/** What the node's own width and the best one that stays came to. */
export interface Compared {
	ours: WidthRun;
	best: WidthRun;
}

async function main(): Promise<void> {
	const all: Compared[] = [];
	for (const { model, width, wireMs } of CASES) {
		const ours = await runWidth(model, { wireMs });
		all.push({ ours, best: await runWidth(model, { wireMs, fixed: width }) });
	}
	console.log(JSON.stringify(all));
}

if (require.main === module) void main();
