// The one door to the network: operations, pickers, the trigger's registration and the token call send through it.
import type {
	IAdditionalCredentialOptions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import type { Account } from './account';
import { readAccount } from './account';
import { parseDigits, parseExact, restoreExact } from './exactJson';
import { headersOf, httpResultOf } from './httpResult';
import type { HttpResult } from './httpResult';
import type { ApiRequest } from './request';
import { asksDoor, forgetToken } from './token';

/** The contexts of n8n that requests are sent from. */
export type Caller = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions;

/** How to send. */
export interface Manner {
	/** Milliseconds to wait for an answer. */
	timeout: number;
	/** Whether a 401 is worth a new token; a wrong password is sent once. */
	renewsToken: boolean;
}

/** Sends a request without a credential: n8n's plain helper. */
export type PlainRequest = (options: IHttpRequestOptions) => Promise<unknown>;

const withoutUndefined = <T>(record: Record<string, T | undefined>) =>
	Object.fromEntries(
		Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined),
	);

/** Absent means not sent: members that are undefined are left out at any depth. */
const sent = (value: unknown): IDataObject | undefined =>
	value === undefined ? undefined : JSON.parse(JSON.stringify(value));

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A request in n8n's terms. No redirect is followed: it would hand the credential to another host. */
function optionsOf(request: ApiRequest, timeout: number): IHttpRequestOptions {
	const { method, path, query, headers = {}, body } = request;
	const text = body === undefined ? undefined : restoreExact(JSON.stringify(body));
	return {
		method,
		url: path,
		qs: sent(query),
		headers: { ...(text === undefined ? {} : JSON_TYPE), ...withoutUndefined(headers) },
		body: text,
		json: true,
		// Read here, since n8n would round the IDs that a number cannot hold.
		encoding: 'text',
		timeout,
		disableFollowRedirect: true,
		returnFullResponse: true,
	};
}

const fullResponse = z.object({ body: z.unknown(), headers: z.unknown() });

/** What n8n's helper gave. */
function answerOf(response: unknown, exact = false): HttpResult {
	const { body, headers } = fullResponse.parse(response);
	const read = exact ? parseExact : parseDigits;
	return { kind: 'answer', body: read(body), headers: headersOf(headers) };
}

/** What n8n's helper gave or threw. */
async function resultOf(response: Promise<unknown>, exact?: boolean): Promise<HttpResult> {
	try {
		return answerOf(await response, exact);
	} catch (error) {
		return httpResultOf(error);
	}
}

/**
 * Sends one request with the node's credential, through n8n's helper, which brings proxy, token and
 * cancel. Never throws.
 */
export async function ask(
	context: Caller,
	request: ApiRequest,
	{ timeout, renewsToken }: Manner,
): Promise<HttpResult> {
	const send = async (more: IAdditionalCredentialOptions) =>
		await resultOf(
			context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				optionsOf(request, timeout),
				more,
			),
			request.exact,
		);
	return renewsToken
		? await askWithToken(context, send)
		: await send({ preAuthenticationRetryStatusCode: 0 });
}

const CREDENTIAL = 'capillaryApi';

/** The credential as it is stored by now; another process may have renewed its token. */
const storedCredential = async (context: Caller): Promise<ICredentialDataDecryptedObject> =>
	await context.getCredentials(CREDENTIAL);

/** How often one request is sent with tokens that are refused; n8n itself renews a token once each time. */
const MOST_TOKENS = 3;

/**
 * Sends a request with a token. Where one is refused that was just fetched, another process may have
 * fetched a newer one, which ended it: what is stored by then is tried, and only then another is fetched.
 */
async function askWithToken(
	context: Caller,
	send: (more: IAdditionalCredentialOptions) => Promise<HttpResult>,
): Promise<HttpResult> {
	let last: HttpResult = { kind: 'broken', code: '', timedOut: false, sent: 'no' };
	let mayRenew = true;
	try {
		let data = await storedCredential(context);
		for (let sending = 1; sending <= MOST_TOKENS; sending += 1) {
			const credential = { id: '', name: '', type: CREDENTIAL, data: asksDoor(data) };
			last = await send({ credentialsDecrypted: credential });
			if (last.kind !== 'status' || last.status !== 401) return last;
			data = await storedCredential(context);
			if (last.turnedDown === undefined) continue;
			if (!forgetToken(readAccount(data), last.turnedDown)) continue;
			if (!mayRenew) return last;
			mayRenew = false;
			data = { ...data, accessToken: '' };
		}
	} catch {
		// The credential cannot be read (any more): what came before is what is known.
	}
	return last;
}

/** Sends one request without a credential. Never throws. */
export async function askPlain(
	send: PlainRequest,
	host: string,
	request: ApiRequest,
	timeout: number,
): Promise<HttpResult> {
	return await resultOf(send({ ...optionsOf(request, timeout), baseURL: host }), request.exact);
}

/**
 * The node's credential, read.
 * @throws UserError when it cannot be used
 */
export const accountOf = async (context: Caller): Promise<Account> =>
	readAccount(await storedCredential(context));
