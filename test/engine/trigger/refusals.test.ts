import type { TriggerStage } from '../../support/triggerStage';
import { startTriggerStage } from '../../support/triggerStage';

const HOOKS = '/v3/webHooks';

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
const refusalOf = async (action: Promise<unknown>) => {
	const error: unknown = await action.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof Error)) throw new Error('It was not refused');
	return [error.message, 'description' in error ? String(error.description) : ''];
};

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

	test.each(['vierzehn-Äpfel-und-Nüsse', 'a secret\nof two lines', 'secret ключ secret'])(
		'wants a secret that a header can carry: %s',
		async (secret) => {
			const [message] = await refusalOf(host.add({ ...manual, secret }).publish());
			expect(message).toBe(
				"'Secret' holds a character that an HTTP header cannot carry. Use letters from A to Z, digits and signs such as - or _, and give the same to Capillary",
			);
		},
	);

	test.each([['short'], ['={{ null }}']])('wants a secret that is no guess: %s', async (secret) => {
		const [message] = await refusalOf(host.add({ ...manual, secret }).publish());
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
			`The credential may not register web hooks: its access group "webhook" is missing. Ask your Capillary administrator to give this user or API client the access group "webhook" with read and write permission. Or set 'Registration' to 'Manual' and have the web hook set up by hand.`,
			'Capillary said: code 403, "No", HTTP 403.',
		]);
	});

	test('a wrong password', async () => {
		host.credential = { ...host.credential, password: 'wrong' };
		const [message] = await refusalOf(publish());
		expect(message).toMatch(
			/^Capillary did not accept the credential\. Open the Capillary API credential, check /,
		);
	});

	test.each([
		[401, 'Capillary did not accept the credential'],
		[503, 'Capillary was not able to answer'],
	])('no token, with HTTP status %i', async (status, words) => {
		sandbox.faults.add({ match: { path: '/v3/oauth/token/generate' }, times: null, status });
		const { clientKey, clientSecret } = sandbox.credentials;
		host.credential = { ...host.credential, authentication: 'oauth', clientKey, clientSecret };
		expect((await refusalOf(publish()))[0]).toContain(`${words}. `);
		expect(hooks()).toEqual([]);
	});

	test('an address on this machine, before anything is sent', async () => {
		host.credential = { ...host.credential, cluster: 'https://eu.api.capillarytech.com' };
		host.publicUrl = 'http://localhost:5678';
		const [message] = await refusalOf(publish());
		expect(message).toMatch(/^Capillary cannot reach this n8n at localhost:5678\. .* WEBHOOK_URL /);
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
		expect(calls()).toEqual([`GET ${HOOKS}`, `POST ${HOOKS}`, `GET ${HOOKS}`, `POST ${HOOKS}`]);
		expect(hooks().length).toBe(1);
		sandbox.reset();
		answer('POST', 400, 400, { reference: 'name' });
		const [message] = await refusalOf(publish());
		expect(message).toBe(
			'Another web hook in Capillary has this name already. Publish the workflow again: each registration gets a fresh name.',
		);
	});

	test('a registration without an ID is not taken for one', async () => {
		sandbox.faults.add({
			match: { method: 'POST', path: HOOKS },
			answer: { status: 200, json: { data: { name: 'it' }, errors: [], warnings: [] } },
		});
		const trigger = host.add({ events: ['badgeEarned'] });
		const [message] = await refusalOf(trigger.publish());
		expect(message).toBe(
			'Capillary did not say which ID the registered web hook has. Publish the workflow again: the registration is found by its URL then, and replaced.',
		);
		expect(trigger.data()).toEqual({});
	});

	test.each([{ drop: 'after' as const }, { status: 500, after: true }, { truncateJson: true }])(
		'a registration whose answer is lost is found by its URL, and no second one is made: %j',
		async (fault) => {
			sandbox.faults.add({ match: { method: 'POST', path: HOOKS }, ...fault });
			const trigger = host.add({ events: ['badgeEarned'] });
			expect(await trigger.publish()).toBe(true);
			expect(hooks().map(({ active }) => active)).toEqual([true]);
			expect(calls().filter((call) => call.startsWith('POST'))).toHaveLength(1);
			expect(trigger.data()).toMatchObject({ registration: { webHookId: hooks()[0].id } });
		},
	);

	test('a URL that Capillary does not accept', async () => {
		answer('POST', 400, 400, { reference: 'webHookUrl' });
		const [message, description] = await refusalOf(publish());
		expect(message).toMatch(/^Capillary did not accept the address of this n8n\. .* WEBHOOK_URL: /);
		expect(description).toBe('Capillary said: code 400, "No (webHookUrl)", HTTP 400.');
	});

	test.each([
		[{ drop: 'before' as const }, 'Capillary could not be reached'],
		[{ status: 503 }, 'Capillary was not able to answer'],
		[{ status: 404 }, 'This address has no Capillary web hook API'],
		[{ status: 200, html: true }, 'Capillary sent a web page instead of data'],
	])('%j', async (fault, words) => {
		sandbox.faults.add({ match: { path: HOOKS }, times: null, ...fault });
		expect((await refusalOf(publish()))[0]).toContain(`${words}. `);
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
