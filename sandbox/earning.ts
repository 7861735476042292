/** The rules of enrolling and earning, without HTTP: used by the routes and by approved requests. */
import { type ApiError, apiError, Refusal, refuse } from './errors';
import type { IdUse } from './requestIds';
import { claimKey, type State, statusOf } from './state';
import { DAY_MS, expiryAt } from './time';
import type { Answer, Badge, Earn, Issual, Trigger } from './types';
import { badgeCounter, customerCounter, exhausted } from './windows';

/** One call that grants something: what all three endpoints have in common. */
export interface Grant {
	badge: Badge;
	eventDate: number;
	requestId: string | null;
	triggeredBy: Trigger | null;
	now: number;
}

/**
 * Runs the work of a call under its request ID: 809 comes before the work, or where the work asks for
 * it; the ID of a call that is refused as a whole is free again, unless the habit is another.
 */
export function underRequestId(
	state: State,
	use: IdUse | null,
	work: (requireFreshNow: () => void) => Answer,
): Answer {
	if (!use) return work(() => undefined);
	const { requestIds, habits } = state;
	const last = habits['id-check'] === 'last';
	if (!last) requestIds.requireFresh(use);
	requestIds.note(use);
	let accepted = false;
	try {
		if (state.refusesLate()) throw refuse(815);
		const answer = work(() => {
			if (last) requestIds.requireFresh(use);
		});
		accepted = true;
		return answer;
	} finally {
		if (!accepted && habits['refused-id'] === 'free') requestIds.free(use);
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

/** How many a batch may name, and whether one who is unknown refuses all of it. */
export function requireBatch(state: State, customers: readonly number[]): void {
	requireBatchSize(state, customers.length);
	if (state.habits['unknown-customer'] === 'whole') requireKnownCustomers(state, customers);
	requireNobodyRefused(
		state,
		customers.flatMap((id) => {
			const error = personalObstacle(state, id);
			return error ? [named(state, error, id)] : [];
		}),
	);
}

/** 1060 above the batch cap; nothing says how large Capillary's is. */
function requireBatchSize(state: State, size: number): void {
	const cap = state.habits['batch-cap'];
	if (cap > 0 && size > cap) throw refuse(1060);
}

/** Where one bad customer refuses the whole batch: his error, before anything is done. */
export function requireNobodyRefused(state: State, errors: readonly ApiError[]): void {
	const [first] = errors;
	if (state.habits['bad-customer'] !== 'alone' && first) throw refuseSingle(first);
}

/** 810: owner and reference need a live claim; MemberCare (no trigger) needs none (docs/api.md#owners-and-claims). */
export function requireClaim(state: State, badge: Badge, triggeredBy: Trigger | null): void {
	if (!triggeredBy) return;
	const { ownerType, referenceId } = triggeredBy;
	if (!state.claims.get(claimKey(badge.id, ownerType, referenceId))?.isActive) throw refuse(810);
}

/**
 * 815 and 750 of an earn (docs/api.md#issue-earn). A deactivated badge answers 815 too (undocumented), and an
 * event date outside a direct badge's dates answers 816 (documented for issueBulk only).
 */
export function requireEarnable(badge: Badge, eventDate: number, now: number): void {
	if (!badge.active || statusOf(badge, now) !== 'LIVE') throw refuse(815);
	if (eventDate > now + DAY_MS) throw refuse(750, { reference: 'earnEventDate' });
	if (badge.earnType === 'EARN') requireWithinBadge(badge, eventDate);
}

/** 815 (deactivated, undocumented) and 816 of an enrolment (docs/api.md#enrol-issue). */
export function requireEnrollable(badge: Badge, eventDate: number): void {
	if (!badge.active) throw refuse(815);
	requireWithinBadge(badge, eventDate);
}

function requireWithinBadge(badge: Badge, eventDate: number): void {
	if (eventDate < badge.startOn || eventDate > badge.expiresOn) throw refuse(816);
}

/** The enrolment an earn at this date rests on: not revoked, and dated around it (docs/api.md#issue-earn). */
function enrolmentFor(state: State, badge: Badge, customerId: number, at: number) {
	return state
		.customerBadge(customerId, badge.id)
		?.issuals.find(
			(issual) =>
				issual.revokedOn === null &&
				issual.usedOn === undefined &&
				issual.eventDate <= at &&
				at <= issual.expiresOn,
		);
}

/** Limits are documented, the code of an exhausted one is not. */
const limitReached = (state: State): ApiError =>
	apiError(state.habits['limit-code'], { message: 'Earn limit is reached', reference: null });

/** What stands against a customer, whatever is given. */
export function personalObstacle(state: State, customerId: number): ApiError | undefined {
	const rejected = state.rejectedCustomers.get(customerId);
	if (rejected) return apiError(rejected.code, { ...rejected, reference: null });
	return state.unknownCustomers.has(customerId) ? apiError(1026) : undefined;
}

/** Why this customer cannot earn now, or the enrolment it rests on. */
function earnBasis(
	state: State,
	{ badge, eventDate }: Grant,
	customerId: number,
): ApiError | { issual: Issual | undefined } {
	const personal = personalObstacle(state, customerId);
	if (personal) return personal;
	const issual =
		badge.earnType === 'ISSUE_EARN' ? enrolmentFor(state, badge, customerId, eventDate) : undefined;
	if (badge.earnType === 'ISSUE_EARN' && !issual) return apiError(811);
	const { customerConstraints, badgeConstraints } = badge;
	if (customerConstraints.length > 0) {
		const counter = customerCounter(state.customerBadge(customerId, badge.id)?.earns ?? []);
		const full = customerConstraints.some((one) => exhausted(one, badge, counter, eventDate));
		if (full) return limitReached(state);
	}
	const counter = badgeCounter(badge);
	const full = badgeConstraints.some((one) => exhausted(one, badge, counter, eventDate));
	return full ? limitReached(state) : { issual };
}

/** The error of a customer, who is named where that is the habit. */
const named = ({ habits }: State, error: ApiError, customerId: number): ApiError =>
	habits['bad-customer'] === 'whole-named'
		? { ...error, message: `${error.message} (customer ${customerId})` }
		: error;

/** Two habits ask before the work who would be refused; otherwise nobody does. */
const askedBefore = ({ habits }: State, customers: readonly number[]): readonly number[] =>
	habits['bad-customer'] !== 'alone' || habits['id-check'] === 'last' ? customers : [];

/** The errors of those who cannot earn now, where a habit asks for them. */
export const earnObstacles = (
	state: State,
	grant: Grant,
	customers: readonly number[],
): ApiError[] =>
	askedBefore(state, customers).flatMap((id) => {
		const basis = earnBasis(state, grant, id);
		return 'code' in basis ? [named(state, basis, id)] : [];
	});

/** Lets one customer earn; the error instead, where a rule stands against it. */
export function earnOne(state: State, grant: Grant, customerId: number): Earn | ApiError {
	const basis = earnBasis(state, grant, customerId);
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
		issuedId: basis.issual?.id ?? null,
		triggeredBy,
		requestId,
	};
	state.addEarn(earn);
	if (basis.issual && state.habits.enrolment === 'used-up') basis.issual.usedOn = now;
	return earn;
}

/** Outcome of enrolling one customer: new, or the error with the enrolment already there (1040). */
export interface Enrolment {
	customerId: number;
	issual: Issual | null;
	error: ApiError | null;
}

/** An outcome that needs no work: refused, or enrolled already. */
function enrolledOrRefused(state: State, grant: Grant, customerId: number): Enrolment | undefined {
	const error = personalObstacle(state, customerId);
	if (error) return { customerId, issual: null, error };
	const twice = state.habits['enrol-twice'];
	const existing =
		twice === 'allowed' ? undefined : state.activeIssual(customerId, grant.badge.id, grant.now);
	if (!existing) return undefined;
	return { customerId, issual: existing, error: twice === 'refused' ? apiError(1040) : null };
}

/** The errors of those who cannot be enrolled now, where a habit asks for them. */
export const enrolObstacles = (
	state: State,
	grant: Grant,
	customers: readonly number[],
): ApiError[] =>
	askedBefore(state, customers).flatMap((id) => {
		const error = enrolledOrRefused(state, grant, id)?.error;
		return error ? [named(state, error, id)] : [];
	});

export function enrolOne(state: State, grant: Grant, customerId: number): Enrolment {
	const { badge, eventDate, requestId, triggeredBy, now } = grant;
	const settled = enrolledOrRefused(state, grant, customerId);
	if (settled) return settled;
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

/** A call for one customer fails with that customer's error: a conflict with the state. */
export function refuseSingle(error: ApiError): Refusal {
	return new Refusal(error.code === 1026 ? 400 : 409, [error]);
}
