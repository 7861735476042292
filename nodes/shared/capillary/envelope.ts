/** Takes an answer's envelope apart: data, errors, warnings. */

/** One entry of an answer's `errors` or `warnings`. */
export interface ApiError {
	code: number | undefined;
	message: string;
	reference: string | undefined;
	/** What it means and what to do, where the code alone does not say it. */
	advice?: { what: string; fix: string };
	/** Whether a member such as `success` says that it failed, and nothing says why. */
	isBare?: true;
	/** Whether what it comes from shows that the server broke down, whatever its words are. */
	isBroken?: true;
}

/** What a well-formed answer holds: `data`, and the errors and warnings that came with it. */
export interface ApiResponse {
	data: unknown;
	errors: ApiError[];
	warnings: ApiError[];
	/** Of lists whose paging stands beside `data`. */
	pagination?: unknown;
	/** `X-CAP-REQUEST-ID` of the answer. */
	supportId?: string;
}

/** What a bulk answer says of one entry: its record, and the refusal if there was one. */
export interface EntryAnswer {
	data: Record<string, unknown>;
	failure?: ApiError;
	/** Whether it names another than was asked for. */
	isOther?: true;
	warnings?: ApiError[];
}

/** Whether a value is an object with members, and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a record; none of anything else. */
export const membersOf = (value: unknown): Record<string, unknown> =>
	isRecord(value) ? value : {};

/** The members of a record that are known, without those that are absent. */
export const defined = (record: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value != null));

/** Words that stand for "nothing" where a text of an error could stand. */
const NO_WORDS = new Set(['', 'null', 'undefined', 'none', '[]', '{}']);

const textOf = (value: unknown): string => {
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return '';
	return NO_WORDS.has(value.trim().toLowerCase()) ? '' : value.trim();
};

const codeOf = (value: unknown): number | undefined => {
	const text = textOf(value);
	return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
};

/** Code for "request ID used before". */
export const USED_BEFORE = 809;

/** Its words, and its code with letters around it. */
const USED_WORDS =
	/same\s*request\s?id|duplicate\s+request|request\s?id\b.*\b(?:used|exists|duplicate)\b|\b(?:request|idempoten\w+)\b.{0,30}\balready\s(?:been\s)?(?:handled|processed|used)\b|\bE(?:RR)?[_-]?809\b/i;

/** The one code that must be known also where only its words come: request IDs rest on it. */
const codeIn = (words: string): number | undefined =>
	USED_WORDS.test(words) ? USED_BEFORE : undefined;

/** The same code where it stands in a text that is no envelope: a page, XML, JSON within JSON. */
const CODE_IN_TEXT = /\bcode\W{1,8}809\b/i;

/** What a body without an envelope says of a request ID that was used before; undefined where it says nothing of it. */
export function usedBeforeIn(said: unknown): ApiError | undefined {
	const body = isRecord(said) ? said.message : said;
	if (typeof body !== 'string') return undefined;
	const words = body.replace(/<[^<>]*>/g, ' ').trim();
	const isSaid = USED_WORDS.test(words) || CODE_IN_TEXT.test(body);
	return isSaid ? { code: USED_BEFORE, message: words, reference: undefined } : undefined;
}

/** The first of the given members that holds anything. */
const firstOf = (record: Record<string, unknown>, names: readonly string[]): unknown =>
	names.map((name) => record[name]).find((value) => textOf(value) !== '');

const CODES = ['code', 'errorCode', 'statusCode'];
const MESSAGES = ['message', 'errorMessage', 'error', 'errors', 'description', 'detail', 'title'];
const REFERENCES = ['reference', 'field'];

/** Members that hold errors in their turn. */
const NESTED = ['errors', 'error', 'errorList'];

/** Whether a value holds nothing, however that is written. */
export const isEmpty = (value: unknown): boolean => {
	if (value == null || value === false || value === 0) return true;
	if (typeof value === 'string') return textOf(value) === '';
	return typeof value === 'object' && Object.values(value).every(isEmpty);
};

/** An object of an error → its parts; one with other members is quoted as it is. */
function apiErrorOf(record: Record<string, unknown>): ApiError {
	const given = firstOf(record, CODES);
	const words = textOf(firstOf(record, MESSAGES));
	const code = codeOf(given) ?? codeIn(`${textOf(given)} ${words}`);
	const reference = textOf(firstOf(record, REFERENCES)) || undefined;
	if (code !== undefined || words !== '') {
		const name = code === undefined ? textOf(given) : '';
		return { code, message: [name, words].filter((part) => part !== '').join(': '), reference };
	}
	return { code: undefined, message: JSON.stringify(defined(record)), reference: undefined };
}

/** How deep lists and objects of errors may be nested. */
const DEEPEST = 5;

/**
 * The errors or warnings of an answer, in any form: a list, one object, a text, a list of texts,
 * objects that hold others. Nothing, however it is written, gives none.
 * Rule: docs/api.md#errors-and-warnings.
 */
