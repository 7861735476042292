/** The search of the badge picker. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import type { Listed } from './pickerList';
import { rowId, search } from './pickerList';

const badge = z.object({
	id: rowId,
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

/** The search is Capillary's, and made again here, since a server may not know it. */
const listed = (filter: string): Listed<z.infer<typeof badge>> => ({
	path: '/badgeMeta',
	query: { sortOn: 'NAME', name: filter || undefined },
	list: 'metaBasicDetails',
	row: badge,
	nameOf: ({ id, name }) => name ?? id,
	choose: (row) => ({ name: label(row), value: row.id }),
});

/**
 * The badges for a picker, by name.
 * @param filter part of a name, or an ID
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchBadges(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const wanted = filter.trim();
	return await search(this, listed(wanted), wanted, paginationToken);
}
