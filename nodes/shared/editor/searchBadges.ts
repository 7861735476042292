/** The search of the badge picker. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import { search } from './pickerList';

const badge = z.object({
	id: z.string(),
	name: z.string().nullish(),
	status: z.string().nullish(),
	active: z.boolean().nullish(),
	ownership: z.object({ restrictedToOwners: z.array(z.string()).nullish() }).nullish(),
});

/** `Furry Friend (LIVE) · Loyalty, Milestones` */
function label({ id, name, status, active, ownership }: z.infer<typeof badge>): string {
	const state = active === false ? 'INACTIVE' : status;
	const owners = (ownership?.restrictedToOwners ?? []).map((owner) => owner.replace(/_/g, ' '));
	return `${name ?? id}${state ? ` (${state})` : ''}${owners.length > 0 ? ` · ${owners.join(', ')}` : ''}`;
}

/**
 * The badges for a picker, by name; Capillary does the search.
 * @param filter part of a name
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchBadges(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const query = { sortOn: 'NAME', ...(filter ? { name: filter } : {}) };
	const listed = { path: '/badgeMeta', query, list: 'metaBasicDetails', row: badge };
	return await search(
		this,
		listed,
		(row) => ({ name: label(row), value: row.id }),
		paginationToken,
	);
}
