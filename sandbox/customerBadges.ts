/** What a customer has of each badge, summed up for the lists (docs/api.md#customer-view, docs/api.md#management-view). */
import { type State, statusOf } from './state';
import type { Badge, CustomerBadge, Earn, Issual } from './types';

export const AVAILABILITIES = ['AVAILABLE_TO_ISSUE', 'AVAILABLE', 'EARNED', 'EXPIRED'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export interface CustomerBadgeSummary {
	badge: Badge;
	enrolled: boolean;
	/** Earns that are neither revoked nor, unless asked for, expired. */
	earnCount: number;
	liveEarns: number;
	expiredEarns: number;
	lastEarnedOn: number | null;
	lastEventOn: number | null;
	lastIssuedOn: number | null;
	lastExpiredOn: number | null;
}

const latest = (values: number[]): number | null =>
	values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b));

function sumUp(
	badge: Badge,
	earns: Earn[],
	issuals: Issual[],
	now: number,
	expired: boolean,
): CustomerBadgeSummary {
	const kept = earns.filter(({ isActive }) => isActive);
	const live = kept.filter(({ expiresOn }) => expiresOn > now);
	const over = kept.filter(({ expiresOn }) => expiresOn <= now);
	return {
		badge,
		enrolled: issuals.some(
			({ revokedOn, usedOn, expiresOn }) =>
				revokedOn === null && usedOn === undefined && expiresOn > now,
		),
		earnCount: expired ? kept.length : live.length,
		liveEarns: live.length,
		expiredEarns: over.length,
		lastEarnedOn: latest(kept.map(({ earnedOn }) => earnedOn)),
		lastEventOn: latest(kept.map(({ eventDate }) => eventDate)),
		lastIssuedOn: latest(issuals.map(({ issuedOn }) => issuedOn)),
		lastExpiredOn: latest(over.map(({ expiresOn }) => expiresOn)),
	};
}

/** What the views show of a customer's badge: as it was `view-lag-ms` ago. */
export function asSeen(
	state: State,
	own: CustomerBadge | undefined,
): { earns: Earn[]; issuals: Issual[] } {
	const { earns = [], issuals = [] } = own ?? {};
	const lag = state.habits['view-lag-ms'];
	if (lag === 0) return { earns, issuals };
	const until = state.now() - lag;
	const known = (at: number | null | undefined): boolean => typeof at === 'number' && at <= until;
	return {
		earns: earns
			.filter(({ earnedOn }) => known(earnedOn))
			.map((earn) => ({ ...earn, isActive: earn.isActive || !known(earn.revokedOn) })),
		issuals: issuals
			.filter(({ issuedOn }) => known(issuedOn))
			.map(({ usedOn, ...one }) => ({
				...one,
				revokedOn: known(one.revokedOn) ? one.revokedOn : null,
				...(known(usedOn) ? { usedOn } : {}),
			})),
	};
}

/** Every badge of the organization as this customer stands to it. */
export function customerBadgesOf(
	state: State,
	customerId: number,
	includeExpired: boolean,
): CustomerBadgeSummary[] {
	const now = state.now();
	const byBadge = new Map(state.customerBadges.get(customerId)?.map((one) => [one.badgeId, one]));
	return [...state.badges.values()].map((badge) => {
		const { earns, issuals } = asSeen(state, byBadge.get(badge.id));
		return sumUp(badge, earns, issuals, now, includeExpired);
	});
}

/**
 * Whether a badge belongs in a list. The words are documented, their limits are not: to issue = an
 * ISSUE_EARN badge without an enrolment of the customer; available = an EARN badge, or one enrolled
 * for; both only while live and active. Earned = a live earn; expired = only expired ones.
 */
export function belongs(
	summary: CustomerBadgeSummary,
	kind: Availability,
	now: number,
	includeExpired: boolean,
	openOnly = true,
): boolean {
	const { badge, enrolled, liveEarns, expiredEarns } = summary;
	const open = !openOnly || (badge.active && statusOf(badge, now) === 'LIVE');
	switch (kind) {
		case 'AVAILABLE_TO_ISSUE':
			return open && badge.earnType === 'ISSUE_EARN' && !enrolled;
		case 'AVAILABLE':
			return open && (badge.earnType === 'EARN' || enrolled);
		case 'EARNED':
			return liveEarns > 0 || (includeExpired && expiredEarns > 0);
		default:
			return liveEarns === 0 && expiredEarns > 0;
	}
}
