/** The picker of custom fields. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { z } from 'zod';
import { fits, search } from '../../shared/editor/pickerList';

const field = z.object({
	id: z.string(),
	name: z.string(),
	dataType: z.string().nullish(),
	isActive: z.boolean().nullish(),
	isMandatory: z.boolean().nullish(),
});

type Field = z.infer<typeof field>;

const listed = { path: '/customField', list: 'customFieldROList', row: field };

/** `Season (STRING, mandatory)` */
function label({ name, dataType, isActive, isMandatory }: Field): string {
	const words = [
		dataType,
		isMandatory === true ? 'mandatory' : undefined,
		isActive === false ? 'inactive' : undefined,
	].filter((word) => word != null);
	return words.length > 0 ? `${name} (${words.join(', ')})` : name;
}

/**
 * The custom fields for a picker. The API cannot search them, so the filter is applied here.
 * @param filter part of a name
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchCustomFields(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(
		this,
		listed,
		(row) => (fits(row.name, filter) ? { name: label(row), value: row.id } : undefined),
		paginationToken,
	);
}

/**
 * The active custom fields by their names, with their types: a badge names them so.
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function getCustomFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const found: INodeListSearchItems[] = [];
	const choose = (row: Field) =>
		row.isActive === false ? undefined : { name: label(row), value: row.name };
	let page: string | undefined;
	do {
		const { results, paginationToken } = await search(this, listed, choose, page);
		found.push(...results);
		page = paginationToken === undefined ? undefined : String(paginationToken);
	} while (page !== undefined);
	return found
		.map(({ name, value }) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
