/** The picker of custom fields. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { z } from 'zod';
import type { Listed } from '../../shared/editor/pickerList';
import { MOST_PAGES, rowId, search } from '../../shared/editor/pickerList';

const field = z.object({
	id: rowId,
	name: z.string(),
	dataType: z.string().nullish(),
	isActive: z.boolean().nullish(),
	isMandatory: z.boolean().nullish(),
});

type Field = z.infer<typeof field>;

const listed: Listed<Field> = {
	path: '/customField',
	list: 'customFieldROList',
	row: field,
	nameOf: ({ name }) => name,
	choose: (row) => ({ name: label(row), value: row.id }),
};

/** A badge names its custom fields by name. */
const listedByName: Listed<Field> = {
	...listed,
	choose: (row) => (row.isActive === false ? undefined : { name: label(row), value: row.name }),
};

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
 * @param filter part of a name, or an ID
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchCustomFields(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, listed, filter, paginationToken);
}

/**
 * The active custom fields by their names, with their types: a badge names them so.
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function getCustomFields(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const found: INodeListSearchItems[] = [];
	let token: string | undefined;
	for (let page = 0; page < MOST_PAGES; page += 1) {
		const { results, paginationToken } = await search(this, listedByName, '', token);
		found.push(...results);
		if (paginationToken === undefined) break;
		token = String(paginationToken);
	}
	return found
		.map(({ name, value }) => ({ name, value }))
		.sort((a, b) => a.name.localeCompare(b.name));
}
