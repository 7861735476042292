import type { Call, Json, Outcome, Target } from './call';
import type { Remembered } from './planContext';

/** What is kept of a target between the tries of "Retry On Fail". */
type Entry =
	| { fingerprint: string; done: Json[] }
	/** The outcome is unknown; it must be asked for under the same request ID. */
	| { fingerprint: string; open: string };

/** The part of n8n's node context that is ours. */
type Store = Record<string, Entry>;

export interface Memo extends Remembered {
	remember(target: Target, outcome: Outcome, call: Call): void;
	recall(target: Target): Json[] | undefined;
	/** Forgets everything, once all is done. */
	clear(): void;
}

const KEY = 'capillaryFinished';

const isStore = (value: unknown): value is Store => typeof value === 'object' && value !== null;

/**
 * The memo of finished targets: n8n's "Retry On Fail" runs the whole node again with all items, and
 * the node's context survives its tries (n8n notes, Retry On Fail).
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
	const find = (target: Target): Entry | undefined => {
		const entry = store[keyOf(target)];
		return active && entry?.fingerprint === target.fingerprint ? entry : undefined;
	};
	const recall = (target: Target) => {
		const entry = find(target);
		return entry && 'done' in entry ? entry.done : undefined;
	};
	return {
		recall,
		finished: (target) => recall(target) !== undefined,
		openRequest(target) {
			const entry = find(target);
			return entry && 'open' in entry ? entry.open : undefined;
		},
		remember(target, outcome, call) {
			if (!active) return;
			const { fingerprint } = target;
			if ('done' in outcome) store[keyOf(target)] = { fingerprint, done: outcome.done };
			else if (outcome.fault.certainty === 'unknown' && call.requestId !== undefined) {
				store[keyOf(target)] = { fingerprint, open: call.requestId };
			} else delete store[keyOf(target)];
		},
		clear() {
			delete context[KEY];
		},
	};
}
