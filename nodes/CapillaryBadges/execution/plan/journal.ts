/** What a node run remembers between its tries: what is done, what is unknown, and the request IDs given. */
import { isRecord } from '../../../shared/capillary/envelope';
import { subjectMark } from './journalRows';
import type { Store } from './journalStore';
import { nodeRequestId } from './requestIds';
import type { Journal } from './runJournal';
import { RunJournal } from './runJournal';

/** Where the journals stand in n8n's node context. */
const KEY = 'capillaryJournal';

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
		// A loop never comes back to a round that is over; an agent may ask for any of its calls again.
		const over = Object.keys(kept).filter((key) => !isTool && Number(key) < runIndex);
		for (const key of over) delete kept[key];
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
	const forget = () => {
		delete kept[key];
		if (Object.keys(kept).length === 0) delete context[KEY];
	};
	return new RunJournal(store, forget, () => void inUse.delete(store));
}
