/** GET /badgeMeta/getFixedWindowDetails (docs/api.md#get-fixed-windows). */
import { ok, refuse } from '../errors';
import { requireBadge } from '../earning';
import { endpoint, type World } from '../endpoint';
import { paginate } from '../paging';
import { ORG_NUMBER, type State } from '../state';
import { dates, parseInstant } from '../time';
import type { Answer, Badge, Call, Constraint, JsonObject } from '../types';
import { choice, customerNumber, flag, pathId } from '../validate';
import {
	badgeCounter,
	customerCounter,
	type Cycle,
	cycles,
	cycleView,
	isFixedWindow,
} from '../windows';

/** A date of the query: ISO, or epoch seconds. */
function date(query: Record<string, string>, name: string, fallback: number): number {
	const value = query[name];
	if (value === undefined || value === '') return fallback;
	const ms = parseInstant(value);
	if (ms === undefined) throw refuse(400, { message: `Invalid value '${value}' for '${name}'` });
	return ms;
}

/** The customer is mandatory where customer windows are to be counted: 812. */
function readCustomer(
	query: Record<string, string>,
	type: string,
	count: boolean,
): number | undefined {
	const { customerId } = query;
	if (customerId !== undefined && customerId !== '') return customerNumber(customerId);
	if (count && type !== 'BADGE') throw refuse(812);
	return undefined;
}

function counterOf(state: State, badge: Badge, constraint: Constraint, customerId?: number) {
	if (constraint.constraintType === 'BADGE_FIXED_WINDOW') return badgeCounter(badge);
	const earns = customerId === undefined ? [] : state.customerBadge(customerId, badge.id)?.earns;
	return customerCounter(earns ?? []);
}

function get({ state }: World, call: Call): Answer {
	const { query } = call;
	if (!query.badgeMetaId) throw refuse(715, { reference: 'badgeMetaId' });
	const badge = requireBadge(state, pathId(query.badgeMetaId, 'badgeMetaId'));
	const type = choice(query, 'constraintType', ['BADGE', 'CUSTOMER', 'ALL']) ?? 'ALL';
	const count = flag(query, 'includeEarnCount');
	const customerId = readCustomer(query, type, count);
	const startDate = date(query, 'startDate', badge.startOn);
	const endDate = date(query, 'endDate', badge.expiresOn);
	const wanted = query.fixedWindowCycleReferenceId;
	const chosen = [
		...(type === 'BADGE' ? [] : badge.customerConstraints),
		...(type === 'CUSTOMER' ? [] : badge.badgeConstraints),
	].filter((one) => isFixedWindow(one) && (!wanted || one.referenceId === wanted));
	const all = chosen.flatMap((constraint) =>
		cycles(constraint, badge, startDate, endDate).map((cycle) => ({ constraint, cycle })),
	);
	const view = ({ constraint, cycle }: { constraint: Constraint; cycle: Cycle }): JsonObject => ({
		fixedWindowCycleReferenceId: constraint.referenceId,
		...cycleView(state.generation, cycle),
		...(count
			? {
					earnCount: counterOf(state, badge, constraint, customerId).between(
						cycle.from,
						cycle.until,
					),
				}
			: {}),
		constraintType: constraint.constraintType,
	});
	const { rows, pagination } = paginate(state, call, all, view);
	const data = {
		badgeMetaId: badge.id,
		orgId: ORG_NUMBER,
		...dates(state.generation, { startDate, endDate }),
		...(customerId === undefined ? {} : { customerId }),
		fixedWindowCycles: rows,
		pagination,
	};
	return ok(data);
}

export const fixedWindowRoutes = [
	endpoint('GET', '/api_gateway/v1/badges/badgeMeta/getFixedWindowDetails', get),
];
