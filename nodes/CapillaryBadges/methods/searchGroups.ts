/** The picker of groups. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import type { Listed } from '../../shared/editor/pickerList';
import { rowId, search } from '../../shared/editor/pickerList';

const group = z.object({ id: rowId, name: z.string(), rank: z.number().nullish() });

const listed: Listed<z.infer<typeof group>> = {
	path: '/group',
	query: { order: 'DESC' },
	list: 'badgeGroups',
	row: group,
	nameOf: ({ name }) => name,
	choose: ({ id, name, rank }) => ({
		name: rank == null ? name : `${name} (rank ${rank})`,
		value: id,
	}),
};

/**
 * The badge groups for a picker. The API cannot search them, so the filter is applied here.
 * @param filter part of a name, or an ID
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, listed, filter, paginationToken);
}
