/** Reads lists page by page, whatever habits the server has with pages. */
import { isRecord } from './envelope';
import type { Page } from './page';
import { readPage } from './page';
import type { ApiRequest, Steps } from './request';
import { notice, UNREADABLE } from './request';

/** Records in one request; a server that gives fewer is believed. */
const PAGE_SIZE = 100;

/** Records that are asked for at once from a server that does not count pages. */
const MOST_AT_ONCE = 1_000;

/** Pages that are asked for side by side. */
const MOST_ABREAST = 100;

/** Pages of one list, at most: one that grows as fast as it is read would never end. */
const MOST_PAGES = 10_000;

/** What numbers the pages in a query; `page` counts from 0 (docs/api.md#pagination). */
const pageAndSize = (page: number, size: number): Record<string, unknown> => ({
	page,
	size,
});

/** A list to read. */
export interface Listing {
	/** Path from the host on, encoded. */
	path: string;
	query?: Record<string, unknown>;
	headers?: ApiRequest['headers'];
	/** The member of `data` that holds the records; without it, `data` is the list. */
	list?: string;
	/** Whether `pagination` stands beside `data`, so that the list itself is the member `data`. */
	withPagination?: boolean;
	/** How many records are wanted; undefined for all. */
	limit: number | undefined;
	/** The query members for a page of so many records; by default `page` and `size`. */
	number?: (page: number, size: number) => Record<string, unknown>;
}

/** The members that tell records of a list apart: live counts beside them change while a list is read. */
const IDENTITY = [
	'startDate',
	'id',
	'requestId',
	'badgeMetaId',
	'fixedWindowCycleReferenceId',
	'constraintType',
];

/** What a record is known by; a record without an ID by all of it. */
function identityOf(record: unknown): string {
	if (!isRecord(record)) return JSON.stringify(record);
	const ids = IDENTITY.map((name) => record[name] ?? null);
	return JSON.stringify(ids.every((id) => id === null) ? record : ids);
}

/** Gathers the records of pages: each once, in the order in which they came. */
function gatherer(wanted: number) {
	const records: unknown[] = [];
	const seen = new Set<string>();
	const totals: number[] = [];
	let isBelieved = true;
	return {
		records,
		totals,
		/** How many there should be in the end. */
		goal: () => Math.min(wanted, totals.at(-1) ?? Infinity),
		/** Takes what is new of a page. Records that one page holds twice are two. @returns how many */
		take({ records: page, total }: Page): number {
			// A total that is less than the page itself counts something else.
			if (isBelieved && total !== undefined && total >= page.length) totals.push(total);
			const names = page.map(identityOf);
			const fresh = page.filter((_, i) => !seen.has(names[i]));
			for (const name of names) seen.add(name);
			records.push(...fresh);
			return fresh.length;
		},
		/** Whether totals count all entries; those of before are forgotten where they do not. */
		believe(is: boolean): void {
			isBelieved = is;
			if (!is) totals.length = 0;
		},
		isComplete(): boolean {
			return records.length >= this.goal();
		},
	};
}

type Gatherer = ReturnType<typeof gatherer>;

/** Reads pages of one size, some of them side by side. @returns undefined where one holds no list */
type Reader = (
	from: number,
	count: number,
	size: number,
) => Generator<ApiRequest[], Page[] | undefined, unknown>;

function readerOf(listing: Listing): Reader {
	const { path, query, headers, list, withPagination, number = pageAndSize } = listing;
	const ask = (page: number, size: number): ApiRequest => ({
		method: 'GET',
		path,
		query: { ...query, ...number(page, size) },
		headers,
		withPagination,
	});
	return function* (from, pages, size) {
		const answers = yield Array.from({ length: pages }, (_, i) => ask(from + i, size));
		const read = (Array.isArray(answers) ? answers : []).map((data) => readPage(data, list));
		const good = read.filter((page) => page !== undefined);
		return good.length === pages ? good : undefined;
	};
}

/** Where to read on: the number of the next page, how large pages are, and how many the server says there are. */
interface Position {
	next: number;
	size: number;
	/** Number of the first page. */
	first: number;
	totalPages: number | undefined;
}

/** The number after that of the last page that is wanted, as far as it is known; else Infinity. */
function endOf({ first, size, totalPages = Infinity }: Position, { goal, totals }: Gatherer) {
	return first + Math.min(Math.ceil(goal() / size), totals.length > 0 ? Infinity : totalPages);
}

/**
 * Reads the pages from the third on: side by side as far as the server says how many there are, then one
 * by one as long as each brings something new. Never more requests than there are records so far, so
 * that a total that is made up does no harm.
 * @returns false where a page holds no list
 */
