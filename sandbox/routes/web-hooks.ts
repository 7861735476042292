/** Subscribing to events: /v3/webHooks (docs/api.md#web-hooks). */
import { endpoint, type World } from '../endpoint';
import { apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import { paginate } from '../paging';
import { type State, TILL_ID } from '../state';
import { dates } from '../time';
import type { Answer, Call, JsonObject, WebHook } from '../types';
import { bodyObject, enumError, isObject, text } from '../validate';

const BASE = '/v3/webHooks';
const EVENTS = ['badgeEarned', 'requestWorkflowEvent'];

/** Given back in every answer beside what was registered; the last is 0 in all samples. */
const DEFAULTS = {
	consumerGroupId: null,
	listenToChildEvents: false,
	tillDetailsEnrichmentEnabled: false,
	storeDetailsEnrichmentEnabled: false,
	awardedReferenceEnrichmentEnabled: false,
	availablePointsBalanceEnrichmentEnabled: false,
	noOfRetryAttempts: 0,
};

const masked = ({ headers }: WebHook): JsonObject =>
	Object.fromEntries(Object.keys(headers).map((name) => [name, '****']));

function view(state: State, hook: WebHook): JsonObject {
	const { createdOn, lastUpdatedOn } = hook;
	const by = {
		id: TILL_ID,
		code: 'store.server',
		description: null,
		name: 'Sandbox till',
		type: 'TILL',
	};
	return {
		...DEFAULTS,
		...hook.registration,
		...(state.habits['web-hook-headers'] === 'masked' ? { webHookHeaders: masked(hook) } : {}),
		webHookId: hook.id,
		active: hook.active,
		attribution: {
			...dates(state.generation, { createdOn, lastUpdatedOn }),
			createdBy: by,
			lastUpdatedBy: by,
		},
	};
}

const mandatory = (field: string): ApiError =>
	apiError(400, { message: `${field} is mandatory`, reference: field });

/** 51003 without events; 300004 without, 51007 with a useless number of connections. */
function codedErrors(body: JsonObject): ApiError[] {
	const errors: ApiError[] = [];
	const { eventNames, maxAllowedConnections } = body;
	if (!Array.isArray(eventNames) || eventNames.length === 0) {
		errors.push(apiError(51003, { message: 'eventNames cannot be null or empty' }));
	}
	if (maxAllowedConnections === undefined || maxAllowedConnections === null) {
		errors.push(apiError(300004, { message: 'maxAllowedConnections is mandatory' }));
	} else if (!(Number(maxAllowedConnections) > 0)) {
		errors.push(apiError(51007, { message: 'maxAllowedConnections should be greater than 0' }));
	}
	return errors;
}

/** The other required fields have no code of their own: 400, as has a name in use (undocumented). */
function plainErrors(state: State, body: JsonObject, own: string | null): ApiError[] {
	const errors: ApiError[] = [];
	if (typeof body.active !== 'boolean') errors.push(mandatory('active'));
	if (!Array.isArray(body.customerIdentifiersToBeEnriched)) {
		errors.push(mandatory('customerIdentifiersToBeEnriched'));
	}
	for (const field of ['methodType', 'name', 'webHookType']) {
		if (text(body, field) === undefined) errors.push(mandatory(field));
	}
	const types = ['HTTP', 'QUEUE_INT'];
	const type = text(body, 'webHookType');
	if (type !== undefined && !types.includes(type))
		errors.push(enumError(type, 'webHookType', types));
	if (!isObject(body.webHookHeaders)) errors.push(mandatory('webHookHeaders'));
	const url = text(body, 'webHookUrl');
	if (url === undefined) errors.push(mandatory('webHookUrl'));
	else if (!/^https?:\/\/[^\s/]+/.test(url)) {
		errors.push(apiError(400, { message: 'webHookUrl is invalid', reference: 'webHookUrl' }));
	}
	for (const hook of state.webHooks.values()) {
		if (hook.name === body.name && hook.id !== own) {
			errors.push(apiError(400, { message: 'name should be unique', reference: 'name' }));
		}
	}
	return errors;
}

/** Reads a registration; unknown keys are kept and come back. */
function read(state: State, call: Call, own: string | null) {
	const body = bodyObject(call.body);
	refuseAll([...codedErrors(body), ...plainErrors(state, body, own)]);
	const headers = isObject(body.webHookHeaders) ? body.webHookHeaders : {};
	return {
		name: String(body.name),
		active: body.active === true,
		eventNames: (body.eventNames as unknown[]).map(String),
		url: String(body.webHookUrl),
		headers: Object.fromEntries(
			Object.entries(headers).map(([key, value]) => [key, String(value)]),
		),
		maxAllowedConnections: Number(body.maxAllowedConnections),
		registration: { ...body },
	};
}

/** An unknown or malformed id is code 400. */
function known(state: State, id: string | undefined): WebHook {
	const hook = state.webHooks.get(id ?? '');
	if (!hook) throw refuse(400, { message: 'webHookId is invalid', reference: 'webHookId' });
	return hook;
}

function create({ state }: World, call: Call): Answer {
	const now = state.now();
	const hook: WebHook = {
		id: state.nextId(),
		...read(state, call, null),
		createdOn: now,
		lastUpdatedOn: now,
	};
	state.webHooks.set(hook.id, hook);
	return ok(view(state, hook), { effect: true });
}

/** A full replace: events that are not listed are removed. */
function update({ state }: World, call: Call): Answer {
	const hook = known(state, call.params.webHookId);
	Object.assign(hook, read(state, call, hook.id), { lastUpdatedOn: state.now() });
	return ok(view(state, hook), { effect: true });
}

/** All registrations at once; or ten a page, with a pagination block beside them. */
function list({ state }: World, call: Call): Answer {
	const hooks = [...state.webHooks.values()];
	const show = (hook: WebHook): JsonObject => view(state, hook);
	if (state.habits['web-hook-list'] === 'whole') return ok(hooks.map(show));
	const { rows, pagination } = paginate(state, call, hooks, show);
	const answer = ok(rows);
	return { ...answer, body: { ...(answer.body as JsonObject), pagination } };
}

const get = ({ state }: World, { params }: Call): Answer =>
	ok(view(state, known(state, params.webHookId)));

/** A soft delete: the object stays, with `active: false`, and keeps its name (undocumented). */
function remove({ state }: World, { params }: Call): Answer {
	const hook = known(state, params.webHookId);
	const effect = hook.active;
	hook.active = false;
	hook.lastUpdatedOn = state.now();
	return ok(view(state, hook), { effect });
}

const events = (): Answer => ok(EVENTS.map((eventName) => ({ eventName })));

export const webHookRoutes = [
	endpoint('POST', BASE, create),
	endpoint('GET', BASE, list),
	endpoint('GET', `${BASE}/eventMetaData`, events),
	endpoint('GET', `${BASE}/:webHookId`, get),
	endpoint('PUT', `${BASE}/:webHookId`, update),
	endpoint('DELETE', `${BASE}/:webHookId`, remove),
];
