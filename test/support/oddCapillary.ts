/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening';

/**
 * A Capillary of a few lines, which shares nothing with the sandbox: one badge, issues and enrolments,
 * revocations, a view. A test spoils its answers.
 */

export interface OddRequest {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	body: unknown;
	/** Whether it gives something. */
	gives: boolean;
	/** Whether it takes something back. */
	revokes: boolean;
	/** The number among those that give. */
	n: number;
}

interface Given {
	kind: 'earn' | 'issue';
	id: string;
	customer: number;
	isRevoked: boolean;
}

/** Answers in the server's place; `true` once it has, or has left it without an answer. */
export type Spoil = (request: OddRequest, response: ServerResponse) => boolean;

export interface Odd {
	url: string;
	/** Called before anything is done. */
	before: Spoil;
	/** Called once everything was done, in place of the answer. */
	after: Spoil;
	asked: OddRequest[];
	/** What customers still have of what was given. */
	held(): Given[];
	close(): Promise<void>;
}

const BADGE = {
	id: '653df084b3cda7078c7c68f1',
	name: 'Odd',
	earnType: 'ISSUE_EARN',
	startOn: 1_700_000_000,
	startOnISO: '2023-11-14T22:13:20Z',
	ownership: { claims: [{ ownerType: 'Loyalty', referenceId: '1', isActive: true }] },
};

export const ODD_BADGE = BADGE.id;

type Json = Record<string, unknown>;

const customersIn = (body: Json): number[] =>
	[body.customers ?? body.customerIds ?? body.customerId].flat().map(Number);

/** The rules, as short as may be: everything is given, and any request ID is taken once. */
function rules() {
	const given: Given[] = [];
	const ids = new Set<unknown>();
	const view = (customer: number) => {
		const rows = (kind: Given['kind'], name: string) =>
			given
				.filter((one) => one.customer === customer && one.kind === kind)
				.map(({ id, isRevoked }) => ({ [name]: id, revokedOn: isRevoked ? 1 : null }));
		return {
			earnDetails: { earns: rows('earn', 'earnedBadgeId') },
			issualDetails: { issuals: rows('issue', 'issueId') },
		};
	};
	const give = (path: string, body: Json): Json => {
		if (ids.has(body.requestId)) return { errors: [{ code: 809, message: 'known' }] };
		ids.add(body.requestId);
		const kind = path.endsWith('issueBulk') ? 'issue' : 'earn';
		const rows = customersIn(body).map((customer) => {
			const one = { kind, customer, isRevoked: false } as const;
			given.push({ ...one, id: `${kind}-${given.length + 1}` });
			const id = given.at(-1)?.id;
			return { customerId: customer, [kind === 'earn' ? 'earnedBadgeId' : 'issuedId']: id };
		});
		const isMany = !path.endsWith('/earn');
		return { data: isMany ? { issuedBadges: rows } : rows[0] };
	};
	const revoke = (body: Json): Json => {
		const [first] = [body.revokeIssuals ?? body].flat() as Json[];
		const id = first?.issueId ?? first?.earnedBadgeId;
		const found = given.find((one) => one.id === id);
		if (!found) return { errors: [{ code: 814, message: 'not held' }] };
		found.isRevoked = true;
		return { data: { customerId: found.customer, issuedId: id, earnedBadgeId: id } };
	};
	return { given, view, give, revoke };
}

/** Starts one on a free port. */
export async function startOdd(): Promise<Odd> {
	const { given, view, give, revoke } = rules();
	let gifts = 0;

	function answerTo({ path, body, gives, revokes }: OddRequest): Json {
		const sent = (body ?? {}) as Json;
		if (gives) return give(path, sent);
		if (revokes) return revoke(sent);
		if (path.includes('/management/')) return { data: view(Number(path.split('/')[5])) };
		if (path.endsWith('/badgeMeta')) return { data: { metaBasicDetails: [BADGE] } };
		return path.endsWith(BADGE.id) ? { data: BADGE } : { errors: [{ code: 404 }] };
	}

	async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = String(message.url).split('?')[0] ?? '';
		const sent = await text(message);
		const isPost = message.method === 'POST';
		const gives = isPost && /customer\/(earn|earnBulk|issueBulk)$/.test(path);
		if (gives) gifts += 1;
		const request: OddRequest = {
			...{ method: String(message.method), path, headers: message.headers, gives },
			body: sent === '' ? undefined : (JSON.parse(sent) as unknown),
			revokes: isPost && /revoke/.test(path),
			n: gives ? gifts : 0,
		};
		odd.asked.push(request);
		if (odd.before(request, response)) return;
		const answer = answerTo(request);
		if (odd.after(request, response)) return;
		response.writeHead('data' in answer ? 200 : 400, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ errors: [], warnings: [], ...answer }));
	}

	const server = createServer((request, response) => void serve(request, response));
	const url = await listening(server);
	const odd: Odd = {
		url,
		before: () => false,
		after: () => false,
		asked: [],
		held: () => given.filter(({ isRevoked }) => !isRevoked),
		async close() {
			server.closeAllConnections();
			await new Promise((ended) => server.close(ended));
		},
	};
	return odd;
}
