/** earn and earnBulk (docs/api.md#issue-earn, docs/api.md#issue-to-many-earn-bulk). */
import { manyRows } from '../answerHabits';
import {
	earnObstacles,
	earnOne,
	type Grant,
	refuseSingle,
	requireBadge,
	requireBatch,
	requireClaim,
	requireEarnable,
	requireKnownCustomers,
	requireNobodyRefused,
	underRequestId,
} from '../earning';
import { type ApiError, ok } from '../errors';
import { reportEarn } from '../events';
import { type GrantForm, idUse, noteId, readEarn, readEarnBulk } from '../grantForm';
import { endpoint, type World } from '../endpoint';
import type { State } from '../state';
import { dates, expiryAt } from '../time';
import type { Answer, Call, Earn, JsonObject } from '../types';

export const EARN_PATH = '/api_gateway/v1/badges/customer/earn';

/** The checks of the whole call: badge, customers, live, dated rightly, claimed. */
function earnGrant(
	state: State,
	form: GrantForm,
	checkCustomers: (state: State, customers: readonly number[]) => void,
): Grant {
	const now = state.now();
	const { eventDate = now, requestId, triggeredBy } = form;
	const badge = requireBadge(state, form.badgeId);
	checkCustomers(state, form.customers);
	requireEarnable(badge, eventDate, now);
	requireClaim(state, badge, triggeredBy);
	return { badge, eventDate, requestId, triggeredBy, now };
}

const isError = (outcome: Earn | ApiError): outcome is ApiError => 'code' in outcome;

function earnView({ generation }: State, grant: Grant, earn: Earn): JsonObject {
	return {
		badgeMetaId: grant.badge.id,
		customerId: earn.customerId,
		earnedBadgeId: earn.id,
		...dates(generation, { expiresOn: earn.expiresOn }),
		...(generation === 'new' ? { requestId: grant.requestId, issuedId: earn.issuedId } : {}),
	};
}

/** Lets one customer earn and answers in the shape of earn; refused as a whole otherwise. */
function earnAlone(state: State, grant: Grant, customerId: number, call: Call): Answer {
	const outcome = earnOne(state, grant, customerId);
	if (isError(outcome)) throw refuseSingle(outcome);
	reportEarn(state, outcome, call.apiRequestId);
	return ok(earnView(state, grant, outcome), { effect: true });
}

/** POST /customer/earn (docs/api.md#issue-earn). */
export function earn(world: World, call: Call): Answer {
	const { state } = world;
	const form = readEarn(world, call);
	return underRequestId(state, idUse(form, call), (requireFreshNow) => {
		const grant = earnGrant(state, form, requireKnownCustomers);
		const obstacles = earnObstacles(state, grant, form.customers);
		if (obstacles.length === 0) requireFreshNow();
		return earnAlone(state, grant, form.customers[0] ?? 0, call);
	});
}

type Failed = Array<{ customerId: number; error: ApiError }>;

/** POST /customer/earnBulk (docs/api.md#issue-to-many-earn-bulk): one outcome per distinct customer, ordered by customer. */
function earnBulk(world: World, call: Call): Answer {
	const { state } = world;
	const form = readEarnBulk(world, call);
	const { customers } = form;
	return underRequestId(state, idUse(form, call), (requireFreshNow) => {
		const grant = earnGrant(state, form, requireBatch);
		const obstacles = earnObstacles(state, grant, customers);
		requireNobodyRefused(state, obstacles);
		if (obstacles.length < customers.length) requireFreshNow();
		if (state.habits['bulk-answer'] === 'single' && customers.length === 1) {
			return earnAlone(state, grant, customers[0] ?? 0, call);
		}
		return earnEach(state, grant, customers, call);
	});
}

function earnEach(state: State, grant: Grant, customers: number[], call: Call): Answer {
	const earned: Earn[] = [];
	const failed: Failed = [];
	for (const customerId of customers) {
		const outcome = earnOne(state, grant, customerId);
		if (isError(outcome)) failed.push({ customerId, error: outcome });
		else earned.push(outcome);
	}
	for (const one of earned) reportEarn(state, one, call.apiRequestId);
	const view = state.generation === 'old' ? oldEarnBulk : newEarnBulk;
	return ok(view(state, grant, earned, failed), { effect: earned.length > 0 });
}

function sharedExpiry({ generation }: State, grant: Grant, earned: Earn[]): JsonObject {
	const { badge, now } = grant;
	const expiresOn = earned[0]?.expiresOn ?? expiryAt(badge.earnedBadgeExpiry, now, badge.expiresOn);
	return dates(generation, { expiresOn });
}

function newEarnBulk(state: State, grant: Grant, earned: Earn[], failed: Failed): JsonObject {
	const done = earned.map(({ customerId, id }) => ({ customerId, earnedBadgeId: id }));
	const not = failed.map(({ customerId, error }) => ({
		errorCode: error.code,
		customerId,
		errorMessage: error.message,
	}));
	return {
		badgeMetaId: grant.badge.id,
		...sharedExpiry(state, grant, earned),
		earnedBadgesList: manyRows(state.habits, done, () => false),
		totalCount: earned.length + failed.length,
		earnedCount: earned.length,
		failedCount: failed.length,
		triggeredBy: grant.triggeredBy,
		failedEarnBadgeErrorList: manyRows(state.habits, not, () => true),
		requestId: grant.requestId,
	};
}

/** The 2024 answer: everything in `issuedBadges`, whose `issuedId` is the id of the earn. */
function oldEarnBulk(state: State, grant: Grant, earned: Earn[], failed: Failed): JsonObject {
	const done = earned.map(({ customerId, id }) => ({ customerId, issuedId: id, status: 'LIVE' }));
	const not = failed.map(({ customerId, error }) => ({ customerId, issuedId: null, error }));
	const rows = [...done, ...not].sort((a, b) => a.customerId - b.customerId);
	return {
		badgeMetaId: grant.badge.id,
		triggeredBy: grant.triggeredBy,
		...sharedExpiry(state, grant, earned),
		issuedBadges: manyRows(state.habits, rows, (row) => 'error' in row),
		requestId: grant.requestId,
	};
}

export const earningRoutes = [
	{ ...endpoint('POST', EARN_PATH, earn), note: noteId(readEarn) },
	{
		...endpoint('POST', '/api_gateway/v1/badges/customer/earnBulk', earnBulk),
		note: noteId(readEarnBulk),
	},
];
