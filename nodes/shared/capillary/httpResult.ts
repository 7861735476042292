// What came back from one HTTP request, read from what n8n's helper gives or throws.
import { z } from 'zod';
import { parseDigits } from './exactJson';

/** What of an answer's headers is of use. */
export interface AnswerHeaders {
	/** The server's own clock, as an HTTP date. */
	date?: string;
	/** `X-CAP-REQUEST-ID`: what Capillary's support asks for. */
	supportId?: string;
}

/** What came back from one HTTP request. */
export type HttpResult =
	| { kind: 'answer'; body: unknown; headers?: AnswerHeaders }
	| {
			kind: 'status';
			status: number;
			body: unknown;
			retryAfter: unknown;
			headers?: AnswerHeaders;
			/** Names the token that was refused although it had just been given. */
			turnedDown?: string;
	  }
	/** No answer: `code` is the network's (ECONNRESET, ECONNABORTED …); `sent` says what it proves. */
	| { kind: 'broken'; code: string; timedOut: boolean; sent: 'no' | 'unknown' }
	/** Nothing was sent, since n8n's protection against forged requests (SSRF) forbids the host. */
	| { kind: 'forbidden' }
	/**
	 * Nothing was sent, since no token was given. `status` is the token endpoint's (401 where it refused
	 * key and secret inside HTTP 200, 0 where it gave no answer), `refused` whether it refused them.
	 */
	| {
			kind: 'noToken';
			status: number;
			refused: boolean;
			retryAfter?: unknown;
			headers?: AnswerHeaders;
	  };

/** Why a certificate is not accepted, by the codes of Node's TLS: nothing is sent over such a connection. */
const CERTIFICATE_FAULTS: Readonly<Record<string, string>> = {
	CERT_CHAIN_TOO_LONG: 'its chain of certificates is too long',
	CERT_HAS_EXPIRED: 'it has expired',
	CERT_NOT_YET_VALID: 'it is not valid yet (check the clock of this machine)',
	CERT_REJECTED: 'its authority is not accepted',
	CERT_REVOKED: 'it was revoked',
	CERT_SIGNATURE_FAILURE: 'its signature is not right',
	CERT_UNTRUSTED: 'its authority is not trusted',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
	ERR_TLS_CERT_ALTNAME_FORMAT: 'the host name in it cannot be read',
	ERR_TLS_CERT_ALTNAME_INVALID: 'it is made out to another host name',
	HOSTNAME_MISMATCH: 'it is made out to another host name',
	INVALID_CA: 'its authority is not one',
	INVALID_PURPOSE: 'it is made for another purpose',
	PATH_LENGTH_EXCEEDED: 'its chain of certificates is too long',
	SELF_SIGNED_CERT_IN_CHAIN:
		'its chain ends in an authority that this n8n does not know, as that of a company proxy',
	UNABLE_TO_GET_ISSUER_CERT: 'a certificate of its chain is missing',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this n8n does not know the authority that signed it',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		'the server does not send the certificate of the authority between it and the root',
};

/** What is wrong with the certificate, as the end of "The certificate of the host is not accepted: "; undefined for any other code. */
export const certificateFault = (code: string): string | undefined => CERTIFICATE_FAULTS[code];

/** Codes of a connection that never came to be, and of a request that Node refuses to write. */
const NEVER_SENT = new Set([
	'EADDRNOTAVAIL',
	'EAI_AGAIN',
	'EAI_FAIL',
	'ECONNREFUSED',
	'EHOSTDOWN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ENOTFOUND',
	'ERR_INVALID_CHAR',
	'ERR_INVALID_URL',
	'ERR_UNESCAPED_CHARACTERS',
]);

/** Words of Node for a connection that ended before anything could be written into it. */
const BEFORE_SENDING =
	/^connect E|before secure TLS connection was established|^getaddrinfo |^Proxy connection ended before/;

/**
 * Whether a broken connection proves that nothing was sent. A TLS failure does not (EPROTO, ERR_SSL_*:
 * it may come after the request), and neither does a reset or a timeout, unless it was met on connecting.
 * @param code the network's code
 * @param message the network's words
 */
export const proofOfBreak = (code: string, message = ''): 'no' | 'unknown' =>
	NEVER_SENT.has(code) || code in CERTIFICATE_FAULTS || BEFORE_SENDING.test(message)
		? 'no'
		: 'unknown';

