/** earn, earnBulk and issueBulk: reading the request and wording the answer (reference 6.1, 6.3, 6.4). */
import { type ApiError, apiError, ok, refuseAll } from '../errors';
import {
	consume,
	earnOne,
	enrolOne,
	type Enrolment,
	type Grant,
	refuseSingle,
	requireBadge,
	requireClaim,
	requireEarnable,
	requireEnrollable,
	requireFreshRequest,
	requireKnownCustomers,
} from '../earning';
import { reportEarn } from '../events';
import { endpoint, type World } from '../server';
import { dates, expiryAt } from '../time';
import type { Answer, Call, Earn, JsonObject } from '../types';
import {
	badgeMetaId,
	bodyObject,
	customerList,
	customerNumber,
	instant,
	text,
	trigger,
} from '../validate';

export const EARN_PATH = '/api_gateway/v1/badges/customer/earn';
export const ISSUE_BULK_PATH = '/api_gateway/v1/badges/badgeMeta/customer/issueBulk';

/** Codes a missing field has; the whole request is looked at before anything is refused. */
function required(present: boolean, code: number, errors: ApiError[]): void {
	if (!present) errors.push(apiError(code));
}

/** Reads and checks what the three calls share, in the order: form, request id, badge, customers. */
function readGrant(
	{ state }: World,
	body: JsonObject,
	customers: number[],
	dateField: 'earnEventDate' | 'issueEventDate',
	requestIdNeeded: boolean,
): Grant {
	const errors: ApiError[] = [];
	const id = badgeMetaId(body, errors);
	const requestId = text(body, 'requestId');
	if (requestIdNeeded) required(requestId !== undefined, 804, errors);
	required(customers.length > 0, 812, errors);
	const triggeredBy = trigger(body, state.generation, errors);
	const now = state.now();
	const eventDate = instant(body, dateField) ?? now;
	refuseAll(errors);
	requireFreshRequest(state, requestId);
	const badge = requireBadge(state, id);
	requireKnownCustomers(state, customers);
	return { badge, eventDate, requestId: requestId ?? null, triggeredBy, now };
}

const isError = (outcome: Earn | ApiError): outcome is ApiError => 'code' in outcome;

/** POST /customer/earn (reference 6.3). */
export function earn(world: World, call: Call): Answer {
	const { state } = world;
	const body = bodyObject(call.body);
	const { customerId: given } = body;
	const missing = given === undefined || given === null || given === '';
	const customers = missing ? [] : [customerNumber(given)];
	const grant = readGrant(world, body, customers, 'earnEventDate', true);
	requireEarnable(grant.badge, grant.eventDate, grant.now);
	requireClaim(state, grant.badge, grant.triggeredBy);
	const outcome = earnOne(state, grant, customers[0] ?? 0);
	if (isError(outcome)) throw refuseSingle(outcome);
	consume(state, grant.requestId);
	reportEarn(state, outcome, call.apiRequestId);
	const { generation } = state;
	const data = {
		badgeMetaId: grant.badge.id,
		customerId: outcome.customerId,
		earnedBadgeId: outcome.id,
		...dates(generation, { expiresOn: outcome.expiresOn }),
		...(generation === 'new' ? { requestId: grant.requestId, issuedId: outcome.issuedId } : {}),
	};
	return ok(data, { effect: true });
}

/** POST /customer/earnBulk (reference 6.4): one outcome per distinct customer, ordered by customer. */
export function earnBulk(world: World, call: Call): Answer {
	const { state } = world;
	const body = bodyObject(call.body);
	const customers = customerList(body.customerIds).sort((a, b) => a - b);
	const grant = readGrant(world, body, customers, 'earnEventDate', true);
	requireEarnable(grant.badge, grant.eventDate, grant.now);
	requireClaim(state, grant.badge, grant.triggeredBy);
	const earned: Earn[] = [];
	const failed: Array<{ customerId: number; error: ApiError }> = [];
	for (const customerId of customers) {
		const outcome = earnOne(state, grant, customerId);
		if (isError(outcome)) failed.push({ customerId, error: outcome });
		else earned.push(outcome);
	}
	consume(state, grant.requestId);
	for (const one of earned) reportEarn(state, one, call.apiRequestId);
	const view = state.generation === 'old' ? oldEarnBulk : newEarnBulk;
	return ok(view(state.generation, grant, earned, failed), { effect: earned.length > 0 });
}

