/** The credential, read: the base URL, and the headers that say who calls. */
import { createHash } from 'node:crypto';
import { UserError } from 'n8n-workflow';
import { z } from 'zod';

/** Credential fields that the user may leave empty: an empty text means "not set". */
const optional = z
	.string()
	.optional()
	.transform((text) => text?.trim() || undefined);

const text = z.string().optional().default('');

const accountSchema = z.object({
	authentication: z.enum(['basic', 'oauth']).catch('basic'),
	cluster: text,
	baseUrl: text,
	username: text,
	password: text,
	passwordIsMd5: z.boolean().catch(false),
	clientKey: text,
	clientSecret: text,
	accessToken: text,
	attributionEntityType: optional,
	attributionEntityCode: optional,
	orgId: z
		.union([z.string(), z.number().transform(String)])
		.optional()
		.transform((value) => value?.trim() || undefined),
	userToken: optional,
});

/** A `capillaryApi` credential, read. */
export type Account = z.infer<typeof accountSchema> & { url: string };

/** Value of `cluster` that means "the base URL is in `baseUrl`". */
export const CUSTOM_CLUSTER = 'custom';

export const BADGES_PATH = '/api_gateway/v1/badges';
export const APPROVALS_PATH = '/api_gateway/v2/request-workflow';
export const SIGN_IN_PATH = '/v3/oauth/token/generate';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A base URL as users paste it → scheme, host and port. A trailing slash and the path of an API
 * call are dropped, since every operation brings its own.
 * @throws UserError for anything but https (http for a loopback host), or any other path, query or login
 * Rule: docs/api.md#hosts (the path does not depend on the host).
 */
function normalizeBaseUrl(input: string): string {
	const url = parseUrl(input.trim());
	if (!url) {
		throw new UserError('The Base URL in the Capillary API credential is not a URL', {
			description: 'Use the host of your cluster, such as https://eu.api.capillarytech.com',
		});
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		throw new UserError('The Base URL in the Capillary API credential must start with https://', {
			description: 'Only a host on this machine (localhost) may be reached without https.',
		});
	}
	const isApiPath = url.pathname === '/' || /^\/(api_gateway|v3)(\/|$)/.test(url.pathname);
	if (!isApiPath || url.username || url.password || url.search) {
		throw new UserError('The Base URL in the Capillary API credential must be a host alone', {
			description:
				'Remove what follows the host name: https://eu.api.capillarytech.com is enough. The user name and password have fields of their own.',
		});
	}
	return url.origin;
}

function parseUrl(input: string): URL | undefined {
	try {
		return new URL(input);
	} catch {
		return undefined;
	}
}

/**
 * Reads a decrypted `capillaryApi` credential.
 * @throws UserError when the base URL cannot be used
 */
export function readAccount(credentials: unknown): Account {
	const fields = accountSchema.parse(credentials);
	const url = normalizeBaseUrl(fields.cluster === CUSTOM_CLUSTER ? fields.baseUrl : fields.cluster);
	return { ...fields, url };
}

/**
 * The Basic header: base64 of user name, colon and the password's MD5 in lower-case hex.
 * Rule: docs/api.md#basic (its worked example is a test vector).
 */
export function basicAuthorization(account: Account): string {
	const digest = account.passwordIsMd5
		? account.password.trim().toLowerCase()
		: createHash('md5').update(account.password, 'utf8').digest('hex');
	return `Basic ${Buffer.from(`${account.username}:${digest}`, 'utf8').toString('base64')}`;
}

/**
 * The headers that say who calls: authentication, organization and attribution on every request,
 * the user token on approval requests only.
 * @param path path of the request, without host
 * Rule: docs/api.md#headers.
 */
export function accountHeaders(account: Account, path: string): Record<string, string> {
	const headers: Record<string, string> = { Accept: 'application/json' };
	if (account.authentication === 'basic') {
		headers.Authorization = basicAuthorization(account);
	} else {
		headers['X-CAP-API-OAUTH-TOKEN'] = account.accessToken;
		if (account.attributionEntityCode) {
			headers['X-CAP-API-ATTRIBUTION-ENTITY-TYPE'] = account.attributionEntityType ?? 'TILL';
			headers['X-CAP-API-ATTRIBUTION-ENTITY-CODE'] = account.attributionEntityCode;
		}
	}
	if (account.orgId) headers['X-CAP-API-AUTH-ORG-ID'] = account.orgId;
	if (account.userToken && path.startsWith(APPROVALS_PATH)) {
		headers['X-CAP-UI-AUTH-TOKEN'] = account.userToken;
	}
	return headers;
}
