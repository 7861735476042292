/** Create, update and activation of badges (docs/api.md#create-badge, docs/api.md#update-badge, docs/api.md#activate). */
import { type Definition, readDefinition } from '../definition';
import { apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import { requireBadge } from '../earning';
import { makeBadge } from '../badgeSketch';
import { endpoint, type World } from '../endpoint';
import { type State, statusOf } from '../state';
import { addMonths } from '../time';
import type { Answer, Badge, Call, Constraint } from '../types';
import { bodyObject, enumError, pathId, text } from '../validate';
import { badgeView } from '../views';
import { isFixedWindow } from '../windows';
import { claimedBy } from './badges-read';

const BASE = '/api_gateway/v1/badges/badgeMeta';
const HISTORY_MONTHS = 1200;

/** 722, or up to 100 years back with the migration header; 720. */
function checkNewDates(
	{ startOn, expiresOn }: Definition,
	now: number,
	historical: boolean,
	errors: ApiError[],
): void {
	if (startOn === undefined || expiresOn === undefined) return;
	const earliest = historical ? addMonths(now, -HISTORY_MONTHS) : now;
	if (startOn < Math.floor(earliest / 1000) * 1000)
		errors.push(apiError(722, { reference: 'startOn' }));
	if (startOn >= expiresOn) errors.push(apiError(720));
}

/** 725: unique, case sensitive. */
function checkName(state: State, name: string, own: string | null, errors: ApiError[]): void {
	const holder = state.badgeNames.get(name);
	if (holder !== undefined && holder !== own) errors.push(apiError(725, { reference: 'name' }));
}

/** POST /badgeMeta: 201; claims in the body are ignored. */
function create({ state, auth }: World, call: Call): Answer {
	const body = bodyObject(call.body);
	const errors: ApiError[] = [];
	const definition = readDefinition(state, body, errors);
	const now = state.now();
	const historical = call.headers['x-cap-badges-migration'] === 'migration';
	checkNewDates(definition, now, historical, errors);
	checkName(state, definition.name, null, errors);
	refuseAll(errors);
	const { startOn = now, expiresOn = now } = definition;
	const by = auth.tillId;
	const badge: Badge = {
		...makeBadge(state, { name: definition.name }),
		...definition,
		startOn,
		expiresOn,
		createdOn: now,
		createdBy: by,
		lastUpdatedOn: now,
		lastUpdatedBy: by,
	};
	state.addBadge(badge);
	return ok(badgeView(state, badge, false), { status: 201, effect: true });
}

/** 723, 724, 720: a moment that stays exactly what it was breaks no rule; the ISO sibling, which wins, has lost its fraction. */
function checkMovedDates(
	badge: Badge,
	definition: Definition,
	now: number,
	errors: ApiError[],
): void {
	const { startOn = badge.startOn, expiresOn = badge.expiresOn } = definition;
	const started = statusOf(badge, now) !== 'UPCOMING';
	if (started && startOn !== badge.startOn) errors.push(apiError(723));
	if (expiresOn < now && expiresOn !== badge.expiresOn) errors.push(apiError(724));
	if (startOn >= expiresOn) errors.push(apiError(720));
}

/** Fixed windows are one family; rolling windows and fixed values are the other (826). */
function family(constraints: readonly Constraint[]): string | undefined {
	const limiting = constraints.find(({ constraintType }) => !constraintType.endsWith('_NO_LIMIT'));
	if (!limiting) return undefined;
	return isFixedWindow(limiting) ? 'window' : 'value';
}

function familyChanges(before: readonly Constraint[], after: readonly Constraint[]): boolean {
	const [from, to] = [family(before), family(after)];
	return from !== undefined && to !== undefined && from !== to;
}

function checkChange(state: State, badge: Badge, definition: Definition, errors: ApiError[]): void {
	const removed = badge.restrictedToOwners.filter(
		(owner) => !definition.restrictedToOwners.includes(owner),
	);
	if (removed.some((owner) => claimedBy(badge, owner))) errors.push(apiError(738));
	if (definition.earnType !== badge.earnType) errors.push(apiError(1020));
	if (
		familyChanges(badge.customerConstraints, definition.customerConstraints) ||
		familyChanges(badge.badgeConstraints, definition.badgeConstraints)
	) {
		errors.push(apiError(826));
	}
	checkMovedDates(badge, definition, state.now(), errors);
	checkName(state, definition.name, badge.id, errors);
}

/** PUT /badgeMeta: a full replace with the id in the body; claims stay what they were. */
function update({ state, auth }: World, call: Call): Answer {
	const body = bodyObject(call.body);
	const id = text(body, 'id');
	if (id === undefined) throw refuse(715, { reference: 'id' });
	const badge = requireBadge(state, pathId(id, 'id'));
	if (body.ownership === undefined || body.ownership === null) throw refuse(727);
	const errors: ApiError[] = [];
	const definition = readDefinition(state, body, errors);
	refuseAll(errors);
	checkChange(state, badge, definition, errors);
	refuseAll(errors);
	const { startOn = badge.startOn, expiresOn = badge.expiresOn } = definition;
	state.badgeNames.delete(badge.name);
	Object.assign(badge, definition, {
		startOn,
		expiresOn,
		lastUpdatedOn: state.now(),
		lastUpdatedBy: auth.tillId,
	});
	state.badgeNames.set(badge.name, badge.id);
	return ok(badgeView(state, badge, false), { effect: true });
}

/** PUT /badgeMeta/{id}/activate|deactivate; the body is ignored, the word's case too. */
function activate({ state, auth }: World, { params }: Call): Answer {
	const id = pathId(params.badgeId, 'badgeId');
	const word = (params.activationStatus ?? '').toLowerCase();
	if (word !== 'activate' && word !== 'deactivate') {
		refuseAll([enumError(params.activationStatus, 'activationStatus', ['activate', 'deactivate'])]);
	}
	const badge = requireBadge(state, id);
	const isActive = word === 'activate';
	const effect = badge.active !== isActive;
	if (effect) {
		badge.active = isActive;
		badge.lastUpdatedOn = state.now();
		badge.lastUpdatedBy = auth.tillId;
	}
	return ok({ id: badge.id, isActive }, { effect });
}

export const badgeWriteRoutes = [
	endpoint('POST', BASE, create),
	endpoint('PUT', BASE, update),
	endpoint('PUT', `${BASE}/:badgeId/:activationStatus`, activate),
];
