// Lists for the pickers of n8n's editor: asked through the door, a page at a time.
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeApiError, UserError } from 'n8n-workflow';
import { z } from 'zod';
import { BADGES_PATH } from '../capillary/account';
import { isRecord, membersOf, readApiResponse } from '../capillary/envelope';
import { failureOf } from '../capillary/failure';
import type { Words } from '../capillary/hostWords';
import { wordsOfResult } from '../capillary/hostWords';
import { accountOf, ask } from '../capillary/http';
import type { HttpResult } from '../capillary/httpResult';
import { readPage } from '../capillary/page';
import type { Removal } from '../capillary/redact';
import { withoutSecrets } from '../capillary/redact';
import type { ApiRequest } from '../capillary/request';
import { removalOfSecrets, secretsOf } from '../capillary/secrets';
import { parseJson } from './inputs';

/** Rows that a picker asks for at a time. */
const PAGE_SIZE = 50;

/** Pages that one search looks through. */
export const MOST_PAGES = 50;

/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

const UNREADABLE: Words = {
	what: 'This address does not answer like the Capillary badges API',
	fix: 'Check the cluster or base URL in the Capillary API credential.',
};

/**
 * The editor shows both sentences of such an error, and of others only the first. Of the first it drops
 * hyphens, so that whatever a user has named belongs into the second.
 */
export function pickerError(context: ILoadOptionsFunctions, { what, fix }: Words): NodeApiError {
	const error = new NodeApiError(context.getNode(), { message: what });
	// Set afterward, since n8n replaces a message that holds certain words.
	error.message = what;
	error.description = fix;
	return error;
}

/** Why there is nothing to choose from. @param remove takes the account's secrets out of Capillary's words */
function whyNot(result: HttpResult, remove: Removal): Words {
	const envelope =
		result.kind === 'answer' || result.kind === 'status' ? readApiResponse(result.body) : '';
	const [first, ...rest] = typeof envelope === 'string' ? [] : envelope.errors;
	const words = wordsOfResult(result);
	if (!first) return words ?? UNREADABLE;
	const { what, fix, apiMessage } = failureOf([first, ...rest], {});
	const said = apiMessage ? `${fix} Capillary said: ${apiMessage}` : fix;
	return words ?? { what: remove(what), fix: remove(said) };
}

/** The credential, or the sentences that say why it cannot be used. */
async function usableAccount(context: ILoadOptionsFunctions) {
	return await accountOf(context).catch((error: unknown) => {
		const { message, description } = error instanceof UserError ? error : new UserError(NO_ACCOUNT);
		throw pickerError(context, { what: message, fix: description ?? CHOOSE });
	});
}

const NO_ACCOUNT = 'The Capillary API credential cannot be read';
const CHOOSE = 'Choose a Capillary API credential for this node.';

/** What Capillary answers to a picker: a record, or why there is none. */
async function answerTo(
	context: ILoadOptionsFunctions,
	request: ApiRequest,
): Promise<{ data: Record<string, unknown> } | { why: Words }> {
	const account = await usableAccount(context);
	const isOAuth = account.authentication === 'oauth';
	const result = await ask(context, request, { timeout: TIMEOUT, renewsToken: isOAuth });
	// A token may have been fetched meanwhile.
	const newer = isOAuth ? await usableAccount(context) : account;
	const remove = removalOfSecrets([...secretsOf(account), ...secretsOf(newer)]);
	const envelope = result.kind === 'answer' ? readApiResponse(result.body) : '';
	const isGood = typeof envelope !== 'string' && envelope.errors.length === 0;
	return isGood && isRecord(envelope.data)
		? { data: membersOf(withoutSecrets(envelope.data, remove)) }
		: { why: whyNot(result, remove) };
}

/** Whether a field of the panel holds an expression, which nobody can read here: as its text, or as the value of its mode. */
export const isExpression = (value: unknown): boolean => JSON.stringify(value ?? '').includes('"=');

/** The request for what stands at a path below the badges API. */
const below = (path: string, query?: ApiRequest['query']): ApiRequest => ({
	method: 'GET',
	path: `${BADGES_PATH}${path}`,
	query,
});

/**
 * One record for a picker.
 * @param asked the request, or its path below the badges API
 * @throws NodeApiError that says why there is nothing to choose from
 */
export async function readOne(
	context: ILoadOptionsFunctions,
	asked: string | ApiRequest,
	query?: ApiRequest['query'],
): Promise<Record<string, unknown>> {
	const request = typeof asked === 'string' ? below(asked, query) : asked;
	const answer = await answerTo(context, request);
	if ('why' in answer) throw pickerError(context, answer.why);
	return answer.data;
}

