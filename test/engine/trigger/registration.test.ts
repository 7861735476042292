import { startSandbox, type Sandbox } from '../../../sandbox';
import { startEngine } from '../../support/engine';
import { sandboxCredential } from '../../support/sandboxCredential';
import { startTriggerHost, type TriggerHost } from '../../support/triggerHost';

const HOOKS = '/v3/webHooks';
const HEADER = 'X-N8N-Webhook-Secret';

let sandbox: Sandbox;
let host: TriggerHost;

beforeAll(async () => {
	const [engine, started] = await Promise.all([startEngine(), startSandbox()]);
	sandbox = started;
	host = await startTriggerHost(engine, sandboxCredential(sandbox));
});
beforeEach(() => {
	sandbox.reset();
	host.credential = sandboxCredential(sandbox);
	host.publicUrl = host.url;
});
afterAll(async () => {
	await host.close();
	await sandbox.close();
});

const hooks = () => [...sandbox.state.webHooks.values()];
const calls = () => sandbox.journal.entries.map(({ method, path }) => `${method} ${path}`);
const refusalOf = async (action: Promise<unknown>) => {
	const error: unknown = await action.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Error)) throw new Error('It was not refused');
	return [error.message, 'description' in error ? String(error.description) : ''];
};

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
			workflowId: 'wf1',
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
			...sandboxCredential(sandbox),
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

	test('replaces its registration when the static data was lost', async () => {
		await host.add({ events: ['badgeEarned'] }).publish();
		const [{ id, headers }] = hooks();
		const secret = headers[HEADER];
		const again = host.add({ events: ['badgeEarned'] });
		expect(await again.publish()).toBe(true);
		expect(hooks().map((hook) => hook.id)).toEqual([id]);
		expect(hooks()[0].headers[HEADER]).not.toBe(secret);
		expect(again.data().registration).toMatchObject({ secret: hooks()[0].headers[HEADER] });
	});

	test('replaces its registration when Capillary holds another secret of ours', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const { saved } = trigger;
		const copy = host.add({ events: ['badgeEarned'] });
		await copy.publish();
		copy.saved = saved;
		expect(await copy.publish()).toBe(true);
		expect(copy.data().registration).toMatchObject({ secret: hooks()[0].headers[HEADER] });
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

	test('moves its registration when the address of n8n changed', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const [{ id, name }] = hooks();
		host.publicUrl = 'https://n8n.example.com';
		expect(await trigger.publish()).toBe(true);
		expect(hooks().map((hook) => [hook.id, hook.name, hook.url])).toEqual([
			[id, name, 'https://n8n.example.com/webhook/hook-wf1/capillary-badges'],
		]);
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
	test('switches the registration off and lets go of the secret', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const { id } = hooks()[0];
		expect(await trigger.unpublish()).toBe(true);
		expect(hooks().map(({ active }) => active)).toEqual([false]);
		expect(trigger.data().registration).toEqual({
			webHookId: id,
			url: trigger.url(),
			workflowId: 'wf1',
		});
	});

	test('and publishing again activates the same one under another secret', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const [{ id, headers }] = structuredClone(hooks());
		await trigger.unpublish();
		expect(await trigger.publish()).toBe(true);
		expect(hooks().map((hook) => [hook.id, hook.active])).toEqual([[id, true]]);
		expect(hooks()[0].headers[HEADER]).not.toBe(headers[HEADER]);
	});

	test('goes off while Capillary is down; the next time cleans up', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		const { id, headers } = hooks()[0];
		const secret = headers[HEADER];
		sandbox.faults.add({ match: { method: 'DELETE' }, drop: 'before', times: null });
		expect(await trigger.unpublish()).toBe(false);
		expect(trigger.warnings).toEqual([
			`Capillary's web hook ${id} is still active: Capillary could not be reached. The next registration of this workflow replaces it.`,
		]);
		expect(trigger.warnings.join()).not.toContain(secret);
		expect(hooks().map(({ active }) => active)).toEqual([true]);
		sandbox.faults.clear();
		trigger.parameters = { events: ['requestWorkflowEvent'] };
		await trigger.publish();
		expect(hooks().map((hook) => [hook.active, hook.eventNames])).toEqual([
			[true, ['requestWorkflowEvent']],
		]);
		expect(await trigger.unpublish()).toBe(true);
		expect(hooks().map(({ active }) => active)).toEqual([false]);
	});
});

