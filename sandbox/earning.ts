/** The rules of enrolling and earning, without HTTP: used by the routes and by approved requests. */
import { type ApiError, apiError, Refusal, refuse } from './errors';
import { type State, statusOf } from './state';
import { DAY_MS, expiryAt } from './time';
import type { Badge, Earn, Issual, Trigger } from './types';
import { badgeCounter, customerCounter, exhausted } from './windows';
import { claimKey } from './state';

/** One call that grants something: what all three endpoints have in common. */
export interface Grant {
	badge: Badge;
	eventDate: number;
	requestId: string | null;
	triggeredBy: Trigger | null;
	now: number;
}

/** 809: a request id already used by an accepted call of earn, earnBulk or issueBulk (reference 4.6). */
export function requireFreshRequest(state: State, requestId: string | undefined): void {
	if (requestId !== undefined && state.requestIds.has(requestId)) {
		throw refuse(809, { reference: 'requestId' });
	}
}

export function requireBadge(state: State, id: string): Badge {
	const badge = state.badges.get(id);
	if (!badge) throw refuse(404);
	return badge;
}

/** An unknown customer refuses the whole call, also a bulk one (undocumented). */
export function requireKnownCustomers(state: State, customers: readonly number[]): void {
	const unknown = customers.find((id) => state.unknownCustomers.has(id));
	if (unknown !== undefined) throw refuse(400, { message: `Customer not found: ${unknown}` });
}

/** 810: owner and reference need a live claim; MemberCare (no trigger) needs none (reference 9.2). */
export function requireClaim(state: State, badge: Badge, triggeredBy: Trigger | null): void {
	if (!triggeredBy) return;
	const { ownerType, referenceId } = triggeredBy;
	if (!state.claims.get(claimKey(badge.id, ownerType, referenceId))?.isActive) throw refuse(810);
}

/**
 * 815 and 750 of an earn (reference 6.3). A deactivated badge answers 815 too (undocumented), and an
 * event date outside a direct badge's dates answers 816 (documented for issueBulk only).
 */
export function requireEarnable(badge: Badge, eventDate: number, now: number): void {
	if (!badge.active || statusOf(badge, now) !== 'LIVE') throw refuse(815);
	if (eventDate > now + DAY_MS) throw refuse(750, { reference: 'earnEventDate' });
	if (badge.earnType === 'EARN') requireWithinBadge(badge, eventDate);
}

/** 815 (deactivated, undocumented) and 816 of an enrolment (reference 6.1). */
export function requireEnrollable(badge: Badge, eventDate: number): void {
	if (!badge.active) throw refuse(815);
	requireWithinBadge(badge, eventDate);
}

function requireWithinBadge(badge: Badge, eventDate: number): void {
	if (eventDate < badge.startOn || eventDate > badge.expiresOn) throw refuse(816);
}

/** The enrolment an earn at this date rests on: not revoked, and dated around it (reference 6.3). */
function enrolmentFor(state: State, badge: Badge, customerId: number, at: number) {
	return state
		.customerBadge(customerId, badge.id)
		?.issuals.find(
			(issual) => issual.revokedOn === null && issual.eventDate <= at && at <= issual.expiresOn,
		);
}

/** Limits are documented, the code of an exhausted one is not: the sandbox uses 999999. */
const limitReached = (): ApiError => apiError(999999, { message: 'Earn limit is reached' });

/** Why this customer cannot earn now, or the enrolment it rests on. */
function earnObstacle(
	state: State,
	{ badge, eventDate }: Grant,
	customerId: number,
): ApiError | { issuedId: string | null } {
	const rejected = state.rejectedCustomers.get(customerId);
	if (rejected) return apiError(rejected.code, { ...rejected, reference: null });
	const issual =
		badge.earnType === 'ISSUE_EARN' ? enrolmentFor(state, badge, customerId, eventDate) : undefined;
	if (badge.earnType === 'ISSUE_EARN' && !issual) return apiError(811);
	const { customerConstraints, badgeConstraints } = badge;
	if (customerConstraints.length > 0) {
		const counter = customerCounter(state.customerBadge(customerId, badge.id)?.earns ?? []);
		const full = customerConstraints.some((one) => exhausted(one, badge, counter, eventDate));
		if (full) return limitReached();
	}
	const counter = badgeCounter(badge);
	const full = badgeConstraints.some((one) => exhausted(one, badge, counter, eventDate));
	return full ? limitReached() : { issuedId: issual?.id ?? null };
}

/** Lets one customer earn; the error instead, where a rule stands against it. */
export function earnOne(state: State, grant: Grant, customerId: number): Earn | ApiError {
	const basis = earnObstacle(state, grant, customerId);
	if ('code' in basis) return basis;
	const { badge, eventDate, requestId, triggeredBy, now } = grant;
	const earn: Earn = {
		id: state.nextId(),
		badgeId: badge.id,
		customerId,
		earnedOn: now,
		eventDate,
		expiresOn: expiryAt(badge.earnedBadgeExpiry, now, badge.expiresOn),
		isActive: true,
		issuedId: basis.issuedId,
		triggeredBy,
		requestId,
	};
	state.addEarn(earn);
	return earn;
}

/** Outcome of enrolling one customer: new, or the error with the enrolment already there (1040). */
export interface Enrolment {
	customerId: number;
	issual: Issual | null;
	error: ApiError | null;
}

export function enrolOne(state: State, grant: Grant, customerId: number): Enrolment {
	const { badge, eventDate, requestId, triggeredBy, now } = grant;
	const rejected = state.rejectedCustomers.get(customerId);
	if (rejected) {
		const error = apiError(rejected.code, { ...rejected, reference: null });
		return { customerId, issual: null, error };
	}
	const existing = state.activeIssual(customerId, badge.id, now);
	if (existing) return { customerId, issual: existing, error: apiError(1040) };
	const issual: Issual = {
		id: state.nextId(),
		badgeId: badge.id,
		customerId,
		issuedOn: now,
		eventDate,
		expiresOn: expiryAt(badge.issuedBadgeExpiry, now, badge.expiresOn),
		revokedOn: null,
		triggeredBy,
		requestId,
	};
	state.addIssual(issual);
	return { customerId, issual, error: null };
}

/** A request id is consumed by a call that was accepted as a whole, and only by such a one. */
export function consume(state: State, requestId: string | null): void {
	if (requestId !== null) state.requestIds.add(requestId);
}

/** A single call fails with its error; a conflict with the state is 409 unless the catalogue knows better. */
export function refuseSingle(error: ApiError): Refusal {
	return new Refusal(409, [error]);
}
