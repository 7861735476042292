/** GET /management/{customerId}/badge/{badgeId}, with its own shape of constraints (docs/api.md#one-badge-of-a-customer). */
import { asSeen } from '../customerBadges';
import { resolveCustomer } from '../customers';
import { ok } from '../errors';
import { requireBadge } from '../earning';
import { endpoint, type World } from '../endpoint';
import { type State, statusOf } from '../state';
import { DAY_MS, dates, expiryView, iso, seconds } from '../time';
import type { Answer, Badge, Call, Constraint, Earn, Issual, JsonObject, Trigger } from '../types';
import { flag, pathId } from '../validate';
import { claimView, groupOf } from '../views';
import { badgeCounter, customerCounter, cycleAt, cycleView, isFixedWindow } from '../windows';

function issualStatus({ revokedOn, usedOn, expiresOn }: Issual, now: number): string {
	if (revokedOn !== null) return 'REVOKED';
	if (usedOn !== undefined) return 'EARNED';
	return expiresOn > now ? 'ACTIVE' : 'EXPIRED';
}

/** Who gave something, and when, as far as the habits let it be seen. */
function origin(
	{ habits }: State,
	triggeredBy: Trigger | null,
	times: Record<string, number>,
): JsonObject {
	const form = habits['row-times'];
	const shown = Object.entries(form === 'absent' ? {} : times);
	return {
		...Object.fromEntries(
			shown.map(([name, ms]) => [name, form === 'iso' ? iso(ms) : seconds(ms)]),
		),
		...(habits['row-owners'] === 'absent'
			? {}
			: {
					ownerType: triggeredBy?.ownerType ?? null,
					ownerReferenceId: triggeredBy?.referenceId ?? null,
				}),
	};
}

function issualView(state: State, issual: Issual): JsonObject {
	const { issuedOn, eventDate, triggeredBy, revokedOn } = issual;
	return {
		...origin(state, triggeredBy, { issuedOn, issueEventDate: eventDate }),
		issuedStatus: issualStatus(issual, state.now()),
		issueExpiresOn: seconds(issual.expiresOn),
		issueId: issual.id,
		...(revokedOn === null ? {} : { revokedOn: seconds(revokedOn) }),
	};
}

/** The ID of an earn, under the name that is the habit. */
function idOf({ habits }: State, id: string, status: string): JsonObject {
	if (habits['earn-row-id'] === 'earnId') return { earnId: id, status };
	return habits['earn-row-id'] === 'absent'
		? { earnStatus: status }
		: { earnedBadgeId: id, earnStatus: status };
}

/** The shape of an earn is nowhere shown; this one follows that of an enrolment. */
function earnView(state: State, earn: Earn): JsonObject {
	const { earnedOn, eventDate, triggeredBy } = earn;
	const over = earn.expiresOn <= state.now() ? 'EXPIRED' : 'ACTIVE';
	const status = earn.isActive ? over : 'REVOKED';
	return {
		...origin(state, triggeredBy, { earnedOn, earnEventDate: eventDate }),
		earnExpiresOn: seconds(earn.expiresOn),
		...idOf(state, earn.id, status),
	};
}

/** The rows of a badge, where the habit is to show those of every customer. */
function rowsOfAll<T extends { badgeId: string; customerId: number }>(
	state: State,
	own: T[],
	all: ReadonlyMap<string, T>,
	badge: Badge,
	view: (state: State, row: T) => JsonObject,
): JsonObject[] {
	if (state.habits.statistics === 'counts') return [];
	if (state.habits['row-customers'] === 'own') return own.map((row) => view(state, row));
	return [...all.values()]
		.filter(({ badgeId }) => badgeId === badge.id)
		.map((row) => ({ customerId: row.customerId, ...view(state, row) }));
}

const KINDS = [
	['_FIXED_VALUE', 'OVERALL'],
	['_ROLLING_WINDOW', 'ROLLING_WINDOW'],
	['_FIXED_WINDOW', 'FIXED_WINDOW'],
] as const;

