/** Fetches OAuth tokens, one call for all requests that wait for one. */
import { createHash } from 'node:crypto';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import { z } from 'zod';
import type { Account } from './account';
import { SIGN_IN_PATH } from './account';

/** Sends a request without credentials. */
type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

const tokenAnswer = z.object({
	statusCode: z.number(),
	body: z
		.object({ data: z.object({ accessToken: z.string().min(1) }) })
		.optional()
		.catch(undefined),
});

/** Tokens being fetched or fetched last, by account: requests in flight share one call. */
const current = new Map<string, { pending: Promise<string>; token?: string }>();

/** Most accounts to remember; the oldest goes first. */
const MOST_ACCOUNTS = 100;

/** Names an account without keeping its secret. */
const keyOf = ({ url, clientKey, clientSecret }: Account) =>
	createHash('sha256')
		.update(JSON.stringify([url, clientKey, clientSecret]))
		.digest('hex');

async function fetchToken(account: Account, httpRequest: HttpRequest): Promise<string> {
	const answer = tokenAnswer.safeParse(
		await httpRequest({
			method: 'POST',
			baseURL: account.url,
			url: SIGN_IN_PATH,
			body: { key: account.clientKey, secret: account.clientSecret },
			json: true,
			timeout: 30_000,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		}),
	);
	const { statusCode, body } = answer.success ? answer.data : { statusCode: 0, body: undefined };
	if (statusCode === 200 && body) return body.data.accessToken;
	throw new UserError(TOKEN_REFUSED, {
		description: `Check the client key, the client secret and the cluster in the Capillary API credential. Capillary answered with HTTP status ${statusCode}.`,
		extra: { tokenStatus: statusCode },
	});
}

/** The message that says the token endpoint refused key and secret. */
export const TOKEN_REFUSED = 'Capillary gave no token for this client key and secret';

/**
 * A token that is newer than the one in the account. Requests that ask at the same time share one
 * call; one that comes late with a token that was renewed meanwhile gets the new one without a call.
 * @throws UserError when key or secret are refused
 * Rule: docs/api.md#oauth, docs/n8n.md#tokens.
 */
export async function freshToken(account: Account, httpRequest: HttpRequest): Promise<string> {
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
