// Fields and steps of operations that list records.
import type { INodeProperties } from 'n8n-workflow';
import { withIsoSiblings } from '../../shared/capillary/dates';
import { isRecord } from '../../shared/capillary/envelope';
import { choice, flag, wholeNumber } from '../../shared/editor/inputs';
import { readPage } from '../../shared/capillary/pages';
import type { ApiRequest, Steps } from '../../shared/capillary/request';
import { UNREADABLE } from '../../shared/capillary/request';
import { dropdown } from './dropdown';

type Json = Record<string, unknown>;

/** How many records the user wants. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Puts fields in the order of their labels. */
export const byLabel = (a: INodeProperties, b: INodeProperties) =>
	a.displayName.localeCompare(b.displayName);

/** The 'Filters' collection with the given members, which must be sorted by label. */
export const filtersField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options,
});

/** The 'Sort' collection with the given members, which must be sorted by label. */
export const sortField = (...options: INodeProperties[]): INodeProperties => ({
	displayName: 'Sort',
	name: 'sort',
	type: 'collection',
	placeholder: 'Add Sort Option',
	default: {},
	options,
});

/** What a list is ordered by, under the API's name for it. */
export const sortByField = (
	name: string,
	values: Readonly<Record<string, string>>,
	usual: string,
): INodeProperties =>
	dropdown('Sort By', name, 'What decides the order of the list', values, usual);

type Order = 'ASC' | 'DESC';

/** Ascending or descending. */
export const orderField = (usual: Order): INodeProperties =>
	dropdown(
		'Order',
		'order',
		'Direction of the order',
		{ Ascending: 'ASC', Descending: 'DESC' },
		usual,
	);

/** Input of `orderField`. */
export const orderInput = (usual: Order) => ({
	order: choice(['ASC', 'DESC'] as const).default(usual),
});

/** Input of `listFields`: the number of records wanted is `wanted(input)`. */
export const listInput = { returnAll: flag.default(false), limit: wholeNumber(1).default(50) };

/** Input of `simplifyField`. */
export const simplifyInput = { simplify: flag.default(true) };

/** How many records are wanted; undefined for all. */
export const wanted = ({ returnAll, limit }: { returnAll: boolean; limit: number }) =>
	returnAll ? undefined : limit;

/** Records in one request; a server that gives fewer is believed. */
const PAGE_SIZE = 100;

/** What numbers the pages in a query; `page` counts from 0 (docs/api.md#pagination). */
export const pageAndSize = (page: number, size: number): Json => ({ page, size });

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

/** The fields of an operation that lists records: how many, the given ones, and whether to simplify. */
export const manyFields = (...own: INodeProperties[]): INodeProperties[] => [
	...listFields,
	...own,
	simplifyField,
];

/** Input of `manyFields`, without the given ones. */
export const manyInput = { ...listInput, ...simplifyInput };

/** Steps of an operation with `manyFields`. */
export const many = (
	input: { returnAll: boolean; limit: number; simplify: boolean },
	listing: Omit<Listing, 'limit'>,
	pick: (record: Json) => Json,
): Steps => simplified(pages({ ...listing, limit: wanted(input) }), input.simplify, pick);