function* readRest(
	read: Reader,
	position: Position,
	gathered: Gatherer,
): Generator<ApiRequest[], boolean, unknown> {
	while (!gathered.isComplete() && position.next < MOST_PAGES) {
		const left = endOf(position, gathered) - position.next;
		// Where only the number of pages is told, it is believed.
		if (left <= 0 && gathered.totals.length === 0) return true;
		const room = Math.min(MOST_ABREAST, Math.max(1, gathered.records.length));
		const abreast = left === Infinity ? 1 : Math.min(room, Math.max(1, left));
		const pages = yield* read(position.next, abreast, position.size);
		if (!pages) return false;
		const fresh = pages.map((page) => gathered.take(page));
		position.next += abreast;
		if (fresh.at(-1) === 0) return true;
	}
	return true;
}

/** A server that gives the same page whatever number is asked for: all of it at once, unless that is too much. */
function* readAtOnce(read: Reader, gathered: Gatherer): Generator<ApiRequest[], boolean, unknown> {
	const all = gathered.goal();
	if (gathered.isComplete() || (all > MOST_AT_ONCE && all !== Infinity)) return true;
	const pages = yield* read(0, 1, Math.min(all, MOST_AT_ONCE));
	pages?.forEach((page) => gathered.take(page));
	return pages !== undefined;
}

/** What the user should know of a list that may not be whole. */
function shortfall({ records, totals, goal }: Gatherer, isStuck: boolean): string | undefined {
	const [first] = totals;
	const last = totals.at(-1);
	if (first !== last) {
		return `The list changed while it was read: Capillary counted ${first} entries, then ${last}. Read it again to be sure that none is missing.`;
	}
	if (last !== undefined && records.length < goal()) {
		return `Capillary gave ${records.length} of ${goal()} entries.`;
	}
	if (!isStuck || last !== undefined || records.length >= goal()) return undefined;
	return `Capillary gave the same ${records.length} entries again instead of a next page, and does not say how many there are. Some may be missing.`;
}

/**
 * Steps that read a list. The size that comes is the size to count with, since a server may give fewer
 * than it is asked for; the first page has number 0 or 1; a page that brings nothing new ends the list.
 * What is missing in the end is said in a notice.
 * @returns the records, or UNREADABLE when an answer holds no list
 * Rule: docs/api.md#pagination (`size` in an answer means nothing).
 */
export function* pages(listing: Listing): Steps {
	const { limit = Infinity } = listing;
	const read = readerOf(listing);
	const gathered = gatherer(limit);
	let size = Math.min(limit, PAGE_SIZE);
	let [first] = (yield* read(0, 1, size)) ?? [];
	let origin = 0;
	if (first?.records.length === 0 && (first.total ?? 0) > 0) {
		// There is nothing on page 0, and yet there is something: the first page has number 1.
		[first] = (yield* read(1, 1, size)) ?? [];
		origin = 1;
	}
	if (!first) return UNREADABLE;
	gathered.take(first);
	// A full page whose total is the page: it may count the page alone, so one more is asked for.
	const isOfPage = first.total === size && first.records.length === size && size < limit;
	gathered.believe(!isOfPage);
	size = Math.min(size, first.records.length);
	const isAll = gathered.totals.length === 0 && (first.totalPages ?? Infinity) <= 1;
	if (size === 0 || isAll || gathered.isComplete()) return gathered.records.slice(0, limit);

	// How a server counts shows in the next pages: from 0, from 1, or not at all.
	const position: Position = {
		next: origin + 2,
		size,
		first: origin,
		totalPages: first.totalPages,
	};
	let isStuck = false;
	const [second] = (yield* read(origin + 1, 1, size)) ?? [];
	if (!second) return UNREADABLE;
	position.totalPages = second.totalPages;
	let goesOn = gathered.take(second) > 0;
	if (isOfPage && !goesOn) return gathered.records.slice(0, limit);
	if (!goesOn && second.records.length > 0) {
		const [third] = (yield* read(origin + 2, 1, size)) ?? [];
		if (!third) return UNREADABLE;
		goesOn = gathered.take(third) > 0;
		Object.assign(position, { next: origin + 3, first: origin + 1 });
		isStuck = !goesOn && third.records.length > 0;
	}
	const rest = goesOn
		? readRest(read, position, gathered)
		: isStuck
			? readAtOnce(read, gathered)
			: undefined;
	if (rest && !(yield* rest)) return UNREADABLE;
	const missing = shortfall(gathered, isStuck);
	if (missing !== undefined) yield notice(missing);
	return gathered.records.slice(0, limit);
}
