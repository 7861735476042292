/** Asks Capillary for the list that a picker shows. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { z } from 'zod';
import { BADGES_PATH } from '../capillary/account';
import { isRecord, readApiResponse } from '../capillary/envelope';

/** Rows that a picker asks for at a time. */
const PAGE_SIZE = 50;

const pagination = z.object({ totalPages: z.number() });

/** Asks Capillary, as the node's credential does; answers without data are an empty record. */
async function ask(
	context: ILoadOptionsFunctions,
	path: string,
	query: Record<string, string | number> = {},
): Promise<Record<string, unknown>> {
	const body: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		'capillaryApi',
		{ method: 'GET', url: `${BADGES_PATH}${path}`, qs: query, json: true, timeout: 30_000 },
	);
	const envelope = readApiResponse(body);
	return typeof envelope !== 'string' && isRecord(envelope.data) ? envelope.data : {};
}

/** One record for a picker. @throws NodeApiError when Capillary cannot be asked */
export const readOne = ask;

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
async function readPage<Row>(
	context: ILoadOptionsFunctions,
	{ path, query, list, row }: Listed<Row>,
	page: number,
) {
	const size = { page, size: PAGE_SIZE, limit: PAGE_SIZE };
	const data = await ask(context, path, { ...query, ...size });
	const records: unknown[] = Array.isArray(data[list]) ? data[list] : [];
	const said = pagination.safeParse(data.pagination);
	const rows = records.flatMap((record): Row[] => {
		const parsed = row.safeParse(record);
		return parsed.success ? [parsed.data] : [];
	});
	const pages = said.success ? said.data.totalPages : 1;
	return { rows, isLast: records.length === 0 || page + 1 >= pages };
}

/**
 * Rows for a picker, a page at a time. Pages without any choice are passed over, so that a filter
 * that is applied here finds what stands far behind.
 * @param choose a row → the choice that it is, or none where the user's filter does not fit
 * @param paginationToken number of the page, from 0
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function search<Row>(
	context: ILoadOptionsFunctions,
	listed: Listed<Row>,
	choose: (row: Row) => INodeListSearchItems | undefined,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	for (let page = Number(paginationToken ?? 0); ; page += 1) {
		const { rows, isLast } = await readPage(context, listed, page);
		const results = rows.map(choose).filter((item) => item !== undefined);
		if (results.length === 0 && !isLast) continue;
		return { results, paginationToken: isLast ? undefined : String(page + 1) };
	}
}

/** Whether a name holds what the user typed, in any case. */
export const fits = (name: string, filter = '') =>
	name.toLowerCase().includes(filter.trim().toLowerCase());
