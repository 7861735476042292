/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { listening } from './listening';

/**
 * A Capillary that bears only so much: it gives badges and shows them, writes down when each request came and
 * how many were inside then, and refuses as a test tells it to.
 */

/** A request that came, and how it was answered. */
export interface Came {
	/** When it came, and when it was answered, in milliseconds of a clock that nobody sets. */
	at: number;
	answeredAt?: number;
	/** Of the answer; 0 where the connection was cut. */
	status?: number;
	/** How many requests were inside then, this one included. */
	inside: number;
	method: string;
	path: string;
	/** How many came before it. */
	nth: number;
	/** Whom it is about. */
	customers: number[];
}

/** An answer in place of the work, `cut` for none, or `never` for one that does not come. */
export type Refused =
	| { status: number; headers?: Record<string, string>; body?: string }
	| 'cut'
	| 'never';

/** What a test decides. */
export interface Bearing {
	/** Refuses a request as it comes. */
	refuses(came: Came): Refused | undefined;
	/** Loses the answer to a request whose work was done. */
	loses(came: Came): boolean;
	/** How long the work takes, in milliseconds. */
	workMs(came: Came): number;
	/** How far this server's clock is ahead, in milliseconds. */
	aheadMs: number;
}

export interface Limiting {
	url: string;
	bearing: Bearing;
	came: Came[];
	/** Most requests that were inside at once. */
	most(): number;
	/** How many badges each customer holds. */
	held(): Record<number, number>;
	/** An HTTP date of its own clock, so many milliseconds from now. */
	dateIn(ms: number): string;
	reset(): void;
	close(): Promise<void>;
}

const USUAL: Bearing = {
	refuses: () => undefined,
	loses: () => false,
	workMs: () => 2,
	aheadMs: 0,
};

interface Badge {
	id: string;
	customer: number;
	at: number;
}

function customersIn(sent: string): number[] {
	if (sent === '') return [];
	const { customerIds, customers, customerId } = JSON.parse(sent) as Record<string, unknown>;
	return [customerIds ?? customers ?? customerId].flat().map(Number);
}

/** Starts one on a free port. */
export async function startLimiting(): Promise<Limiting> {
	const came: Came[] = [];
	const badges: Badge[] = [];
	const used = new Set<string>();
	const limiting = { bearing: { ...USUAL } };
	let inside = 0;
	const now = () => Date.now() + limiting.bearing.aheadMs;

	/** Data of an answer; the refusal of a request ID that was used before is its code. */
	function work(path: string, sent: string): object | number {
		if (path.includes('/oauth/')) return { accessToken: 'token', ttlSeconds: 300 };
		const looked = /management\/(\d+)/.exec(path);
		if (looked) {
			const earns = badges
				.filter(({ customer }) => customer === Number(looked[1]))
				.map(({ id, at }) => ({ earnedBadgeId: id, earnedOn: at / 1000 }));
			return { earnDetails: { earns }, issualDetails: { issuals: [] } };
		}
		const body = JSON.parse(sent) as Record<string, unknown>;
		const { requestId, badgeMetaId } = body;
		if (used.has(String(requestId))) return 809;
		used.add(String(requestId));
		const rows = customersIn(sent).map((customer) => {
			const badge = { id: `earned-${badges.length}`, customer, at: now() };
			badges.push(badge);
			return { customerId: badge.customer, earnedBadgeId: badge.id };
		});
		return path.endsWith('/earn')
			? { badgeMetaId, requestId, ...rows[0] }
			: { badgeMetaId, earnedBadgesList: rows, failedEarnBadgeErrorList: [] };
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		inside += 1;
		const [path] = String(request.url).split('?');
		const method = String(request.method);
		const at = performance.now();
		const one: Came = { at, inside, method, path, nth: came.length, customers: [] };
		came.push(one);
		let isInside = true;
		const leave = (status: number) => {
			if (!isInside) return;
			isInside = false;
			inside -= 1;
			Object.assign(one, { status, answeredAt: performance.now() });
		};
		response.on('close', () => leave(0));
		const cut = () => {
			leave(0);
			request.socket.destroy();
		};
		const say = (status: number, body: string, headers: Record<string, string> = {}) => {
			leave(status);
			const date = new Date(now()).toUTCString();
			response.writeHead(status, { 'content-type': 'application/json', date, ...headers });
			response.end(body);
		};
		const { refuses, loses, workMs } = limiting.bearing;
		const sent = await text(request);
		if (path.includes('/customer/')) one.customers = customersIn(sent);
		const refused = refuses(one);
		if (refused === 'never') return;
		if (refused === 'cut') return cut();
		if (refused) return say(refused.status, refused.body ?? '', refused.headers);
		await pause(workMs(one));
		const data = work(path, sent);
		if (loses(one)) return cut();
		if (typeof data !== 'number') return say(200, JSON.stringify({ data, errors: [] }));
		const errors = [{ code: data, message: 'Request with same requestId is not allowed' }];
		say(400, JSON.stringify({ data: null, errors }));
	}

	const server = createServer((request, response) => void serve(request, response));
	const url = await listening(server);
	return Object.assign(limiting, {
		url,
		came,
		most: () => Math.max(0, ...came.map((one) => one.inside)),
		held() {
			const counts: Record<number, number> = {};
			for (const { customer } of badges) counts[customer] = (counts[customer] ?? 0) + 1;
			return counts;
		},
		dateIn: (ms: number) => new Date(now() + ms).toUTCString(),
		reset() {
			came.length = 0;
			badges.length = 0;
			used.clear();
			limiting.bearing = { ...USUAL };
		},
		async close() {
			server.closeAllConnections();
			await new Promise((ended) => server.close(ended));
		},
	});
}
