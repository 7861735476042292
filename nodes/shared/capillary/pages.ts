/** Reads lists page by page, whatever habits the server has with pages. */
import type { Gatherer } from './gatherer';
import { gatherer } from './gatherer';
import type { Page } from './page';
import { readPage } from './page';
import type { ApiRequest, Steps } from './request';
import { NO_PAGE, notice, UNREADABLE } from './request';
import type { End, Walk } from './walk';
import { MOST_PAGES, notReadAgain, shortfall, smallerSize } from './walk';

/** Records in one request; a server that gives fewer is believed. */
const PAGE_SIZE = 100;

/** Records that are asked for at once from a server that does not count pages. */
const MOST_AT_ONCE = 1_000;

/** A first page of fewer is whole, where pages are not documented and nothing is said of them. */
const SMALLEST_PAGE = 10;

/** Pages that are asked for side by side. */
const MOST_ABREAST = 100;

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
	/** Whether pages are not documented, so that a short first page which says nothing of more is all, and no size counts. */
	isUnpaged?: boolean;
}

/**
 * Reads pages of one size, some of them side by side.
 * @param behind number of the first page behind the total that was told
 * @returns undefined where one holds no list
 */
type Reader = (
	from: number,
	count: number,
	size: number,
	behind?: number,
) => Generator<ApiRequest[], Page[] | undefined, unknown>;

const EMPTY: Page = { records: [] };

