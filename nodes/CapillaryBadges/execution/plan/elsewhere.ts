/** What other calls of an agent's left open: it may ask for it again in another call, in part, or together with more. */
import type { Target } from './call';
import { readRows, rowWriter, subjectMark } from './journalRows';
import type { State, Store } from './journalStore';
import { idPrefix, KIND, statesOf } from './journalStore';

export interface Elsewhere {
	/** The request of another call whose outcome is unknown for the target, if there is one. */
	find(target: Target): State | undefined;
	/** When the call began whose request a target has taken over, in epoch milliseconds; undefined for any other. */
	beganOf(target: Target): number | undefined;
	/** Notes that a target's outcome is known: it is no longer open there. */
	settled(target: Target): void;
	/** Lets others have what stays open. */
	release(): void;
}

/** Where there are no other calls. */
export const NOWHERE: Elsewhere = {
	find: () => undefined,
	beganOf: () => undefined,
	settled: () => undefined,
	release: () => undefined,
};

/** What stands open in one store: the cells that name it, by the subject's mark. */
interface Left {
	key: string;
	store: Store;
	open: Map<string, Array<{ cell: string; state: State }>>;
}

const isOpen = (state: State) => 'pending' in state;

function leftIn([key, store]: [string, Store]): Left {
	const open: Left['open'] = new Map();
	for (const [cell, state] of statesOf(store)) {
		const mark = cell.slice(cell.indexOf(':') + 1);
		if (isOpen(state)) open.set(mark, [...(open.get(mark) ?? []), { cell, state }]);
	}
	return { key, store, open };
}

/** Writes down that cells of a store are no longer open. */
function closeCells(store: Store, cells: readonly string[]): void {
	const ownIds = idPrefix(store.nonce);
	const write = rowWriter(store, ownIds);
	for (const rows of Object.values(store.underWay)) {
		for (const { kind, places, record } of readRows(rows, ownIds)) write(kind, places, record);
	}
	store.underWay = {};
	write(KIND.forgotten, cells.join(','), {});
}

/**
 * What calls that are over have left open. Each target takes one of it, and keeps it from others.
 * @param stores journals of such calls, by their keys
 * @param inUse takes in a journal that is taken from, so that no call at the same time finds it
 * @param drop forgets a journal in which nothing stands open any more
 */
export function openElsewhere(
	stores: ReadonlyArray<[string, Store]>,
	inUse: Pick<WeakSet<Store>, 'add' | 'delete'>,
	drop: (key: string) => void,
): Elsewhere {
	const left = stores.map(leftIn).filter(({ open }) => open.size > 0);
	if (left.length === 0) return NOWHERE;
	const taken = new Map<Target, { from: Left; cell: string; state: State }>();
	const over = new Map<Left, string[]>();
	return {
		find(target) {
			const before = taken.get(target);
			if (before) return before.state;
			const mark = subjectMark(target.subject);
			const from = left.find(({ open }) => (open.get(mark) ?? []).length > 0);
			const one = from?.open.get(mark)?.shift();
			if (!from || !one) return undefined;
			taken.set(target, { from, ...one });
			inUse.add(from.store);
			return one.state;
		},
		beganOf: (target) => taken.get(target)?.from.store.began,
		settled(target) {
			const one = taken.get(target);
			if (one) over.set(one.from, [...(over.get(one.from) ?? []), one.cell]);
		},
		release() {
			for (const { from } of taken.values()) inUse.delete(from.store);
			for (const [{ key, store }, cells] of over) {
				closeCells(store, cells);
				if (leftIn([key, store]).open.size === 0) drop(key);
			}
		},
	};
}
