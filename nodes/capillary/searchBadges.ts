import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { z } from 'zod';
import { BADGES_PATH } from './account';
import { readEnvelope } from './envelope';

const PAGE_SIZE = 50;

const badgeList = z.object({
	metaBasicDetails: z.array(
		z
			.object({
				id: z.string(),
				name: z.string().nullish(),
				status: z.string().nullish(),
				active: z.boolean().nullish(),
				ownership: z
					.object({ restrictedToOwners: z.array(z.string()).nullish() })
					.passthrough()
					.nullish(),
			})
			.passthrough(),
	),
	pagination: z.object({ totalPages: z.number().nullish() }).passthrough().nullish(),
});

type Badge = z.infer<typeof badgeList>['metaBasicDetails'][number];

/** `Furry Friend (LIVE) · Loyalty, Milestones` */
function badgeLabel({ id, name, status, active, ownership }: Badge): string {
	const state = active === false ? 'INACTIVE' : status;
	const owners = (ownership?.restrictedToOwners ?? []).map((owner) => owner.replace(/_/g, ' '));
	return `${name ?? id}${state ? ` (${state})` : ''}${owners.length > 0 ? ` · ${owners.join(', ')}` : ''}`;
}

/**
 * The badges for a picker, by name, a page at a time.
 * @param filter part of a name
 * @param paginationToken number of the page, from 0
 * @throws NodeApiError when Capillary cannot be asked
 */
export async function searchBadges(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 0);
	const body: unknown = await this.helpers.httpRequestWithAuthentication.call(
		this,
		'capillaryApi',
		{
			method: 'GET',
			url: `${BADGES_PATH}/badgeMeta`,
			qs: {
				page,
				size: PAGE_SIZE,
				limit: PAGE_SIZE,
				sortOn: 'NAME',
				...(filter ? { name: filter } : {}),
			},
			json: true,
			timeout: 30_000,
		},
	);
	const envelope = readEnvelope(body);
	const parsed = badgeList.safeParse(typeof envelope === 'string' ? undefined : envelope.data);
	if (!parsed.success) return { results: [] };
	const { metaBasicDetails, pagination } = parsed.data;
	const isLast = metaBasicDetails.length === 0 || page + 1 >= (pagination?.totalPages ?? 1);
	return {
		results: metaBasicDetails.map((badge) => ({ name: badgeLabel(badge), value: badge.id })),
		paginationToken: isLast ? undefined : String(page + 1),
	};
}
