/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { listening } from './listening';

/**
 * A Capillary written from the reference alone, which is the witness of what was done: each deed, for
 * whom and when. A test says per request what goes wrong with it.
 */

/** A badge or an enrolment that a customer was given. */
export interface Deed {
	kind: 'earn' | 'issue';
	id: string;
	customer: number;
	owner: string;
	reference: string;
	/** Epoch milliseconds that the view shows. */
	at: number;
	/** What else the view shows of it. */
	shown?: object;
}

/** A request that came; `n` is its number among those that write, 0 for others. */
export interface Seen {
	method: string;
	path: string;
	body: Record<string, unknown>;
	headers: IncomingMessage['headers'];
	n: number;
	requestId: string;
	customers: number[];
}

interface Said {
	status?: number;
	json?: unknown;
	headers?: Record<string, string>;
}

/** What goes wrong with a request: without work, or after it. `cut` ends the connection. */
interface Mishap {
	before?: Said | 'cut';
	after?: Said | 'cut';
	/** How long the work takes, in milliseconds. */
	workMs?: number;
}

export interface Refusal {
	code: number;
	message: string;
}

/** What a test decides. */
export interface Rules {
	mishap(seen: Seen): Mishap | undefined;
	refuses(customer: number, kind: Deed['kind']): Refusal | undefined;
	/** Most badges that a customer may earn. */
	limit: number;
}

const RULES: Rules = { mishap: () => undefined, refuses: () => undefined, limit: Infinity };

const listOf = (value: unknown): unknown[] =>
	value === undefined ? [] : Array.isArray(value) ? value : [value];
const envelope = (data: unknown): Said => ({ json: { data, errors: [], warnings: [] } });
/** An answer that refuses the request as a whole. */
export const refusedWith = (code: number, message: string, status = 400): Said => ({
	status,
	json: { data: null, errors: [{ code, message, reference: null }], warnings: null },
});

