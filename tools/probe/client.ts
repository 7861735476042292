/** The probe's own HTTP client: bounded in time and size, follows no redirect, never throws for an answer. */
import type { Account } from '../../nodes/shared/capillary/account';
import { accountHeaders, SIGN_IN_PATH } from '../../nodes/shared/capillary/account';
import type { Clock } from './types';
import { Stopped } from './types';

/** More of an answer is not read. */
const MOST_BYTES = 5_000_000;

/** After so many requests without an answer, one after the other, nothing more is asked. */
const MOST_SILENCE = 3;

/** How often a request that was only told to slow down is sent. */
const MOST_TRIES = 3;

/** The longest that a Retry-After is waited for, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/** Why there is no whole answer. */
export type Trouble =
	| 'no answer in time'
	| 'no connection'
	| 'certificate not accepted'
	| 'connection lost'
	| 'answer of more than 5 MB';

export interface Reply {
	/** 0 where there was no answer. */
	status: number;
	headers: Headers;
	text: string;
	/** The body, parsed; undefined where it is no JSON. */
	body: unknown;
	/** Milliseconds from sending until the answer had come. */
	ms: number;
	trouble?: Trouble;
}

export interface Outgoing {
	method: 'GET' | 'POST' | 'PUT';
	path: string;
	query?: Record<string, string | number>;
	body?: unknown;
	/** Add to, or replace, those that say who calls. */
	headers?: Record<string, string>;
	/** Whether the credential is left out. */
	nobody?: boolean;
}

/** How requests are sent. */
export interface Manner {
	/** Milliseconds to wait for one answer. */
	timeout: number;
	/** Milliseconds between two requests. */
	pace: number;
	/** Falls when nothing more is to be asked. */
	stop: AbortSignal;
}

/** What was seen on the way. */
export interface Seen {
	requests: number;
	/** Whether the last request had no whole answer, or one of 500 and above: it tells nothing. */
	isLastVoid: boolean;
	/** Answers that told to slow down. */
	slowDowns: Array<{ status: number; retryAfter: boolean }>;
	/** The durations of good answers, in milliseconds. */
	readMs: number[];
	writeMs: number[];
}

export interface Client {
	account: Account;
	seen: Seen;
	send(outgoing: Outgoing): Promise<Reply>;
	get(path: string, query?: Outgoing['query']): Promise<Reply>;
	post(path: string, body: unknown): Promise<Reply>;
	/** Fetches a token of the API client, and uses it from then on. */
	renew(): Promise<Reply>;
	/** The same, for taking back: sends also when the run is to end. */
	toTheEnd(): Client;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The body as text, as far as it is bounded. */
async function readBounded(response: Response): Promise<{ text: string; isWhole: boolean }> {
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of response.body ?? []) {
		bytes += piece.byteLength;
		if (bytes > MOST_BYTES) return { text: '', isWhole: false };
		pieces.push(piece);
	}
	return { text: Buffer.concat(pieces).toString('utf8'), isWhole: true };
}

const NEVER_LEFT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/;

/** What stands behind an error of fetch. */
function troubleOf(error: unknown, begun: boolean): Trouble {
	const { name, cause } = error instanceof Error ? error : { name: '', cause: undefined };
	if (name === 'TimeoutError' || name === 'AbortError') return 'no answer in time';
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
	if (!begun && CERTIFICATE.test(code)) return 'certificate not accepted';
	return !begun && NEVER_LEFT.test(code) ? 'no connection' : 'connection lost';
}

const addressOf = (account: Account, { path, query = {} }: Outgoing): URL => {
	const address = new URL(path, account.url);
	for (const [name, value] of Object.entries(query)) address.searchParams.set(name, String(value));
	return address;
};

