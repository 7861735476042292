/** issueBulk: enrolling customers (docs/api.md#enrol-issue). */
import { manyRows } from '../answerHabits';
import {
	enrolObstacles,
	enrolOne,
	type Enrolment,
	requireBadge,
	requireBatch,
	requireClaim,
	requireEnrollable,
	requireNobodyRefused,
	underRequestId,
} from '../earning';
import { ok } from '../errors';
import { idUse, noteId, readIssueBulk } from '../grantForm';
import { endpoint, type World } from '../endpoint';
import type { State } from '../state';
import { dates, expiryAt } from '../time';
import type { Answer, Call, JsonObject } from '../types';

export const ISSUE_BULK_PATH = '/api_gateway/v1/badges/badgeMeta/customer/issueBulk';

/** POST /badgeMeta/customer/issueBulk. Enrolling for an EARN badge is allowed (see the examples). */
export function issueBulk(world: World, call: Call): Answer {
	const { state } = world;
	const form = readIssueBulk(world, call);
	const { customers, triggeredBy, requestId } = form;
	return underRequestId(state, idUse(form, call), (requireFreshNow) => {
		const now = state.now();
		const badge = requireBadge(state, form.badgeId);
		requireBatch(state, customers);
		const { eventDate = now } = form;
		requireEnrollable(badge, eventDate);
		requireClaim(state, badge, triggeredBy);
		const grant = { badge, eventDate, requestId, triggeredBy, now };
		const obstacles = enrolObstacles(state, grant, customers);
		requireNobodyRefused(state, obstacles);
		if (obstacles.length < customers.length) requireFreshNow();
		const before = state.issuals.size;
		const outcomes = customers.map((customerId) => enrolOne(state, grant, customerId));
		const expiresOn = expiryAt(badge.issuedBadgeExpiry, now, badge.expiresOn);
		const data = {
			badgeMetaId: badge.id,
			triggeredBy,
			...dates(state.generation, { expiresOn }),
			issuedBadges: rowsOf(state, outcomes, now),
			requestId,
		};
		return ok(data, { effect: state.issuals.size > before });
	});
}

function rowsOf(state: State, outcomes: Enrolment[], now: number): JsonObject[] {
	const view = state.generation === 'old' ? oldEnrolmentView : enrolmentView;
	const rows = manyRows(state.habits, outcomes, ({ error }) => error !== null);
	return rows.map((outcome) => view(outcome, now));
}

/** A failed item may carry an id and `status: "EXPIRED"`, as in the documents' 1040 sample. */
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

export const enrollingRoutes = [
	{ ...endpoint('POST', ISSUE_BULK_PATH, issueBulk), note: noteId(readIssueBulk) },
];
