/** Reading one definition (badge, group, custom field): what of it is shown, and who changes it meanwhile. */
import type { State } from './state';
import type { JsonObject } from './types';

interface Definition {
	id: string;
	lastUpdatedOn: number;
}

/** How records of one kind are shown and changed. */
export interface Kind<T extends Definition> {
	all: ReadonlyMap<string, T>;
	view: (record: T) => JsonObject;
	/** What somebody else changes. */
	change: (record: T) => void;
}

const without = (record: JsonObject, name: string): JsonObject =>
	Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

/** Somebody else changes the record right after it was read, once or each time. */
function touch<T extends Definition>(state: State, record: T, change: (record: T) => void): void {
	const habit = state.habits['other-writer'];
	if (habit === 'none' || (habit === 'once' && state.changedByOthers.has(record.id))) return;
	state.changedByOthers.add(record.id);
	change(record);
	record.lastUpdatedOn = Math.max(state.now(), record.lastUpdatedOn + 1000);
}

/** The answer to the reading of one record. */
export function readRecord<T extends Definition>(
	state: State,
	record: T,
	{ all, view, change }: Kind<T>,
): JsonObject {
	const habit = state.habits['one-record'];
	const another = [...all.values()].find(({ id }) => id !== record.id);
	const shown = view(habit === 'another' && another ? another : record);
	touch(state, record, change);
	if (habit === 'part') return { id: shown.id, name: shown.name };
	if (habit === 'no-ownership') return without(shown, 'ownership');
	return habit === 'no-earnType' ? without(shown, 'earnType') : shown;
}
