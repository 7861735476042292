// The room that the requests of one run share: how many may be under way, learned from how they end.
import type { HttpResult } from '../../../shared/capillary/httpResult';
import type { ApiRequest } from '../../../shared/capillary/request';
import { waitAskedBy } from '../../../shared/capillary/retryAfter';
import { allowed } from './allowance';
import type { Limited } from './semaphore';
import { makeSemaphore } from './semaphore';
import { widthAfter } from './width';
import type { Trouble } from './widthState';
import { soonest, START, startWidth } from './widthState';

type Transport = (request: ApiRequest) => Promise<HttpResult>;

/** Made once a run, so that bulk calls, single ones and look-ups share it. */
export interface Room {
	/** How many calls may be in progress, those that wait for another attempt included. */
	calls(): number;
	/** Runs one request as soon as there is room for it. */
	limited: Limited;
	/** The transport, watched: how its requests end makes the room wider or narrower. */
	measured(transport: Transport): Transport;
}

/** A gateway lost what is behind it. */
const LOST = new Set([502, 504]);

/** How a request ended, as far as that says anything of the width. */
type Sign = { how: 'answered'; kind: string } | { how: Trouble };

/** What a result says of the width; undefined where it says nothing. @param now epoch milliseconds */
function signOf(method: string, result: HttpResult, now: number): Sign | undefined {
	if (result.kind === 'answer') return { how: 'answered', kind: method };
	if (result.kind === 'broken') return { how: 'failed' };
	if (result.kind !== 'status') return undefined;
	const { status } = result;
	if (status === 429) return { how: 'limited' };
	if (status === 503) {
		return { how: waitAskedBy(result, now) === undefined ? 'overloaded' : 'limited' };
	}
	if (LOST.has(status)) return { how: 'failed' };
	// A refusal often comes sooner than a success, and is compared with other refusals.
	return status < 500 ? { how: 'answered', kind: `${method} refused` } : undefined;
}

/**
 * Makes the room of a run.
 * @param most most requests under way, from 1
 * @param now the time, in epoch milliseconds
 */
export function makeRoom(most: number, now: () => number): Room {
	let width = startWidth(most, now());
	let underWay = 0;
	return {
		// Calls that wait for another attempt leave others their turn, even where the width is 1.
		calls: () => Math.max(width.now, Math.min(START, most)),
		limited: makeSemaphore(() => Math.min(width.open, allowed(width.allowance, soonest(width)))),
		measured: (transport) => async (request) => {
			const began = now();
			underWay += 1;
			const result = await transport(request);
			const ended = now();
			const sign = signOf(request.method, result, ended);
			if (sign) width = widthAfter(width, { ...sign, began, ended, underWay });
			underWay -= 1;
			return result;
		},
	};
}
