/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
/** Virtual time: it passes only when everybody waits, and then at once. */

/** Something that happens at a time; whether it wakes code that waits on a promise. */
interface Event {
	at: number;
	order: number;
	happen: () => void;
	wakes: boolean;
}

export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Happens in the model alone: nobody waits for a promise of it. */
	later(ms: number, happen: () => void): void;
	/** Wakes code that waits on a promise. */
	wake(ms: number, happen: () => void): void;
	sleep(ms: number): Promise<void>;
	/**
	 * Lets events happen up to the first that wakes somebody.
	 * @returns whether one did; false when nothing is left to happen
	 */
	step(): boolean;
}

const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A queue that gives the earliest event first (a binary heap). */
function makeQueue() {
	const heap: Event[] = [];
	const swap = (i: number, j: number) => {
		[heap[i], heap[j]] = [heap[j], heap[i]];
	};
	return {
		push(event: Event) {
			heap.push(event);
			for (let i = heap.length - 1; i > 0; ) {
				const parent = (i - 1) >> 1;
				if (!isBefore(heap[i], heap[parent])) return;
				swap(i, parent);
				i = parent;
			}
		},
		pop(): Event | undefined {
			const [first] = heap;
			const last = heap.pop();
			if (!last || heap.length === 0) return first;
			heap[0] = last;
			for (let i = 0; ; ) {
				const left = 2 * i + 1;
				if (left >= heap.length) return first;
				const right = left + 1;
				const child = right < heap.length && isBefore(heap[right], heap[left]) ? right : left;
				if (!isBefore(heap[child], heap[i])) return first;
				swap(i, child);
				i = child;
			}
		},
	};
}

export function makeClock(start: number): Clock {
	const queue = makeQueue();
	let now = start;
	let order = 0;
	const add = (ms: number, happen: () => void, wakes: boolean) => {
		order += 1;
		queue.push({ at: now + Math.max(0, ms), order, happen, wakes });
	};
	return {
		now: () => now,
		later: (ms, happen) => add(ms, happen, false),
		wake: (ms, happen) => add(ms, happen, true),
		sleep: (ms) => new Promise<void>((resolve) => add(ms, resolve, true)),
		step() {
			for (let event = queue.pop(); event; event = queue.pop()) {
				now = event.at;
				event.happen();
				if (event.wakes) return true;
			}
			return false;
		},
	};
}

/** What runs in a time of its own. */
export interface Timed<Result> {
	clock: Clock;
	run(): Promise<Result>;
}

/** How it ended; `stuck` when it waits for what never happens. */
export type Ended<Result> = { result: Result } | { stuck: true };

/**
 * Runs many at once, each in its own time: after each turn of the real event loop, all code that
 * waited on promises has gone as far as it can, so that time may pass. What is still to happen when
 * one has ended, happens before it is handed over.
 */
export async function runTimed<Result>(
	sources: Iterator<Timed<Result>>,
	width: number,
	take: (ended: Ended<Result>) => void,
): Promise<void> {
	interface Lane {
		clock: Clock;
		ended?: { result: Result } | { broken: unknown };
	}
	const begin = (): Lane | undefined => {
		const next = sources.next();
		if (next.done === true) return undefined;
		const lane: Lane = { clock: next.value.clock };
		next.value.run().then(
			(result) => (lane.ended = { result }),
			(broken: unknown) => (lane.ended = { broken }),
		);
		return lane;
	};
	let lanes: Lane[] = [];
	for (let lane = begin(); lane; lane = lanes.length < width ? begin() : undefined)
		lanes.push(lane);
	while (lanes.length > 0) {
		await new Promise(setImmediate);
		const left: Lane[] = [];
		for (const lane of lanes) {
			const { ended } = lane;
			if (!ended && lane.clock.step()) {
				left.push(lane);
				continue;
			}
			if (ended && 'broken' in ended) throw ended.broken;
			take(ended ?? { stuck: true });
			const next = begin();
			if (next) left.push(next);
		}
		lanes = left;
	}
}
