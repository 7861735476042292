/** What all requests of one run share: cancel, pauses, the circuit breaker, the retry budget, the server's clock. */
import type { Failure } from '../../../shared/capillary/failure';
import { LONGEST_WAIT_MS, mayBeByMinute } from './backoff';
import type { RetryBudget } from './retryBudget';
import { makeRetryBudget } from './retryBudget';

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
	/** Tells when the execution is canceled. @returns ends that */
	onCancel(tell: () => void): () => void;
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
	/** How many answers of 429 came in a row; those that came together count once. */
	refusals(): number;
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
	/** Listens no longer for a cancel; the run is over. */
	close(): void;
}

/** Longest nap in milliseconds: whoever is woken before leaves no timer behind for longer. */
const LONGEST_NAP_MS = 1000;

/** So many answers of 429 in a row beyond the attempts of one call, or of 403, and nothing more is sent. */
const PATIENCE = 2;

/** The shared state of one run. */
class RunState implements Run {
	private resumeAt = 0;

	private isLimited = false;

	private isFindingOut = false;

	private inVain = 0;

	/** When the first of the answers of 429 in a row came. */
	private limitedAt = 0;

	/** Whether any request was answered. */
	private isServed = false;

	private denials = 0;

	private stopped = false;

	private verdict: Failure | undefined;

	private clockLead: number | undefined;

	/** Wakes those who wait for a time to come. */
	private readonly sleepers = new Set<() => void>();

	/** Wakes those who wait for another to find out, in the order they came. */
	private readonly inLine = new Set<() => void>();

	readonly close: () => void;

	constructor(
		private readonly world: World,
		private readonly repeats: RetryBudget,
		private readonly maxAttempts: number,
	) {
		this.close = world.onCancel(() => this.wakeAll());
	}

	async admit(begins: boolean): Promise<Admission> {
		const isClosed = () => this.verdict !== undefined || (begins && this.stopped);
		for (;;) {
			await this.waitUntil(() => this.resumeAt, isClosed);
			if (isClosed()) return 'closed';
			if (!this.isLimited) return 'free';
			if (!this.isFindingOut) {
				this.isFindingOut = true;
				return 'halfOpen';
			}
			await this.asleep((wake) => this.inLine.add(wake));
		}
	}

	async wait(ms: number): Promise<void> {
		const until = this.world.now() + ms;
		await this.waitUntil(() => until);
	}

	pause(ms: number): void {
		this.resumeAt = Math.max(this.resumeAt, this.world.now() + ms);
	}

	note(ending: Ending, admission: Admission, failure?: Failure): void {
		const isHalfOpen = admission === 'halfOpen';
		// One that was under way before the limit says nothing about it.
		if (isHalfOpen) this.isFindingOut = false;
		const before = this.verdict;
		if (ending === 'rateLimited') {
			if (this.inVain === 0) this.limitedAt = this.world.now();
			if (!this.isLimited || isHalfOpen) this.inVain += 1;
			this.isLimited = true;
			if (this.isHopeless(failure?.retryAfterMs)) this.verdict ??= failure;
		} else if (ending === 'denied') {
			this.denials += 1;
			if (this.denials > PATIENCE) this.verdict ??= failure;
		} else if (ending === 'answered') {
			this.inVain = 0;
			this.denials = 0;
			this.isServed = true;
			if (isHalfOpen) this.isLimited = false;
		}
		if (isHalfOpen) wake(this.inLine);
		if (this.verdict !== before) this.wakeAll();
	}

	refusals(): number {
		return this.inVain;
	}

	takeRepeat(): boolean {
		return this.repeats.take();
	}

	giveRepeat(): void {
		this.repeats.give();
	}

	trip(failure: Failure): void {
		this.verdict ??= failure;
		this.wakeAll();
	}

	tripped(): Failure | undefined {
		return this.verdict;
	}

	stop(): void {
		this.stopped = true;
		this.wakeAll();
	}

	isStopped(): boolean {
		return this.stopped;
	}

	noteClock(server: number): void {
		const lead = server - this.world.now();
		// The header has whole seconds and is old when it arrives: the largest is the closest.
		this.clockLead = Math.max(this.clockLead ?? lead, lead);
	}

	onServer(time: number): number | undefined {
		return this.clockLead === undefined ? undefined : time + this.clockLead;
	}

	/** Whether 429 came too often. @param namedMs what the last of them asked to wait, in milliseconds */
	private isHopeless(namedMs = 0): boolean {
		const isMinute = this.world.now() - this.limitedAt >= LONGEST_WAIT_MS;
		const isTooOften = this.inVain > this.maxAttempts + PATIENCE;
		return isTooOften && (isMinute || !mayBeByMinute(namedMs, this.isServed));
	}

	/** What those who wait may care about has changed: each of them looks again. */
	private wakeAll(): void {
		wake(this.sleepers);
		wake(this.inLine);
	}

	/** Waits until somebody wakes it. @param lie takes what wakes it */
	private async asleep(lie: (wake: () => void) => void): Promise<void> {
		if (this.world.cancelled()) throw new Cancelled();
		await new Promise<void>(lie);
		if (this.world.cancelled()) throw new Cancelled();
	}

	private async nap(ms: number): Promise<void> {
		await this.asleep((rise) => {
			this.sleepers.add(rise);
			void this.world.sleep(Math.min(ms, LONGEST_NAP_MS)).then(() => {
				this.sleepers.delete(rise);
				rise();
			});
		});
	}

	private async waitUntil(time: () => number, isOver = () => false): Promise<void> {
		if (this.world.cancelled()) throw new Cancelled();
		const left = () => time() - this.world.now();
		for (let ms = left(); ms > 0 && !isOver(); ms = left()) await this.nap(ms);
	}
}

/** Wakes all who sleep; those who lie down again meanwhile sleep on. */
function wake(sleepers: Set<() => void>): void {
	const all = [...sleepers];
	sleepers.clear();
	for (const rise of all) rise();
}

/**
 * Makes the shared state of one run.
 * @param calls how many calls are planned
 * @param maxAttempts how often one request is sent at most
 */
export function startRun(world: World, calls: number, maxAttempts: number): Run {
	return new RunState(world, makeRetryBudget(calls), maxAttempts);
}