/** A list that a picker shows. */
export interface Listed<Row> {
	/** Path below the badges API; a record's own is `path/ID`. */
	path: string;
	query?: ApiRequest['query'];
	/** The member of `data` that holds the rows. */
	list: string;
	/** A row that cannot be read is left out. */
	row: z.ZodType<Row, z.ZodTypeDef, unknown>;
	/** Rows that come before all others, and the query for them alone, which a server may not know. */
	first?: { query: ApiRequest['query']; has(row: Row): boolean };
	/** What the user's filter is searched in. */
	nameOf(row: Row): string;
	/** The choice that a row is; undefined for a row that cannot be chosen. */
	choose(row: Row): INodeListSearchItems | undefined;
}

/** An ID as rows hold it: some servers give numbers. */
export const rowId = z.union([z.string().min(1), z.number().transform(String)]);

/**
 * Where to read on: the number of the next page, what the page before began with, how many rows came,
 * and whether the rows that come first were shown.
 */
const cursor = z.object({
	page: z.number(),
	before: z.string(),
	read: z.number(),
	isRest: z.boolean(),
});
type Cursor = z.infer<typeof cursor>;

const START: Cursor = { page: 0, before: '', read: 0, isRest: false };

/** The token that n8n keeps between two pages → where to read on. */
const cursorOf = (token: string | undefined): Cursor =>
	cursor.safeParse(parseJson(token ?? '')).data ?? START;

interface Page<Row> {
	rows: Row[];
	/** Where to read on: nowhere after the last page, or where a page comes again. */
	next: Cursor | undefined;
}

async function nextPage<Row>(
	context: ILoadOptionsFunctions,
	{ path, query, list, row, first: ahead }: Listed<Row>,
	position: Cursor,
): Promise<Page<Row>> {
	const { page, before, read, isRest } = position;
	const size = { page, size: PAGE_SIZE, limit: PAGE_SIZE };
	const part = isRest ? undefined : ahead?.query;
	const answer = readPage(await readOne(context, path, { ...query, ...part, ...size }), list);
	if (!answer) throw pickerError(context, UNREADABLE);
	const { records, total = Infinity } = answer;
	const head = isRecord(records[0]) ? String(records[0].id) : '';
	const next = { ...position, page: page + 1, before: head, read: read + records.length };
	const end = ahead && !isRest ? { ...START, isRest: true } : undefined;
	if (records.length === 0) {
		// There is nothing on page 0, and yet there is something: the first page has number 1.
		return { rows: [], next: page === 0 && total > 0 && total !== Infinity ? next : end };
	}
	if (head === before) {
		// Pages are counted from 1, or not at all.
		return { rows: [], next: page === 1 ? { ...next, read } : end };
	}
	const rows = records.flatMap((record): Row[] => {
		const parsed = row.safeParse(record);
		const isHere = parsed.success && (ahead?.has(parsed.data) ?? !isRest) !== isRest;
		return isHere ? [parsed.data] : [];
	});
	// Behind a full page there may be more, whatever the total says: it may count the page alone, or no further than some pages.
	const isLast = records.length < PAGE_SIZE && next.read >= total;
	return { rows, next: isLast ? end : next };
}

/** The record whose ID the user pasted, alone or in an address; undefined where there is none. */
async function pastedRecord<Row>(
	context: ILoadOptionsFunctions,
	{ path, row, choose }: Listed<Row>,
	filter: string,
): Promise<INodeListSearchItems | undefined> {
	const [id] = /\b[0-9a-f]{24}\b/i.exec(filter) ?? [];
	if (id === undefined) return undefined;
	const found = await answerTo(context, below(`${path}/${id}`));
	const parsed = row.safeParse('data' in found ? found.data : undefined);
	return parsed.success ? choose(parsed.data) : undefined;
}

/**
 * Choices for a picker: those whose name holds what the user typed, or whose ID was pasted. Reads until
 * there are enough to fill the list, so that what stands far behind is found; after 50 pages without
 * any it gives up.
 * @throws NodeApiError when Capillary cannot be asked, or when nothing was found so far
 */
export async function search<Row>(
	context: ILoadOptionsFunctions,
	listed: Listed<Row>,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const pasted = paginationToken ? undefined : await pastedRecord(context, listed, filter);
	if (pasted) return { results: [pasted] };
	const results: INodeListSearchItems[] = [];
	let position: Cursor | undefined = cursorOf(paginationToken);
	for (let pages = 0; position && pages < MOST_PAGES; pages += 1) {
		const page: Page<Row> = await nextPage(context, listed, position);
		const fitting = page.rows.filter((row) => fits(listed.nameOf(row), filter));
		results.push(...fitting.map(listed.choose).filter((item) => item !== undefined));
		position = page.next;
		if (results.length >= PAGE_SIZE) break;
	}
	if (position && results.length === 0) {
		throw pickerError(context, {
			what: `Nothing was found among the first ${MOST_PAGES * PAGE_SIZE} entries`,
			fix: "Type more of the name, or choose 'By ID'.",
		});
	}
	return { results, paginationToken: position && JSON.stringify(position) };
}

/** Whether a name holds what the user typed, in any case. */
export const fits = (name: string, filter = '') =>
	name.toLowerCase().includes(filter.trim().toLowerCase());
