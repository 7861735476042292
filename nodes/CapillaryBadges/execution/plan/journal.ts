/** What a node run remembers between its tries: what is done, what is unknown, and the request IDs given. */
import { isRecord } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Call, Outcome, Target } from './call';
import { isOurs } from './call';
import type { Rows } from './journalRows';
import { placeOf, readRows, rowWriter, subjectMark } from './journalRows';
import type { Pending, Store } from './journalStore';
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

const KEY = 'capillaryJournal';
/** What was sent when the run was cut off, of what may not be sent again. */
const CUT_OFF: Failure = {
	what: 'The run ended before Capillary had answered, so the outcome is unknown',
	fix: 'Look it up before you run it again: with Get or Get Many of the same resource.',
	certainty: 'unknown',
};

/** Keeps the states of one run, and writes them to its store. */
function journalOf(store: Store, forget: () => void): Journal {
	const ownIds = idPrefix(store.nonce);
	const states = statesOf(store);
	const write = rowWriter(store, ownIds);
	const failures = new Map(store.failures.map((text, i) => [text, i]));
	const sent = new Map<
		Call,
		{ number: string; request: ApiRequest; left: number; lost: Target[] }
	>();
	let calls = 0;
	for (const left of Object.values(store.underWay)) {
		for (const { kind, places, record } of readRows(left, ownIds)) write(kind, places, record);
	}
	store.underWay = {};

	const find = (target: Target) => {
		if (states.size === 0) return undefined;
		const state = states.get(placeOf(target));
		return state?.mark === subjectMark(target.subject) ? state : undefined;
	};
	const keep = (kind: string, target: Target, { customerId, ...failure }: Failure) => {
		const text = JSON.stringify(failure);
		const index = failures.get(text) ?? store.failures.push(text) - 1;
		failures.set(text, index);
		write(kind, cellOf(target), { failure: index, customerId });
	};
	/** Ends a call's entry among those under way, and writes down what of it stays unknown. */
	const end = (call: Call) => {
		const entry = sent.get(call);
		if (!entry) return;
		sent.delete(call);
		delete store.underWay[entry.number];
		if (entry.lost.length > 0) {
			write(KIND.unknown, entry.lost.map(cellOf).join(','), rowOf(entry.request));
		}
	};
	const note = (target: Target, outcome: Outcome, call: Call) => {
		if ('done' in outcome) {
			const [only, ...more] = outcome.done;
			write(KIND.done, cellOf(target), more.length === 0 && only ? only : { ' all': outcome.done });
			return;
		}
		const { failure } = outcome;
		const isUnknown = failure.certainty === 'unknown';
		if (failure.isFinal || (isUnknown && call.repeat === 'never')) {
			return keep(KIND.final, target, failure);
		}
		if (isUnknown && call.repeat === 'keyed') {
			const entry = sent.get(call);
			if (entry) entry.lost.push(target);
			// A pending one that was not even sent again stays as it is.
		} else if (isUnknown) {
			write(KIND.inDoubt, cellOf(target), {});
		} else if (!failure.isUnsent && !isOurs(call.origin)) {
			keep(KIND.refused, target, failure);
			// What was not sent changes nothing of what was known.
		} else if (!failure.isUnsent && states.has(placeOf(target))) {
			write(KIND.forgotten, cellOf(target), {});
		}
	};

	return {
		nonce: store.nonce,
		began: store.began,
		newId() {
			store.next += 1;
			return nodeRequestId(store.nonce, store.next);
		},
		recall(target) {
			const state = find(target);
			return state && 'outcome' in state ? state.outcome : undefined;
		},
		pending(target) {
			const state = find(target);
			return state && 'pending' in state ? state.pending : undefined;
		},
		isInDoubt(target) {
			const state = find(target);
			return state !== undefined && 'inDoubt' in state;
		},
		refusedBefore(target) {
			const state = find(target);
			return state && 'refused' in state ? state.refused : undefined;
		},
		sending(call, request) {
			if (request.method === 'GET' || sent.has(call)) return;
			calls += 1;
			const rows: Rows = { names: [], pieces: [] };
			const cells = call.targets.map(cellOf).join(',');
			if (call.repeat === 'keyed') rowWriter(rows, ownIds)(KIND.unknown, cells, rowOf(request));
			else if (call.repeat === 'safe') rowWriter(rows, ownIds)(KIND.inDoubt, cells, {});
			else {
				const text = JSON.stringify(CUT_OFF);
				const failure = failures.get(text) ?? store.failures.push(text) - 1;
				failures.set(text, failure);
				rowWriter(rows, ownIds)(KIND.final, cells, { failure });
			}
			store.underWay[calls] = rows;
			sent.set(call, { number: `${calls}`, request, left: call.targets.length, lost: [] });
		},
		cutUp: end,
		settle(target, outcome, call) {
			note(target, outcome, call);
			const entry = sent.get(call);
			if (!entry || !call.targets.includes(target)) return;
			entry.left -= 1;
			if (entry.left === 0) end(call);
		},
		close(mayReturn) {
			if (!mayReturn) forget();
		},
		release: () => undefined,
	};
}

