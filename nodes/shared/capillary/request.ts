/** What a request to Capillary is, and the steps of one that depends on the answers before. */
import type { IHttpRequestMethods } from 'n8n-workflow';

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
}

/** A path from its parts: text stays, values are encoded. */
export function path(parts: TemplateStringsArray, ...values: Array<string | number>): string {
	return parts.reduce((sofar, part, i) => sofar + encodeURIComponent(String(values[i - 1])) + part);
}

/** What steps return when an answer lacks what they need to go on. */
export const UNREADABLE = Symbol('unreadable answer');

/** Requests that depend on the answers before: yields requests, is given each answer's data, returns the result. */
export type Steps = Generator<ApiRequest, unknown, unknown>;

/** Steps that send one request and return its data. */
export function* oneStep(request: ApiRequest): Steps {
	return yield request;
}
