/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listening } from './listening';

/**
 * A Capillary of a few dozen lines, which shares nothing with the sandbox: request IDs, work that goes
 * on, refusals, and the view of one customer's badge. What it does is switched by a test.
 */

export interface Asked {
	method: string;
	path: string;
	body: Record<string, unknown>;
	/** The number among the requests that change something, from 1; 0 for others. */
	n: number;
}

/** A badge (earn) or an enrolment (issue) that a customer was given. */
export interface Given {
	kind: 'earn' | 'issue';
	id: string;
	customer: number;
	owner: string;
	reference: string;
	requestId: string;
	at: number;
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> };
const LOST = 'lost';

/** What a test switches. */
export interface Switches {
	/** How long the work takes after the ID was noted, in milliseconds. */
	workMs(asked: Asked): number;
	/** Refuses a customer. */
	refuses(customer: number, kind: Given['kind']): { code: number; message: string } | undefined;
	/** Whether one customer who is refused refuses the whole batch. */
	wholeBatch: boolean;
	refusedUsesId: boolean;
	/** Status of 809. */
	usedStatus: number;
	/** Answers in the server's place before anything is done. */
	before(asked: Asked): Answer | typeof LOST | undefined;
	/** Replaces the answer, or loses it, after everything was done. */
	after(asked: Asked): Answer | typeof LOST | undefined;
	/** How old what the view shows is, in milliseconds. */
	viewLagMs: number;
	/** How far this server's clock is ahead, in milliseconds. */
	aheadMs: number;
}

const usual = (): Switches => ({
	workMs: () => 0,
	refuses: () => undefined,
	wholeBatch: false,
	refusedUsesId: false,
	usedStatus: 400,
	before: () => undefined,
	after: () => undefined,
	viewLagMs: 0,
	aheadMs: 0,
});

export interface Tiny {
	url: string;
	switches: Switches;
	asked: Asked[];
	given: Given[];
	/** The requests that change something. */
	writes(): Asked[];
	/** How often each customer was given one. */
	counts(kind?: Given['kind']): Record<number, number>;
	/** Fills in what was given by somebody else. */
	give(one: Partial<Given> & { customer: number }): void;
	reset(): void;
	close(): Promise<void>;
}

const errorOf = (code: number, message: string, status = 400): Answer => ({
	status,
	body: { data: null, errors: [{ code, message }], warnings: [] },
});
const dataOf = (data: unknown): Answer => ({ body: { data, errors: [], warnings: [] } });
const sleep = async (ms: number) => await new Promise((wake) => setTimeout(wake, ms));

