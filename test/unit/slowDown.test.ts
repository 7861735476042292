import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { send } from '../../nodes/CapillaryBadges/execution/deliver/send';
import { fakeWorld } from '../support/fakeWorld';

const refused = (status: number, retryAfter?: string): HttpResult => ({
	kind: 'status',
	status,
	body: '',
	retryAfter,
});

/**
 * When two requests of a run were sent: the first is answered so, the second comes a moment later.
 * @param most how many may be under way
 * @param takes milliseconds that an answer takes
 */
async function sentAt(
	answer: HttpResult,
	{ most = 10, takes = 0 } = {},
): Promise<Record<string, number[]>> {
	const world = fakeWorld();
	const times: Record<string, number[]> = { first: [], second: [] };
	const sending = {
		room: makeRoom(most, world.now),
		run: startRun(world, 2, 3),
		world,
		maxAttempts: 3,
		transport: async ({ path }: { path: string }): Promise<HttpResult> => {
			times[path].push(world.now());
			const isFirst = times.first.length === 1 && path === 'first';
			if (takes > 0) await world.sleep(takes);
			return isFirst ? answer : { kind: 'answer', body: { data: {} } };
		},
	};
	const ask = (path: string) =>
		send({ method: 'GET', path }, { repeat: 'safe', about: {} }, sending);
	const later = world.sleep(1).then(() => ask('second'));
	await Promise.all([ask('first'), later]);
	return times;
}

test('a 503 with a time to wait holds every request of the run, as a 429 does', async () => {
	expect(await sentAt(refused(503, '3'))).toEqual({ first: [0, 3000], second: [3000] });
	expect(await sentAt(refused(429, '3'))).toEqual({ first: [0, 3000], second: [3000] });
});

test('a 503 without one holds nobody else', async () => {
	const { first, second } = await sentAt(refused(503));
	expect(first).toHaveLength(2);
	expect(second).toEqual([1]);
});

test.each([429, 503])(
	'what waits for room is not sent between a %i and its pause',
	async (status) => {
		const { first, second } = await sentAt(refused(status, '3'), { most: 1, takes: 20 });
		expect(first).toHaveLength(2);
		expect([...first.slice(1), ...second].sort((a, b) => a - b)).toEqual([3020, 3040]);
	},
);
