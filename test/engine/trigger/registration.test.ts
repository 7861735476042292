import type { TriggerStage } from '../../support/triggerStage';
import { startTriggerStage } from '../../support/triggerStage';

const HOOKS = '/v3/webHooks';
const HEADER = 'X-N8N-Webhook-Secret';

let stage: TriggerStage;
let host: TriggerStage['host'];
let sandbox: TriggerStage['client']['sandbox'];

beforeAll(async () => {
	stage = await startTriggerStage();
	host = stage.host;
	sandbox = stage.client.sandbox;
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

const hooks = () => [...sandbox.state.webHooks.values()];
const calls = () => sandbox.journal.entries.map(({ method, path }) => `${method} ${path}`);

describe('publishing', () => {
	test('registers the production URL with a fresh secret', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		expect(await trigger.publish()).toBe(true);
		const [hook] = hooks();
		expect(hook.registration).toEqual({
			active: true,
			name: expect.stringMatching(/^n8n badges wf1 [0-9a-f]{16}$/),
			eventNames: ['badgeEarned'],
			webHookUrl: trigger.url(),
			webHookType: 'HTTP',
			methodType: 'POST',
			webHookHeaders: {
				'Content-Type': 'application/json',
				[HEADER]: expect.stringMatching(/^[0-9a-f]{64}$/),
			},
			maxAllowedConnections: 10,
			slaInSeconds: 150,
			customerIdentifiersToBeEnriched: [],
		});
		expect(trigger.data().registration).toEqual({
			webHookId: hook.id,
			url: trigger.url(),
			secret: hook.headers[HEADER],
		});
	});

	test('sends the chosen events and customer identifiers', async () => {
		await host
			.add({
				events: ['badgeEarned', 'requestWorkflowEvent'],
				options: { customerIdentifiers: 'mobile, email' },
			})
			.publish();
		expect(hooks()[0].registration).toMatchObject({
			eventNames: ['badgeEarned', 'requestWorkflowEvent'],
			customerIdentifiersToBeEnriched: ['mobile', 'email'],
		});
	});

	test('works with an OAuth credential', async () => {
		const { clientKey, clientSecret } = sandbox.credentials;
		host.credential = {
			...host.credential,
			authentication: 'oauth',
			clientKey,
			clientSecret,
		};
		await host.add({ events: ['badgeEarned'] }).publish();
		expect(hooks().map(({ active }) => active)).toEqual([true]);
	});

	test('after a restart finds its registration and leaves it as it is', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const { saved } = trigger;
		const again = host.add({ events: ['badgeEarned'] });
		again.saved = saved;
		sandbox.journal.clear();
		expect(await again.publish()).toBe(false);
		expect(calls()).toEqual([`GET ${HOOKS}`]);
		expect(again.saved).toBe(saved);
	});

	test('finds its registration, and the secret in it, when the static data was lost', async () => {
		await host.add({ events: ['badgeEarned'] }).publish();
		const [{ id, headers }] = hooks();
		const secret = headers[HEADER];
		const again = host.add({ events: ['badgeEarned'] });
		expect(await again.publish()).toBe(true);
		expect(hooks().map((hook) => hook.id)).toEqual([id]);
		expect(hooks()[0].headers[HEADER]).toBe(secret);
		expect(again.data().registration).toMatchObject({ secret });
	});

	test('gives Capillary its secret again when that holds another one', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const [hook] = hooks();
		const secret = hook.headers[HEADER];
		hook.registration.webHookHeaders = { [HEADER]: 'f'.repeat(64) };
		expect(await trigger.publish()).toBe(true);
		expect(hooks()[0].headers[HEADER]).toBe(secret);
		expect(trigger.data().registration).toMatchObject({ secret });
	});

	test.each([
		['events', { events: ['requestWorkflowEvent'] }],
		['identifiers', { events: ['badgeEarned'], options: { customerIdentifiers: 'mobile' } }],
	])('replaces its registration when the %s changed', async (_what, parameters) => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		trigger.parameters = parameters;
		expect(await trigger.publish()).toBe(true);
		expect(hooks().length).toBe(1);
		expect(hooks()[0].registration.eventNames).toEqual(parameters.events);
		expect(await trigger.publish()).toBe(false);
	});

	test('takes over what was set up by hand for its URL, and switches a second one off', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		for (const name of ['by hand', 'by hand too']) {
			await stage.client.post(HOOKS, {
				active: true,
				name,
				eventNames: ['badgeEarned'],
				webHookUrl: trigger.url(),
				webHookType: 'HTTP',
				methodType: 'POST',
				webHookHeaders: {},
				maxAllowedConnections: 1,
				customerIdentifiersToBeEnriched: [],
			});
		}
		expect(await trigger.publish()).toBe(true);
		expect(hooks().map(({ name, active }) => [name, active])).toEqual([
			['by hand', true],
			['by hand too', false],
		]);
		expect(trigger.data().registration).toMatchObject({ secret: hooks()[0].headers[HEADER] });
		expect(await trigger.publish()).toBe(false);
	});

	test("never touches another workflow's registration, even with its static data copied", async () => {
		const first = host.add({ events: ['badgeEarned'] }, 'wf1');
		await first.publish();
		const before = structuredClone(hooks()[0]);
		const second = host.add({ events: ['requestWorkflowEvent'] }, 'wf2');
		second.saved = first.saved;
		await second.publish();
		await second.unpublish();
		expect(hooks().map(({ active }) => active)).toEqual([true, false]);
		expect(hooks()[0]).toEqual(before);
	});

	test('a test event has a registration of its own', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		await trigger.publish(true);
		expect(hooks().map(({ url, active }) => [url, active])).toEqual([
			[trigger.url(), true],
			[trigger.url(true), true],
		]);
		await trigger.unpublish(true);
		expect(hooks().map(({ active }) => active)).toEqual([true, false]);
	});

	test('two tests after each other share one registration', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		for (let round = 0; round < 3; round += 1) {
			expect(await trigger.publish(true)).toBe(true);
			await trigger.unpublish(true);
		}
		expect(hooks().map(({ active }) => active)).toEqual([false]);
	});
});

