/** Hands a request to n8n's HTTP helper, and reads what came back. */
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { httpResultOf } from '../../../shared/capillary/httpResult';
import type { Transport } from './send';

const withoutUndefined = <T>(record: Record<string, T | undefined>) =>
	Object.fromEntries(
		Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined),
	);

/** Absent means not sent: members that are undefined are left out at any depth. */
const sent = (body: unknown): IDataObject | undefined =>
	body === undefined ? undefined : JSON.parse(JSON.stringify(body));

/**
 * Sends requests through n8n's authenticated helper, which brings proxy, credential, token and cancel.
 * @param timeout milliseconds to wait for an answer
 * @param renewsToken whether a 401 is worth a new token; a wrong password is sent once
 */
export function n8nTransport(
	context: IExecuteFunctions,
	timeout: number,
	renewsToken: boolean,
): Transport {
	const additional = renewsToken ? undefined : { preAuthenticationRetryStatusCode: 0 };
	return async (request) => {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.path,
			qs: sent(request.query),
			headers: request.headers && withoutUndefined(request.headers),
			body: sent(request.body),
			json: true,
			timeout,
			disableFollowRedirect: true,
		};
		try {
			const body: unknown = await context.helpers.httpRequestWithAuthentication.call(
				context,
				'capillaryApi',
				options,
				additional,
			);
			return { kind: 'answer', body };
		} catch (error) {
			return httpResultOf(error);
		}
	};
}
