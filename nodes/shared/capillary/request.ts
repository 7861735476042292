/** What a request to Capillary is, and the steps of one that depends on the answers before. */
import type { IHttpRequestMethods } from 'n8n-workflow';
import type { Failure } from './failure';

/** One HTTP request, as an operation asks for it. A member that is undefined is not sent. */
export interface ApiRequest {
	method: IHttpRequestMethods;
	/** Path from the host on; every value in it is already encoded (see `path`). */
	path: string;
	query?: Record<string, unknown>;
	body?: unknown;
	headers?: Record<string, string | undefined>;
	/**
	 * Whether numbers that JavaScript would round come back as they are when the answer is written back:
	 * they stand as marked texts in the answer, and as numbers in any body that holds them.
	 */
	exact?: boolean;
	/** Whether steps are given `{ data, pagination }`, as they stand side by side in the answer, in place of `data`. */
	withPagination?: boolean;
	/**
	 * Whether it asks for a page behind the total that was told: where that does not come, steps are given
	 * `NO_PAGE`.
	 */
	isBehindTotal?: boolean;
}

/** What steps are given in place of a page behind the total that did not come. */
export const NO_PAGE = Symbol('no such page');

/** Statuses that refuse whoever asks, or when, and not the page. */
const NOT_OF_PAGES = [401, 403, 407, 408, 429];

/**
 * What a failure says of a page behind the total: it was refused, so there is none; or it broke the server,
 * which says nothing. Undefined for all other pages, and where the failure is none of the page's.
 */
export function behindTotal(
	{ isBehindTotal }: ApiRequest,
	{ httpStatus, code, isUnsent }: Pick<Failure, 'httpStatus' | 'code' | 'isUnsent'>,
): 'none' | 'unknown' | undefined {
	if (!isBehindTotal || isUnsent) return undefined;
	if (httpStatus === undefined) return code === undefined ? undefined : 'none';
	if (httpStatus >= 500) return 'unknown';
	return httpStatus < 400 || NOT_OF_PAGES.includes(httpStatus) ? undefined : 'none';
}

/** A path from its parts: text stays, values are encoded. */
export function path(parts: TemplateStringsArray, ...values: Array<string | number>): string {
	return parts.reduce((sofar, part, i) => sofar + encodeURIComponent(String(values[i - 1])) + part);
}

/** What steps return when an answer lacks what they need to go on. */
export const UNREADABLE = Symbol('unreadable answer');

/** Something the user should know of the result, although nothing failed. */
export interface Notice {
	notice: string;
}

export const notice = (text: string): Notice => ({ notice: text });

/** Why steps end before the request that changes something: what is wrong, and what to do. */
export interface Stop {
	stop: { what: string; fix: string };
}

export const stop = (what: string, fix: string): Stop => ({ stop: { what, fix } });

/** What steps ask for: one request, several that may be sent side by side, a word to the user, or to end here. */
export type Step = ApiRequest | readonly ApiRequest[] | Notice | Stop;

/**
 * Requests that depend on the answers before: yields what to send, is given each answer's data (for
 * several requests a list, in their order; for a notice nothing), returns the result. Several requests
 * side by side only read.
 */
export type Steps = Generator<Step, unknown, unknown>;

/** What steps that read a record and write it back go by. */
export interface WritingBack {
	/** Whether a record is looked at again right before it is written back. */
	checkForChanges: boolean;
	/** What this run wrote of each record that no answer shows, by the record's kind and ID. */
	unshown: Map<string, Record<string, unknown>>;
}

/** Steps that send one request and return its data. */
export function* oneStep(request: ApiRequest): Steps {
	return yield request;
}
