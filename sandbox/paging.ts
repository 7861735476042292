/** Pages of a list (0-based unless the habit is another), and how a list changes while it is read. */
import type { State } from './state';
import type { Call, JsonObject } from './types';
import { wholeNumber } from './validate';

interface Page {
	/** As the caller counts them. */
	number: number;
	/** Rows asked for, and rows given at most. */
	asked: number;
	size: number;
	/** How often this list was read on since its first page was. */
	reads: number;
}

/** How many rows at the head of a list come in while it is read. */
const NEWCOMERS = 3;

function pageOf(
	state: State,
	{ path, query }: Pick<Call, 'path' | 'query'>,
	names: { page: string; sizes: readonly string[]; fallback: number },
): Page {
	const { 'page-cap': cap, 'first-page': first } = state.habits;
	const number = wholeNumber(query, names.page, 0) ?? Number(first);
	const asked =
		names.sizes.map((name) => wholeNumber(query, name, 1)).find((size) => size !== undefined) ??
		names.fallback;
	const filters = Object.entries(query).filter(([name]) => name !== names.page);
	const list = `${path} ${JSON.stringify(filters)}`;
	const reads = number <= Number(first) ? 0 : (state.pageReads.get(list) ?? 0) + 1;
	state.pageReads.set(list, reads);
	return { number, asked, size: cap > 0 ? Math.min(asked, cap) : asked, reads };
}

/** The rows there are by now: some come in, or leave, or move at the head with each page that is read. */
function changing<T>(state: State, rows: readonly T[], reads: number): readonly T[] {
	const newcomers = Math.min(NEWCOMERS, rows.length);
	switch (state.habits['list-changes']) {
		case 'inserted':
			return rows.slice(Math.max(0, newcomers - reads));
		case 'deleted':
			return rows.slice(reads);
		case 'moved':
			return [...rows.slice(reads), ...rows.slice(0, reads)];
		default:
			return rows;
	}
}

/** A row with an ID and counters as the habits have them. */
function dressRow(state: State, row: JsonObject, reads: number): JsonObject {
	const { 'list-ids': ids, counters } = state.habits;
	if (ids === 'text' && counters === 'still') return row;
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => {
			if (ids === 'numbers' && (name === 'id' || name === 'badgeMetaId')) {
				return [name, Number.parseInt(String(value).slice(-12), 16)];
			}
			const counter = name === 'earnedCount' || name === 'earnCount';
			return [name, counter && counters === 'moving' ? Number(value ?? 0) + reads + 1 : value];
		}),
	);
}

/** The rows of one page, and what a pagination block says of it. */
export function pageRows<T>(
	state: State,
	call: Pick<Call, 'path' | 'query'>,
	all: readonly T[],
	view: (row: T) => JsonObject,
	names: { page: string; sizes: readonly string[]; fallback: number },
): { rows: JsonObject[]; page: number; size: number; total: number; totalPages: number } {
	const { number, asked, size, reads } = pageOf(state, call, names);
	const { habits } = state;
	const present = changing(state, all, reads);
	const nth = habits.page === 'ignored' ? 0 : Math.max(0, number - Number(habits['first-page']));
	const from = nth * (habits['page-offset'] === 'asked' ? asked : size);
	return {
		rows: present.slice(from, from + size).map((row) => dressRow(state, view(row), reads)),
		page: number,
		size,
		total: present.length,
		totalPages: Math.ceil(present.length / size),
	};
}

/** One page of rows with the documented pagination block: `{page, size, total, totalPages}`. */
export function paginate<T>(
	state: State,
	call: Pick<Call, 'path' | 'query'>,
	all: readonly T[],
	view: (row: T) => JsonObject,
	fallback = 10,
): { rows: JsonObject[]; pagination: JsonObject | undefined } {
	const names = { page: 'page', sizes: ['size', 'limit'], fallback };
	const { rows, ...pagination } = pageRows(state, call, all, view, names);
	return { rows, pagination: withTotals(state, pagination, ['total', 'totalPages']) };
}

/** A pagination block without the totals, or none at all, where that is the habit. */
export function withTotals(
	{ habits }: State,
	pagination: JsonObject,
	totals: readonly string[],
): JsonObject | undefined {
	if (habits.totals === 'no-pagination') return undefined;
	if (habits.totals === 'shown') return pagination;
	return Object.fromEntries(Object.entries(pagination).filter(([name]) => !totals.includes(name)));
}
