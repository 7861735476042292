/** Web hooks: registration (docs/api.md#web-hooks). */
import { Client, refusal } from './client';

const HOOKS = '/v3/webHooks';
let client: Client;
beforeAll(async () => {
	client = await Client.start();
});
beforeEach(() => client.sandbox.reset());
afterAll(() => client.sandbox.close());

const hook = (change: object = {}) => ({
	active: true,
	name: 'n8n badges 1',
	eventNames: ['badgeEarned'],
	webHookUrl: 'https://n8n.example.com/webhook/1',
	webHookType: 'HTTP',
	methodType: 'POST',
	webHookHeaders: { 'Content-Type': 'application/json', Authorization: 'secret' },
	maxAllowedConnections: 10,
	slaInSeconds: 150,
	customerIdentifiersToBeEnriched: [],
	...change,
});
const register = (change: object = {}) => client.post(HOOKS, hook(change));

describe('registration', () => {
	test('create, list, get, update, delete', async () => {
		const made = await register();
		expect(made.status).toBe(200);
		expect(made.body.data).toMatchObject({
			...hook(),
			webHookId: expect.stringMatching(/^[0-9a-f]{24}$/),
			noOfRetryAttempts: 0,
			attribution: { createdOn: expect.any(Number), createdBy: { type: 'TILL' } },
		});
		const path = `${HOOKS}/${made.body.data.webHookId}`;
		expect((await client.get(HOOKS)).body.data).toEqual([made.body.data]);
		const changed = await client.put(path, hook({ eventNames: ['requestWorkflowEvent'] }));
		expect(changed.body.data.eventNames).toEqual(['requestWorkflowEvent']);
		expect((await client.get(path)).body.data.eventNames).toEqual(['requestWorkflowEvent']);
		const gone = await client.call('DELETE', path);
		expect([gone.status, gone.body.data.active]).toEqual([200, false]);
	});

	test.each([
		[51003, { eventNames: null }],
		[51003, { eventNames: [] }],
		[300004, { maxAllowedConnections: undefined }],
		[51007, { maxAllowedConnections: 0 }],
		[400, { webHookType: 'MAIL' }],
		[400, { webHookHeaders: undefined }],
		[400, { webHookUrl: 'nowhere' }],
		[400, { active: undefined }],
		[400, { customerIdentifiersToBeEnriched: undefined }],
	])('refuses with %s: %j', async (code, change) => {
		expect(refusal(await register(change))).toEqual([400, code]);
	});

	test('a name belongs to one web hook; its own update may keep it', async () => {
		const { webHookId } = (await register()).body.data;
		expect(refusal(await register())).toEqual([400, 400]);
		expect((await register({ name: 'other' })).status).toBe(200);
		expect((await client.put(`${HOOKS}/${webHookId}`, hook())).status).toBe(200);
		expect(refusal(await client.put(`${HOOKS}/${webHookId}`, hook({ name: 'other' })))).toEqual([
			400, 400,
		]);
	});

	test('an unknown id is code 400, no credentials 401', async () => {
		expect(refusal(await client.put(`${HOOKS}/nope`, hook()))).toEqual([400, 400]);
		expect(refusal(await client.call('DELETE', `${HOOKS}/nope`))).toEqual([400, 400]);
		expect(refusal(await client.post(HOOKS, hook(), { authorization: '' }))).toEqual([401, 401]);
	});
});
