/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { basicCredential } from './basicCredential';
import type { Engine } from './engine';
import { startEngine } from './engine';
import { listening } from './listening';

/**
 * A Capillary for bulk calls alone: it does what a request asks for, keeps every deed with all that the
 * request says of it, and a test decides how it tells of that.
 */

export type Verb = 'earn' | 'enrol' | 'revoke';

/** What was done for one customer, in the request's own words. */
export interface Deed {
	verb: Verb;
	id: string;
	customer: number;
	/** Badge, owner, reference and date of the request as JSON: what its customers share. */
	shared: string;
	at: number;
}

/** A row of an answer: what became of one customer. */
export type Row = { customerId: number } & Record<string, unknown>;

/** A request that changes something. */
export interface Call {
	n: number;
	verb: Verb;
	path: string;
	body: Record<string, unknown>;
	customers: number[];
}

/** An answer as text or as JSON; `cut` loses it. */
export type Told = { status?: number; body: unknown } | 'cut';

/** What a test decides. */
export interface Manners {
	/** Why nothing is done for a customer. */
	refuses(customer: number, call: Call): { code: number; message: string } | undefined;
	/** Answers before anything is done. */
	before(call: Call): Told | undefined;
	/** How it tells of what it did. */
	tells(rows: Row[], call: Call): Told;
}

/** The answer as the documents have it. */
export const documented = (rows: Row[], { verb, path, body }: Call): Told => {
	const envelope = (data: unknown) => ({ body: { data, errors: [], warnings: [] } });
	const { badgeMetaId, triggeredBy, requestId } = body;
	if (path.endsWith('/earn')) {
		const [{ error, ...row }] = rows;
		return error
			? { status: 409, body: { data: null, errors: [error], warnings: [] } }
			: envelope({ ...row, badgeMetaId, requestId });
	}
	if (verb === 'earn') {
		return envelope({
			badgeMetaId,
			requestId,
			triggeredBy,
			earnedBadgesList: rows.filter(({ error }) => !error),
			failedEarnBadgeErrorList: rows.filter(({ error }) => error),
		});
	}
	const list = verb === 'enrol' ? 'issuedBadges' : 'revokedIssuedBadges';
	return envelope({ badgeMetaId, requestId, triggeredBy, [list]: rows });
};

const usual = (): Manners => ({
	refuses: () => undefined,
	before: () => undefined,
	tells: documented,
});

const verbOf = (path: string): Verb =>
	path.endsWith('/issueBulk') ? 'enrol' : path.endsWith('/revokeIssue') ? 'revoke' : 'earn';

/** Members that each request has of its own. */
const OWN = new Set(['customers', 'customerIds', 'customerId', 'requestId']);

/** What the customers of a request share. */
const sharedOf = (body: Call['body']) =>
	JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => !OWN.has(name))));

export interface BulkServer {
	url: string;
	manners: Manners;
	calls: Call[];
	deeds: Deed[];
	reset(): void;
	close(): Promise<void>;
}

/** Starts one on a free port. */
async function startBulkServer(): Promise<BulkServer> {
	const calls: Call[] = [];
	const deeds: Deed[] = [];
	const used = new Set<string>();
	const host = { manners: usual() };

	function perform(call: Call): Row[] {
		const { verb, body, customers } = call;
		return customers.map((customerId): Row => {
			const error = host.manners.refuses(customerId, call);
			if (error) return { customerId, error };
			const id = `${verb}-${deeds.length + 1}`;
			deeds.push({ verb, id, customer: customerId, shared: sharedOf(body), at: Date.now() });
			return { customerId, [verb === 'earn' ? 'earnedBadgeId' : 'issuedId']: id };
		});
	}

	function answerTo(call: Call): Told {
		const early = host.manners.before(call);
		if (early) return early;
		const { requestId } = call.body;
		if (requestId !== undefined && used.has(String(requestId))) {
			const error = { code: 809, message: 'Request with same requestId is not allowed' };
			return { status: 400, body: { data: null, errors: [error], warnings: [] } };
		}
		if (requestId !== undefined) used.add(String(requestId));
		return host.manners.tells(perform(call), call);
	}

	const view = (customer: number, badge: string) => {
		const rows = (verb: Verb, id: string, on: string) =>
			deeds
				.filter((deed) => deed.customer === customer && deed.verb === verb)
				.map((deed) => ({ ...deed, shared: JSON.parse(deed.shared) as Call['body'] }))
				.filter(({ shared }) => shared.badgeMetaId === badge)
				.map(({ shared, ...deed }) => {
					const by = (shared.triggeredBy ?? {}) as Record<string, string>;
					const { ownerType, referenceId: ownerReferenceId } = by;
					return { [id]: deed.id, [on]: deed.at / 1000, ownerType, ownerReferenceId };
				});
		const earns = rows('earn', 'earnedBadgeId', 'earnedOn');
		const issuals = rows('enrol', 'issueId', 'issuedOn');
		return { data: { earnDetails: { earns }, issualDetails: { issuals } }, errors: [] };
	};

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const sent = await text(request);
		const [path] = String(request.url).split('?');
		const [, customer, badge] = /management\/(\d+)\/badge\/(\w+)/.exec(path) ?? [];
		let told: Told = { body: view(Number(customer), badge) };
		if (request.method !== 'GET') {
			const body = JSON.parse(sent) as Call['body'];
			const { revokeIssuals, customerId } = body;
			const one = (revokeIssuals as Row[] | undefined)?.map((row) => row.customerId) ?? [
				customerId,
			];
			const customers = (body.customers ?? body.customerIds ?? one) as number[];
			const call = { n: calls.length + 1, verb: verbOf(path), path, body, customers };
			calls.push(call);
			told = answerTo(call);
		}
		if (told === 'cut') return void request.socket.destroy();
		response.writeHead(told.status ?? 200, { 'content-type': 'application/json' });
		response.end(typeof told.body === 'string' ? told.body : JSON.stringify(told.body));
	}

	const server = createServer((request, response) => void serve(request, response));
	const url = await listening(server);
	return Object.assign(host, {
		url,
		calls,
		deeds,
		reset() {
			calls.length = 0;
			deeds.length = 0;
			used.clear();
			host.manners = usual();
		},
		async close() {
			server.closeAllConnections();
			await new Promise((ended) => server.close(ended));
		},
	});
}

export interface BulkStage {
	server: BulkServer;
	engine: Engine;
	credential: ICredentialDataDecryptedObject;
	close(): Promise<void>;
}

/** Starts one beside n8n's engine. */
export async function startBulkStage(): Promise<BulkStage> {
	const [server, engine] = await Promise.all([startBulkServer(), startEngine()]);
	const credential = basicCredential(server.url);
	return { server, engine, credential, close: () => server.close() };
}
