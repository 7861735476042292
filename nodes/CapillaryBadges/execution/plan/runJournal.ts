/** The journal of one run: keeps the states of its targets, and writes them to its store. */
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Call, Json, Outcome, Target } from './call';
import { isOurs } from './call';
import type { Rows } from './journalRows';
import { readRows, rowWriter } from './journalRows';
import type { Pending, State, Store } from './journalStore';
import { cellOf, idPrefix, KIND, rowOf, statesOf } from './journalStore';
import { nodeRequestId } from './requestIds';

export interface Journal {
	/** What all tries of this node run have in common, and no other run has. */
	nonce: string;
	/** When the first try began, in epoch milliseconds of this n8n's clock. */
	began: number;
	/** A request ID that nobody has used. */
	newId(): string;
	/** How a target ended in an earlier try, where it is not to be sent again. */
	recall(target: Target): Outcome | undefined;
	/** The request that must be asked for again, unchanged; one object for all targets of a call. */
	pending(target: Target): Pending | undefined;
	/** Whether an earlier try sent what may be sent again as it is, and its outcome is unknown. */
	isInDoubt(target: Target): boolean;
	/** Why an earlier try's request for a target was refused, where its ID was not the node's own. */
	refusedBefore(target: Target): Failure | undefined;
	/** Notes what is about to be sent. */
	sending(call: Call, request: ApiRequest): void;
	/** Notes that an answer refused the call as a whole and that it is cut up. */
	cutUp(call: Call): void;
	settle(target: Target, outcome: Outcome, call: Call): void;
	/** Ends the try. @param mayReturn whether anything is open and n8n can come back to it */
	close(mayReturn: boolean): void;
	/** Lets a later try have the journal, however this one ended. */
	release(): void;
}

/** What was sent when the run was cut off, of what may not be sent again. */
const CUT_OFF: Failure = {
	what: 'The run ended before Capillary had answered, so the outcome is unknown',
	fix: 'Look it up before you run it again: with Get or Get Many of the same resource.',
	certainty: 'unknown',
};

/** A call whose answer is awaited. */
interface UnderWay {
	number: string;
	request: ApiRequest;
	/** Its targets, and those that repeat them. */
	served: ReadonlySet<Target>;
	/** How many of them have no outcome yet. */
	left: number;
	/** The targets whose outcome is unknown. */
	lost: Target[];
	isCarriedOut: boolean;
}

const unknownKind = (isCarriedOut: boolean) => (isCarriedOut ? KIND.carriedOut : KIND.unknown);

/** The targets of a call, and those that repeat them: all of them wait for its answer. */
const servedBy = ({ targets, followers }: Call): Target[] =>
	followers ? [...targets, ...[...followers.values()].flat()] : targets;

/** Keeps the states of one run, and writes them to its store. */
export class RunJournal implements Journal {
	readonly nonce: string;

	readonly began: number;

	private readonly ownIds: string;

	private readonly states: ReadonlyMap<string, State>;

	private readonly write: ReturnType<typeof rowWriter>;

	private readonly failures: Map<string, number>;

	/** How rows name the targets that were asked for: the mark is dear. */
	private readonly cells = new Map<Target, string>();

	private readonly underWay = new Map<Call, UnderWay>();

	private calls = 0;

	/** @param forget removes the store from n8n's node context @param free lets a later try have it */
	constructor(
		private readonly store: Store,
		private readonly forget: () => void,
		private readonly free: () => void,
	) {
		this.nonce = store.nonce;
		this.began = store.began;
		this.ownIds = idPrefix(store.nonce);
		this.states = statesOf(store);
		this.write = rowWriter(store, this.ownIds);
		this.failures = new Map(store.failures.map((text, i) => [text, i]));
		for (const left of Object.values(store.underWay)) {
			for (const { kind, places, record } of readRows(left, this.ownIds)) {
				this.write(kind, places, record);
			}
		}
		store.underWay = {};
	}

	newId(): string {
		this.store.next += 1;
		return nodeRequestId(this.store.nonce, this.store.next);
	}

	recall(target: Target): Outcome | undefined {
		const state = this.find(target);
		return state && 'outcome' in state ? state.outcome : undefined;
	}

	pending(target: Target): Pending | undefined {
		const state = this.find(target);
		return state && 'pending' in state ? state.pending : undefined;
	}

	isInDoubt(target: Target): boolean {
		const state = this.find(target);
		return state !== undefined && 'inDoubt' in state;
	}

