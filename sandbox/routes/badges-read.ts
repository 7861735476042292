/** GET /badgeMeta and /badgeMeta/{id} (docs/api.md#get-badges, docs/api.md#get-badge). */

import { ok, refuse, refuseAll } from '../errors';
import { requireBadge } from '../earning';
import { endpoint, type World } from '../endpoint';
import { longNumber } from '../json';
import { paginate } from '../paging';
import { readRecord } from '../records';
import { type State, statusOf } from '../state';
import { parseInstant } from '../time';
import type { Answer, Badge, Call, JsonObject } from '../types';
import { choice, enumError, flag, ownerTypes, pathId } from '../validate';
import { badgeListView, badgeView } from '../views';

const BASE = '/api_gateway/v1/badges/badgeMeta';
const STATUSES = ['LIVE', 'UPCOMING', 'EXPIRED'];
type Test = (badge: Badge) => boolean;

/** A comma list of statuses, `status=LIVE,UPCOMING`. */
function statuses(query: Record<string, string>, name: string): string[] | undefined {
	const wanted = (query[name] ?? '').split(',').filter((value) => value !== '');
	for (const value of wanted) {
		if (!STATUSES.includes(value)) refuseAll([enumError(value, name, STATUSES)]);
	}
	return wanted.length > 0 ? wanted : undefined;
}

/** An ISO date of the query (docs/api.md#dates). */
function queryInstant(query: Record<string, string>, name: string): number | undefined {
	const value = query[name];
	if (value === undefined || value === '') return undefined;
	const ms = /^\d+$/.test(value) ? undefined : parseInstant(value);
	if (ms === undefined) throw refuse(400, { message: `Invalid value '${value}' for '${name}'` });
	return ms;
}

/** `badgeType` in either case, since the pages disagree (docs/api.md#get-badges). */
function earnTypes(query: Record<string, string>): string[] {
	const { badgeType } = query;
	const upper = badgeType === undefined ? query : { ...query, badgeType: badgeType.toUpperCase() };
	const types = ['EARN', 'ISSUE_EARN'];
	return [choice(query, 'earnType', types), choice(upper, 'badgeType', types)].filter(
		(value) => value !== undefined,
	);
}

export const claimedBy = (badge: Badge, ownerType: string): boolean =>
	badge.claims.some((claim) => claim.isActive && claim.ownerType === ownerType);

/**
 * The filters of the list. Their exact meaning is undocumented: `name` is a part of the name in either
 * case, `startOn` means starting then or later, `expiresOn` ending then or earlier.
 */
function filters(state: State, query: Record<string, string>): Test[] {
	const owners = ownerTypes(state.generation);
	const status = statuses(query, 'status');
	const types = earnTypes(query);
	const action = choice(query, 'action', ['ACTIVATED', 'DE_ACTIVATED']);
	const byOwner = choice(query, 'owner', owners);
	const byClaim = choice(query, 'claimedBy', owners);
	const startOn = queryInstant(query, 'startOn');
	const expiresOn = queryInstant(query, 'expiresOn');
	const name = query.name?.toLowerCase();
	const now = state.now();
	const tests: Array<Test | false> = [
		status !== undefined && ((badge) => status.includes(statusOf(badge, now))),
		types.length > 0 && ((badge) => types.every((type) => badge.earnType === type)),
		action !== undefined && ((badge) => badge.active === (action === 'ACTIVATED')),
		byOwner !== undefined && ((badge) => badge.restrictedToOwners.includes(byOwner)),
		byClaim !== undefined && ((badge) => claimedBy(badge, byClaim)),
		flag(query, 'unclaimed') && ((badge) => !badge.claims.some((claim) => claim.isActive)),
		state.habits['name-filter'] === 'used' &&
			Boolean(name) &&
			((badge) => badge.name.toLowerCase().includes(name ?? '')),
		startOn !== undefined && ((badge) => badge.startOn >= startOn),
		expiresOn !== undefined && ((badge) => badge.expiresOn <= expiresOn),
	];
	return tests.filter((test) => test !== false);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS: Record<string, (a: Badge, b: Badge) => number> = {
	ID: (a, b) => byText(a.id, b.id),
	NAME: (a, b) => byText(a.name, b.name),
	START_DATE: (a, b) => a.startOn - b.startOn || byText(a.id, b.id),
};

/** Pages by `page` and `size`; `limit` (default 10) is the documented name of the size. */
function list({ state }: World, call: Call): Answer {
	const { query } = call;
	const order = ORDERS[choice(query, 'sortOn', Object.keys(ORDERS)) ?? 'ID'];
	const tests = filters(state, query);
	const found = [...state.badges.values()].filter((badge) => tests.every((test) => test(badge)));
	const view = (badge: Badge): JsonObject => badgeListView(state, badge);
	const { rows, pagination } = paginate(state, call, found.sort(order), view);
	return ok({ metaBasicDetails: rows, pagination });
}

/** A badge without benefits shows one whose ID is beyond 2^53, where that is the habit. */
function withBigNumbers({ habits }: State, badge: JsonObject): JsonObject {
	const none = Array.isArray(badge.benefits) && badge.benefits.length === 0;
	if (habits.benefits === 'as-stored' || !none) return badge;
	return { ...badge, benefits: [{ id: longNumber('9007199254740993'), benefitType: 'COUPON' }] };
}

/** 404 when unknown; a `status` that the badge does not have is taken as "not found" (undocumented). */
function get({ state }: World, { params, query }: Call): Answer {
	const badge = requireBadge(state, pathId(params.badgeId, 'badgeId'));
	const status = statuses(query, 'status');
	if (status && !status.includes(statusOf(badge, state.now()))) throw refuse(404);
	const data = readRecord(state, badge, {
		all: state.badges,
		view: (one) => withBigNumbers(state, badgeView(state, one, flag(query, 'includeStatistics'))),
		change: (one) => {
			one.description = `${one.description ?? ''} Changed by somebody else`.trim();
		},
	});
	return ok(data, { errors: null, warnings: null });
}

export const badgeReadRoutes = [
	endpoint('GET', BASE, list),
	endpoint('GET', `${BASE}/:badgeId`, get),
];
