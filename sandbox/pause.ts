/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** Waits that a signal ends. One listener a signal, however many wait: Node warns above ten. */

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Those who wait for a signal to fall. */
function waitersOf(signal: AbortSignal): Set<() => void> {
	const known = waiting.get(signal);
	if (known) return known;
	const waiters = new Set<() => void>();
	waiting.set(signal, waiters);
	signal.addEventListener('abort', () => waiters.forEach((wake) => wake()), { once: true });
	return waiters;
}

/** Waits, but not longer than the signal allows. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
	if (stop.aborted) return Promise.resolve();
	const waiters = waitersOf(stop);
	return new Promise((resolve) => {
		const done = (): void => {
			clearTimeout(timer);
			waiters.delete(done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		waiters.add(done);
	});
}

/** Runs a task under its own signal, which falls when the time is over or `stop` falls. */
export async function within<T>(
	ms: number,
	stop: AbortSignal,
	task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const own = new AbortController();
	const abort = (): void => own.abort();
	const timer = setTimeout(abort, ms);
	if (stop.aborted) abort();
	const waiters = waitersOf(stop);
	waiters.add(abort);
	try {
		return await task(own.signal);
	} finally {
		clearTimeout(timer);
		waiters.delete(abort);
	}
}