/** A constraint with how much of it is used. */
function statistics(
	state: State,
	badge: Badge,
	constraint: Constraint,
	earns: Earn[],
	level: 'CUSTOMER' | 'BADGE',
): JsonObject[] {
	const kind = KINDS.find(([end]) => constraint.constraintType.endsWith(end))?.[1];
	if (!kind) return [];
	const counter = level === 'CUSTOMER' ? customerCounter(earns) : badgeCounter(badge);
	const now = state.now();
	const within = (days: number): number => counter.between(now - days * DAY_MS, now + 1);
	const cycle = isFixedWindow(constraint) ? cycleAt(constraint, badge, now) : undefined;
	const rolling = kind === 'ROLLING_WINDOW';
	return [
		{
			constraintLevel: level,
			constraintType: kind,
			rollType: constraint.rollType ?? null,
			refreshRate: constraint.refreshRate ?? null,
			durationType: constraint.durationType ?? null,
			cycleStatus: cycle ? 'ACTIVE' : null,
			startDayOfTheWeek: constraint.startDayOfTheWeek ?? null,
			rollValue: constraint.rollValue ?? null,
			maxEarnLimit: constraint.maxEarnLimit ?? null,
			earnConstraintBlockStatistics: {
				currentEarnCount: cycle ? counter.between(cycle.from, cycle.until) : counter.total,
				currentEarnCountDays: rolling ? within(constraint.rollForDays ?? 1) : null,
				currentEarnCountWeeks: rolling ? within(7 * (constraint.rollForWeeks ?? 1)) : null,
				currentEarnCountMonths: rolling ? within(30 * (constraint.rollForMonths ?? 1)) : null,
			},
			fixedWindowCycle: cycle ? cycleView(state.generation, cycle) : null,
			fixedWindowReferenceId: constraint.referenceId ?? null,
			rollingWindowLimits: null,
		},
	];
}

function details(state: State, badge: Badge, earns: Earn[], issuals: Issual[]): JsonObject {
	const now = state.now();
	const last = issuals.at(-1);
	const active = earns.filter(({ isActive }) => isActive);
	return {
		customerConstraints: badge.customerConstraints.flatMap((one) =>
			statistics(state, badge, one, earns, 'CUSTOMER'),
		),
		badgeConstraints: badge.badgeConstraints.flatMap((one) =>
			statistics(state, badge, one, earns, 'BADGE'),
		),
		issualDetails: {
			issuedCount: issuals.length,
			issuals: rowsOfAll(state, issuals, state.issuals, badge, issualView),
		},
		...(last ? { issuedStatus: issualStatus(last, now) } : {}),
		earnDetails: {
			earnCount: active.length,
			earns: rowsOfAll(state, earns, state.earns, badge, earnView),
		},
	};
}

function get({ state }: World, { params, headers, query }: Call): Answer {
	const customerId = resolveCustomer(state, headers, params.customerId);
	const badge = requireBadge(state, pathId(params.badgeId, 'badgeId'));
	const { earns, issuals } = asSeen(state, state.customerBadge(customerId, badge.id));
	const { generation } = state;
	const now = state.now();
	const active = earns.filter(({ isActive, expiresOn }) => isActive && expiresOn > now);
	const newest = (values: number[]): string | null =>
		values.length === 0 ? null : iso(Math.max(...values));
	const counted = flag(query, 'includeStatistics') && state.habits.statistics !== 'none';
	const earnedOn = newest(active.map((earn) => earn.earnedOn));
	const data: JsonObject = {
		id: badge.id,
		name: badge.name,
		description: badge.description,
		...dates(generation, {
			createdOn: badge.createdOn,
			lastUpdatedOn: badge.lastUpdatedOn,
			startsOn: badge.startOn,
			expiresOn: badge.expiresOn,
		}),
		action: badge.active ? 'ACTIVATED' : 'DE_ACTIVATED',
		badgeType: badge.earnType,
		badgeStatus: statusOf(badge, now),
		owner: badge.restrictedToOwners,
		claimedBy: badge.claims.filter(({ isActive }) => isActive).map(claimView),
		images: badge.images,
		earnExpiry: expiryView(generation, badge.earnedBadgeExpiry),
		...(badge.issuedBadgeExpiry
			? { issueExpiry: expiryView(generation, badge.issuedBadgeExpiry) }
			: {}),
		tags: badge.tags,
		badgeGroupId: badge.badgeGroupId,
		badgeGroupName: groupOf(state, badge)?.name ?? null,
		badgeRank: badge.badgeRank,
		activeEarnedCount: active.length,
		lastEarnedOnISO: earnedOn,
		lastEarnedOnDateISO: earnedOn,
		lastEarnEventDateISO: newest(active.map((earn) => earn.eventDate)),
		customFields: badge.customFields,
		...(counted ? details(state, badge, earns, issuals) : {}),
	};
	return ok(data);
}

export const customerBadgeRoutes = [
	endpoint('GET', '/api_gateway/v1/badges/management/:customerId/badge/:badgeId', get),
];
