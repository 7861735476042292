/** Takes an answer's envelope apart: data, errors, warnings. */
import { z } from 'zod';

/** One entry of an answer's `errors` or `warnings`. */
export interface ApiError {
	code: number | undefined;
	message: string;
	reference: string | undefined;
}

/** What a well-formed answer holds: `data`, and the errors and warnings that came with it. */
export interface ApiResponse {
	data: unknown;
	errors: ApiError[];
	warnings: ApiError[];
	/** What stands beside `data` of a list of approval requests. */
	pagination?: unknown;
}

/** What a bulk answer says of one entry: its record, and the refusal if there was one. */
export interface EntryAnswer {
	data: Record<string, unknown>;
	failure?: ApiError;
}

/** The codes are numbers, but some samples have them as text. */
const code = z
	.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
	.nullish()
	.catch(undefined);

const failure = z.object({
	code,
	message: z.string().nullish().catch(undefined),
	reference: z.string().nullish().catch(undefined),
});

/** Code for "request ID used before". */
const USED_BEFORE = 809;

/** The one code that must be known also where only its words come: request IDs rest on it. */
const codeOf = (message: string) =>
	/same\s*request\s?id/i.test(message) ? USED_BEFORE : undefined;

/** One error object (of an envelope, or of one customer in a bulk answer) → its parts; undefined for none. */
export function readApiError(value: unknown): ApiError | undefined {
	// Most customers of a bulk answer have none; parsing that would cost as much as the rest.
	if (value == null || value === '') return undefined;
	if (typeof value === 'string') {
		return { code: codeOf(value), message: value, reference: undefined };
	}
	const parsed = failure.safeParse(value);
	if (!parsed.success) return undefined;
	const { code: number, message, reference } = parsed.data;
	if (number == null && message == null) return undefined;
	return {
		code: number ?? codeOf(message ?? ''),
		message: message ?? '',
		reference: reference ?? undefined,
	};
}

/** `errors` or `warnings` in any form: a list, one object, or text. */
const readApiErrors = (value: unknown) =>
	(Array.isArray(value) ? value : [value])
		.map(readApiError)
		.filter((entry): entry is ApiError => entry !== undefined);

/** Whether a value is an object with members, and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a record that are known, without those that are absent. */
export const defined = (record: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value != null));

/**
 * Reads an answer's body. `errors` and `warnings` may be a list, empty, null or absent. A bare list
 * (the import's answer) is data as it stands.
 * @returns the envelope, or a phrase that says what came instead (HTML, nothing, cut JSON, another shape)
 * Rule: docs/api.md#envelope.
 */
export function readApiResponse(body: unknown): ApiResponse | string {
	if (body === undefined || body === null || body === '') return 'an empty answer';
	if (typeof body === 'string') {
		return /^\s*</.test(body)
			? 'a web page instead of data'
			: 'an answer that is not complete JSON';
	}
	if (Array.isArray(body)) return { data: body, errors: [], warnings: [] };
	if (!isRecord(body) || !('data' in body || 'errors' in body)) {
		return 'an answer of an unknown shape';
	}
	return {
		data: body.data ?? null,
		errors: readApiErrors(body.errors),
		warnings: readApiErrors(body.warnings),
		...(body.pagination === undefined ? {} : { pagination: body.pagination }),
	};
}
