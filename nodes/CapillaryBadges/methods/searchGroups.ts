/** The picker of groups. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import { fits, search } from '../../shared/editor/pickerList';

const group = z.object({ id: z.string(), name: z.string(), rank: z.number().nullish() });

/**
 * The badge groups for a picker. The API cannot search them, so the filter is applied here.
 * @param filter part of a name
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const listed = { path: '/group', query: { order: 'DESC' }, list: 'badgeGroups', row: group };
	return await search(
		this,
		listed,
		({ id, name, rank }) => {
			if (!fits(name, filter)) return undefined;
			return { name: rank == null ? name : `${name} (rank ${rank})`, value: id };
		},
		paginationToken,
	);
}
