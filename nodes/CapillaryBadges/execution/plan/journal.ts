/** What a later try of the node knows of the tries before. */
import type { Failure } from '../../../shared/capillary/failure';
import type { Call, Json, Outcome, Target } from './call';
import type { Remembered } from './planContext';

/** What is kept of a target between the tries of "Retry On Fail". */
type Entry = { fingerprint: string; requestId?: string } & (
	| { done: Json[] }
	/** The outcome is unknown; it must be asked for under the same request ID. */
	| { open: true }
	/** The outcome is unknown, and nothing may be sent again. */
	| { lost: Failure }
	/** Refused by an answer that used up the request ID. */
	| { refused: true }
);

/** The part of n8n's node context that is ours. */
type Store = Record<string, Entry>;

export interface Memo extends Remembered {
	remember(target: Target, outcome: Outcome, call: Call): void;
	/** How a target ended in an earlier try, if it is not to be sent again. */
	recall(target: Target): Outcome | undefined;
	/** Forgets everything, once all is done. */
	clear(): void;
}

const KEY = 'capillaryFinished';

const isStore = (value: unknown): value is Store => typeof value === 'object' && value !== null;

/** What to keep of an outcome; undefined where the next try may begin anew. */
function entryOf(target: Target, outcome: Outcome, call: Call): Entry | undefined {
	const kept = { fingerprint: target.fingerprint, requestId: call.requestId };
	if ('done' in outcome) return { ...kept, done: outcome.done };
	const { failure } = outcome;
	if (failure.isRequestIdUsed) return { ...kept, refused: true };
	if (failure.certainty === 'notDone') return undefined;
	return call.repeat === 'never' ? { ...kept, lost: failure } : { ...kept, open: true };
}

/**
 * The memo of finished targets: n8n's "Retry On Fail" runs the whole node again with all items, and
 * the node's context survives its tries (docs/n8n.md#retry-on-fail).
 * @param context the node's context, where it is kept
 * @param active whether to remember at all: only when n8n may try again, and not for reads
 * @param runIndex the run of the node, since the context also lives across loops
 */
export function openMemo(
	context: Record<string, unknown>,
	active: boolean,
	runIndex: number,
): Memo {
	const existing = context[KEY];
	const store: Store = isStore(existing) ? existing : {};
	if (active) context[KEY] = store;
	const keyOf = ({ item, position }: Target) => `${runIndex}:${item}:${position}`;
	const used = new Set(
		Object.values(store)
			.filter((entry) => !('open' in entry))
			.map(({ requestId }) => requestId),
	);
	const find = (target: Target): Entry | undefined => {
		const entry = store[keyOf(target)];
		return active && entry?.fingerprint === target.fingerprint ? entry : undefined;
	};
	const recall = (target: Target): Outcome | undefined => {
		const entry = find(target);
		if (entry && 'done' in entry) return { done: entry.done };
		return entry && 'lost' in entry ? { failure: entry.lost } : undefined;
	};
	return {
		recall,
		finished: (target) => recall(target) !== undefined,
		openRequest(target) {
			const entry = find(target);
			return entry && 'open' in entry ? entry.requestId : undefined;
		},
		isOpen(target) {
			const entry = find(target);
			return entry !== undefined && 'open' in entry;
		},
		isUsed: (requestId) => used.has(requestId),
		remember(target, outcome, call) {
			if (!active) return;
			const entry = entryOf(target, outcome, call);
			const key = keyOf(target);
			if (entry) store[key] = entry;
			// A used request ID stays used, whatever comes later.
			else if (store[key] && !('refused' in store[key])) delete store[key];
		},
		clear() {
			delete context[KEY];
		},
	};
}