describe('unpublishing', () => {
	test('switches the registration off; the secret stays for the next publishing', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const { id, headers } = hooks()[0];
		expect(await trigger.unpublish()).toBe(true);
		expect(hooks().map(({ active }) => active)).toEqual([false]);
		expect(trigger.data().registration).toEqual({
			webHookId: id,
			url: trigger.url(),
			secret: headers[HEADER],
		});
	});

	test('and publishing again activates the same one under the same secret', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const [{ id, headers }] = structuredClone(hooks());
		await trigger.unpublish();
		expect(await trigger.publish()).toBe(true);
		expect(hooks().map((hook) => [hook.id, hook.active])).toEqual([[id, true]]);
		expect(hooks()[0].headers[HEADER]).toBe(headers[HEADER]);
	});

	test('fails while Capillary is down, so that n8n tries again; then it succeeds', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const secret = hooks()[0].headers[HEADER];
		sandbox.faults.add({ match: { method: 'DELETE' }, drop: 'before', times: null });
		const error: unknown = await trigger.unpublish().catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			message:
				'Capillary may go on sending events to this workflow: Capillary could not be reached. Publish the workflow and unpublish it again later, or switch its web hook off in Capillary, at Organization Settings > Event Notifications.',
		});
		expect(String(error)).not.toContain(secret);
		expect(hooks().map(({ active }) => active)).toEqual([true]);
		sandbox.faults.clear();
		expect(await trigger.unpublish()).toBe(true);
		expect(hooks().map(({ active }) => active)).toEqual([false]);
	});

	test('a test that cannot be given up says so, and ends all the same', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish(true);
		sandbox.faults.add({ match: { method: 'DELETE' }, drop: 'before', times: null });
		expect(await trigger.unpublish(true)).toBe(false);
		expect(trigger.warnings).toEqual([
			'Capillary may go on sending events to the test URL of this workflow: Capillary could not be reached. The next test takes its web hook up again.',
		]);
	});

	test('what n8n no longer remembers is switched off too, by its address', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		trigger.saved = '{}';
		await trigger.unpublish();
		expect(hooks().map(({ active }) => active)).toEqual([false]);
	});
});