/** Starts one on a free port. */
export async function startTiny(): Promise<Tiny> {
	const asked: Asked[] = [];
	const given: Given[] = [];
	const ids = new Set<string>();
	const sockets = new Set<Socket>();
	let made = 0;
	let writes = 0;
	const tiny = { switches: usual() };
	const now = () => Date.now() + tiny.switches.aheadMs;

	const grant = (kind: Given['kind'], customer: number, body: Record<string, unknown>): Given => {
		const by = (body.triggeredBy ?? {}) as { ownerType?: string; referenceId?: string };
		made += 1;
		const one: Given = {
			kind,
			id: `${kind}-${made}`,
			customer,
			owner: by.ownerType ?? '',
			reference: by.referenceId ?? '',
			requestId: String(body.requestId),
			at: now(),
		};
		given.push(one);
		return one;
	};

	async function write(it: Asked): Promise<Answer> {
		const { body, path } = it;
		const { refuses, wholeBatch, refusedUsesId, usedStatus, workMs } = tiny.switches;
		const kind = path.includes('issueBulk') ? 'issue' : 'earn';
		const list = body.customers ?? body.customerIds;
		const customers = (Array.isArray(list) ? list : [body.customerId]).map(Number);
		const requestId = String(body.requestId);
		if (ids.has(requestId)) return errorOf(809, 'Request id is already used', usedStatus);
		ids.add(requestId);
		await sleep(workMs(it));
		const refusals = customers.map((customer) => refuses(customer, kind));
		const first = refusals.find((refusal) => refusal !== undefined);
		if (first && (wholeBatch || customers.length === 1)) {
			if (!refusedUsesId) ids.delete(requestId);
			return errorOf(first.code, first.message);
		}
		const rows = customers.map((customerId, i) => {
			const error = refusals[i] ?? null;
			if (error) return { customerId, error };
			const { id } = grant(kind, customerId, body);
			const named = kind === 'earn' ? { earnedBadgeId: id } : { issuedId: id };
			return { customerId, ...named, error };
		});
		if (kind === 'issue') return dataOf({ issuedBadges: rows });
		if (!path.endsWith('/earnBulk')) return dataOf({ ...rows[0], error: undefined, requestId });
		return dataOf({
			earnedBadgesList: rows.filter(({ error }) => error === null),
			failedEarnBadgeErrorList: rows.filter(({ error }) => error !== null),
		});
	}

	function view(customer: number): Answer {
		const seen = given.filter(
			(one) => one.customer === customer && one.at <= now() - tiny.switches.viewLagMs,
		);
		const row = ({ owner, reference, at, id }: Given) => ({
			ownerType: owner,
			ownerReferenceId: reference,
			earnedOn: at / 1000,
			issuedOn: at / 1000,
			earnedBadgeId: id,
			issueId: id,
		});
		return dataOf({
			earnDetails: { earns: seen.filter(({ kind }) => kind === 'earn').map(row) },
			issualDetails: { issuals: seen.filter(({ kind }) => kind === 'issue').map(row) },
		});
	}

	async function answerTo(it: Asked): Promise<Answer | typeof LOST> {
		const early = tiny.switches.before(it);
		if (early) return early;
		if (it.path === '/v3/oauth/token/generate') {
			return dataOf({ accessToken: 'token', ttlSeconds: 300 });
		}
		if (it.method === 'GET') return view(Number(/management\/(\d+)/.exec(it.path)?.[1]));
		const isGrant = /customer\/(earn|earnBulk|issueBulk)$/.test(it.path);
		const done = isGrant ? await write(it) : dataOf({ requestId: 'made', state: 'AdminTask' });
		return tiny.switches.after(it) ?? done;
	}

	async function serve(request: IncomingMessage, response: ServerResponse) {
		const pieces: Buffer[] = [];
		for await (const piece of request) pieces.push(piece as Buffer);
		const text = Buffer.concat(pieces).toString();
		const path = String(request.url).split('?')[0];
		const method = String(request.method);
		const isWrite = method !== 'GET' && !path.startsWith('/v3/oauth');
		if (isWrite) writes += 1;
		const body = (text === '' ? {} : JSON.parse(text)) as Asked['body'];
		const it: Asked = { method, path, body, n: isWrite ? writes : 0 };
		asked.push(it);
		const answer = await answerTo(it);
		if (answer === LOST) return void request.socket.destroy();
		response.writeHead(answer.status ?? 200, {
			'content-type': 'application/json',
			date: new Date(now()).toUTCString(),
			...answer.headers,
		});
		const { body: said = '' } = answer;
		response.end(typeof said === 'string' ? said : JSON.stringify(said));
	}

	const server = createServer((request, response) => void serve(request, response));
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	const url = await listening(server);
	return Object.assign(tiny, {
		url,
		asked,
		given,
		writes: () => asked.filter(({ n }) => n > 0),
		counts(kind: Given['kind'] = 'earn') {
			const counts: Record<number, number> = {};
			for (const one of given) {
				if (one.kind === kind) counts[one.customer] = (counts[one.customer] ?? 0) + 1;
			}
			return counts;
		},
		give(one: Partial<Given> & { customer: number }) {
			const triggeredBy = { ownerType: one.owner, referenceId: one.reference };
			const { requestId = 'of somebody else' } = one;
			Object.assign(grant(one.kind ?? 'earn', one.customer, { triggeredBy, requestId }), one);
			ids.add(requestId);
		},
		reset() {
			asked.length = 0;
			given.length = 0;
			ids.clear();
			writes = 0;
			tiny.switches = usual();
		},
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((ended) => server.close(ended));
		},
	});
}