describe('manual registration', () => {
	const manual = {
		events: ['badgeEarned'],
		registration: 'manual',
		secret: 'a-long-made-up-secret',
	};

	test('asks Capillary nothing, also without a credential', async () => {
		host.credential = {};
		const trigger = host.add(manual);
		expect(await trigger.publish()).toBe(false);
		expect(await trigger.unpublish()).toBe(true);
		expect(calls()).toEqual([]);
	});

	test('follows an automatic one, which went off with the workflow', async () => {
		const trigger = host.add({ events: ['badgeEarned'] });
		await trigger.publish();
		await trigger.unpublish();
		trigger.parameters = manual;
		sandbox.journal.clear();
		expect([await trigger.publish(), await trigger.unpublish()]).toEqual([false, true]);
		expect(hooks().map(({ active }) => active)).toEqual([false]);
		expect(calls()).toEqual([]);
	});

	test('wants a secret that is no guess', async () => {
		const [message] = await refusalOf(host.add({ ...manual, secret: 'short' }).publish());
		expect(message).toBe(
			"'Secret' is shorter than 16 characters. Use a long random one, and give the same to Capillary",
		);
	});
});

describe('what is refused, in words', () => {
	const publish = () => host.add({ events: ['badgeEarned'] }).publish();
	const answer = (method: string, status: number, code: number, more: object = {}) =>
		sandbox.faults.add({
			match: { method, path: HOOKS },
			times: null,
			answer: {
				status,
				json: { data: null, errors: [{ code, message: 'No', ...more }], warnings: [] },
			},
		});

	test('no right to register web hooks names the access group', async () => {
		answer('POST', 403, 403);
		expect(await refusalOf(publish())).toEqual([
			'The credential may not register web hooks: its access group "webhook" is missing',
			`Ask your Capillary administrator to give this user or API client the access group "webhook" with read and write permission. Or set 'Registration' to 'Manual' and have the web hook set up by hand. Capillary said: code 403, "No", HTTP 403.`,
		]);
	});

	test('a wrong password', async () => {
		host.credential = { ...host.credential, password: 'wrong' };
		const [message, description] = await refusalOf(publish());
		expect(message).toBe('Capillary did not accept the credential');
		expect(description).toMatch(/^Open the Capillary API credential/);
	});

	test('an address on this machine, before anything is sent', async () => {
		host.credential = { ...host.credential, cluster: 'https://eu.api.capillarytech.com' };
		host.publicUrl = 'http://localhost:5678';
		const [message, description] = await refusalOf(publish());
		expect(message).toBe('Capillary cannot reach this n8n at localhost:5678');
		expect(description).toContain('WEBHOOK_URL');
	});

	test('a name that is taken is replaced; taken twice, it is said', async () => {
		sandbox.faults.add({
			match: { method: 'POST', path: HOOKS },
			answer: {
				status: 400,
				json: { errors: [{ code: 400, message: 'name should be unique', reference: 'name' }] },
			},
		});
		await publish();
		expect(calls()).toEqual([`GET ${HOOKS}`, `POST ${HOOKS}`, `POST ${HOOKS}`]);
		expect(hooks().length).toBe(1);
		sandbox.reset();
		answer('POST', 400, 400, { reference: 'name' });
		const [message] = await refusalOf(publish());
		expect(message).toBe('Another web hook in Capillary has this name already');
	});

	test('a URL that Capillary does not accept', async () => {
		answer('POST', 400, 400, { reference: 'webHookUrl' });
		const [message, description] = await refusalOf(publish());
		expect(message).toBe('Capillary did not accept the address of this n8n');
		expect(description).toContain('Capillary said: code 400, "No (webHookUrl)", HTTP 400.');
	});

	test.each([
		[{ drop: 'before' as const }, 'Capillary could not be reached'],
		[{ status: 503 }, 'Capillary was not able to answer'],
		[{ status: 404 }, 'This address has no Capillary web hook API'],
		[{ status: 200, html: true }, 'Capillary sent a web page instead of data'],
	])('%j', async (fault, words) => {
		sandbox.faults.add({ match: { path: HOOKS }, times: null, ...fault });
		expect((await refusalOf(publish()))[0]).toBe(words);
	});

	test.each([
		[{ events: [] }, "'Events' names no event"],
		[
			{ events: ['badgeEarned'], filters: { customerIds: 'everybody' } },
			`'Customer IDs' holds a value that is not a customer ID: "everybody". Customer IDs are positive whole numbers up to 9007199254740991`,
		],
		[
			{ events: ['badgeEarned'], filters: { badgeId: { mode: 'id', value: 'no badge' } } },
			`'Badge' is not the ID of a badge: "no badge". IDs look like 653df084b3cda7078c7c68f1`,
		],
	])('parameters %j', async (parameters, words) => {
		expect((await refusalOf(host.add(parameters).publish()))[0]).toBe(words);
		expect(calls()).toEqual([]);
	});
});
