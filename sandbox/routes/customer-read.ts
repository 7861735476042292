/** A customer's badges: the customer view and the management view (docs/api.md#customer-view, docs/api.md#management-view). */
import {
	type Availability,
	AVAILABILITIES,
	belongs,
	type CustomerBadgeSummary,
	customerBadgesOf,
} from '../customerBadges';
import { resolveCustomer } from '../customers';
import { ok, refuse } from '../errors';
import { endpoint, type World } from '../endpoint';
import { paginate } from '../paging';
import { ORG_NUMBER, type State, statusOf } from '../state';
import { dates, parseInstant } from '../time';
import type { Answer, Badge, Call, JsonObject } from '../types';
import { choice, flag, ownerTypes } from '../validate';
import { constraintView } from '../windows';
import { groupOf, ownershipView } from '../views';
import { claimedBy } from './badges-read';

const availability = (query: Record<string, string>, fallback: Availability): Availability =>
	(choice(query, 'badgeType', AVAILABILITIES) as Availability | undefined) ?? fallback;

const byId = (a: CustomerBadgeSummary, b: CustomerBadgeSummary): number =>
	a.badge.id < b.badge.id ? -1 : 1;

/** Orders rows by a number, unknown ones last, ties by id. */
const order =
	(key: (summary: CustomerBadgeSummary) => number | null, sign: 1 | -1) =>
	(a: CustomerBadgeSummary, b: CustomerBadgeSummary): number => {
		const [left, right] = [key(a), key(b)];
		if (left === null || right === null) {
			return left === right ? byId(a, b) : left === null ? 1 : -1;
		}
		return sign * (left - right) || byId(a, b);
	};

const CUSTOMER_ORDERS: Record<string, (summary: CustomerBadgeSummary) => number | null> = {
	RANK: ({ badge }) => badge.badgeRank,
	LAST_EARNED_ON_DATE: ({ lastEarnedOn }) => lastEarnedOn,
	LAST_EARNED_EVENT_DATE: ({ lastEventOn }) => lastEventOn,
};

function customerView(state: State, summary: CustomerBadgeSummary): JsonObject {
	const { badge, earnCount, lastEarnedOn, lastEventOn } = summary;
	const { generation } = state;
	const now = state.now();
	const constraints = (list: Badge['badgeConstraints']): JsonObject[] =>
		list.map((one) => constraintView(generation, badge, one, now, false));
	return {
		badgeMetaId: badge.id,
		orgId: ORG_NUMBER,
		name: badge.name,
		description: badge.description,
		...dates(generation, { startOn: badge.startOn, expiresOn: badge.expiresOn }),
		images: badge.images,
		tags: badge.tags,
		badgeGroupId: badge.badgeGroupId,
		badgeGroupName: groupOf(state, badge)?.name ?? null,
		badgeRank: badge.badgeRank,
		ownership: ownershipView(badge),
		earnType: badge.earnType,
		benefits: badge.benefits,
		customerConstraints: constraints(badge.customerConstraints),
		badgeConstraints: constraints(badge.badgeConstraints),
		earnedCount: earnCount || null,
		...dates(generation, { lastEarnedOnDate: lastEarnedOn, lastEarnEventDate: lastEventOn }),
		customFields: badge.customFields,
		active: badge.active,
	};
}

/** GET /customer/{id}: pages by `limit`; `badgeType` is AVAILABLE unless said otherwise. */
function forCustomer({ state }: World, call: Call): Answer {
	const { params, headers, query } = call;
	const customerId = resolveCustomer(state, headers, params.customerId);
	const kind = availability(query, 'AVAILABLE');
	const expired = flag(query, 'includeExpired');
	const sortOn = choice(query, 'sortOn', Object.keys(CUSTOMER_ORDERS));
	const key = sortOn === undefined ? undefined : CUSTOMER_ORDERS[sortOn];
	const found = customerBadgesOf(state, customerId, expired)
		.filter((summary) => belongs(summary, kind, state.now(), expired))
		.filter(({ badge }) => !query.groupId || badge.badgeGroupId === query.groupId);
	const view = (one: CustomerBadgeSummary): JsonObject => customerView(state, one);
	const sorted = found.sort(key ? order(key, -1) : byId);
	const { rows, pagination } = paginate(state, call, sorted, view);
	return ok({ badges: rows, pagination });
}

const MANAGEMENT_ORDERS: Record<string, (summary: CustomerBadgeSummary) => number | null> = {
	EXPIRES_ON: ({ badge }) => badge.expiresOn,
	LAST_MODIFIED_DATE: ({ badge }) => badge.lastUpdatedOn,
	LAST_ISSUED_DATE: ({ lastIssuedOn }) => lastIssuedOn,
	LAST_EXPIRED_BADGE: ({ lastExpiredOn }) => lastExpiredOn,
	LAST_EARNED_EVENT_DATE: ({ lastEventOn }) => lastEventOn,
	LAST_EARNED_ON_DATE: ({ lastEarnedOn }) => lastEarnedOn,
};