export interface Witness {
	url: string;
	rules: Rules;
	seen: Seen[];
	deeds: Deed[];
	writes(): Seen[];
	/** How many each customer was given. */
	held(kind?: Deed['kind']): Record<number, number>;
	/** Gives one without a request. */
	give(deed: Partial<Deed> & { customer: number }): void;
	/** An ID that a request of somebody else's has used. */
	use(requestId: string): void;
	reset(): void;
	close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startWitness(): Promise<Witness> {
	const seen: Seen[] = [];
	const deeds: Deed[] = [];
	const used = new Set<string>();
	const witness = { rules: { ...RULES } };
	let written = 0;

	const refusalOf = (customer: number, kind: Deed['kind']): Refusal | undefined => {
		const has = deeds.filter((deed) => deed.kind === kind && deed.customer === customer).length;
		return (
			witness.rules.refuses(customer, kind) ??
			(kind === 'earn' && has >= witness.rules.limit
				? { code: 4711, message: 'The limit of the customer is reached' }
				: undefined)
		);
	};

	function give({ customer, ...more }: Partial<Deed> & { customer: number }): Deed {
		const kind = more.kind ?? 'earn';
		const id = `${kind}-${deeds.length + 1}`;
		const deed = {
			kind,
			id,
			owner: 'Loyalty',
			reference: '123694',
			at: Date.now(),
			...more,
			customer,
		};
		deeds.push(deed);
		return deed;
	}

	function grant({ path, body, requestId, customers }: Seen): Said {
		const kind = path.endsWith('issueBulk') ? 'issue' : 'earn';
		const { ownerType: owner, referenceId: reference } = (body.triggeredBy ?? {}) as Record<
			string,
			string
		>;
		if (used.has(requestId)) return refusedWith(809, 'Request with same requestId is not allowed');
		const rows = customers.map((customerId) => {
			const error = refusalOf(customerId, kind);
			if (error) return { customerId, error };
			const { id } = give({ kind, customer: customerId, owner, reference });
			return kind === 'earn'
				? { customerId, earnedBadgeId: id }
				: { customerId, issuedId: id, status: 'ACTIVE' };
		});
		const [first] = rows;
		if (path.endsWith('/earn') && first.error)
			return refusedWith(first.error.code, first.error.message, 409);
		used.add(requestId);
		if (path.endsWith('/earn'))
			return envelope({ badgeMetaId: body.badgeMetaId, ...first, requestId });
		if (kind === 'issue')
			return envelope({ badgeMetaId: body.badgeMetaId, issuedBadges: rows, requestId });
		return envelope({
			badgeMetaId: body.badgeMetaId,
			earnedBadgesList: rows.filter(({ error }) => !error),
			failedEarnBadgeErrorList: rows.flatMap(({ customerId, error }) =>
				error ? [{ customerId, errorCode: error.code, errorMessage: error.message }] : [],
			),
		});
	}

	function view(customer: number): Said {
		const rows = (kind: Deed['kind']) =>
			deeds
				.filter((deed) => deed.customer === customer && deed.kind === kind)
				.map(({ id, at, owner, reference, shown }) => ({
					[kind === 'earn' ? 'earnedBadgeId' : 'issueId']: id,
					[kind === 'earn' ? 'earnedOn' : 'issuedOn']: at / 1000,
					ownerType: owner,
					ownerReferenceId: reference,
					...shown,
				}));
		return envelope({
			earnDetails: { earns: rows('earn') },
			issualDetails: { issuals: rows('issue') },
		});
	}

	async function answerTo(one: Seen): Promise<Said | 'cut'> {
		const { before, after, workMs = 0 } = witness.rules.mishap(one) ?? {};
		if (before) return before;
		if (one.path.includes('/oauth/')) return envelope({ accessToken: 'token', ttlSeconds: 300 });
		if (one.method === 'GET') return view(Number(/management\/(\d+)/.exec(one.path)?.[1]));
		if (workMs > 0) await pause(workMs);
		const isGrant = /customer\/(earn|earnBulk|issueBulk)$/.test(one.path);
		const said = isGrant
			? grant(one)
			: envelope({ requestId: `made-${one.n}`, id: `made-${one.n}`, state: 'AdminTask' });
		return after ?? said;
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const sent = await text(request);
		const method = String(request.method);
		const path = String(request.url).split('?')[0];
		const body = (sent === '' ? {} : JSON.parse(sent)) as Seen['body'];
		const isWrite = method !== 'GET' && !path.includes('/oauth/');
		if (isWrite) written += 1;
		const customers = listOf(body.customers ?? body.customerIds ?? body.customerId).map(Number);
		const one: Seen = {
			method,
			path,
			body,
			headers: request.headers,
			n: isWrite ? written : 0,
			requestId: String(body.requestId),
			customers,
		};
		seen.push(one);
		const said = await answerTo(one);
		if (said === 'cut') return void request.socket.destroy();
		response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers });
		response.end(typeof said.json === 'string' ? said.json : JSON.stringify(said.json ?? ''));
	}

	const server = createServer((request, response) => void serve(request, response));
	const url = await listening(server);
	return Object.assign(witness, {
		url,
		seen,
		deeds,
		writes: () => seen.filter(({ n }) => n > 0),
		held(kind: Deed['kind'] = 'earn') {
			const counts: Record<number, number> = {};
			for (const deed of deeds) {
				if (deed.kind === kind) counts[deed.customer] = (counts[deed.customer] ?? 0) + 1;
			}
			return counts;
		},
		give: (deed: Partial<Deed> & { customer: number }) => void give(deed),
		use: (requestId: string) => void used.add(requestId),
		reset() {
			seen.length = 0;
			deeds.length = 0;
			used.clear();
			written = 0;
			witness.rules = { ...RULES };
		},
		async close() {
			server.closeAllConnections();
			await new Promise((ended) => server.close(ended));
		},
	});
}
