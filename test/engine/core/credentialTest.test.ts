import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import { startCredentialTest } from '../../support/credentialTest';

let sandbox: Sandbox;
let testOf: Awaited<ReturnType<typeof startCredentialTest>>;
beforeAll(async () => {
	sandbox = await startSandbox();
	testOf = await startCredentialTest();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Tests a credential as n8n does: the request, then the rules over its answer. */
async function verdict(change: IDataObject): Promise<string> {
	const { username, password, clientKey, clientSecret } = sandbox.credentials;
	return await testOf({
		authentication: 'basic',
		cluster: 'custom',
		baseUrl: sandbox.url,
		username,
		password,
		clientKey,
		clientSecret,
		accessToken: '',
		...change,
	});
}

const NO_API =
	'This address does not answer like the Capillary badges API. Check the cluster or base URL.';

test('succeeds with Basic and with OAuth, by one cheap read', async () => {
	expect(await verdict({})).toBe('OK');
	expect(sandbox.journal.entries).toMatchObject([
		{ method: 'GET', path: '/api_gateway/v1/badges/badgeMeta', query: { limit: '1' } },
	]);
	expect(await verdict({ authentication: 'oauth' })).toBe('OK');
});

test.each([
	[
		'a wrong password',
		{ password: 'wrong' },
		'Capillary does not accept these credentials. Check the user name and password, or the client key and secret.',
	],
	[
		'a wrong client secret',
		{ authentication: 'oauth', clientSecret: 'wrong' },
		'Capillary gave no token for this client key and secret',
	],
	[
		'a base URL with a path',
		{ baseUrl: 'https://eu.api.capillarytech.com/somewhere' },
		'The Base URL in the Capillary API credential must be a host alone, such as https://eu.api.capillarytech.com',
	],
	[
		'a base URL without https',
		{ baseUrl: 'http://eu.api.capillarytech.com' },
		'The Base URL in the Capillary API credential must start with https://, such as https://eu.api.capillarytech.com',
	],
	['a port where nobody listens', { baseUrl: 'http://127.0.0.1:1' }, 'ECONNREFUSED'],
])('fails for %s', async (_words, change, message) => {
	expect(await verdict(change)).toBe(message);
});

test.each([
	['a web page', { html: true as const, status: 200 }],
	['another API', { answer: { status: 200, json: { ok: true } } }],
	['an API without badges', { answer: { status: 200, json: { data: {} } } }],
	[
		'an error inside HTTP 200',
		{ answer: { status: 200, json: { data: null, errors: [{ code: 400 }] } } },
	],
])('fails for a host that answers with %s', async (_words, fault) => {
	sandbox.faults.add(fault);
	expect(await verdict({})).toBe(NO_API);
});

test('fails for a host that does not know the path', async () => {
	sandbox.faults.add({ status: 404 });
	expect(await verdict({})).toBe(NO_API);
});
