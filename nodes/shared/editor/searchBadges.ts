/** The search of the badge picker. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { BadgeRow } from './badgeLabel';
import { badgeLabel, badgeRow, isLive } from './badgeLabel';
import type { Listed } from './pickerList';
import { search } from './pickerList';

/** The search is Capillary's, and made again here, since a server may not know it. */
const listed = (filter: string, zone: string): Listed<BadgeRow> => ({
	path: '/badgeMeta',
	query: { sortOn: 'NAME', name: filter || undefined },
	list: 'metaBasicDetails',
	row: badgeRow,
	first: { query: { status: 'LIVE', action: 'ACTIVATED' }, has: isLive },
	nameOf: ({ id, name }) => name ?? id,
	choose: (row) => ({ name: badgeLabel(row, { now: Date.now(), zone }), value: row.id }),
});

/**
 * The badges for a picker, by name, those first that can be used today.
 * @param filter part of a name, or an ID
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchBadges(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const wanted = filter.trim();
	return await search(this, listed(wanted, this.getTimezone()), wanted, paginationToken);
}