const text = z.string().catch('');
const optionalText = z.string().min(1).optional().catch(undefined);
const headerTexts = z
	.object({ date: optionalText, 'x-cap-request-id': optionalText, 'retry-after': z.unknown() })
	.partial()
	.catch({});

/** An answer's headers, with names in lower case → what of them is of use. */
export function headersOf(headers: unknown): AnswerHeaders {
	const { date, 'x-cap-request-id': supportId } = headerTexts.parse(plain(headers));
	return { ...(date ? { date } : {}), ...(supportId ? { supportId } : {}) };
}

/** What the server's own clock showed when it answered, in epoch milliseconds; undefined where it does not say. */
export function clockOf(result: HttpResult): number | undefined {
	const time = 'headers' in result ? Date.parse(result.headers?.date ?? '') : NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** Headers may be an instance of a class of the HTTP library's. */
const plain = (headers: unknown): object => Object.assign({}, headers);

const httpCause = z
	.object({
		extra: z
			.object({
				tokenStatus: z.number(),
				tokenRefused: z.boolean(),
				tokenRetryAfter: z.unknown(),
				tokenDate: z.string(),
				turnedDown: z.string(),
			})
			.partial()
			.nullish()
			.catch(undefined),
		name: text,
		level: z.string().optional().catch(undefined),
		code: z.string().nullish().catch(undefined),
		message: text,
		response: z
			.object({
				status: z.number().nullish().catch(undefined),
				data: z.unknown(),
				headers: z.unknown(),
			})
			.partial()
			.nullish()
			.catch(undefined),
	})
	.partial();

/** The traces that n8n's helpers leave of an HTTP failure: the plain one throws the cause itself. */
const trace = z
	.object({
		httpCode: z.coerce.number().int().nullish().catch(undefined),
		message: text,
		context: z.object({ data: z.unknown() }).partial().nullish().catch(undefined),
		cause: httpCause.nullish().catch(undefined),
	})
	.partial();

/** The failure itself: n8n wraps it, but for what its plain helper throws. */
function causeOf(error: unknown) {
	const isWrapped = typeof error === 'object' && error !== null && 'httpCode' in error;
	const { cause, ...outer } = trace.safeParse(isWrapped ? error : { cause: error }).data ?? {};
	return { outer, cause: cause ?? undefined };
}

/** An error that one of n8n's helpers threw → what came back. */
export function httpResultOf(error: unknown): HttpResult {
	const { outer, cause } = causeOf(error);
	const { tokenStatus, tokenRefused, tokenRetryAfter, tokenDate, turnedDown } = cause?.extra ?? {};
	if (tokenStatus !== undefined) {
		const noToken = {
			kind: 'noToken',
			status: tokenStatus,
			refused: tokenRefused === true,
		} as const;
		const headers = tokenDate === undefined ? undefined : { date: tokenDate };
		return { ...noToken, retryAfter: tokenRetryAfter, headers };
	}
	if (turnedDown !== undefined) {
		return { kind: 'status', status: 401, body: undefined, retryAfter: undefined, turnedDown };
	}
	const message = cause?.message ?? '';
	if (/^Ssrf|^The request was blocked/.test(`${cause?.name ?? ''}${message}`)) {
		return { kind: 'forbidden' };
	}
	const status = cause?.response?.status ?? outer.httpCode ?? undefined;
	// The head of an answer had arrived, but its body broke off: what it said is lost.
	const brokeOff = /aborted/i.test(message) && status !== 429;
	if (status != null && status >= 300 && !brokeOff) {
		const headers = cause?.response?.headers;
		return {
			kind: 'status',
			status,
			body: parseDigits(cause?.response?.data ?? outer.context?.data),
			retryAfter: headerTexts.parse(plain(headers))['retry-after'],
			headers: headersOf(headers),
		};
	}
	const code = cause?.code ?? '';
	const words = `${code} ${message} ${outer.message ?? ''}`;
	const timedOut = /ECONNABORTED|ETIMEDOUT|timeout/i.test(words);
	// An error of n8n's own kinds, such as that of a credential that cannot be used, comes before sending.
	const sent = cause?.level === undefined ? proofOfBreak(code, message) : 'no';
	return { kind: 'broken', code, timedOut, sent };
}
