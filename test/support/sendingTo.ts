import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import type { Sending } from '../../nodes/CapillaryBadges/execution/deliver/send';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { fakeWorld } from './fakeWorld';

type Answering = (request: ApiRequest, nth: number) => HttpResult;

/** An answer with data, and what stands beside them. */
export const answerOf = (
	data: unknown,
	more: object = {},
): Extract<HttpResult, { kind: 'answer' }> => ({
	kind: 'answer',
	body: { data, ...more },
});

/** An answer of a status that is no success, with an error where a code is given. */
export const statusOf = (
	status: number,
	code?: number,
	message = 'x',
): Extract<HttpResult, { kind: 'status' }> => ({
	kind: 'status',
	status,
	body: code === undefined ? '' : { errors: [{ code, message }] },
	retryAfter: undefined,
});

/** A request that was sent and got no answer. */
export const LOST: HttpResult = {
	kind: 'broken',
	code: 'ECONNRESET',
	timedOut: false,
	sent: 'unknown',
};

/** A request that could not be sent. */
export const UNSENT: HttpResult = {
	kind: 'broken',
	code: 'ECONNREFUSED',
	timedOut: false,
	sent: 'no',
};

/**
 * What a run sends with, in virtual time; the requests that were sent, and when, in milliseconds.
 * @param answer the result of a request; `nth` counts all of them from 0
 * @param tookMs how long each of them takes
 */
export function sendingTo(
	answer: Answering,
	{
		maxAttempts = 1,
		most = 10,
		tookMs = 0,
	}: { maxAttempts?: number; most?: number; tookMs?: number } = {},
) {
	const world = fakeWorld();
	const sent: ApiRequest[] = [];
	const at: number[] = [];
	const sending: Sending = {
		room: makeRoom(most, world.now),
		run: startRun(world, 1, maxAttempts),
		world,
		maxAttempts,
		transport: async (request) => {
			const nth = sent.push(request) - 1;
			at.push(world.now());
			if (tookMs > 0) await world.sleep(tookMs);
			return await Promise.resolve(answer(request, nth));
		},
	};
	return { sending, world, sent, at };
}