/** Sends once. */
async function exchange(
	account: Account,
	outgoing: Outgoing,
	{ timeout, stop }: Pick<Manner, 'timeout' | 'stop'>,
): Promise<Reply> {
	const { method, path, body, headers, nobody } = outgoing;
	const began = performance.now();
	const inTime = AbortSignal.timeout(timeout);
	let status = 0;
	let got = new Headers();
	const reply = (more: Partial<Reply>): Reply => ({
		...{ status, headers: got, text: '', body: undefined, ms: performance.now() - began },
		...more,
	});
	try {
		const response = await fetch(addressOf(account, outgoing), {
			method,
			redirect: 'manual',
			// What a write did must be known: it is waited for also when the run is to end.
			signal: method === 'GET' ? AbortSignal.any([inTime, stop]) : inTime,
			headers: {
				...(nobody ? { Accept: 'application/json' } : accountHeaders(account, path)),
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				...headers,
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		({ status, headers: got } = response);
		const { text, isWhole } = await readBounded(response);
		if (!isWhole) return reply({ trouble: 'answer of more than 5 MB' });
		return reply({ text, body: parsed(text) });
	} catch (error) {
		return reply({ trouble: troubleOf(error, status > 0) });
	}
}

/** How long an answer asks to wait, in milliseconds; undefined where it does not tell to slow down. */
function pauseOf({ status, headers }: Reply, isWrite: boolean): number | undefined {
	// A 503 to a write may have been carried out.
	if (status !== 429 && (status !== 503 || isWrite)) return undefined;
	const seconds = Number(headers.get('retry-after') ?? '2');
	return Math.min(Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 2000, LONGEST_PAUSE);
}

/** A client for an account; `wait` is how it waits between requests. */
export function createClient(
	account: Account,
	manner: Manner,
	clock: Clock,
	wait = clock.wait,
): Client {
	const seen: Seen = { requests: 0, isLastVoid: false, slowDowns: [], readMs: [], writeMs: [] };
	let silence = 0;

	async function sendOnce(outgoing: Outgoing): Promise<Reply> {
		if (manner.pace > 0) await wait(manner.pace);
		seen.requests += 1;
		const reply = await exchange(client.account, outgoing, manner);
		seen.isLastVoid = reply.trouble !== undefined || reply.status >= 500;
		silence = reply.status === 0 ? silence + 1 : 0;
		const isGood = !reply.trouble && reply.status >= 200 && reply.status < 300;
		if (isGood && !outgoing.nobody) {
			(outgoing.method === 'GET' ? seen.readMs : seen.writeMs).push(reply.ms);
		}
		return reply;
	}

	async function send(outgoing: Outgoing): Promise<Reply> {
		const isWrite = outgoing.method !== 'GET';
		for (let tries = 1; ; tries += 1) {
			if (manner.stop.aborted) throw new Stopped('it was stopped');
			if (silence >= MOST_SILENCE) throw new Stopped('the server does not answer any more');
			const reply = await sendOnce(outgoing);
			const pause = pauseOf(reply, isWrite);
			if (pause === undefined) return reply;
			seen.slowDowns.push({
				status: reply.status,
				retryAfter: reply.headers.has('retry-after'),
			});
			if (tries === MOST_TRIES) return reply;
			await wait(pause);
		}
	}

	const client: Client = {
		account,
		seen,
		async send(outgoing) {
			const reply = await send(outgoing);
			const expired = reply.status === 401 && client.account.authentication === 'oauth';
			if (!expired || outgoing.nobody || outgoing.headers) return reply;
			return (await client.renew()).status === 200 ? await send(outgoing) : reply;
		},
		get: async (path, query) => await client.send({ method: 'GET', path, query }),
		post: async (path, body) => await client.send({ method: 'POST', path, body }),
		async renew() {
			const { clientKey: key, clientSecret: secret } = client.account;
			const path = SIGN_IN_PATH;
			const reply = await send({ method: 'POST', path, body: { key, secret }, nobody: true });
			const token = tokenOf(reply.body);
			if (token) client.account = { ...client.account, accessToken: token };
			return reply;
		},
		toTheEnd: () => {
			const never = new AbortController().signal;
			return createClient(client.account, { ...manner, stop: never }, clock, clock.rest);
		},
	};
	return client;
}

/** The token of an answer to a sign-in. */
function tokenOf(body: unknown): string | undefined {
	const token = (body as { data?: { accessToken?: unknown } } | undefined)?.data?.accessToken;
	return typeof token === 'string' && token !== '' ? token : undefined;
}
