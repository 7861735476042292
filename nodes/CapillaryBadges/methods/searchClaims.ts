/** The picker of reference IDs: a badge's claims. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import { badgeId } from '../../shared/capillary/ids';
import { fits, readOne, rowId } from '../../shared/editor/pickerList';

const claim = z.object({
	ownerType: z.string(),
	referenceId: rowId,
	isActive: z.boolean().nullish(),
});

const claimed = z.object({ ownership: z.object({ claims: z.array(z.unknown()) }) });

/**
 * The live claims of the badge that is chosen, of the owner that is chosen, for a picker of reference
 * IDs. Empty while no badge is chosen, or where an expression chooses it.
 * @param filter part of a reference ID
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchClaims(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const id = badgeId.safeParse(this.getCurrentNodeParameter('badgeId'));
	if (!id.success) return { results: [] };
	const chosen = this.getCurrentNodeParameter('ownerType');
	const owner = typeof chosen === 'string' && !chosen.startsWith('=') ? chosen : undefined;
	const found = claimed.safeParse(await readOne(this, `/badgeMeta/${encodeURIComponent(id.data)}`));
	const claims = found.success ? found.data.ownership.claims : [];
	const results = claims.flatMap((entry) => {
		const parsed = claim.safeParse(entry);
		if (!parsed.success || parsed.data.isActive === false) return [];
		const { ownerType, referenceId } = parsed.data;
		if ((owner ?? ownerType) !== ownerType || !fits(referenceId, filter)) return [];
		return [{ name: `${referenceId} (${ownerType.replace(/_/g, ' ')})`, value: referenceId }];
	});
	return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
}
