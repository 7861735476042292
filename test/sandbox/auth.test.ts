/** Credentials (docs/api.md#authentication): the answers to wrong ones are the sandbox's choice. */
import { basic, BADGES, by, Client, md5, META, refusal, SEED, WORKFLOW } from './client';

let client: Client;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
	client = await Client.start({ clock: () => now, tokenTtlSeconds: 60 });
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const token = async (): Promise<string> => {
	const { clientKey, clientSecret } = client.sandbox.credentials;
	const body = { key: clientKey, secret: clientSecret };
	const reply = await client.post('/v3/oauth/token/generate', body, { authorization: '' });
	expect(reply.status).toBe(200);
	expect(reply.body).toEqual({
		data: { accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), ttlSeconds: 60 },
		errors: null,
	});
	return reply.body.data.accessToken as string;
};

const withToken = (accessToken: string) =>
	client.get(META, { authorization: '', 'X-CAP-API-OAUTH-TOKEN': accessToken });

test("the documents' worked example of Basic authentication", async () => {
	const header = 'Basic c3RvcmUuc2VydmVyOjhhMTZhNmI3MDUwNWViMWYxZmY3Y2RjMGNkNTU1OWE3';
	expect(client.authorization).toBe(header);
	expect((await client.get(META, { authorization: header })).status).toBe(200);
});

test.each([
	['nothing', ''],
	['a wrong password', basic('store.server', 'server124')],
	['a plain password', `Basic ${Buffer.from('store.server:server123').toString('base64')}`],
	[
		'an upper-case hash',
		`Basic ${Buffer.from(`store.server:${md5('server123').toUpperCase()}`).toString('base64')}`,
	],
	['another scheme', 'Bearer abc'],
])('401 for %s', async (_, authorization) => {
	const reply = await client.get(META, { authorization });
	expect([reply.status, reply.body]).toEqual([
		401,
		{
			data: null,
			errors: [{ code: 401, message: 'Authentication failed', reference: null }],
			warnings: null,
		},
	]);
});

test('a token works until its time is over', async () => {
	const accessToken = await token();
	expect((await withToken(accessToken)).status).toBe(200);
	now += 59_999;
	expect((await withToken(accessToken)).status).toBe(200);
	now += 1;
	expect(refusal(await withToken(accessToken))).toEqual([401, 401]);
});

test('a token with "Bearer" is not the raw token', async () => {
	expect(refusal(await withToken(`Bearer ${await token()}`))).toEqual([401, 401]);
});

test('expireTokens ends every token; a new one works', async () => {
	const accessToken = await token();
	client.sandbox.expireTokens();
	expect((await withToken(accessToken)).status).toBe(401);
	expect((await withToken(await token())).status).toBe(200);
});

test('a wrong secret gets no token', async () => {
	const body = { key: client.sandbox.credentials.clientKey, secret: 'no' };
	const reply = await client.post('/v3/oauth/token/generate', body, { authorization: '' });
	expect([reply.status, reply.body]).toEqual([
		401,
		{
			data: null,
			errors: [{ code: 401, message: 'Failed to generate OAuth token', reference: null }],
			warnings: null,
		},
	]);
});

test('an organization id that is sent must be the right one, anywhere', async () => {
	const { orgId } = client.sandbox.credentials;
	expect((await client.get(META, { 'X-CAP-API-AUTH-ORG-ID': orgId })).status).toBe(200);
	expect(refusal(await client.get(META, { 'X-CAP-API-AUTH-ORG-ID': '1' }))).toEqual([403, 403]);
});

test.each([
	['POST', 'EARN-BADGE', 400],
	['POST', 'ISSUE-BADGE', 400],
	['PUT', 'EARN-BADGE', 400],
	['GET', 'requests', 200],
	['GET', 'requests/1', 404],
])('%s %s needs both approval headers', async (method, name, expected) => {
	const { orgId, userToken } = client.sandbox.credentials;
	const body = method === 'GET' ? undefined : {};
	const path = `${WORKFLOW}/${name}`;
	const org = { 'X-CAP-API-AUTH-ORG-ID': orgId };
	const user = { 'X-CAP-UI-AUTH-TOKEN': userToken };
	expect(refusal(await client.call(method, path, body, org))).toEqual([403, 403]);
	expect(refusal(await client.call(method, path, body, user))).toEqual([403, 403]);
	const wrong = { ...org, 'X-CAP-UI-AUTH-TOKEN': 'x' };
	expect(refusal(await client.call(method, path, body, wrong))).toEqual([403, 403]);
	const allowed = await client.call(method, path, body, { ...org, ...user });
	expect(allowed.status).toBe(expected);
});

test('a maker may not check, a checker may not make', async () => {
	const as = (user: string) => ({ ...client.approvalHeaders, 'X-CAP-UI-AUTH-TOKEN': user });
	const path = `${WORKFLOW}/EARN-BADGE`;
	expect(refusal(await client.put(path, {}, as('sandbox-maker-token')))).toEqual([403, 403]);
	expect(refusal(await client.post(path, {}, as('sandbox-checker-token')))).toEqual([403, 403]);
	expect(refusal(await client.put(path, {}, as('sandbox-checker-token')))).toEqual([400, 400]);
});

test('an unknown path has no envelope', async () => {
	const reply = await client.get(`${BADGES}/nowhere/at/all`);
	expect([reply.status, reply.body]).toEqual([
		404,
		{ message: 'no Route matched with those values' },
	]);
});

test('every answer carries a request id', async () => {
	const replies = [
		await client.get(META),
		await client.get('/nope'),
		await client.get(META, { authorization: '' }),
		await client.post(`${META}/${SEED.claimBadge}/claim`, by('X', '')),
	];
	const ids = replies.map(({ headers }) => headers.get('x-cap-request-id') ?? '');
	expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
	expect(new Set(ids).size).toBe(4);
});
