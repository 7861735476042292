/** Which endpoint a request goes to. */
import type { ApiRequest } from '../../../nodes/shared/capillary/request';
import {
	claim,
	createRecord,
	decide,
	importRows,
	makeApproval,
	revokeEarn,
	revokeIssue,
} from './changing';
import type { Grant } from './granting';
import { beginGrant } from './granting';
import type { Model, Work } from './model';
import { atOnce, refuse } from './model';
import type { Kind } from './records';
import { KINDS, makeBadge, readRecord, replaceRecord, switchBadge } from './records';
import { customerBadge } from './views';

type Json = Record<string, unknown>;

const BADGES = '/api_gateway/v1/badges';
const APPROVALS = '/api_gateway/v2/request-workflow';

function grantOf(endpoint: Grant['endpoint'], body: Json, by: string): Grant {
	const { ownerType, referenceId } = (body.triggeredBy ?? {}) as Json;
	const one = body.customerId === undefined ? [] : [Number(body.customerId)];
	return {
		endpoint,
		badge: String(body.badgeMetaId),
		customers: ((body.customerIds ?? body.customers ?? one) as number[]).map(Number),
		requestId: String(body.requestId),
		owner: ownerType === undefined ? undefined : String(ownerType),
		reference: referenceId === undefined ? undefined : String(referenceId),
		by,
	};
}

const NOTHING: Work = {
	ms: 1,
	finish: () => ({ status: 404, body: { data: null, errors: [{ code: 404, message: 'No' }] } }),
};

function beginBadges(model: Model, method: string, path: string, body: Json, by: string): Work {
	const [first, second, third, fourth] = path.split('/');
	const kind = first in KINDS ? (first as Kind) : undefined;
	if (method === 'GET') {
		if (kind) return readRecord(model, kind, second);
		if (first !== 'management' || third !== 'badge') return NOTHING;
		return { ms: 5, finish: () => customerBadge(model, Number(second), fourth) };
	}
	if (method === 'PUT' && kind) {
		if (third !== undefined) return switchBadge(model, second, third, by);
		return replaceRecord(model, kind, second ?? String(body.id), body, by);
	}
	switch (path) {
		case 'badgeMeta':
			return makeBadge(model, body, by);
		case 'customer/earn':
			return beginGrant(model, grantOf('earn', body, by));
		case 'customer/earnBulk':
			return beginGrant(model, grantOf('earnBulk', body, by));
		case 'badgeMeta/customer/issueBulk':
			return beginGrant(model, grantOf('issueBulk', body, by));
		case 'badgeMeta/customer/revokeIssue':
			return revokeIssue(model, body, by);
		case 'customer/revokeEarn':
			return revokeEarn(model, body, by);
		case 'group':
		case 'customField':
			return createRecord(model, path, body, by);
		default:
			return first === 'badgeMeta' ? claim(model, third, body, by) : NOTHING;
	}
}

/** A request ID that the node made stands for one request, which never changes. */
function noteId({ seen, changed }: Model, what: string, id: unknown): void {
	if (typeof id !== 'string' || !id.startsWith('n8n-')) return;
	const before = seen.get(id);
	if (before === undefined) seen.set(id, what);
	else if (before !== what) changed.push(`${before} became ${what}`);
}

/**
 * Takes a request as it arrives.
 * @param by who asks
 */
export function begin(model: Model, request: ApiRequest, by: string): Work {
	const { method, path } = request;
	// What travels is text: nothing of it is shared with who sent it, and what is undefined is gone.
	const text = JSON.stringify(request.body ?? {});
	const body = JSON.parse(text) as Json;
	noteId(model, `${path} ${text}`, body.requestId);
	if (path.startsWith(`${APPROVALS}/`)) {
		const type = path.slice(APPROVALS.length + 1);
		if (method === 'POST') return makeApproval(model, type, body, by);
		if (method === 'PUT') return decide(model, type, body, by);
		return NOTHING;
	}
	const inside = path.slice(BADGES.length + 1);
	if (inside === 'import/customerBadges') {
		const rows = body as unknown as Json[];
		if (rows.length <= model.habits.cap) return importRows(model, rows, by);
		return atOnce(refuse(model, { code: 1060, message: 'Batch limit exceeded' }));
	}
	return beginBadges(model, method, inside, body, by);
}
