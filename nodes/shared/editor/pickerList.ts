// Lists for the pickers of n8n's editor: asked through the door, a page at a time.
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { z } from 'zod';
import { BADGES_PATH } from '../capillary/account';
import { isRecord, readApiResponse } from '../capillary/envelope';
import { failureOf } from '../capillary/failure';
import type { Words } from '../capillary/hostWords';
import { wordsOfResult } from '../capillary/hostWords';
import { accountOf, ask } from '../capillary/http';
import type { HttpResult } from '../capillary/httpResult';
import { readPage } from '../capillary/pages';
import type { ApiRequest } from '../capillary/request';

/** Rows that a picker asks for at a time. */
const PAGE_SIZE = 50;

/** Pages that one search looks through. */
const MOST_PAGES = 50;

/** Milliseconds to wait for an answer. */
const TIMEOUT = 30_000;

const UNREADABLE: Words = {
	what: 'This address does not answer like the Capillary badges API',
	fix: 'Check the cluster or base URL in the Capillary API credential.',
};

/** Both sentences stand in the message, since the editor shows little else of an error. */
const pickerError = (context: ILoadOptionsFunctions, { what, fix }: Words) =>
	new NodeOperationError(context.getNode(), `${what}. ${fix}`);

/** Why there is nothing to choose from. */
function whyNot(result: HttpResult): Words {
	const envelope =
		result.kind === 'answer' || result.kind === 'status' ? readApiResponse(result.body) : '';
	const [first, ...rest] = typeof envelope === 'string' ? [] : envelope.errors;
	const words = wordsOfResult(result);
	if (!first) return words ?? UNREADABLE;
	const { what, fix, apiMessage } = failureOf([first, ...rest], {});
	return words ?? { what, fix: apiMessage ? `${fix} Capillary said: ${apiMessage}` : fix };
}

/**
 * What Capillary answers to a picker.
 * @param path below the badges API
 * @throws NodeOperationError that says why there is nothing to choose from
 */
export async function readOne(
	context: ILoadOptionsFunctions,
	path: string,
	query?: ApiRequest['query'],
): Promise<Record<string, unknown>> {
	const { authentication } = await accountOf(context);
	const request: ApiRequest = { method: 'GET', path: `${BADGES_PATH}${path}`, query };
	const manner = { timeout: TIMEOUT, renewsToken: authentication === 'oauth' };
	const result = await ask(context, request, manner);
	const envelope = result.kind === 'answer' ? readApiResponse(result.body) : '';
	if (typeof envelope === 'string' || envelope.errors.length > 0 || !isRecord(envelope.data)) {
		throw pickerError(context, whyNot(result));
	}
	return envelope.data;
}

/** A list that a picker shows. */
export interface Listed<Row> {
	/** Path below the badges API. */
	path: string;
	query?: Record<string, string | number>;
	/** The member of `data` that holds the rows. */
	list: string;
	/** A row that cannot be read is left out. */
	row: z.ZodType<Row, z.ZodTypeDef, unknown>;
}

/** A page's rows, and whether it is the last one. */
async function rowsOf<Row>(
	context: ILoadOptionsFunctions,
	{ path, query, list, row }: Listed<Row>,
	page: number,
) {
	const size = { page, size: PAGE_SIZE, limit: PAGE_SIZE };
	const answer = readPage(await readOne(context, path, { ...query, ...size }), list);
	if (!answer) throw pickerError(context, UNREADABLE);
	const rows = answer.records.flatMap((record): Row[] => {
		const parsed = row.safeParse(record);
		return parsed.success ? [parsed.data] : [];
	});
	const isLast = answer.records.length === 0 || page + 1 >= (answer.totalPages ?? 1);
	return { rows, isLast };
}

/**
 * Rows for a picker, a page at a time. Pages without any choice are passed over, so that a filter
 * that is applied here finds what stands far behind; after 50 of them it gives up.
 * @param choose a row → the choice that it is, or none where the user's filter does not fit
 * @param paginationToken number of the page, from 0
 * @throws NodeOperationError when Capillary cannot be asked, or when nothing was found so far
 */
export async function search<Row>(
	context: ILoadOptionsFunctions,
	listed: Listed<Row>,
	choose: (row: Row) => INodeListSearchItems | undefined,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const first = Number(paginationToken ?? 0);
	for (let page = first; page < first + MOST_PAGES; page += 1) {
		const { rows, isLast } = await rowsOf(context, listed, page);
		const results = rows.map(choose).filter((item) => item !== undefined);
		if (results.length === 0 && !isLast) continue;
		return { results, paginationToken: isLast ? undefined : String(page + 1) };
	}
	throw pickerError(context, {
		what: `Nothing was found among the first ${MOST_PAGES * PAGE_SIZE} entries`,
		fix: "Type more of the name, or choose 'By ID'.",
	});
}

/** Whether a name holds what the user typed, in any case. */
export const fits = (name: string, filter = '') =>
	name.toLowerCase().includes(filter.trim().toLowerCase());
