/** The credential: what it holds, how it is read, and the headers that say who calls. */
import { createHash } from 'node:crypto';
import { UserError } from 'n8n-workflow';
import { membersOf } from './envelope';

/** The fields of the credential that are read here, with their labels. */
export const LABELS = {
	cluster: 'Cluster',
	baseUrl: 'Base URL',
	username: 'User Name',
	password: 'Password',
	passwordIsMd5: 'Password Is MD5',
	clientKey: 'Client Key',
	clientSecret: 'Client Secret',
	accessToken: 'Access Token',
	attributionEntityType: 'Attribution Entity Type',
	attributionEntityCode: 'Attribution Entity Code',
	orgId: 'Organization ID',
	userToken: 'User Token',
} as const;

type Field = keyof typeof LABELS;

/** A `capillaryApi` credential, read. Fields that may be left empty are undefined then. */
export interface Account {
	authentication: 'basic' | 'oauth';
	/** Scheme, host and port. */
	url: string;
	username: string;
	password: string;
	passwordIsMd5: boolean;
	clientKey: string;
	clientSecret: string;
	accessToken: string;
	attributionEntityType: string | undefined;
	attributionEntityCode: string | undefined;
	orgId: string | undefined;
	userToken: string | undefined;
}

const refused = (field: Field, wrong: string, advice: string) =>
	new UserError(`'${LABELS[field]}' in the Capillary API credential ${wrong}`, {
		description: advice,
	});

/** The values of a credential: an expression or a vault may give numbers, true and false, or nothing. */
function reader(values: unknown) {
	const known = membersOf(values);
	const text = (field: Field): string => {
		const value = known[field];
		if (value === undefined || value === null) return '';
		if (typeof value === 'object') {
			throw refused(field, 'is a list or an object', 'Use text, or an expression that gives text.');
		}
		return String(value);
	};
	const flag = (field: Field): boolean => {
		const word = text(field).trim().toLowerCase();
		if (['true', '1', 'yes'].includes(word)) return true;
		if (['', 'false', '0', 'no'].includes(word)) return false;
		throw refused(field, 'is neither true nor false', 'Switch it on or off.');
	};
	/** Text that travels as a header; undefined where it is empty. */
	const header = (field: Field): string | undefined => {
		const value = text(field).trim();
		const wrong = /[^\x20-\x7e\xa0-\xff]/u.exec(value)?.[0].codePointAt(0);
		if (wrong === undefined) return value || undefined;
		const name = `U+${wrong.toString(16).toUpperCase().padStart(4, '0')}`;
		const what = wrong < 0x20 ? 'a line break or another control character' : 'a character';
		throw refused(
			field,
			`holds ${what} that cannot be sent`,
			`Type it anew, without ${name}: text that was copied may hold dashes, quotes or breaks of another kind.`,
		);
	};
	return { known, text, flag, header };
}

/** Value of `cluster` that means "the base URL is in `baseUrl`". */
export const CUSTOM_CLUSTER = 'custom';

export const BADGES_PATH = '/api_gateway/v1/badges';
export const APPROVALS_PATH = '/api_gateway/v2/request-workflow';
export const SIGN_IN_PATH = '/v3/oauth/token/generate';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The credential's form shows the message alone, so that it gives an example, too. */
const wrongBaseUrl = (wrong: string, description: string) =>
	new UserError(
		`The Base URL in the Capillary API credential ${wrong}, such as https://eu.api.capillarytech.com`,
		{ description },
	);

/**
 * A base URL as users paste it → scheme, host and port. A trailing slash and the path of an API
 * call are dropped, since every operation brings its own.
 * @throws UserError for anything but https (http for a loopback host), or any other path, query or login
 * Rule: docs/api.md#hosts (the path does not depend on the host).
 */
function normalizeBaseUrl(input: string): string {
	const url = parseUrl(input.trim());
	if (!url) throw wrongBaseUrl('must start with https://', 'Use the host of your cluster.');
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		throw wrongBaseUrl(
			'must start with https://',
			'Only a host on this machine (localhost) may be reached without https.',
		);
	}
	const isApiPath = url.pathname === '/' || /^\/(api_gateway|v3)(\/|$)/.test(url.pathname);
	if (!isApiPath || url.username || url.password || url.search) {
		throw wrongBaseUrl(
			'must be a host alone',
			'Remove what follows the host name. The user name and password have fields of their own.',
		);
	}
	return url.origin;
}

/**
 * The whole address of a request that bears the credential. A login in it is left out: it would be
 * sent in place of the credential's.
 * @param url whole, or relative to the credential's host
 * @throws UserError for any host but the credential's
 */
export function ownAddress(account: Account, url: string, baseUrl?: string): URL {
	const base = parseUrl(baseUrl || account.url, account.url);
	const target = base && parseUrl(url, base.href);
	if (target?.origin === account.url) {
		target.username = '';
		target.password = '';
		return target;
	}
	throw new UserError('The Capillary API credential is only sent to its own host', {
		description: `Its host is ${account.url}. Use a path of that host, such as ${BADGES_PATH}/badgeMeta, or another credential for ${target?.host || 'this address'}.`,
	});
}

function parseUrl(input: string, base?: string): URL | undefined {
	try {
		return new URL(input, base);
	} catch {
		return undefined;
	}
}

/**
 * Reads a decrypted `capillaryApi` credential.
 * @throws UserError that names the field which cannot be used
 */
export function readAccount(credentials: unknown): Account {
	const { known, text, flag, header } = reader(credentials);
	const cluster = text('cluster');
	const isOAuth = known.authentication === 'oauth';
	const account: Account = {
		authentication: isOAuth ? 'oauth' : 'basic',
		url: normalizeBaseUrl(cluster === CUSTOM_CLUSTER ? text('baseUrl') : cluster),
		username: text('username'),
		password: text('password'),
		// What the other kind of authentication needs may be anything.
		passwordIsMd5: !isOAuth && flag('passwordIsMd5'),
		clientKey: text('clientKey'),
		clientSecret: text('clientSecret'),
		accessToken: (isOAuth && header('accessToken')) || '',
		attributionEntityType: isOAuth ? header('attributionEntityType') : undefined,
		attributionEntityCode: isOAuth ? header('attributionEntityCode') : undefined,
		orgId: header('orgId'),
		userToken: header('userToken'),
	};
	if (!isOAuth) checkBasic(account);
	return account;
}

const MD5 = /^[0-9a-f]{32}$/i;

/** What a Basic header cannot be made of. */
function checkBasic({ username, password, passwordIsMd5 }: Account): void {
	if (username.includes(':')) {
		throw refused('username', 'holds a colon', 'Use the user name alone, without the password.');
	}
	if (passwordIsMd5 && !MD5.test(password.trim())) {
		throw refused(
			'passwordIsMd5',
			'is on, but the password is no MD5',
			"An MD5 has 32 digits and letters from a to f. Switch 'Password Is MD5' off to give the password itself.",
		);
	}
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