export function readApiErrors(value: unknown, depth = 0): ApiError[] {
	if (isEmpty(value)) return [];
	if (Array.isArray(value) && depth < DEEPEST) {
		return value.flatMap((entry) => readApiErrors(entry, depth + 1));
	}
	if (!isRecord(value)) {
		const message = typeof value === 'string' ? textOf(value) : JSON.stringify(value);
		const number = typeof value === 'number' ? codeOf(value) : undefined;
		const code = number ?? codeIn(message);
		return [{ code, message: number === undefined ? message : '', reference: undefined }];
	}
	const inner = NESTED.map((name) => value[name]).find(
		(member) => typeof member === 'object' && !isEmpty(member),
	);
	return inner === undefined || depth >= DEEPEST
		? [apiErrorOf(value)]
		: readApiErrors(inner, depth + 1);
}

/** Several refusals as one: the first that has a code gives it, all of them are quoted. Undefined for none. */
export function joined(failures: readonly ApiError[]): ApiError | undefined {
	const known = failures.find(({ code }) => code !== undefined) ?? failures[0];
	return known && { ...known, message: failures.map(({ message }) => message).join('; ') };
}

/** An error or warning as it is given out: the members that it has. */
export const shownError = ({ code, message, reference }: ApiError): Record<string, unknown> =>
	defined({ code, message: message || undefined, reference });

/** Members that say whether it went well. */
const SUCCESSES = ['success', 'isSuccess', 'successful', 'succeeded'];

/** Members that say in words how it went, or how far it has come. */
export const STATES = ['status', 'item_status', 'itemStatus', 'result', 'outcome'];
const REASONS = ['message', 'errorMessage', 'reason'];
const NO_SUCCESS = new Set(['false', '0', 'no']);
const FAILED =
	/^(?:(?:un|not[ _-]?)success(?:ful)?|fail(?:ed|ure)?|errors?|ko|nok|invalid|aborted|not[ _-](?:done|earned|issued|given|processed))$/i;
/** Words that may also be what was asked for, as of a decision. */
const DECLINED = /^(?:rejected|refused|denied|declined)$/i;

/**
 * What a record says in a member such as `success: false` or `status: "FAILED"`, also where that member
 * holds others in its turn. Undefined where nothing of the kind is said.
 * @param asked words that were asked for, in lower case; where it is not known, a decision is no failure
 */
export function saidToFail(
	record: Record<string, unknown>,
	asked?: ReadonlySet<unknown>,
): ApiError | undefined {
	const isThere = (name: string) => record[name] !== undefined;
	const states = STATES.filter(isThere);
	const lower = (name: string) => String(record[name]).trim().toLowerCase();
	const said =
		SUCCESSES.filter(isThere).find((name) => NO_SUCCESS.has(lower(name))) ??
		states.find((name) => FAILED.test(lower(name))) ??
		states.find((name) => asked && DECLINED.test(lower(name)) && !asked.has(lower(name)));
	if (said === undefined) {
		const inner = states.map((name) => record[name]).filter(isRecord);
		return inner.map((state) => saidToFail(state, asked)).find((one) => one !== undefined);
	}
	const { code, errorCode } = record;
	const message = textOf(firstOf(record, REASONS)) || `${said}: ${String(record[said])}`;
	const error = apiErrorOf({ code, errorCode, message });
	return error.code === undefined ? { ...error, isBare: true } : error;
}

/** Errors of an envelope, or what another of its members says in their place. */
function errorsOf(body: Record<string, unknown>): ApiError[] {
	const errors = readApiErrors(body.errors);
	const failed = errors.length === 0 ? saidToFail(body) : undefined;
	return failed ? [failed] : errors;
}

/** Whether a body is a refusal without an envelope, as of the gateway: `{errorMessage, errorCode}` and the like. */
const isBareRefusal = (body: Record<string, unknown>) =>
	!isEmpty(body.errorMessage) ||
	!isEmpty(body.errorCode) ||
	!isEmpty(body.error) ||
	(codeOf(body.code) !== undefined && textOf(body.message) !== '');

/**
 * Reads an answer's body. `errors` and `warnings` may have any form. A bare list (the import's answer)
 * is data as it stands; the customer look-up has `entity` in place of `data`; a refusal of the gateway
 * has no envelope.
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
	if (!isRecord(body)) return 'an answer of an unknown shape';
	if ('data' in body || 'errors' in body || 'entity' in body) {
		return {
			data: body.data ?? body.entity ?? null,
			errors: errorsOf(body),
			warnings: readApiErrors(body.warnings),
			...('pagination' in body ? { pagination: body.pagination } : {}),
		};
	}
	if (isBareRefusal(body)) return { data: null, errors: [apiErrorOf(body)], warnings: [] };
	const failed = saidToFail(body);
	if (failed) return { data: body, errors: [failed], warnings: [] };
	return 'an answer of an unknown shape';
}
