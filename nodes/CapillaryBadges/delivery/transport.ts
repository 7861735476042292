import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import type { Reply } from './classify';
import type { Transport } from './send';

/** The traces that n8n's helper leaves of an HTTP failure (n8n notes, NodeApiError). */
const trace = z
	.object({
		httpCode: z.coerce.number().int().nullish().catch(undefined),
		message: z.string().catch(''),
		context: z.object({ data: z.unknown() }).partial().nullish().catch(undefined),
		cause: z
			.object({
				extra: z.object({ tokenStatus: z.number() }).nullish().catch(undefined),
				code: z.string().nullish().catch(undefined),
				message: z.string().catch(''),
				response: z
					.object({
						status: z.number().nullish().catch(undefined),
						data: z.unknown(),
						headers: z.object({ 'retry-after': z.unknown() }).partial().nullish().catch(undefined),
					})
					.partial()
					.nullish()
					.catch(undefined),
			})
			.partial()
			.nullish()
			.catch(undefined),
	})
	.partial();

/** An error that n8n's helper threw → what came back. */
export function replyOf(error: unknown): Reply {
	const parsed = trace.safeParse(error);
	const { httpCode, context, cause, message } = parsed.success ? parsed.data : {};
	if (cause?.extra) return { kind: 'noToken', status: cause.extra.tokenStatus };
	const status = cause?.response?.status ?? httpCode ?? undefined;
	// The head of an answer had arrived, but its body broke off: what it said is lost.
	const brokeOff = /aborted/i.test(cause?.message ?? '') && status !== 429;
	if (status != null && status >= 300 && !brokeOff) {
		return {
			kind: 'status',
			status,
			body: cause?.response?.data ?? context?.data,
			retryAfter: cause?.response?.headers?.['retry-after'],
		};
	}
	const code = cause?.code ?? '';
	const words = `${code} ${cause?.message ?? ''} ${message ?? ''}`;
	return { kind: 'broken', code, timedOut: /ECONNABORTED|ETIMEDOUT|timeout/i.test(words) };
}

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
			return replyOf(error);
		}
	};
}
