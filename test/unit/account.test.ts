import { createHash } from 'node:crypto';
import fc from '../support/fastCheck';
import type { INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import {
	accountHeaders,
	basicAuthorization,
	LABELS,
	ownAddress,
	readAccount,
} from '../../nodes/shared/capillary/account';
import { credentialFields } from '../../nodes/shared/editor/credentialFields';

const HOST = { cluster: 'https://eu.api.capillarytech.com' };
const BASIC = { ...HOST, authentication: 'basic', username: 'store.server', password: 'server123' };
const OAUTH = { ...HOST, authentication: 'oauth', clientKey: 'key', clientSecret: 'secret' };
const MD5 = createHash('md5').update('server123').digest('hex');

const headersOf = (credential: object) =>
	accountHeaders(readAccount(credential), '/api_gateway/v2/request-workflow/EARN-BADGE');
/** What is said of a credential, or of an address that does not go with it: what is wrong, and what to do. */
const said = (work: () => unknown): [what: string, fix?: string] => {
	try {
		work();
		return ['accepted'];
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		const { message, description } = error as UserError;
		return [message, description ?? undefined];
	}
};
const refusal = (credential: object) => said(() => readAccount(credential))[0];
const IN = 'in the Capillary API credential';

test('each field is named by its label', () => {
	const label = (name: string) =>
		credentialFields.find((field: INodeProperties) => field.name === name)?.displayName;
	expect(Object.keys(LABELS).map(label)).toEqual(Object.values(LABELS));
});

describe('values of expressions and vaults', () => {
	test('numbers are text', () => {
		expect(headersOf({ ...BASIC, username: 42, password: 7, orgId: 50933 })).toMatchObject({
			Authorization: `Basic ${Buffer.from(`42:${createHash('md5').update('7').digest('hex')}`).toString('base64')}`,
			'X-CAP-API-AUTH-ORG-ID': '50933',
		});
	});

	test.each([null, undefined, '', '  '])('%j counts as empty', (nothing) => {
		const optional = { orgId: nothing, userToken: nothing, attributionEntityCode: nothing };
		const names = ['Accept', 'Authorization'];
		expect(Object.keys(headersOf({ ...BASIC, ...optional, passwordIsMd5: nothing }))).toEqual(
			names,
		);
		expect(Object.keys(headersOf({ ...OAUTH, ...optional, username: nothing }))).toEqual([
			'Accept',
			'X-CAP-API-OAUTH-TOKEN',
		]);
	});

	test.each([true, 'true', 'TRUE', ' 1 ', 1, 'yes'])('%j is on: the MD5 is sent as it is', (on) => {
		const plain = headersOf(BASIC).Authorization;
		expect(headersOf({ ...BASIC, password: MD5, passwordIsMd5: on }).Authorization).toBe(plain);
	});

	test.each([false, 'false', 0, 'no', null])('%j is off: the password is hashed', (off) => {
		expect(headersOf({ ...BASIC, passwordIsMd5: off })).toEqual(headersOf(BASIC));
	});

	test.each([
		[{ passwordIsMd5: 'perhaps' }, `'Password Is MD5' ${IN} is neither true nor false`],
		[{ orgId: { id: 1 } }, `'Organization ID' ${IN} is a list or an object`],
		[{ password: ['a'] }, `'Password' ${IN} is a list or an object`],
		[{ username: 'store.server:x' }, `'User Name' ${IN} holds a colon`],
	])('%j is refused by the name of the field', (change, message) => {
		expect(refusal({ ...BASIC, ...change })).toBe(message);
	});

	test.each(['server123', MD5.slice(1), `${MD5}0`, 'g'.repeat(32), ''])(
		'%j is no MD5, and is not sent as one',
		(password) => {
			expect(refusal({ ...BASIC, password, passwordIsMd5: true })).toBe(
				`'Password Is MD5' ${IN} is on, but the password is no MD5`,
			);
		},
	);

	test('anything at all gives headers or one sentence', () => {
		const fields = fc.record(
			Object.fromEntries(Object.keys(LABELS).map((name) => [name, fc.anything()])),
			{ requiredKeys: [] },
		);
		const authentication = fc.constantFrom('basic', 'oauth', null, 3);
		fc.assert(
			fc.property(fields, authentication, (change, kind) => {
				const credential = { ...BASIC, ...change, authentication: kind };
				const what = refusal({ ...credential, ...HOST });
				if (what !== 'accepted') return /^'[\w ]+' in the Capillary API credential /.test(what);
				return Object.values(headersOf({ ...credential, ...HOST })).every(
					(value) => typeof value === 'string',
				);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('characters that a header cannot carry', () => {
	const HEADERS = {
		orgId: BASIC,
		userToken: BASIC,
		attributionEntityCode: OAUTH,
		attributionEntityType: OAUTH,
	};

	test.each(
		Object.entries(HEADERS).flatMap(([name, credential]) =>
			[
				'till–0042',
				'a\r\nb',
				'a\nX-Other: b',
				'a\u0000b',
				'a\tb',
				'“50933”',
				'5\u200b0933',
				'店',
			].map((value) => [name as keyof typeof HEADERS, value, credential] as const),
		),
	)('%s: %j is refused', (name, value, credential) => {
		const what = refusal({ ...credential, [name]: value });
		expect(what).toMatch(new RegExp(`^'${LABELS[name]}' ${IN} holds .* that cannot be sent$`));
		expect(what).not.toContain(value);
	});

	test('a break at the end of what was copied does no harm', () => {
		expect(headersOf({ ...BASIC, orgId: ' 50933\r\n', userToken: 'jwt\n' })).toMatchObject({
			'X-CAP-API-AUTH-ORG-ID': '50933',
			'X-CAP-UI-AUTH-TOKEN': 'jwt',
		});
	});

	test('what is not sent with this kind of authentication may be anything', () => {
		expect(refusal({ ...BASIC, attributionEntityCode: 'till–0042', accessToken: '–' })).toBe(
			'accepted',
		);
		expect(refusal({ ...OAUTH, passwordIsMd5: 'perhaps', username: 'a:b' })).toBe('accepted');
	});
});

describe('advice', () => {
	test.each<[change: object, fix: string]>([
		[{ passwordIsMd5: 'perhaps' }, 'Switch it on or off.'],
		[{ orgId: [] }, 'Use text, or an expression that gives text.'],
		[{ username: 'a:b' }, 'Use the user name alone, without the password.'],
		[{ passwordIsMd5: true }, 'An MD5 has 32 digits and letters from a to f.'],
		[{ orgId: '5\u200b0' }, 'Type it anew, without U+200B: text that was copied may hold'],
		[{ orgId: 'a\tb' }, 'Type it anew, without U+0009: '],
	])('%j: %s', (change, fix) => {
		expect(said(() => readAccount({ ...BASIC, ...change }))[1]).toContain(fix);
	});

	test('a control character is told from another', () => {
		const control = `'Organization ID' ${IN} holds a line break or another control character that cannot be sent`;
		expect(refusal({ ...BASIC, orgId: 'a\u001fb' })).toBe(control);
		expect(refusal({ ...BASIC, orgId: 'a\u007fb' })).toBe(
			`'Organization ID' ${IN} holds a character that cannot be sent`,
		);
		expect(refusal({ ...BASIC, orgId: 'a b~\u00a0ÿ' })).toBe('accepted');
	});
});

describe('the base URL', () => {
	const custom = (baseUrl: unknown) => ({ ...BASIC, cluster: 'custom', baseUrl });

	test.each([
		['https://x.example', 'https://x.example'],
		[' https://x.example/ ', 'https://x.example'],
		['https://x.example:8443/api_gateway/v1/badges', 'https://x.example:8443'],
		['https://x.example/v3', 'https://x.example'],
		['https://x.example/api_gateway', 'https://x.example'],
		['http://localhost:5678', 'http://localhost:5678'],
		['http://127.0.0.1', 'http://127.0.0.1'],
		['http://[::1]:80/', 'http://[::1]'],
	])('%j is %s', (baseUrl, url) => {
		expect(readAccount(custom(baseUrl)).url).toBe(url);
	});

	const SUCH = 'such as https://eu.api.capillarytech.com';
	const NO_URL = `The Base URL ${IN} must start with https://, ${SUCH}`;
	const NO_HTTPS = NO_URL;
	const NO_HOST = `The Base URL ${IN} must be a host alone, ${SUCH}`;
	test.each([
		['', NO_URL, 'Use the host of your cluster.'],
		['https://', NO_URL, 'Use the host of your cluster.'],
		['eu.api.capillarytech.com', NO_URL, 'Use the host of your cluster'],
		['http://x.example', NO_HTTPS, 'Only a host on this machine (localhost)'],
		['http://localhost.example', NO_HTTPS, 'Only a host on this machine'],
		['http://127.0.0.1.example', NO_HTTPS, 'Only a host on this machine'],
		['ftp://localhost', NO_HTTPS, 'Only a host on this machine'],
		['https://x.example/other', NO_HOST, 'Remove what follows the host name'],
		['https://x.example/v30', NO_HOST, 'Remove what follows'],
		['https://x.example/a/v3/', NO_HOST, 'Remove what follows'],
		['https://u@x.example', NO_HOST, 'The user name and password have fields of their own.'],
		['https://:p@x.example', NO_HOST, 'Remove what follows'],
		['https://x.example?a=1', NO_HOST, 'Remove what follows'],
	])('%j: %s', (baseUrl, what, fix) => {
		expect(said(() => readAccount(custom(baseUrl)))).toEqual([what, expect.stringContaining(fix)]);
	});

	test('counts for a custom cluster alone', () => {
		expect(readAccount({ ...BASIC, baseUrl: 'https://x.example' }).url).toBe(HOST.cluster);
	});
});

describe('an address that the credential is sent to', () => {
	const account = readAccount(BASIC);
	const OWN = HOST.cluster;

	test.each([
		['/a?b=1', undefined, `${OWN}/a?b=1`],
		[`${OWN}/a`, undefined, `${OWN}/a`],
		['a', `${OWN}/v3/`, `${OWN}/v3/a`],
		['a', '/v3/', `${OWN}/v3/a`],
		['/a', '', `${OWN}/a`],
		['https://u:p@eu.api.capillarytech.com/a', 'https://x.example', `${OWN}/a`],
	])('%s with the base %s is %s', (url, base, whole) => {
		expect(ownAddress(account, url, base).href).toBe(whole);
	});

	test.each([
		['https://x.example/a', undefined, 'x.example'],
		['//x.example', undefined, 'x.example'],
		['http://eu.api.capillarytech.com/a', undefined, 'eu.api.capillarytech.com'],
		['/a', 'https://x.example', 'x.example'],
		['https://', undefined, 'this address'],
		['/a', 'https://', 'this address'],
	])('%s with the base %s is another', (url, base, host) => {
		expect(said(() => ownAddress(account, url, base))).toEqual([
			'The Capillary API credential is only sent to its own host',
			`Its host is ${OWN}. Use a path of that host, such as /api_gateway/v1/badges/badgeMeta, or another credential for ${host}.`,
		]);
	});
});

describe('what is read and sent', () => {
	test('the fields as they are, and those of the other kind of authentication not at all', () => {
		const all = {
			...OAUTH,
			username: 'u',
			password: 'p',
			passwordIsMd5: true,
			accessToken: ' t ',
			attributionEntityType: 'STORE',
			attributionEntityCode: 'c',
			orgId: 1,
		};
		expect(readAccount(all)).toEqual({
			authentication: 'oauth',
			url: HOST.cluster,
			username: 'u',
			password: 'p',
			passwordIsMd5: false,
			clientKey: 'key',
			clientSecret: 'secret',
			accessToken: 't',
			attributionEntityType: 'STORE',
			attributionEntityCode: 'c',
			orgId: '1',
			userToken: undefined,
		});
		expect(readAccount({ ...all, authentication: 'basic', password: MD5 })).toMatchObject({
			authentication: 'basic',
			passwordIsMd5: true,
			accessToken: '',
			attributionEntityType: undefined,
			attributionEntityCode: undefined,
		});
		expect(readAccount(OAUTH).accessToken).toBe('');
	});

	test('a token and, where it is given, for whom it acts', () => {
		const acting = { ...OAUTH, accessToken: 't', attributionEntityCode: 'c' };
		expect(headersOf({ ...OAUTH, accessToken: 't', attributionEntityType: 'STORE' })).toEqual({
			Accept: 'application/json',
			'X-CAP-API-OAUTH-TOKEN': 't',
		});
		expect(headersOf(acting)).toMatchObject({
			'X-CAP-API-ATTRIBUTION-ENTITY-TYPE': 'TILL',
			'X-CAP-API-ATTRIBUTION-ENTITY-CODE': 'c',
		});
		expect(headersOf({ ...acting, attributionEntityType: 'STORE' })).toMatchObject({
			'X-CAP-API-ATTRIBUTION-ENTITY-TYPE': 'STORE',
		});
	});

	test('the user token goes to approval requests alone', () => {
		const account = readAccount({ ...BASIC, userToken: 'jwt' });
		const names = (path: string) => Object.keys(accountHeaders(account, path));
		expect(names('/api_gateway/v2/request-workflow')).toContain('X-CAP-UI-AUTH-TOKEN');
		expect(names('/api_gateway/v1/badges/badgeMeta')).not.toContain('X-CAP-UI-AUTH-TOKEN');
	});

	test('an MD5 may have capitals and white space around it', () => {
		const given = { ...BASIC, password: ` ${MD5.toUpperCase()}\n`, passwordIsMd5: true };
		expect(basicAuthorization(readAccount(given))).toBe(basicAuthorization(readAccount(BASIC)));
	});
});