/** A journal of a run that nobody comes back to: it only gives request IDs. */
export function passingJournal(nonce: string, began: number): Journal {
	let next = 0;
	const nothing = () => undefined;
	return {
		nonce,
		began,
		newId() {
			next += 1;
			return nodeRequestId(nonce, next);
		},
		recall: nothing,
		pending: nothing,
		isInDoubt: () => false,
		refusedBefore: nothing,
		sending: nothing,
		cutUp: nothing,
		settle: nothing,
		close: nothing,
		release: nothing,
	};
}

/** Journals that a try of this process is writing to: two at the same time never share one. */
const inUse = new WeakSet<Store>();

/** Most journals that a tool keeps; each call of an agent that failed leaves one. */
const MOST_JOURNALS = 20;

/** What tells one node run from another. */
export interface NodeRun {
	/** n8n's node context, where the journals are kept. */
	context: Record<string, unknown>;
	runIndex: number;
	/** Whether an agent calls the node: each of its tries has a run index of its own, parallel calls share one. */
	isTool: boolean;
	/** What the run is about. */
	subject: string;
	/** 128 random bits as hex. */
	nonce: string;
	/** Epoch milliseconds. */
	now: number;
}

/**
 * Opens the journal of a node run: the one that an earlier try of it left, or a new one.
 * Rule: docs/delivery.md, the journal (docs/n8n.md says what n8n keeps of a node's context).
 */
export function openJournal(run: NodeRun): Journal {
	const { context, runIndex, isTool, subject } = run;
	const kept = (isRecord(context[KEY]) ? context[KEY] : {}) as Record<string, Store>;
	context[KEY] = kept;
	const mark = subjectMark(subject);
	const isMine = ([key, store]: [string, Store]) =>
		isTool ? store.subject === mark && !inUse.has(store) : key === `${runIndex}`;
	const found = Object.entries(kept).find(isMine);
	if (!found) {
		// A loop never comes back to a round that is over.
		const over = Object.keys(kept).filter((key) => !isTool && Number(key) < runIndex);
		const tooMany = isTool ? Object.keys(kept).slice(0, 1 - MOST_JOURNALS) : [];
		for (const key of [...over, ...tooMany]) delete kept[key];
	}
	const [key, store] = found ?? [
		isTool ? run.nonce : `${runIndex}`,
		{
			nonce: run.nonce,
			next: 0,
			began: run.now,
			subject: mark,
			names: [],
			pieces: [],
			underWay: {},
			failures: [],
		},
	];
	kept[key] = store;
	inUse.add(store);
	const journal = journalOf(store, () => {
		delete kept[key];
		if (Object.keys(kept).length === 0) delete context[KEY];
	});
	return {
		...journal,
		release: () => void inUse.delete(store),
	};
}
