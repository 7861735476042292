import type { ICredentialTestRequest, IDataObject, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { CapillaryApi } from '../../../credentials/CapillaryApi.credentials';
import type { Sandbox } from '../../../sandbox';
import { startSandbox } from '../../../sandbox';
import type { Engine } from '../../support/engine';
import { ROOT, startEngine } from '../../support/engine';

const { request, rules = [] }: ICredentialTestRequest = new CapillaryApi().test;

/** The declarative node that n8n makes of a credential's test. */
const tester: INodeType = {
	description: {
		displayName: 'Credential Test',
		name: 'credentialTest',
		group: ['input'],
		version: 1,
		description: 'Sends the test request',
		defaults: { name: 'Credential Test' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'capillaryApi', required: true }],
		requestDefaults: {},
		properties: [
			{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
		],
	},
};

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
	sandbox = await startSandbox();
	engine = await startEngine(ROOT, { credentialTest: tester });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** The value at a path with dots, as n8n looks it up. */
const at = (json: unknown, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, name) => (value as IDataObject | undefined)?.[name], json);

/** Tests a credential as n8n does: the request, then the rules over its answer. */
async function verdict(change: IDataObject): Promise<string> {
	const { username, password, clientKey, clientSecret } = sandbox.credentials;
	const credential = {
		authentication: 'basic',
		cluster: 'custom',
		baseUrl: sandbox.url,
		username,
		password,
		clientKey,
		clientSecret,
		accessToken: '',
		...change,
	};
	const node = { id: 'n', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const run = await engine.run(
		{
			nodes: [
				{ ...node, name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{
					...node,
					name: 'Test',
					type: 'credentialTest',
					credentials: { capillaryApi: { id: '1', name: 'Capillary' } },
				},
			],
			connections: { Start: { main: [[{ node: 'Test', type: 'main', index: 0 }]] } },
		},
		{ credentials: { Capillary: credential } },
	);
	const { error, runData } = run.data.resultData;
	if (error) return error.message;
	const json = runData.Test[0].data?.main[0]?.[0]?.json;
	const broken = rules.find(
		(rule) =>
			rule.type === 'responseSuccessBody' &&
			at(json, rule.properties.key) === rule.properties.value,
	);
	return broken ? broken.properties.message : 'OK';
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
		'Authorization failed - please check your credentials',
	],
	[
		'a wrong client secret',
		{ authentication: 'oauth', clientSecret: 'wrong' },
		'Capillary gave no token for this client key and secret',
	],
	[
		'a base URL with a path',
		{ baseUrl: 'https://eu.api.capillarytech.com/somewhere' },
		'The Base URL in the Capillary API credential must be a host alone',
	],
	[
		'a base URL without https',
		{ baseUrl: 'http://eu.api.capillarytech.com' },
		'The Base URL in the Capillary API credential must start with https://',
	],
	[
		'a port where nobody listens',
		{ baseUrl: 'http://127.0.0.1:1' },
		'The service refused the connection - perhaps it is offline',
	],
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
	expect(await verdict({})).toBe('The resource you are requesting could not be found');
});
