/** Limits how many pieces of work run at once. */

/** Runs a piece of work as soon as a slot is free. */
export type Limited = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Makes slots for at most `limit` pieces of work at a time; the others begin in the order they came. */
export function makeSemaphore(limit: number): Limited {
	const waiting: Array<() => void> = [];
	let free = limit;
	return async (work) => {
		if (free > 0) free -= 1;
		else await new Promise<void>((begin) => waiting.push(begin));
		try {
			return await work();
		} finally {
			// Handed on instead of freed, so that nobody who came later slips in.
			const next = waiting.shift();
			if (next) next();
			else free += 1;
		}
	};
}

/**
 * Waits until all of them have ended, also when one breaks.
 * @throws what the first of them that broke has thrown
 */
export async function allEnded(work: ReadonlyArray<Promise<void>>): Promise<void> {
	const ended = await Promise.allSettled(work);
	const broken = ended.find((end): end is PromiseRejectedResult => end.status === 'rejected');
	if (broken) throw broken.reason;
}
