import { createHash } from 'node:crypto';
import fc from '../support/fastCheck';
import type { INodeProperties } from 'n8n-workflow';
import { accountHeaders, LABELS, readAccount } from '../../nodes/shared/capillary/account';
import { credentialFields } from '../../nodes/shared/editor/credentialFields';

const HOST = { cluster: 'https://eu.api.capillarytech.com' };
const BASIC = { ...HOST, authentication: 'basic', username: 'store.server', password: 'server123' };
const OAUTH = { ...HOST, authentication: 'oauth', clientKey: 'key', clientSecret: 'secret' };
const MD5 = createHash('md5').update('server123').digest('hex');

const headersOf = (credential: object) =>
	accountHeaders(readAccount(credential), '/api_gateway/v2/request-workflow/EARN-BADGE');
const refusal = (credential: object): string => {
	try {
		readAccount(credential);
		return 'accepted';
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
};
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
				const said = refusal({ ...credential, ...HOST });
				if (said !== 'accepted') return /^'[\w ]+' in the Capillary API credential /.test(said);
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
		const said = refusal({ ...credential, [name]: value });
		expect(said).toMatch(new RegExp(`^'${LABELS[name]}' ${IN} holds .* that cannot be sent$`));
		expect(said).not.toContain(value);
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
