/** What all requests of one run share: cancel, pauses, the circuit breaker, the retry budget, the server's clock. */
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
	/** 128 random bits as hex. */
	nonce(): string;
	/** Waits so many milliseconds. */
	sleep(ms: number): Promise<void>;
	/** Whether the execution was canceled. */
	cancelled(): boolean;
}

/** Whether a request may be sent now: freely, to find out whether Capillary answers again, or not at all. */
export type Admission = 'free' | 'halfOpen' | 'closed';

/** How an admitted request went. */
export type Ending = 'answered' | 'rateLimited' | 'denied' | 'lost';

export interface Run {
	/**
	 * Waits for the pause to end; while Capillary limits the rate, lets one request at a time find out.
	 * @param begins whether it is the first request of its call, so that a stopped run does not send it
	 */
	admit(begins: boolean): Promise<Admission>;
	/** Waits, at most until the execution is canceled. */
	wait(ms: number): Promise<void>;
	/** Holds every request of the run for so many milliseconds from now. */
	pause(ms: number): void;
	/** Notes how an admitted request went, and why it failed. */
	note(ending: Ending, admission: Admission, failure?: Failure): void;
	/** Takes a repeat from the retry budget; false when there is none left. */
	takeRepeat(): boolean;
	/** Gives a repeat back, after an answer. */
	giveRepeat(): void;
	/** Ends the run: nothing is sent any more. */
	trip(failure: Failure): void;
	/** Why nothing is sent any more, if so. */
	tripped(): Failure | undefined;
	/** Lets no further call begin; those under way go on. */
	stop(): void;
	isStopped(): boolean;
	/** Notes what Capillary's clock showed when an answer came, in epoch milliseconds. */
	noteClock(server: number): void;
	/** A time of this n8n's clock → the earliest that Capillary's may have shown then; undefined while unknown. */
	onServer(time: number): number | undefined;
}

/** Longest nap: a canceled wait ends within this many milliseconds. */
const SLICE_MS = 100;

/** Extra requests that an outage may cost, as a share of the calls … */
const REPEAT_SHARE = 0.2;

/** … or so many in a small run, where one hiccup can hit every call at once. */
const FEWEST_REPEATS = 10;

/** So many answers of 429 in a row beyond the attempts of one call, or of 403, and nothing more is sent. */
const PATIENCE = 2;

/**
 * Makes the shared state of one run.
 * @param calls how many calls are planned
 * @param maxAttempts how often one request is sent at most
 */
export function startRun(world: World, calls: number, maxAttempts: number): Run {
	const budget = Math.max(FEWEST_REPEATS, Math.floor(calls * REPEAT_SHARE));
	let repeats = budget;
	let resumeAt = 0;
	let isLimited = false;
	let isFindingOut = false;
	let inVain = 0;
	let denials = 0;
	let stopped = false;
	let verdict: Failure | undefined;
	let clockLead: number | undefined;

	const nap = async (ms: number) => {
		if (world.cancelled()) throw new Cancelled();
		await world.sleep(Math.min(ms, SLICE_MS));
		if (world.cancelled()) throw new Cancelled();
	};
	const isClosed = (begins: boolean) => verdict !== undefined || (begins && stopped);
	const waitUntil = async (time: () => number, isOver = () => false) => {
		if (world.cancelled()) throw new Cancelled();
		for (let left = time() - world.now(); left > 0 && !isOver(); left = time() - world.now()) {
			await nap(left);
		}
	};

	return {
		async admit(begins) {
			for (;;) {
				await waitUntil(
					() => resumeAt,
					() => isClosed(begins),
				);
				if (isClosed(begins)) return 'closed';
				if (!isLimited) return 'free';
				if (!isFindingOut) {
					isFindingOut = true;
					return 'halfOpen';
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
		note(ending, admission, failure) {
			// One that was under way before the limit says nothing about it.
			if (admission === 'halfOpen') isFindingOut = false;
			if (ending === 'rateLimited') {
				if (!isLimited || admission === 'halfOpen') inVain += 1;
				isLimited = true;
				if (inVain > maxAttempts + PATIENCE) verdict ??= failure;
			} else if (ending === 'denied') {
				denials += 1;
				if (denials > PATIENCE) verdict ??= failure;
			} else if (ending === 'answered') {
				inVain = 0;
				denials = 0;
				if (admission === 'halfOpen') isLimited = false;
			}
		},
		takeRepeat() {
			if (repeats < 1) return false;
			repeats -= 1;
			return true;
		},
		giveRepeat() {
			repeats = Math.min(budget, repeats + 1);
		},
		trip(failure) {
			verdict ??= failure;
		},
		tripped: () => verdict,
		stop() {
			stopped = true;
		},
		isStopped: () => stopped,
		noteClock(server) {
			const lead = server - world.now();
			// The header has whole seconds and is old when it arrives: the largest is the closest.
			clockLead = Math.max(clockLead ?? lead, lead);
		},
		onServer: (time) => (clockLead === undefined ? undefined : time + clockLead),
	};
}
