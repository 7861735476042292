/** What all requests of one run share: the pause that Capillary asked for, the budget for repeats, the end. */
import type { Failure } from '../../../shared/capillary/failure';

/** Thrown inside the delivery when the execution was canceled. */
export class Cancelled extends Error {
	message = 'The execution was canceled';
}

/** What the run reads of the outside world; tests replace it. */
export interface World {
	/** Epoch milliseconds. */
	now(): number;
	/** A number from 0 to 1. */
	random(): number;
	/** Waits so many milliseconds. */
	sleep(ms: number): Promise<void>;
	/** Whether the execution was canceled. */
	cancelled(): boolean;
}

/** What all requests of one run share: the pause that Capillary asked for, and the budget for repeats. */
export interface Run {
	/**
	 * Waits for the pause to end; while Capillary limits the rate, lets one request at a time find out.
	 * @returns whether the request is the one that finds out
	 */
	admit(): Promise<boolean>;
	/** Waits, at most until the execution is canceled. */
	wait(ms: number): Promise<void>;
	/** Holds every request of the run for so many milliseconds from now. */
	pause(ms: number): void;
	/** Notes how an admitted request went; `probe` is what `admit` had said of it. */
	note(how: 'answered' | 'rateLimited' | 'lost', probe: boolean): void;
	/** Takes a repeat from the budget; false when there is none left. */
	spendRepeat(): boolean;
	/** Gives a repeat back, after a success. */
	earnRepeat(): void;
	/** Ends the run for all calls that were not sent yet. */
	condemn(failure: Failure): void;
	/** Why no further call is sent, if so. */
	condemned(): Failure | undefined;
	/** Notes that a call has used up its attempts on 429 answers. */
	exhausted(failure: Failure): void;
}

/** Longest nap: a canceled wait ends within this many milliseconds. */
const SLICE_MS = 100;

/** Extra requests that an outage may cost, as a share of the calls … */
const REPEAT_SHARE = 0.2;

/** … or so many in a small run, where one hiccup can hit every call at once. */
const FEWEST_REPEATS = 10;

/** So many calls in a row that end on 429, and the rest is not sent any more. */
const PATIENCE = 3;

/**
 * Makes the shared state of one run.
 * @param calls how many calls are planned
 */
export function startRun(world: World, calls: number): Run {
	const budget = Math.max(FEWEST_REPEATS, Math.floor(calls * REPEAT_SHARE));
	let repeats = budget;
	let resumeAt = 0;
	let limited = false;
	let probing = false;
	let inVain = 0;
	let verdict: Failure | undefined;

	const nap = async (ms: number) => {
		if (world.cancelled()) throw new Cancelled();
		await world.sleep(Math.min(ms, SLICE_MS));
		if (world.cancelled()) throw new Cancelled();
	};
	const waitUntil = async (time: () => number) => {
		if (world.cancelled()) throw new Cancelled();
		for (let left = time() - world.now(); left > 0; left = time() - world.now()) await nap(left);
	};

	return {
		async admit() {
			for (;;) {
				await waitUntil(() => resumeAt);
				if (!limited) return false;
				if (!probing) {
					probing = true;
					return true;
				}
				await nap(SLICE_MS / 5);
			}
		},
		async wait(ms) {
			const until = world.now() + ms;
			await waitUntil(() => until);
		},
		pause(ms) {
			resumeAt = Math.max(resumeAt, world.now() + ms);
		},
		note(how, probe) {
			// One that was under way before the limit says nothing about it.
			if (probe) probing = false;
			if (how === 'rateLimited') limited = true;
			if (how !== 'answered') return;
			inVain = 0;
			if (probe) limited = false;
		},
		spendRepeat() {
			if (repeats < 1) return false;
			repeats -= 1;
			return true;
		},
		earnRepeat() {
			repeats = Math.min(budget, repeats + 1);
		},
		condemn(failure) {
			verdict ??= failure;
		},
		condemned: () => verdict,
		exhausted(failure) {
			inVain += 1;
			if (inVain >= PATIENCE) verdict ??= failure;
		},
	};
}
