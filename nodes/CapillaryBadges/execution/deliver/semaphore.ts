// Holds work back until there is room for it; how much room there is may change meanwhile.

/** Runs a piece of work as soon as there is room; it waits in line until then. */
export type Limited = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Makes room for `limit` pieces of work at a time; the others begin in the order they came.
 * @param limit pieces of work, from 1; asked whenever one ends, so that it may grow and shrink meanwhile
 */
export function makeSemaphore(limit: () => number): Limited {
	const waiting: Array<() => void> = [];
	let active = 0;
	// Counted as begun before it runs, so that nobody who came later slips in.
	const fill = () => {
		while (active < limit()) {
			const next = waiting.shift();
			if (!next) return;
			active += 1;
			next();
		}
	};
	return async (work) => {
		if (waiting.length === 0 && active < limit()) active += 1;
		else await new Promise<void>((begin) => waiting.push(begin));
		try {
			return await work();
		} finally {
			active -= 1;
			fill();
		}
	};
}

/**
 * Does pieces of work as long as there are more, at most `limit` at a time. All that began has ended
 * when it returns, also when one breaks; then no other begins.
 * @param limit pieces of work, from 1; asked whenever one ends
 * @throws what the first of them that broke has thrown
 */
export async function pool(
	limit: () => number,
	more: () => boolean,
	work: () => Promise<void>,
): Promise<void> {
	let broken: { reason: unknown } | undefined;
	let active = 0;
	await new Promise<void>((resolve) => {
		const fill = () => {
			while (active < limit() && !broken && more()) {
				active += 1;
				work()
					.catch((reason: unknown) => {
						broken ??= { reason };
					})
					.finally(() => {
						active -= 1;
						fill();
					});
			}
			if (active === 0) resolve();
		};
		fill();
	});
	if (broken) throw (broken as { reason: unknown }).reason;
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
