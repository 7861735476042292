/** Fetches OAuth tokens, one call for all requests that wait for one. */
import { createHash } from 'node:crypto';
import { UserError } from 'n8n-workflow';
import { z } from 'zod';
import type { Account } from './account';
import { SIGN_IN_PATH } from './account';
import { readApiResponse } from './envelope';
import type { Words } from './hostWords';
import { wordsOfResult } from './hostWords';
import type { PlainRequest } from './http';
import { askPlain } from './http';
import type { HttpResult } from './httpResult';

/** Milliseconds to wait for a token. */
const TIMEOUT = 30_000;

const tokenAnswer = z.object({ data: z.object({ accessToken: z.string().min(1) }) });

/** Tokens being fetched or fetched last, by account: requests in flight share one call. */
const current = new Map<string, { pending: Promise<string>; token?: string }>();

/** Most accounts to remember; the oldest goes first. */
const MOST_ACCOUNTS = 100;

/** Names an account without keeping its secret. */
const keyOf = ({ url, clientKey, clientSecret }: Account) =>
	createHash('sha256')
		.update(JSON.stringify([url, clientKey, clientSecret]))
		.digest('hex');

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

/** No token: in words, and for `httpResultOf` in figures. */
function noToken(result: HttpResult): UserError {
	const refused = isRefusal(result);
	const answered = result.kind === 'status' ? result.status : result.kind === 'answer' ? 200 : 0;
	const said = answered === 0 ? '' : ` Capillary answered with HTTP status ${answered}.`;
	const words = refused ? KEY_REFUSED : (wordsOfResult(result) ?? NO_TOKEN);
	return new UserError(words.what, {
		description: `${words.fix}${said}`,
		extra: { tokenStatus: refused && answered === 200 ? 401 : answered, tokenRefused: refused },
	});
}

async function fetchToken(account: Account, send: PlainRequest): Promise<string> {
	const { url, clientKey, clientSecret } = account;
	const body = { key: clientKey, secret: clientSecret };
	const request = { method: 'POST' as const, path: SIGN_IN_PATH, body };
	const result = await askPlain(send, url, request, TIMEOUT);
	const given = result.kind === 'answer' ? tokenAnswer.safeParse(result.body) : undefined;
	if (given?.success) return given.data.data.accessToken;
	throw noToken(result);
}

const CHECK =
	'Check the client key, the client secret and the cluster in the Capillary API credential.';

const KEY_REFUSED: Words = {
	what: 'Capillary gave no token for this client key and secret',
	fix: CHECK,
};

const NO_TOKEN: Words = { what: 'Capillary gave no token', fix: CHECK };

/**
 * A token that is newer than the one in the account. Requests that ask at the same time share one
 * call; one that comes late with a token that was renewed meanwhile gets the new one without a call.
 * @throws UserError when key or secret are refused
 * Rule: docs/api.md#oauth, docs/n8n.md#tokens.
 */
export async function freshToken(account: Account, httpRequest: PlainRequest): Promise<string> {
	const key = keyOf(account);
	const known = current.get(key);
	const isRenewed = known && account.accessToken !== '' && known.token !== account.accessToken;
	if (known && (known.token === undefined || isRenewed)) return await known.pending;

	const pending = fetchToken(account, httpRequest);
	const entry: { pending: Promise<string>; token?: string } = { pending };
	current.delete(key);
	current.set(key, entry);
	if (current.size > MOST_ACCOUNTS) current.delete([...current.keys()][0]);
	try {
		entry.token = await pending;
		return entry.token;
	} finally {
		if (entry.token === undefined && current.get(key) === entry) current.delete(key);
	}
}
