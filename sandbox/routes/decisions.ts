/** The checker's half of the approval flow, and reading requests (docs/api.md#approvals). */
import { refuse, refuseAll } from '../errors';
import { endpoint, type World } from '../endpoint';
import { pageRows, withTotals } from '../paging';
import type { State } from '../state';
import { DAY_MS } from '../time';
import type { Answer, ApprovalRequest, Call, RequestState } from '../types';
import { bodyObject, choice, enumError, isObject, text } from '../validate';
import { reportRequest } from '../events';
import { carryOut, requestView, WORKFLOW, workflowAnswer } from './requests';

const TYPES = [
	'EARN-BADGE',
	'ISSUE-BADGE',
	'CUSTOMER-STATUS-CHANGE',
	'POINTS-REDEMPTION',
	'GOODWILL-POINTS',
];
const DECISIONS = ['approved', 'rejected'] as const;
const STATES: RequestState[] = ['AdminTask', 'approved', 'rejected', 'failed'];

/** An unknown request is code 404 (undocumented). */
function known(state: State, id: string | undefined): ApprovalRequest {
	const request = state.requests.get(id ?? '');
	if (!request) throw refuse(404, { message: 'Request is not found' });
	return request;
}

interface Decision {
	request: ApprovalRequest;
	decision: (typeof DECISIONS)[number];
	message: string | undefined;
}

/** Reads the decision; a request of another type is not found, a decided one is a conflict (undocumented). */
function read(state: State, call: Call): Decision {
	const { requestType = '' } = call.params;
	if (!TYPES.includes(requestType)) refuseAll([enumError(requestType, 'requestType', TYPES)]);
	const body = bodyObject(call.body);
	const id = text(body, 'requestId');
	if (id === undefined)
		throw refuse(400, { message: 'requestId is mandatory', reference: 'requestId' });
	if (body.actionName !== 'AdminTask') {
		refuseAll([enumError(body.actionName, 'actionName', ['AdminTask'])]);
	}
	const payload = isObject(body.payload) ? body.payload['AdminTask-Payload'] : undefined;
	const given = isObject(payload) ? payload : {};
	const decision = DECISIONS.find((one) => one === given.actionDecision);
	if (!decision) throw refuse(400, enumError(given.actionDecision, 'actionDecision', DECISIONS));
	const request = known(state, id);
	if (request.type !== requestType) throw refuse(404, { message: 'Request is not found' });
	if (request.state !== 'AdminTask') {
		throw refuse(400, { status: 409, message: `Request is already ${request.state}` });
	}
	return { request, decision, message: text(given, 'actionMessage') };
}

/** PUT /request-workflow/{type}: an inner call that fails makes the request `failed`. */
function decide(world: World, call: Call): Answer {
	const { state, auth } = world;
	const { request, decision, message } = read(state, call);
	request.checkerId = auth.user(call.headers)?.id ?? null;
	request.endTime = state.now();
	request.details = {
		...request.details,
		'AdminTask-Payload': { actionDecision: decision, actionMessage: message ?? null },
		AdminTask_Output: decision,
		ValidateCheckerAccess_Output: true,
	};
	if (decision === 'rejected') request.state = 'rejected';
	else carryOut(world, request, call.apiRequestId);
	reportRequest(state, request, 'AdminTask', call.apiRequestId, message);
	return workflowAnswer(requestView(request), true);
}

/** The start of a YYYY-MM-DD day. */
function day(query: Record<string, string>, name: string): number | undefined {
	const value = query[name];
	if (value === undefined || value === '') return undefined;
	const ms = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : NaN;
	if (Number.isNaN(ms)) throw refuse(400, { message: `Invalid value '${value}' for '${name}'` });
	return ms;
}

function stateNames(query: Record<string, string>): RequestState[] {
	const names = (query.states ?? '').split(',').map((name) => name.trim());
	return names
		.filter((name) => name !== '')
		.map((name) => {
			const found = STATES.find((one) => one === name);
			if (!found) throw refuse(400, enumError(name, 'states', STATES));
			return found;
		});
}

function matching(state: State, query: Record<string, string>): ApprovalRequest[] {
	const states = stateNames(query);
	const from = day(query, 'startDate') ?? -Infinity;
	const until = (day(query, 'endDate') ?? Infinity) + DAY_MS;
	const type = query.requestType?.toUpperCase();
	const entities = ['conceptId', 'zoneId', 'storeId', 'tillId'].filter((name) => query[name]);
	return [...state.requests.values()].filter(
		(request) =>
			(states.length === 0 || states.includes(request.state)) &&
			(!query.userId || String(request.userId) === query.userId) &&
			(!type || request.type === type) &&
			request.startTime >= from &&
			request.startTime < until &&
			entities.every((name) => request.entityInfo[name] === query[name]),
	);
}

/** Pages by `limit` and `PageNo`; `pagination` stands beside `data`, and has keys of its own. */
function list({ state }: World, call: Call): Answer {
	const { query } = call;
	const byEnd = choice(query, 'sortBy', ['startDate', 'endDate']) === 'endDate';
	const sign = choice(query, 'sortOrder', ['asc', 'desc']) === 'asc' ? 1 : -1;
	const key = (request: ApprovalRequest): number =>
		byEnd ? (request.endTime ?? Number.MAX_SAFE_INTEGER) : request.startTime;
	const found = matching(state, query).sort((a, b) => sign * (key(a) - key(b)));
	const names = { page: 'PageNo', sizes: ['limit'], fallback: 10 };
	const { rows, page, total, totalPages } = pageRows(state, call, found, requestView, names);
	const block = {
		totalElements: total,
		totalPages,
		numberOfElements: rows.length,
		number: page,
	};
	const pagination = withTotals(state, block, ['totalElements', 'totalPages']);
	return workflowAnswer(rows, false, pagination ? { pagination } : {});
}

const get = ({ state }: World, { params }: Call): Answer =>
	workflowAnswer(requestView(known(state, params.requestId)), false);

export const decisionRoutes = [
	endpoint('PUT', `${WORKFLOW}/:requestType`, decide, 'checker'),
	endpoint('GET', `${WORKFLOW}/requests`, list, 'viewer'),
	endpoint('GET', `${WORKFLOW}/requests/:requestId`, get, 'viewer'),
];
