/** revokeIssue, revokeEarn and import (docs/api.md#revoke-enrolment, docs/api.md#revoke-earn, docs/api.md#import). */
import { manyRows } from '../answerHabits';
import { resolveCustomer } from '../customers';
import { answerOf, apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import {
	personalObstacle,
	refuseSingle,
	requireBadge,
	requireBatch,
	requireNobodyRefused,
} from '../earning';
import { endpoint, type World } from '../endpoint';
import type { State } from '../state';
import { dates } from '../time';
import type { Answer, Badge, Call, Earn, Issual, JsonObject } from '../types';
import {
	badgeMetaId,
	bodyObject,
	customerList,
	customerNumber,
	instant,
	isObject,
	parseError,
	text,
} from '../validate';

const MAX_REVOKED = 20;

interface Target {
	customerId: number;
	/** null: every enrolment of the customer. */
	issueId: string | null;
}

/** `revokeIssuals` wins over `customers`; neither is 1051; more than 20 is 1060 (the general list's code). */
function targets(body: JsonObject): Target[] {
	const issuals = Array.isArray(body.revokeIssuals) ? body.revokeIssuals : [];
	const listed = Array.isArray(body.customers) ? body.customers : [];
	if (issuals.length === 0 && listed.length === 0) throw refuse(1051);
	if ((issuals.length || listed.length) > MAX_REVOKED) {
		throw refuse(1060, { status: 400, message: 'Batch limit exceeded' });
	}
	if (issuals.length === 0) {
		return customerList(body.customers).map((customerId) => ({ customerId, issueId: null }));
	}
	return issuals.map((one) => {
		if (!isObject(one)) throw parseError("an object is expected in 'revokeIssuals'");
		const issueId = text(one, 'issueId');
		if (issueId === undefined) throw refuse(400, { message: 'issueId is mandatory' });
		return { customerId: customerNumber(one.customerId), issueId };
	});
}

const NO_INSTANCE = { code: 404, message: "Customer doesn't have issue instance", reference: null };
const NOT_THEIRS = { message: "issue doesn't belong to customer", reference: null };

/** The rows of one target: an error, or the enrolments that end now. */
function revoke(state: State, badge: Badge, { customerId, issueId }: Target): JsonObject[] {
	const refused = personalObstacle(state, customerId);
	if (refused) return [{ customerId, issuedId: issueId, error: refused }];
	const open = (issual: Issual | undefined): issual is Issual =>
		issual?.badgeId === badge.id && issual.revokedOn === null;
	if (issueId !== null) {
		const issual = state.issuals.get(issueId.toLowerCase());
		if (!open(issual)) return [{ customerId, issuedId: null, error: NO_INSTANCE }];
		if (issual.customerId !== customerId) {
			return [{ customerId, issuedId: issueId, error: NOT_THEIRS }];
		}
		issual.revokedOn = state.now();
		return [{ customerId, issuedId: issual.id, error: null }];
	}
	const enrolments = (state.customerBadge(customerId, badge.id)?.issuals ?? []).filter(open);
	if (enrolments.length === 0) return [{ customerId, issuedId: null, error: NO_INSTANCE }];
	for (const issual of enrolments) issual.revokedOn = state.now();
	return enrolments.map(({ id }) => ({ customerId, issuedId: id, error: null }));
}

function revokeIssue({ state }: World, call: Call): Answer {
	const body = bodyObject(call.body);
	const errors: ApiError[] = [];
	const id = badgeMetaId(body, errors);
	refuseAll(errors);
	const wanted = targets(body);
	const badge = requireBadge(state, id);
	requireBatch(
		state,
		wanted.map(({ customerId }) => customerId),
	);
	const rows = wanted.flatMap((target) => revoke(state, badge, target));
	const data = {
		badgeMetaId: badge.id,
		revokedIssuedBadges: manyRows(state.habits, rows, ({ error }) => error !== null),
		requestId: null,
	};
	return ok(data, { effect: rows.some(({ error }) => error === null) });
}

function revokeEarn({ state }: World, call: Call): Answer {
	const body = bodyObject(call.body);
	const errors: ApiError[] = [];
	const id = badgeMetaId(body, errors);
	const earnedBadgeId = text(body, 'earnedBadgeId');
	const named = text(body, 'customerId');
	if (named === undefined) errors.push(apiError(812));
	if (earnedBadgeId === undefined) {
		errors.push(
			apiError(400, { message: 'earnedBadgeId is mandatory', reference: 'earnedBadgeId' }),
		);
	}
	refuseAll(errors);
	const badge = requireBadge(state, id);
	const customerId = resolveCustomer(state, call.headers, named);
	const earn = state.earns.get((earnedBadgeId ?? '').toLowerCase());
	if (!earn?.isActive || earn.badgeId !== badge.id || earn.customerId !== customerId)
		throw refuse(814);
	state.revokeEarn(earn);
	const data = { badgeMetaId: badge.id, customerId, earnedBadgeId: earn.id, isActive: false };
	return ok(data, { effect: true });
}

/** One row: a badge that is not ours is 1054 within the row (the documents leave open where). */
function importRow(state: State, row: unknown, requestId: string): JsonObject {
	const source = bodyObject(row);
	const errors: ApiError[] = [];
	const id = badgeMetaId(source, errors);
	const named = text(source, 'customerId');
	if (named === undefined) errors.push(apiError(812));
	const expiresOn = instant(source, 'earnExpiresOn');
	if (expiresOn === undefined) {
		errors.push(
			apiError(400, { message: 'earnExpiresOn is mandatory', reference: 'earnExpiresOn' }),
		);
	}
	refuseAll(errors);
	const badge = state.badges.get(id);
	if (!badge) throw refuse(1054);
	const customerId = customerNumber(named);
	const refused = personalObstacle(state, customerId);
	if (refused) throw refuseSingle(refused);
	const now = state.now();
	const earn: Earn = {
		id: state.nextId(),
		badgeId: badge.id,
		customerId,
		earnedOn: now,
		eventDate: instant(source, 'earnEventDate') ?? now,
		expiresOn: expiresOn ?? now,
		isActive: true,
		issuedId: null,
		triggeredBy: { ownerType: 'Historical_Import', referenceId: requestId },
		requestId,
	};
	state.addEarn(earn);
	return {
		badgeMetaId: badge.id,
		customerId: earn.customerId,
		earnedBadgeId: earn.id,
		...dates(state.generation, { expiresOn: earn.expiresOn }),
		requestId,
		issuedId: null,
	};
}

/** A bare array in, a bare array out, row by row; no claim and no limit is asked for. */
function importEarned({ state }: World, call: Call): Answer {
	if (!Array.isArray(call.body)) throw parseError('Cannot deserialize value: an array is expected');
	const rows: unknown[] = call.body;
	const named = rows.map((row) => (isObject(row) ? Number(row.customerId) : 0));
	requireBatch(state, named);
	const badges = rows.map((row) => (isObject(row) ? String(row.badgeMetaId).toLowerCase() : ''));
	requireNobodyRefused(
		state,
		badges.filter((id) => !state.badges.has(id)).map(() => apiError(1054)),
	);
	const batch = state.nextUuid();
	const answers = rows.map((row, index) =>
		answerOf(() =>
			ok(importRow(state, row, `${batch}_${index + 1}`), {
				errors: null,
				warnings: null,
				effect: true,
			}),
		),
	);
	return {
		status: 200,
		body: manyRows(state.habits, answers, ({ effect }) => !effect).map(({ body }) => body),
		effect: answers.some(({ effect }) => effect),
	};
}

export const revokingRoutes = [
	endpoint('POST', '/api_gateway/v1/badges/badgeMeta/customer/revokeIssue', revokeIssue),
	endpoint('POST', '/api_gateway/v1/badges/customer/revokeEarn', revokeEarn),
	endpoint('POST', '/api_gateway/v1/badges/import/customerBadges', importEarned),
];
