// Steps of operations that list records.
import { withIsoSiblings } from '../../shared/capillary/dates';
import { isRecord } from '../../shared/capillary/envelope';
import { readPage } from '../../shared/capillary/pages';
import type { ApiRequest, Steps } from '../../shared/capillary/request';
import { UNREADABLE } from '../../shared/capillary/request';

type Json = Record<string, unknown>;

/** How many records are wanted; undefined for all. */
export const wanted = ({ returnAll, limit }: { returnAll: boolean; limit: number }) =>
	returnAll ? undefined : limit;

/** Records in one request; a server that gives fewer is believed. */
const PAGE_SIZE = 100;

/** What numbers the pages in a query; `page` counts from 0 (docs/api.md#pagination). */
const pageAndSize = (page: number, size: number): Json => ({ page, size });

/** The same for lists whose only documented parameter is `limit` (docs/api.md#pagination). */
export const pageAndLimit = (page: number, size: number): Json => ({ page, size, limit: size });

interface Listing {
	/** Path from the host on, encoded. */
	path: string;
	query?: Json;
	headers?: ApiRequest['headers'];
	/** The member of `data` that holds the records; without it, `data` is the list. */
	list?: string;
	/** How many records are wanted; undefined for all. */
	limit: number | undefined;
	/** The query members for a page of so many records; by default `page` and `size`. */
	number?: (page: number, size: number) => Json;
}

/**
 * Steps that read a list page by page. They end at `totalPages`, at an empty page, at a page that
 * repeats the one before, or when enough records are there. A server that does not count pages
 * (`page` is not documented everywhere) is asked once more, for as many as it says there are.
 * @returns the records, or UNREADABLE when an answer holds no list
 * Rule: docs/api.md#pagination (`size` in an answer means nothing).
 */
export function* pages(listing: Listing): Steps {
	const { path, query, headers, list, limit = Infinity, number = pageAndSize } = listing;
	const ask = (page: number, size: number): ApiRequest => ({
		method: 'GET',
		path,
		query: { ...query, ...number(page, size) },
		headers,
	});
	const size = Math.min(limit, PAGE_SIZE);
	const records: unknown[] = [];
	let before = '';
	for (let page = 0; records.length < limit; page += 1) {
		const answer = readPage(yield ask(page, size), list);
		if (!answer) return UNREADABLE;
		const shape = JSON.stringify(answer.records);
		if (answer.records.length === 0) break;
		if (shape === before) {
			// Where the answer does not say how many there are, a full page may repeat because the first is number 1.
			if (page === 1 && answer.total == null && answer.records.length >= size) continue;
			const there = Math.min(limit, answer.total ?? 0);
			if (page > 1 || there <= records.length) break;
			return readPage(yield ask(0, there), list)?.records.slice(0, there) ?? UNREADABLE;
		}
		before = shape;
		records.push(...answer.records);
		if (page + 1 >= (answer.totalPages ?? Infinity)) break;
	}
	return records.slice(0, limit);
}

/**
 * Steps whose result, one record or a list, comes out simplified where the user wants so. This runs
 * before the output is checked, since the output schema says what comes out.
 * @param pick a record with its ISO times → at most ten flat fields
 */
export function* simplified(steps: Steps, simplify: boolean, pick: (record: Json) => Json): Steps {
	const result = yield* steps;
	if (!simplify || result === UNREADABLE) return result;
	const one = (record: unknown) => {
		const complete = withIsoSiblings(record);
		return isRecord(complete) ? pick(complete) : record;
	};
	return Array.isArray(result) ? result.map(one) : one(result);
}

/** Makes the `pick` that keeps the given members. */
export const keeping =
	(...names: string[]) =>
	(record: Json): Json =>
		Object.fromEntries(names.map((name) => [name, record[name]]));

/** Steps of an operation that lists records and may simplify them. */
export const many = (
	input: { returnAll: boolean; limit: number; simplify: boolean },
	listing: Omit<Listing, 'limit'>,
	pick: (record: Json) => Json,
): Steps => simplified(pages({ ...listing, limit: wanted(input) }), input.simplify, pick);