function readerOf(listing: Listing): Reader {
	const { path, query, headers, list, withPagination, number = pageAndSize } = listing;
	const ask = (page: number, size: number, isBehindTotal: boolean): ApiRequest => ({
		method: 'GET',
		path,
		query: { ...query, ...number(page, size) },
		headers,
		withPagination,
		...(isBehindTotal ? { isBehindTotal } : {}),
	});
	return function* (from, pages, size, behind = Infinity) {
		const numbers = Array.from({ length: pages }, (_, i) => from + i);
		const answers = yield numbers.map((page) => ask(page, size, page >= behind));
		const read = (Array.isArray(answers) ? answers : []).map((data) =>
			data === NO_PAGE ? EMPTY : readPage(data, list),
		);
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

/** Pages up to the end that the server tells of or the limit sets; 1 where it tells of none. */
function pagesLeft({ next, first, size, totalPages }: Position, { reach, total }: Gatherer) {
	const told = total() === undefined ? totalPages : Infinity;
	if (told === undefined) return 1;
	return first + Math.min(Math.ceil(reach() / size), told) - next;
}

/** The number of the first page behind the total that was told. */
const pageBehind = ({ first, size }: Pick<Position, 'first' | 'size'>, { total }: Gatherer) =>
	first + Math.ceil((total() ?? Infinity) / size);

/**
 * Reads the pages from the third on: side by side as far as the server says how many there are, then one
 * by one as long as each brings something new, since that number may be too small; so may a total that
 * ends with a full page. Never more requests than there are records so far, so that one that is made up
 * does no harm.
 */
function* readRest(
	read: Reader,
	position: Position,
	gathered: Gatherer,
): Generator<ApiRequest[], End, unknown> {
	while (!gathered.isComplete() || gathered.mayGoOn(position.size)) {
		if (position.next >= MOST_PAGES) return 'tooLong';
		const room = Math.min(MOST_ABREAST, gathered.records.length - gathered.pages());
		const abreast = Math.max(1, Math.min(room, pagesLeft(position, gathered)));
		const pages = yield* read(
			position.next,
			abreast,
			position.size,
			pageBehind(position, gathered),
		);
		if (!pages) return 'unreadable';
		const fresh = pages.map((page) => gathered.take(page));
		position.next += abreast;
		if (fresh.at(-1) !== 0) continue;
		return pages.at(-1)?.records.length === 0 || gathered.isSameAgain() ? 'whole' : 'again';
	}
	return 'whole';
}

/** A server that gives the same page whatever number is asked for: all of it at once, unless that is too much. */
function* readAtOnce(read: Reader, gathered: Gatherer): Generator<ApiRequest[], End, unknown> {
	const all = gathered.goal();
	if (gathered.isComplete() || (all > MOST_AT_ONCE && all !== Infinity)) return 'again';
	const pages = yield* read(0, 1, Math.min(all, MOST_AT_ONCE));
	pages?.forEach((page) => gathered.take(page));
	return pages ? 'again' : 'unreadable';
}

/** The first page, and its number: 0, or 1 where there is nothing on page 0 and yet there is something. */
function* readFirst(
	read: Reader,
	size: number,
): Generator<ApiRequest[], { first: Page; origin: number } | undefined, unknown> {
	for (const origin of [0, 1]) {
		const [first] = (yield* read(origin, 1, size)) ?? [];
		if (!first) return undefined;
		const isElsewhere = first.records.length === 0 && (first.total ?? 0) > 0;
		if (!isElsewhere || origin === 1) return { first, origin };
	}
	return undefined;
}

/** Whether the first page of a list is all there is, as far as it says so. */
const isOnlyPage = ({ records, total, totalPages }: Page, { isUnpaged }: Listing): boolean =>
	records.length === 0 ||
	(isUnpaged === true &&
		total === undefined &&
		totalPages === undefined &&
		records.length < SMALLEST_PAGE);

/** Reads on after the first page: how a server counts shows in the next two, from 0, from 1, or not at all. */
function* readOn(
	read: Reader,
	origin: number,
	size: number,
	gathered: Gatherer,
	behind: number,
): Generator<ApiRequest[], End, unknown> {
	const [second] = (yield* read(origin + 1, 1, size, behind)) ?? [];
	if (!second) return 'unreadable';
	const position: Position = {
		next: origin + 2,
		size,
		first: origin,
		totalPages: second.totalPages,
	};
	if (gathered.take(second) > 0) return yield* readRest(read, position, gathered);
	if (second.records.length === 0) return 'whole';
	const [third] = (yield* read(origin + 2, 1, size)) ?? [];
	if (!third) return 'unreadable';
	if (gathered.take(third) > 0) {
		const fromOne = { ...position, next: origin + 3, first: origin + 1 };
		return yield* readRest(read, fromOne, gathered);
	}
	return third.records.length > 0 ? 'stuck' : 'whole';
}

/** Reads a list from its first page on. @returns undefined where a page holds no list */
function* walk(
	listing: Listing,
	read: Reader,
	asked: number,
): Generator<ApiRequest[], Walk | undefined, unknown> {
	const { limit = Infinity } = listing;
	const gathered = gatherer(limit);
	const begun = yield* readFirst(read, asked);
	if (!begun) return undefined;
	const { first, origin } = begun;
	gathered.take(first);
	// A full page whose total is the page: it may count the page alone, so one more is asked for.
	const isOfPage = first.total === asked && first.records.length === asked;
	const size = Math.min(asked, first.records.length);
	const behind = pageBehind({ first: origin, size }, gathered);
	if (isOfPage) gathered.doubt();
	if (isOnlyPage(first, listing) || gathered.isComplete()) return { gathered, end: 'whole', size };
	let end = yield* readOn(read, origin, size, gathered, behind);
	if (end === 'stuck') end = listing.isUnpaged ? 'whole' : yield* readAtOnce(read, gathered);
	if (end === 'unreadable' || end === 'stuck') return undefined;
	const isConfirmed = isOfPage && gathered.records.length === asked;
	return { gathered, end: isConfirmed ? 'whole' : end, size };
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
	const first = yield* walk(listing, read, Math.min(limit, PAGE_SIZE));
	if (!first) return UNREADABLE;
	const smaller = smallerSize(first);
	const again = smaller === undefined ? undefined : yield* walk(listing, read, smaller);
	const before = first.gathered.records.length;
	const now = again?.gathered.records.length ?? 0;
	const walked = again && now > before ? again : first;
	const isDoubted = smaller !== undefined && now < before;
	const missing = shortfall(walked) ?? (isDoubted ? notReadAgain(before) : undefined);
	if (missing !== undefined) yield notice(missing);
	return walked.gathered.records.slice(0, limit);
}
