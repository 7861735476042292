/** What came back from one HTTP request, read from what n8n's helper leaves. */
import { z } from 'zod';

/** What came back from one HTTP request. */
export type HttpResult =
	| { kind: 'answer'; body: unknown }
	| { kind: 'status'; status: number; body: unknown; retryAfter: unknown }
	/** No answer: `code` is the network's (ECONNRESET, ECONNABORTED …). */
	| { kind: 'broken'; code: string; timedOut: boolean }
	/** Nothing was sent, since n8n's protection against forged requests (SSRF) forbids the host. */
	| { kind: 'forbidden' }
	/** Nothing was sent, since no token was given; with the status of the token endpoint. */
	| { kind: 'noToken'; status: number };

/** The traces that n8n's helper leaves of an HTTP failure (docs/n8n.md#nodeapierror). */
const trace = z
	.object({
		httpCode: z.coerce.number().int().nullish().catch(undefined),
		message: z.string().catch(''),
		context: z.object({ data: z.unknown() }).partial().nullish().catch(undefined),
		cause: z
			.object({
				extra: z.object({ tokenStatus: z.number() }).nullish().catch(undefined),
				name: z.string().catch(''),
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
export function httpResultOf(error: unknown): HttpResult {
	const parsed = trace.safeParse(error);
	const { httpCode, context, cause, message } = parsed.success ? parsed.data : {};
	if (cause?.extra) return { kind: 'noToken', status: cause.extra.tokenStatus };
	if (/^Ssrf|^The request was blocked/.test(`${cause?.name ?? ''}${cause?.message ?? ''}`)) {
		return { kind: 'forbidden' };
	}
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