	refusedBefore(target: Target): Failure | undefined {
		const state = this.find(target);
		return state && 'refused' in state ? state.refused : undefined;
	}

	sending(call: Call, request: ApiRequest): void {
		if (request.method === 'GET' || this.underWay.has(call)) return;
		this.calls += 1;
		const rows: Rows = { names: [], pieces: [] };
		const write = rowWriter(rows, this.ownIds);
		const served = servedBy(call);
		const cells = served.map((target) => this.cellOf(target)).join(',');
		const isCarriedOut = call.isCarriedOut === true;
		if (call.repeat === 'keyed') write(unknownKind(isCarriedOut), cells, rowOf(request));
		else if (call.repeat === 'safe') write(KIND.inDoubt, cells, {});
		else write(KIND.final, cells, { failure: this.indexOf(CUT_OFF) });
		const number = `${this.calls}`;
		this.store.underWay[number] = rows;
		const waiting = { served: new Set(served), left: served.length, lost: [] };
		this.underWay.set(call, { number, request, ...waiting, isCarriedOut });
	}

	cutUp(call: Call): void {
		this.end(call);
	}

	settle(target: Target, outcome: Outcome, call: Call): void {
		if ('failure' in outcome) this.noteFailure(target, outcome.failure, call);
		else this.noteDone(target, outcome.done, call);
		const entry = this.underWay.get(call);
		if (!entry?.served.has(target)) return;
		entry.left -= 1;
		if (entry.left === 0) this.end(call);
	}

	close(mayReturn: boolean): void {
		// What was refused is sent anew in any case: of that alone there is nothing to know.
		const isBlank = this.store.pieces.length === 0 && Object.keys(this.store.underWay).length === 0;
		if (!mayReturn || isBlank) this.forget();
	}

	release(): void {
		this.free();
	}

	private cellOf(target: Target): string {
		const known = this.cells.get(target);
		if (known !== undefined) return known;
		const cell = cellOf(target);
		this.cells.set(target, cell);
		return cell;
	}

	private find(target: Target): State | undefined {
		return this.states.size === 0 ? undefined : this.states.get(this.cellOf(target));
	}

	private indexOf(failure: Failure): number {
		const text = JSON.stringify(failure);
		const index = this.failures.get(text) ?? this.store.failures.push(text) - 1;
		this.failures.set(text, index);
		return index;
	}

	private keep(kind: string, target: Target, { customerId, ...failure }: Failure): void {
		this.write(kind, this.cellOf(target), { failure: this.indexOf(failure), customerId });
	}

	private noteDone(target: Target, done: Json[], call: Call): void {
		const { repeat, alreadyDone, isWholeState = false } = call;
		// An update is made anew by each try, whose values may be others: only that it was made is kept.
		if (repeat === 'safe' && alreadyDone.length === 0 && !isWholeState) {
			return this.write(KIND.inDoubt, this.cellOf(target), {});
		}
		const [only, ...more] = done;
		this.write(KIND.done, this.cellOf(target), more.length === 0 && only ? only : { ' all': done });
	}

	private noteFailure(target: Target, failure: Failure, call: Call): void {
		const isUnknown = failure.certainty === 'unknown';
		if (failure.isFinal || (isUnknown && call.repeat === 'never')) {
			return this.keep(KIND.final, target, failure);
		}
		if (isUnknown && call.repeat === 'keyed') {
			// A pending one that was not even sent again stays as it is.
			this.underWay.get(call)?.lost.push(target);
		} else if (isUnknown) {
			this.write(KIND.inDoubt, this.cellOf(target), {});
		} else if (!failure.isUnsent && !isOurs(call.origin)) {
			this.keep(KIND.refused, target, failure);
			// What was not sent changes nothing of what was known.
		} else if (!failure.isUnsent && this.states.has(this.cellOf(target))) {
			this.write(KIND.forgotten, this.cellOf(target), {});
		}
	}

	/** Ends a call's entry among those under way, and writes down what of it stays unknown. */
	private end(call: Call): void {
		const entry = this.underWay.get(call);
		if (!entry) return;
		this.underWay.delete(call);
		delete this.store.underWay[entry.number];
		if (entry.lost.length > 0) {
			const isCarriedOut = entry.isCarriedOut || entry.lost.length < entry.served.size;
			const cells = entry.lost.map((target) => this.cellOf(target)).join(',');
			this.write(unknownKind(isCarriedOut), cells, rowOf(entry.request));
		}
	}
}
