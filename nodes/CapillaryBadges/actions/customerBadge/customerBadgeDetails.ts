/** What one customer holds of one badge: the request, and what its answer proves. */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parseDate, withIsoSiblings } from '../../../shared/capillary/dates';
import type { ApiRequest } from '../../../shared/capillary/request';
import { path } from '../../../shared/capillary/request';

/** The request for what one customer holds of one badge (docs/api.md#one-badge-of-a-customer). */
export const customerBadge = (customer: number | string, badgeId: string): ApiRequest => ({
	method: 'GET',
	path: `${BADGES_PATH}${path`/management/${customer}/badge/${badgeId}`}`,
	query: { includeStatistics: true },
});

const count = z.number().nullish().catch(undefined);

const held = z.object({
	activeEarnedCount: count,
	earnDetails: z.object({ earnCount: count }).nullish().catch(undefined),
	lastEarnedOnISO: z.string().nullish().catch(undefined),
});

/**
 * Whether a customer has earned the badge: undefined where that cannot be told.
 * @param data what `customerBadge` answered
 * @param since epoch milliseconds; a badge earned before, or at an unknown time, says nothing
 */
export function earnedSince(data: unknown, since: number | undefined): boolean | undefined {
	const parsed = held.safeParse(withIsoSiblings(data));
	if (!parsed.success) return undefined;
	const { activeEarnedCount, earnDetails, lastEarnedOnISO } = parsed.data;
	const earned = activeEarnedCount ?? earnDetails?.earnCount;
	if (earned == null) return undefined;
	if (earned < 1) return false;
	if (since === undefined) return true;
	const last = lastEarnedOnISO == null ? undefined : parseDate(lastEarnedOnISO, 'UTC');
	return last instanceof Date && last.getTime() >= since ? true : undefined;
}