function managementView(state: State, summary: CustomerBadgeSummary): JsonObject {
	const { badge, earnCount, lastEarnedOn, lastEventOn } = summary;
	const { generation } = state;
	return {
		name: badge.name,
		description: badge.description,
		badgeMetaId: badge.id,
		badgeType: badge.earnType,
		badgeGroupId: badge.badgeGroupId,
		badgeGroupName: groupOf(state, badge)?.name ?? null,
		badgeRank: badge.badgeRank,
		...dates(generation, { createdOn: badge.createdOn, lastUpdatedOn: badge.lastUpdatedOn }),
		images: badge.images,
		badgeStatus: statusOf(badge, state.now()),
		...dates(generation, {
			lastEarnedOn,
			startsOn: badge.startOn,
			expiresOn: badge.expiresOn,
		}),
		earnCount: earnCount || null,
		ownership: ownershipView(badge),
		issueStatus: null,
		...dates(generation, { lastEarnedOnDate: lastEarnedOn, lastEarnEventDate: lastEventOn }),
		active: badge.active,
	};
}

/** `startOn` with `startOnOperator`, GREATER_THAN unless said otherwise (the default is undocumented). */
function dateTest(query: Record<string, string>, name: string): ((ms: number) => boolean) | null {
	const value = query[name];
	const operator = choice(query, `${name}Operator`, ['LESS_THAN', 'GREATER_THAN']);
	if (value === undefined || value === '') return null;
	const limit = parseInstant(value);
	if (limit === undefined) throw refuse(400, { message: `Invalid value '${value}' for '${name}'` });
	return operator === 'LESS_THAN' ? (ms) => ms < limit : (ms) => ms > limit;
}

function managementTests(
	state: State,
	query: Record<string, string>,
): Array<(summary: CustomerBadgeSummary) => boolean> {
	const owners = [...ownerTypes(state.generation)];
	const action = choice(query, 'action', ['ACTIVATED', 'DEACTIVATED']);
	const status = choice(query, 'badgeStatus', ['UPCOMING', 'LIVE', 'EXPIRED']);
	const owner = choice(query, 'owner', owners);
	const claimer = choice(query, 'claimedBy', owners);
	const starts = dateTest(query, 'startOn');
	const ends = dateTest(query, 'expiresOn');
	const named = state.habits['name-filter'] === 'used' ? query.name : undefined;
	const name = named?.toLowerCase() ?? '';
	const now = state.now();
	return [
		({ badge }) => action === undefined || badge.active === (action === 'ACTIVATED'),
		({ badge }) => status === undefined || statusOf(badge, now) === status,
		({ badge }) => owner === undefined || badge.restrictedToOwners.includes(owner),
		({ badge }) => claimer === undefined || claimedBy(badge, claimer),
		({ badge }) => starts === null || starts(badge.startOn),
		({ badge }) => ends === null || ends(badge.expiresOn),
		({ badge }) => badge.name.toLowerCase().includes(name),
		({ badge }) => !query.groupId || badge.badgeGroupId === query.groupId,
	];
}

/** GET /management/{id}: pages by `page` and `size`; AVAILABLE_TO_ISSUE unless said otherwise. */
function management({ state }: World, call: Call): Answer {
	const { params, headers, query } = call;
	const customerId = resolveCustomer(state, headers, params.customerId);
	const kind = availability(query, 'AVAILABLE_TO_ISSUE');
	const sortOn = choice(query, 'sortOn', Object.keys(MANAGEMENT_ORDERS)) ?? 'EXPIRES_ON';
	const sign = choice(query, 'order', ['ASC', 'DESC']) === 'ASC' ? 1 : -1;
	const tests = managementTests(state, query);
	const key = MANAGEMENT_ORDERS[sortOn] ?? (() => null);
	const now = state.now();
	// A filter for inactive or not live badges would find nothing among those open now.
	const strict = query.action === undefined && query.badgeStatus === undefined;
	const found = customerBadgesOf(state, customerId, true)
		.filter((summary) => belongs(summary, kind, now, false, strict))
		.filter((summary) => tests.every((test) => test(summary)));
	const view = (one: CustomerBadgeSummary): JsonObject => managementView(state, one);
	const { rows, pagination } = paginate(state, call, found.sort(order(key, sign)), view);
	return ok({ customerBadges: rows, pagination });
}

export const customerReadRoutes = [
	endpoint('GET', '/api_gateway/v1/badges/customer/:customerId', forCustomer),
	endpoint('GET', '/api_gateway/v1/badges/management/:customerId', management),
];
