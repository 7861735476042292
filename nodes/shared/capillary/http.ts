// The one door to the network: operations, pickers, the trigger's registration and the token call send through it.
import type {
	IAdditionalCredentialOptions,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import type { Account } from './account';
import { readAccount } from './account';
import { parseExact, restoreExact } from './exactJson';
import { headersOf, httpResultOf } from './httpResult';
import type { HttpResult } from './httpResult';
import type { ApiRequest } from './request';

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
	const { method, path, query, headers = {}, body, exact } = request;
	const text = body === undefined ? undefined : restoreExact(JSON.stringify(body));
	return {
		method,
		url: path,
		qs: sent(query),
		headers: { ...(text === undefined ? {} : JSON_TYPE), ...withoutUndefined(headers) },
		body: text,
		json: true,
		encoding: exact ? 'text' : undefined,
		timeout,
		disableFollowRedirect: true,
		returnFullResponse: true,
	};
}

const fullResponse = z.object({ body: z.unknown(), headers: z.unknown() });

/** What one sending gave; never throws. */
async function resultOf(response: Promise<unknown>, exact = false): Promise<HttpResult> {
	try {
		const { body, headers } = fullResponse.parse(await response);
		return {
			kind: 'answer',
			body: exact ? parseExact(body) : body,
			headers: headersOf(headers),
		};
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
	const additional: IAdditionalCredentialOptions | undefined = renewsToken
		? undefined
		: { preAuthenticationRetryStatusCode: 0 };
	const response = context.helpers.httpRequestWithAuthentication.call(
		context,
		'capillaryApi',
		optionsOf(request, timeout),
		additional,
	);
	return await resultOf(response, request.exact);
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
	readAccount(await context.getCredentials('capillaryApi'));
