/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { NodeOptions } from '../../support/engine';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** A Capillary at another address: a token of the last seconds is shared by the tests before. */
async function startAgain() {
	await stage.close();
	stage = await startStage();
}

const SIGN_IN = '/v3/oauth/token/generate';
type Credential = NodeOptions['credential'];

const basic = (change: IDataObject = {}) => ({ ...stage.basic, ...change }) as Credential;
const oauth = (change: IDataObject = {}) => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	return basic({ authentication: 'oauth', clientKey, clientSecret, ...change });
};
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ id: 7000 + i }));
const EARN = { ...GOOD['customerBadge.earn'], customerId: '={{ $json.id }}' };
const claim = async (credential: Credential, options: Partial<NodeOptions> = {}) =>
	await stage.run('badge.claim', GOOD['badge.claim'], { credential, ...options });
const tokenCalls = () => stage.requests().filter(({ path }) => path === SIGN_IN);
const apiCalls = () => stage.requests().filter(({ path }) => path !== SIGN_IN);

const MD5 = createHash('md5').update('server123').digest('hex');

test.each([
	['a password', { password: 'server123' }],
	['its MD5', { password: MD5, passwordIsMd5: true }],
	['its MD5 in capitals, with a space', { password: ` ${MD5.toUpperCase()}`, passwordIsMd5: true }],
])('Basic from %s is the header of the documents', async (_words, change) => {
	const { items } = await claim(basic(change));
	expect(items).toHaveLength(1);
	expect(stage.requests()[0].headers.authorization).toBe(
		'Basic c3RvcmUuc2VydmVyOjhhMTZhNmI3MDUwNWViMWYxZmY3Y2RjMGNkNTU1OWE3',
	);
});

test('Basic sends neither token nor attribution, and the user token with approvals only', async () => {
	const credential = basic({ attributionEntityType: 'STORE_CODE', attributionEntityCode: 'S1' });
	await claim(credential);
	await stage.run('approvalRequest.requestEarn', GOOD['approvalRequest.requestEarn'], {
		credential,
	});
	const capHeaders = stage
		.requests()
		.map(({ headers }) => Object.keys(headers).filter((name) => name.startsWith('x-cap')));
	expect(capHeaders).toEqual([
		['x-cap-api-auth-org-id'],
		['x-cap-api-auth-org-id', 'x-cap-ui-auth-token'],
	]);
});

test('without an organization no organization is sent', async () => {
	await claim(basic({ orgId: '' }));
	expect(stage.requests()[0].headers['x-cap-api-auth-org-id']).toBe(undefined);
});

test('OAuth: one token for all items, raw in its header, never as Authorization', async () => {
	const { items } = await stage.run('customerBadge.earn', EARN, {
		credential: oauth({ attributionEntityType: 'STORE_CODE', attributionEntityCode: 'S1' }),
		items: many(20),
	});
	expect(items).toHaveLength(20);
	const [token, ...others] = tokenCalls();
	expect(others).toEqual([]);
	expect(token.body).toEqual({ key: 'sandbox-client-key', secret: 'sandbox-client-secret' });
	expect(token.headers.authorization).toBe(undefined);
	for (const { headers } of apiCalls()) {
		expect(headers).toMatchObject({
			'x-cap-api-oauth-token': expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
			'x-cap-api-attribution-entity-type': 'STORE_CODE',
			'x-cap-api-attribution-entity-code': 'S1',
		});
		expect(headers.authorization).toBe(undefined);
	}
});

test('OAuth: an attribution type without a code is not sent', async () => {
	await claim(oauth({ attributionEntityType: 'STORE_CODE', attributionEntityCode: ' ' }));
	const [{ headers }] = apiCalls();
	expect(Object.keys(headers).filter((name) => name.includes('attribution'))).toEqual([]);
});

test('a stored token that is too old costs one token call and one repeat of the first item', async () => {
	const fresh = await startStage();
	const { items } = await fresh.run('customerBadge.earn', EARN, {
		credential: oauth({ accessToken: 'stale', baseUrl: fresh.sandbox.url }),
		items: many(50),
	});
	const calls = fresh.requests().filter(({ path }) => path === SIGN_IN);
	await fresh.close();
	expect([items.length, calls.length, fresh.requests().length]).toEqual([50, 1, 52]);
	expect(stage.requests()).toEqual([]);
});

