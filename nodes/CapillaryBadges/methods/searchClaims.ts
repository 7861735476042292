/** The picker of reference IDs: a badge's claims. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import { badgeId } from '../../shared/capillary/ids';
import { NO_OWNER, ownerLabel } from '../../shared/capillary/ownerTypes';
import { fits, isExpression, pickerError, readOne, rowId } from '../../shared/editor/pickerList';

const claim = z.object({
	ownerType: z.string(),
	referenceId: rowId,
	isActive: z.boolean().nullish(),
});

type Claim = z.infer<typeof claim>;

const claimed = z.object({ ownership: z.object({ claims: z.array(z.unknown()) }) });

/** The badge that is chosen. @throws NodeApiError that says why its claims are not known */
function chosenBadge(context: ILoadOptionsFunctions): string {
	const chosen = context.getCurrentNodeParameter('badgeId');
	const { data: id } = badgeId.safeParse(chosen);
	if (id !== undefined) return id;
	throw JSON.stringify(chosen ?? '').includes('=')
		? pickerError(context, {
				what: 'An expression chooses the badge, so its claims are not known yet',
				fix: "Choose 'By ID' here, and give the reference ID of the claim or an expression for it.",
			})
		: pickerError(context, {
				what: 'No badge is chosen yet',
				fix: "Choose a 'Badge' first: this list shows who has claimed it.",
			});
}

/** The live claims of a badge. */
async function liveClaims(context: ILoadOptionsFunctions, id: string): Promise<Claim[]> {
	const found = claimed.safeParse(await readOne(context, `/badgeMeta/${encodeURIComponent(id)}`));
	const claims = found.success ? found.data.ownership.claims : [];
	return claims.flatMap((entry) => {
		const { data } = claim.safeParse(entry);
		return data && data.isActive !== false ? [data] : [];
	});
}

/** Most claims that a sentence names. */
const MOST_NAMED = 3;

/** `Goodwill Module (123)` */
const named = ({ ownerType, referenceId }: Claim) => `${ownerLabel(ownerType)} (${referenceId})`;

/** Says who has claims where the chosen owner has none. The editor drops hyphens of the first sentence. */
function nothingOf(context: ILoadOptionsFunctions, owner: string, claims: readonly Claim[]) {
	const who = ownerLabel(owner);
	if (claims.length === 0) {
		return pickerError(context, {
			what: 'Nobody has claimed this badge yet',
			fix: 'There is no reference ID to choose before Badge > Claim was run for this badge.',
		});
	}
	const more = claims.length - MOST_NAMED;
	const others = claims.slice(0, MOST_NAMED).map(named).join(', ');
	return pickerError(context, {
		what: `${who} has no claim on this badge`,
		fix: `This badge is claimed by ${others}${more > 0 ? ` and ${more} more` : ''}. Choose that 'Owner Type', or claim the badge for ${who} with Badge > Claim.`,
	});
}

/**
 * The live claims of the badge that is chosen, of the owner that is chosen, for a picker of reference
 * IDs.
 * @param filter part of a reference ID
 * @throws NodeApiError when Capillary cannot be asked, or that says why there is none
 */
export async function searchClaims(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const id = chosenBadge(this);
	const chosen = this.getCurrentNodeParameter('ownerType');
	const isKnown = typeof chosen === 'string' && !isExpression(chosen) && chosen !== NO_OWNER;
	const owner = isKnown ? chosen : undefined;
	const claims = await liveClaims(this, id);
	const own = claims.filter(({ ownerType }) => (owner ?? ownerType) === ownerType);
	if (own.length === 0) throw nothingOf(this, owner ?? '', claims);
	const results = own
		.filter(({ referenceId }) => fits(referenceId, filter))
		.map(({ ownerType, referenceId }) => ({
			name: `${referenceId} (${ownerLabel(ownerType)})`,
			value: referenceId,
		}));
	return { results: results.sort((a, b) => a.name.localeCompare(b.name)) };
}
