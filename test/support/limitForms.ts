import type { Bearing, Came, Refused } from './limitingCapillary';

/** Limits in the forms that servers have: what of a server's bearing refuses. */

/** 429 in the words of a gateway. */
export const tooMany = (retryAfter?: string, body = '<html>Too Many Requests</html>'): Refused => ({
	status: 429,
	body,
	headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

export type Refuses = Bearing['refuses'];

/** So many in each window of the clock. */
export function byWindow(count: number, ms: number, answer = tooMany()): Refuses {
	let window = -1;
	let used = 0;
	return ({ at }) => {
		const present = Math.floor(at / ms);
		if (present !== window) [window, used] = [present, 0];
		used += 1;
		return used > count ? answer : undefined;
	};
}

/** So many in any such time. */
export function byRollingWindow(count: number, ms: number, answer = tooMany()): Refuses {
	let accepted: number[] = [];
	return ({ at }) => {
		accepted = accepted.filter((one) => one > at - ms);
		if (accepted.length >= count) return answer;
		accepted.push(at);
		return undefined;
	};
}

/** A bucket that holds so many, and fills up so often a second. */
export function byBucket(holds: number, perSecond: number, answer = tooMany()): Refuses {
	let tokens = holds;
	let last: number | undefined;
	return ({ at }) => {
		tokens = Math.min(holds, tokens + ((at - (last ?? at)) * perSecond) / 1000);
		last = at;
		if (tokens < 1) return answer;
		tokens -= 1;
		return undefined;
	};
}

export const onlyTo =
	(applies: (came: Came) => boolean, refuses: Refuses): Refuses =>
	(came) =>
		applies(came) ? refuses(came) : undefined;

/** The first so many are met by one limit, the others by another. */
export function changing(after: number, before: Refuses, later: Refuses): Refuses {
	return (came) => (came.nth < after ? before(came) : later(came));
}