test('a token that ends with ten items in flight costs one token call, and each item one repeat at most', async () => {
	await startAgain();
	stage.sandbox.faults.add({ match: { path: /earn$/ }, skip: 1, times: null, latencyMs: 250 });
	const watch = setInterval(() => {
		// The width of a run begins with ten.
		if (stage.sandbox.journal.stats.inFlight < 9) return;
		clearInterval(watch);
		stage.sandbox.expireTokens();
	}, 5);
	const { items, failed } = await stage.run(
		'customerBadge.earn',
		{ ...EARN },
		{ credential: oauth(), items: many(50) },
	);
	clearInterval(watch);
	expect(failed).toEqual([]);
	expect(linked(items).map(({ customerId }) => customerId)).toEqual(many(50).map(({ id }) => id));
	expect(tokenCalls()).toHaveLength(2);
	const times = new Map<unknown, number>();
	for (const { body } of apiCalls()) {
		const { customerId } = body as { customerId: number };
		times.set(customerId, (times.get(customerId) ?? 0) + 1);
	}
	expect([times.size, Math.max(...times.values())]).toEqual([50, 2]);
	expect(stage.sandbox.state.earns.size).toBe(50);
});

test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
	'a wrong password is sent once for a hundred items (%s)',
	async (onError) => {
		const { failed, error } = await stage.run('customerBadge.earn', EARN, {
			credential: basic({ password: 'wrong' }),
			items: many(100),
			onError,
		});
		expect(stage.requests().map(({ status }) => status)).toEqual([401]);
		const what = 'Capillary did not accept the credential';
		if (onError === 'stopWorkflow') {
			expect(error?.message).toBe(`${what} [item 0]`);
			expect(error?.description).toContain('Open the Capillary API credential, check user name');
		} else {
			expect(failed.map(({ json }) => json.error)).toEqual(Array(100).fill(what));
			expect(failed[99].json.details).toMatchObject({
				advice: expect.stringContaining('Not sent: the requests before it'),
			});
		}
	},
);

test('a wrong client secret costs one token call, and no item is sent', async () => {
	const { failed } = await stage.run('customerBadge.earn', EARN, {
		credential: oauth({ clientSecret: 'wrong' }),
		items: many(50),
	});
	expect(stage.requests().map(({ path, status }) => [path, status])).toEqual([[SIGN_IN, 401]]);
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(50).fill('Capillary did not accept the credential'),
	);
	expect(JSON.stringify(failed)).not.toMatch(/unknown|sandbox-client|wrong/);
});

test('a token that is refused at once is renewed once, not for ever', async () => {
	await startAgain();
	stage.sandbox.faults.add({ match: { path: /badges/ }, status: 401, times: null });
	const { failed } = await claim(oauth());
	expect(failed.map(({ json }) => json.error)).toEqual(['Capillary did not accept the credential']);
	expect(tokenCalls()).toHaveLength(2);
	expect(apiCalls()).toHaveLength(2);
});

test.each([
	['a trailing slash', (url: string) => `${url}/`],
	['spaces around', (url: string) => `  ${url} `],
	['the path of an API call', (url: string) => `${url}/api_gateway/v1/badges/badgeMeta`],
	['the path of the token call', (url: string) => `${url}/v3/`],
])('a base URL with %s is understood', async (_words, change) => {
	const { items } = await claim(basic({ baseUrl: change(stage.sandbox.url) }));
	expect(items).toHaveLength(1);
	expect(stage.requests()[0].path).toBe(
		'/api_gateway/v1/badges/badgeMeta/653df084b3cda7078c7c68f1/claim',
	);
});

const SUCH = 'such as https://eu.api.capillarytech.com';
const NO_HTTPS = `must start with https://, ${SUCH}`;
const NO_HOST = `must be a host alone, ${SUCH}`;

test.each([
	['http://eu.api.capillarytech.com', NO_HTTPS],
	['ftp://eu.api.capillarytech.com', NO_HTTPS],
	['http://127.0.0.1.example.com', NO_HTTPS],
	['eu.api.capillarytech.com', NO_HTTPS],
	['', NO_HTTPS],
	['https://eu.api.capillarytech.com/other/place', NO_HOST],
	['https://user:secret@eu.api.capillarytech.com', NO_HOST],
	['https://eu.api.capillarytech.com/?a=b', NO_HOST],
])(
	'the base URL %s is refused in words, whatever the node does on failure',
	async (baseUrl, words) => {
		const message = `The Base URL in the Capillary API credential ${words}`;
		const stopped = await claim(basic({ baseUrl }), { onError: 'stopWorkflow' });
		expect(stopped.error?.message).toBe(message);
		const continued = await claim(basic({ baseUrl }), { onError: 'continueRegularOutput' });
		expect(JSON.stringify([continued.items, continued.error ?? null])).toContain(message);
		expect(JSON.stringify([stopped.error, continued.items])).not.toContain('secret@');
		expect(stage.requests()).toEqual([]);
	},
);

test('a redirect is not followed, so nothing is sent elsewhere', async () => {
	const location = `${stage.sandbox.url}/v3/webHooks`;
	stage.sandbox.faults.add({ match: { path: /claim$/ }, status: 307, headers: { location } });
	const { failed } = await claim(oauth());
	expect(failed.map(({ json }) => json.error)).toEqual([
		'The address in the credential redirects elsewhere',
	]);
	expect(apiCalls()).toHaveLength(1);
});
