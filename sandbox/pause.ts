/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */

/** Waits, but not longer than the signal allows. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
	if (stop.aborted) return Promise.resolve();
	return new Promise((resolve) => {
		const done = (): void => {
			clearTimeout(timer);
			stop.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		stop.addEventListener('abort', done);
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
	stop.addEventListener('abort', abort);
	if (stop.aborted) abort();
	try {
		return await task(own.signal);
	} finally {
		clearTimeout(timer);
		stop.removeEventListener('abort', abort);
	}
}
