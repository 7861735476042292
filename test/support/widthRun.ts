// Sends calls through the node's own sending, repeats and width, to a model of a server, in virtual time.
import type { Room } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { makeSemaphore, pool } from '../../nodes/CapillaryBadges/execution/deliver/semaphore';
import { send } from '../../nodes/CapillaryBadges/execution/deliver/send';
import { WIDEST } from '../../nodes/CapillaryBadges/options';
import { fakeWorld } from './fakeWorld';
import type { Model } from './serverModels';

/** What a run came to. */
export interface WidthRun {
	/** Virtual milliseconds. */
	ms: number;
	lost: number;
	requests: number;
	/** Answers of 429 and 503. */
	refusals: number;
	/** Most requests inside the server, ever and after the first second. */
	most: number;
	mostLater: number;
}

/** Numbers from 0 to 1, the same for the same seed (Mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** What n8n's helper takes of a quick processor for one request, in milliseconds: one after the other. */
const quick = () => 0.7;
/** Of a slow one, with code that gets quicker as it is used. */
export const slow = (n: number): number => (n < 30 ? 5 : 1.5);

const fixedRoom = (width: number): Room => ({
	calls: () => width,
	limited: makeSemaphore(() => width),
	measured: (transport) => transport,
});

/**
 * Sends so many calls to a server.
 * @param wireMs milliseconds that a request spends on its way, both ways together
 * @param processor milliseconds that the processor needs for the n-th request, a third of them for its answer
 * @param fixed a width that stays; otherwise the node's own, up to `bound`
 */
export async function runWidth(
	model: Model,
	{ calls = 10_000, wireMs = 0, fixed, bound = WIDEST, seed = 1, processor = quick }: Options = {},
): Promise<WidthRun> {
	const random = seeded(seed);
	const world = { ...fakeWorld(), random };
	const result: WidthRun = { ms: 0, lost: 0, requests: 0, refusals: 0, most: 0, mostLater: 0 };
	let inside = 0;
	const serve = model({ world, random, inside: () => inside });
	const room = fixed === undefined ? makeRoom(bound, world.now) : fixedRoom(fixed);
	let processorFree = 0;
	// No two ways take alike long: otherwise requests would come in lockstep for ever.
	const wire = () => (wireMs / 2) * (0.8 + 0.4 * random());
	const transport = room.measured(async () => {
		result.requests += 1;
		const processorMs = processor(result.requests);
		processorFree = Math.max(world.now(), processorFree) + (processorMs * 2) / 3;
		await world.sleep(processorFree - world.now());
		await world.sleep(wire());
		inside += 1;
		result.most = Math.max(result.most, inside);
		if (world.now() > 1000) result.mostLater = Math.max(result.mostLater, inside);
		const answer = await serve();
		inside -= 1;
		if (answer.kind === 'status') result.refusals += 1;
		await world.sleep(wire());
		processorFree = Math.max(world.now(), processorFree) + processorMs / 3;
		await world.sleep(processorFree - world.now());
		return answer;
	});
	const run = startRun(world, calls, 3);
	const sending = { transport, room, run, world, maxAttempts: 3 };
	let next = 0;
	const more = () => next < calls;
	const call = async () => {
		next += 1;
		const request = { method: 'POST' as const, path: '/x', body: { next } };
		const verdict = run.tripped();
		const sent = verdict ? undefined : await send(request, { repeat: 'keyed', about: {} }, sending);
		if (!sent || 'failure' in sent.result) result.lost += 1;
	};
	await call();
	await pool(room.calls, more, call);
	result.ms = world.now();
	return result;
}

interface Options {
	calls?: number;
	wireMs?: number;
	fixed?: number;
	bound?: number;
	seed?: number;
	processor?: (n: number) => number;
}
