/** The maker's half of the approval flow (docs/api.md#approvals). */
import { answerOf, refuse } from '../errors';
import { endpoint, type World } from '../endpoint';
import { localIso } from '../time';
import type { Answer, ApprovalRequest, Call, JsonObject, RequestType } from '../types';
import { bodyObject, isObject, text } from '../validate';
import { earn, EARN_PATH } from './earning';
import { issueBulk, ISSUE_BULK_PATH } from './enrolling';
import { reportRequest } from '../events';

export const WORKFLOW = '/api_gateway/v2/request-workflow';
const PATHS: Record<RequestType, string> = {
	'EARN-BADGE': EARN_PATH,
	'ISSUE-BADGE': ISSUE_BULK_PATH,
};

/** Missing parts of a request are refused with code 400 and the path of the field (undocumented). */
function need<T>(value: T | undefined, field: string): T {
	if (value === undefined)
		throw refuse(400, { message: `${field} is mandatory`, reference: field });
	return value;
}

const object = (source: JsonObject, key: string, field: string): JsonObject => {
	const value = source[key];
	return need(isObject(value) ? value : undefined, field);
};

function readEntity(body: JsonObject): Record<string, string> {
	const info = object(body, 'entityInfo', 'entityInfo');
	return Object.fromEntries(
		['tillId', 'storeId', 'zoneId', 'conceptId'].map((name) => [
			name,
			need(text(info, name), `entityInfo.${name}`),
		]),
	);
}

/** The ISSUE-BADGE sample sends one customer bare and its echo shows a list (7.4). */
function listed(body: JsonObject): JsonObject {
	const { customers } = body;
	return customers === undefined || customers === null || Array.isArray(customers)
		? body
		: { ...body, customers: [customers] };
}

/** The inner call; `queryParams` and `pathParams` may be absent, as in the example. */
function readTask(body: JsonObject, type: RequestType): JsonObject {
	const root = 'payload.IntouchAPITask-Payload';
	const payload = object(body, 'payload', 'payload');
	const task = object(payload, 'IntouchAPITask-Payload', root);
	need(text(task, 'hostname'), `${root}.hostname`);
	const path = need(text(task, 'path'), `${root}.path`);
	const method = need(text(task, 'method'), `${root}.method`);
	if (path !== PATHS[type] || method !== 'POST') {
		throw refuse(400, { message: `Invalid path or method for ${type}`, reference: `${root}.path` });
	}
	object(task, 'headers', `${root}.headers`);
	const inner = object(task, 'body', `${root}.body`);
	return { ...task, body: type === 'ISSUE-BADGE' ? listed(inner) : inner };
}

/** A request as every workflow answer shows it. */
export const requestView = (request: ApprovalRequest): JsonObject => ({
	requestId: request.id,
	userId: request.userId,
	userName: request.userName,
	requestType: request.type.toLowerCase(),
	state: request.state,
	startTime: localIso(request.startTime),
	endTime: request.endTime === null ? null : localIso(request.endTime),
	details: request.details,
});

/** Workflow answers have neither errors nor warnings (7.4). */
export const workflowAnswer = (data: unknown, effect: boolean, more: JsonObject = {}): Answer => ({
	status: 200,
	body: { data, ...more },
	effect,
});

function textHeaders(headers: unknown): Record<string, string> {
	const entries = isObject(headers) ? Object.entries(headers) : [];
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Plays the stored call, with the credentials that were stored in it. */
function replay(world: World, request: ApprovalRequest, apiRequestId: string): Answer {
	const { path, method, body, headers } = request.task;
	const call: Call = { method, path, params: {}, query: {}, headers, body, apiRequestId };
	return answerOf(() => {
		world.auth.check(headers, 'api');
		return (path === EARN_PATH ? earn : issueBulk)(world, call);
	});
}

/** Carries an approved request out: an inner call that fails makes it `failed`. */
export function carryOut(world: World, request: ApprovalRequest, apiRequestId: string): void {
	const { status, body } = replay(world, request, apiRequestId);
	request.state = status < 300 ? 'approved' : 'failed';
	const headers = { 'content-type': 'application/json', 'X-CAP-REQUEST-ID': apiRequestId };
	request.details = { ...request.details, IntouchAPITask_Output: { status, headers, body } };
}

/**
 * Stores the request as AdminTask; the echo repeats the payload, its headers included. Auto-approval
 * carries it out at once, where that is the habit.
 */
function submit(type: RequestType): (world: World, call: Call) => Answer {
	return (world, { body: given, headers, apiRequestId }) => {
		const { state, auth } = world;
		const body = bodyObject(given);
		const entityInfo = readEntity(body);
		const task = readTask(body, type);
		const user = auth.user(headers);
		const request: ApprovalRequest = {
			id: state.nextUuid(),
			type,
			state: 'AdminTask',
			userId: user?.id ?? 0,
			userName: user?.name ?? '',
			checkerId: null,
			startTime: state.now(),
			endTime: null,
			entityInfo,
			details: {
				'IntouchAPITask-Payload': task,
				ValidateMakerAccess_Output: true,
				ValidatePayload_Output: true,
			},
			task: {
				path: PATHS[type],
				method: 'POST',
				body: task.body,
				headers: textHeaders(task.headers),
			},
		};
		state.requests.set(request.id, request);
		reportRequest(state, request, null, apiRequestId);
		if (state.habits['auto-approval'] === 'on') {
			carryOut(world, request, apiRequestId);
			request.endTime = state.now();
			reportRequest(state, request, 'AdminTask', apiRequestId);
		}
		return workflowAnswer(requestView(request), true);
	};
}

export const requestRoutes = [
	endpoint('POST', `${WORKFLOW}/EARN-BADGE`, submit('EARN-BADGE'), 'maker'),
	endpoint('POST', `${WORKFLOW}/ISSUE-BADGE`, submit('ISSUE-BADGE'), 'maker'),
];