type Failed = Array<{ customerId: number; error: ApiError }>;

function sharedExpiry(generation: 'new' | 'old', grant: Grant, earned: Earn[]): JsonObject {
	const { badge, now } = grant;
	const expiresOn = earned[0]?.expiresOn ?? expiryAt(badge.earnedBadgeExpiry, now, badge.expiresOn);
	return dates(generation, { expiresOn });
}

function newEarnBulk(
	generation: 'new' | 'old',
	grant: Grant,
	earned: Earn[],
	failed: Failed,
): JsonObject {
	return {
		badgeMetaId: grant.badge.id,
		...sharedExpiry(generation, grant, earned),
		earnedBadgesList: earned.map(({ customerId, id }) => ({ customerId, earnedBadgeId: id })),
		totalCount: earned.length + failed.length,
		earnedCount: earned.length,
		failedCount: failed.length,
		triggeredBy: grant.triggeredBy,
		failedEarnBadgeErrorList: failed.map(({ customerId, error }) => ({
			errorCode: error.code,
			customerId,
			errorMessage: error.message,
		})),
		requestId: grant.requestId,
	};
}

/** The 2024 answer: everything in `issuedBadges`, whose `issuedId` is the id of the earn. */
function oldEarnBulk(
	generation: 'new' | 'old',
	grant: Grant,
	earned: Earn[],
	failed: Failed,
): JsonObject {
	const done = earned.map(({ customerId, id }) => ({ customerId, issuedId: id, status: 'LIVE' }));
	const not = failed.map(({ customerId, error }) => ({ customerId, issuedId: null, error }));
	return {
		badgeMetaId: grant.badge.id,
		triggeredBy: grant.triggeredBy,
		...sharedExpiry(generation, grant, earned),
		issuedBadges: [...done, ...not].sort((a, b) => a.customerId - b.customerId),
		requestId: grant.requestId,
	};
}

/** POST /badgeMeta/customer/issueBulk (reference 6.1). Enrolling for an EARN badge is allowed (see the examples). */
export function issueBulk(world: World, call: Call): Answer {
	const { state } = world;
	const body = bodyObject(call.body);
	const customers = customerList(body.customers).sort((a, b) => a - b);
	const grant = readGrant(world, body, customers, 'issueEventDate', false);
	requireEnrollable(grant.badge, grant.eventDate);
	requireClaim(state, grant.badge, grant.triggeredBy);
	const outcomes = customers.map((customerId) => enrolOne(state, grant, customerId));
	consume(state, grant.requestId);
	const { generation } = state;
	const { badge, now } = grant;
	const expiresOn = expiryAt(badge.issuedBadgeExpiry, now, badge.expiresOn);
	const view = generation === 'old' ? oldEnrolmentView : enrolmentView;
	const data = {
		badgeMetaId: badge.id,
		triggeredBy: grant.triggeredBy,
		...dates(generation, { expiresOn }),
		issuedBadges: outcomes.map((outcome) => view(outcome, now)),
		requestId: grant.requestId,
	};
	return ok(data, { effect: outcomes.some(({ error }) => !error) });
}

/** A failed item may carry an id and `status: "EXPIRED"`, as in the documents' 1040 sample (6.1). */
function enrolmentView({ customerId, issual, error }: Enrolment, now: number): JsonObject {
	if (error) return { customerId, issuedId: issual?.id ?? null, status: 'EXPIRED', error };
	const status = issual && issual.expiresOn <= now ? 'EXPIRED' : 'ACTIVE';
	return { customerId, issuedId: issual?.id ?? null, status };
}

const oldEnrolmentView = ({ customerId, issual, error }: Enrolment): JsonObject => ({
	customerId,
	issuedId: issual?.id ?? null,
	error,
});

export const earningRoutes = [
	endpoint('POST', EARN_PATH, earn),
	endpoint('POST', '/api_gateway/v1/badges/customer/earnBulk', earnBulk),
	endpoint('POST', ISSUE_BULK_PATH, issueBulk),
];
