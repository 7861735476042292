// Tokens of API clients: fetched through the door, and shared by the requests of this process.
import { createHash } from 'node:crypto';
import { UserError } from 'n8n-workflow';
import { z } from 'zod';
import type { Account } from './account';
import { SIGN_IN_PATH } from './account';
import { readApiResponse } from './envelope';
import type { Words } from './hostWords';
import { wordsOfResult } from './hostWords';
import type { HttpResult } from './httpResult';
import type { ApiRequest } from './request';

/** Sends a request without a token. */
type Send = (request: ApiRequest) => Promise<HttpResult>;

/** What a header can carry. */
const TOKEN = /^[\x21-\x7e]+$/;

const tokenText = z.string().trim().regex(TOKEN).optional().catch(undefined);
const tokenMembers = z.object({
	accessToken: tokenText,
	access_token: tokenText,
	token: tokenText,
});
const tokenAnswer = tokenMembers
	.partial()
	.extend({ data: tokenMembers.partial().nullish().catch(undefined) });

/** The token in an answer: in the documented place, or in another that its name tells. */
function tokenIn(body: unknown): string | undefined {
	const { data: answer } = tokenAnswer.safeParse(body);
	return [answer?.data, answer]
		.flatMap((part) => [part?.accessToken, part?.access_token, part?.token])
		.find((token) => token !== undefined);
}

/** A token being fetched, or fetched last. */
interface Fetched {
	pending: Promise<string>;
	token?: string;
	/** When it came, in milliseconds of a clock that nobody sets. */
	at?: number;
}

/** The last one of each account. */
const fetched = new Map<string, Fetched>();

/** Most accounts to remember; the oldest goes first. */
const MOST_ACCOUNTS = 100;

/**
 * Milliseconds for which a token counts as just fetched. Longer, another process may have fetched a
 * newer one: whose token is newer is told by time, not by being different.
 */
const JUST_NOW_MS = 5_000;

/** Names an account without keeping its secret. */
const keyOf = ({ url, clientKey, clientSecret }: Account) =>
	createHash('sha256')
		.update(JSON.stringify([url, clientKey, clientSecret]))
		.digest('hex');

const CHECK =
	'Check the client key, the client secret and the cluster in the Capillary API credential.';

const KEY_REFUSED: Words = {
	what: 'Capillary gave no token for this client key and secret',
	fix: CHECK,
};

const NO_TOKEN: Words = { what: 'Capillary gave no token', fix: CHECK };

/** Statuses that do not speak of key and secret: wrong address, proxy, slow or busy server. */
const ELSEWISE = new Set([404, 407, 408, 429]);

/** Whether key and secret were refused: by a status, or by errors inside HTTP 200. */
function isRefusal(result: HttpResult): boolean {
	if (result.kind === 'status') {
		return result.status >= 400 && result.status < 500 && !ELSEWISE.has(result.status);
	}
	if (result.kind !== 'answer') return false;
	const envelope = readApiResponse(result.body);
	return typeof envelope !== 'string' && envelope.errors.length > 0;
}

/** How long the endpoint asks to wait, and the date by its own clock that this is counted from. */
const pauseIn = ({ retryAfter, headers }: Extract<HttpResult, { kind: 'status' }>) =>
	retryAfter === undefined ? {} : { tokenRetryAfter: retryAfter, tokenDate: headers?.date };

/** No token: in words, and for `httpResultOf` in figures. */
function noToken(result: HttpResult): UserError {
	const refused = isRefusal(result);
	const answered = result.kind === 'status' ? result.status : result.kind === 'answer' ? 200 : 0;
	const said = answered === 0 ? '' : ` Capillary answered with HTTP status ${answered}.`;
	const words = refused ? KEY_REFUSED : (wordsOfResult(result) ?? NO_TOKEN);
	return new UserError(words.what, {
		description: `${words.fix}${said}`,
		extra: {
			tokenStatus: refused && answered === 200 ? 401 : answered,
			tokenRefused: refused,
			...(result.kind === 'status' ? pauseIn(result) : {}),
		},
	});
}

async function fetchToken(account: Account, send: Send): Promise<string> {
	const body = { key: account.clientKey, secret: account.clientSecret };
	const result = await send({ method: 'POST', path: SIGN_IN_PATH, body });
	const token = result.kind === 'answer' ? tokenIn(result.body) : undefined;
	if (token !== undefined) return token;
	throw noToken(result);
}

/** Fetches a token that all who ask meanwhile share. */
async function fetchShared(key: string, account: Account, send: Send): Promise<string> {
	const entry: Fetched = { pending: fetchToken(account, send) };
	fetched.delete(key);
	fetched.set(key, entry);
	if (fetched.size > MOST_ACCOUNTS) fetched.delete([...fetched.keys()][0]);
	try {
		entry.token = await entry.pending;
		entry.at = performance.now();
		return entry.token;
	} finally {
		if (entry.token === undefined && fetched.get(key) === entry) fetched.delete(key);
	}
}

/** Names a token without telling it. */
const markOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Forgets a token that is refused; says whether the account still holds it. */
export function forgetToken(account: Account, mark: string): boolean {
	const key = keyOf(account);
	const known = fetched.get(key)?.token;
	if (known !== undefined && markOf(known) === mark) fetched.delete(key);
	return markOf(account.accessToken) === mark;
}

/** Whether the door asks, which can look for a newer token; other nodes with this credential cannot. */
const fromDoor = z.object({ fromDoor: z.literal(true) });

/** The credential with the mark that the door asks. */
export const asksDoor = <Data extends object>(data: Data) => ({ ...data, fromDoor: true });

/**
 * A token in place of the account's, which is empty or was refused. A call in flight is shared, and so
 * is a token of the last seconds; otherwise a new one is fetched.
 * @param credentials as n8n gives them
 * @param send asks the token endpoint
 * @throws UserError when key or secret are refused, and where the refused token is itself one of the
 * last seconds: another process may have stored a newer one since, which ended it (`ask` looks then)
 * Rule: docs/api.md#oauth, docs/n8n.md#tokens.
 */
export async function freshToken(
	credentials: unknown,
	account: Account,
	send: Send,
): Promise<string> {
	const key = keyOf(account);
	const known = fetched.get(key);
	if (known && known.token === undefined) return await known.pending;
	const isJustFetched = known?.at !== undefined && performance.now() - known.at < JUST_NOW_MS;
	if (!known?.token || !isJustFetched) return await fetchShared(key, account, send);
	if (known.token !== account.accessToken) return known.token;
	if (!fromDoor.safeParse(credentials).success) return await fetchShared(key, account, send);
	throw new UserError('Capillary refuses a token that it has just given', {
		description: CHECK,
		extra: { turnedDown: markOf(known.token) },
	});
}
