/** Publishing and unpublishing against lists of web hooks as they may be, without n8n. */
import { nameFor } from '../../nodes/CapillaryBadgesTrigger/ownership';
import { giveUp, isRegistered, register } from '../../nodes/CapillaryBadgesTrigger/registration';
import type { Answer, Asked, HookStage, Published } from '../support/hookContext';
import { hookStage } from '../support/hookContext';

const URL_HERE = 'https://n8n.example.com/webhook/hook';
const OLD = 'https://old.example.com/webhook/hook';
const SECRET = 'a'.repeat(64);
const OTHER_SECRET = 'b'.repeat(64);
const PROOF = 'X-N8N-Webhook-Secret';

type Hook = Record<string, unknown> & { webHookId: string };

/** A web hook of this trigger's, as Capillary holds it. */
const hookOf = (webHookId: string, more: object = {}): Hook => ({
	webHookId,
	name: `name of ${webHookId}`,
	webHookUrl: URL_HERE,
	active: true,
	eventNames: ['badgeEarned'],
	customerIdentifiersToBeEnriched: [],
	webHookHeaders: { [PROOF]: SECRET },
	...more,
});

interface Capillary {
	hooks: Map<string, Hook>;
	/** What the list shows of them. */
	shown(hooks: Hook[]): Hook[];
	/** Answers before anything is done, if with anything. */
	first(asked: Asked): Answer | undefined;
}

const data = (value: unknown): Answer => ({ body: { data: value, errors: [] } });
const refusal = (status: number, more: object = {}): Answer => ({
	status,
	body: { data: null, errors: [{ code: status, message: 'No', ...more }] },
});
const TAKEN = refusal(400, { reference: 'name' });

/** A Capillary that holds these web hooks, and a trigger with this registration. */
function stageWith(
	hooks: Hook[],
	registration?: object,
	more: Partial<Published> = {},
): HookStage & Capillary {
	const capillary: Capillary = {
		hooks: new Map(hooks.map((hook) => [hook.webHookId, hook])),
		shown: (all) => all,
		first: () => undefined,
	};
	const answerTo = (asked: Asked): Answer => {
		const { method, path, body } = asked;
		const first = stage.first(asked);
		if (first) return first;
		if (method === 'GET') return data(stage.shown([...stage.hooks.values()]));
		const id = method === 'POST' ? `made${stage.hooks.size}` : path.split('/')[3];
		const hook = stage.hooks.get(id);
		if (method !== 'POST' && !hook) return refusal(404);
		const made = method === 'DELETE' ? { ...hook, active: false } : body;
		stage.hooks.set(id, { ...made, webHookId: id });
		return data({ webHookId: id });
	};
	const kept = registration && { node: { workflowId: 'wf', registration, events: {} } };
	const global = kept ? { capillaryBadgesTrigger: kept } : {};
	// Not active: what a process remembers of a published one would pass from test to test.
	const made = hookStage(answerTo, { active: false, data: { global, node: {} }, ...more });
	const stage = Object.assign(made, capillary);
	return stage;
}

const storedIn = ({ data: { global } }: HookStage) =>
	(global.capillaryBadgesTrigger as { node: { registration: unknown } } | undefined)?.node
		.registration;
const asks = ({ asked }: HookStage) => asked.map(({ method, path }) => `${method} ${path}`);
const changes = (stage: HookStage) => asks(stage).filter((one) => !one.startsWith('GET'));
const registered = (id: string, more: object = {}) => ({
	webHookId: id,
	url: URL_HERE,
	secret: SECRET,
	...more,
});
const textOf = async (work: Promise<unknown>) =>
	await work.then(
		() => 'It was not refused',
		(error: unknown) => String(error),
	);

describe('whether nothing needs to be registered', () => {
	const asksFor = (hooks: Hook[], registration: object, more?: Partial<Published>) =>
		isRegistered(stageWith(hooks, registration, more).context);

	test('where its web hook does what is wanted', async () => {
		const stage = stageWith([hookOf('h1')], registered('h1'));
		expect(await isRegistered(stage.context)).toBe(true);
		expect(asks(stage)).toEqual(['GET /v3/webHooks']);
	});

	test('not where it is not listed, or another sends there', async () => {
		expect(await asksFor([], registered('h1'))).toBe(false);
		expect(await asksFor([hookOf('h2')], registered('h1'))).toBe(false);
		expect(await asksFor([hookOf('h1'), hookOf('h2')], registered('h1'))).toBe(false);
		const unsaid = hookOf('h2', { active: null });
		expect(await asksFor([hookOf('h1'), unsaid], registered('h1'))).toBe(false);
		const off = hookOf('h2', { active: false });
		expect(await asksFor([off, hookOf('h1')], registered('h1'))).toBe(true);
		const elsewhere = hookOf('h2', { webHookUrl: OLD });
		expect(await asksFor([elsewhere, hookOf('h1')], registered('h1'))).toBe(true);
	});

	test.each([
		[{ active: false }],
		[{ active: null }],
		[{ eventNames: [] }],
		[{ eventNames: ['badgeEarned', 'requestWorkflowEvent'] }],
		[{ customerIdentifiersToBeEnriched: ['email'] }],
		[{ webHookHeaders: { [PROOF]: OTHER_SECRET } }],
	])('not where it does something else: %j', async (more) => {
		expect(await asksFor([hookOf('h1', more)], registered('h1'))).toBe(false);
	});

	test('whatever the order of events, and how the header is written', async () => {
		const events = ['requestWorkflowEvent', 'badgeEarned'];
		const options = { customerIdentifiers: 'mobile, email' };
		const more = { parameters: { events: [...events].reverse(), options } };
		const hook = hookOf('h1', {
			eventNames: events,
			customerIdentifiersToBeEnriched: ['email', 'mobile'],
			webHookHeaders: { other: 'x', [PROOF.toLowerCase()]: SECRET },
		});
		expect(await asksFor([hook], registered('h1'), more)).toBe(true);
	});

	test.each([[{ [PROOF]: '****' }], [{ [PROOF]: `${SECRET}0` }], [{}]])(
		'a list that hides the secret is believed: %j',
		async (webHookHeaders) => {
			expect(await asksFor([hookOf('h1', { webHookHeaders })], registered('h1'))).toBe(true);
		},
	);

	test.each([
		['nothing is known', undefined],
		['no secret is known', { webHookId: 'h1', url: URL_HERE }],
		['it sends elsewhere', registered('h1', { url: OLD })],
	])('not where %s, which needs no question', async (_words, registration) => {
		const stage = stageWith([hookOf('h1')], registration);
		expect(await isRegistered(stage.context)).toBe(false);
		expect(asks(stage)).toEqual([]);
	});

	test('where somebody registers by hand, also without a credential', async () => {
		const stage = stageWith([], undefined, {
			parameters: { events: ['badgeEarned'], registration: 'manual', secret: SECRET },
			credential: {},
		});
		expect([await isRegistered(stage.context), await giveUp(stage.context)]).toEqual([true, true]);
		expect(asks(stage)).toEqual([]);
	});
});

describe('the address', () => {
	const LOCAL = { cluster: 'custom', baseUrl: 'http://127.0.0.1:1' };
	const published = async (url: string | undefined, credential: object = {}) => {
		const stage = stageWith([], undefined, { url });
		stage.credential = { ...stage.credential, ...credential };
		return { stage, text: await textOf(register(stage.context)) };
	};

	test.each([
		...['localhost', 'a.localhost', '127.0.0.1', '127.1.2.3', '0.0.0.0', '[::1]', '[::]'],
		'host.docker.internal',
	])('%s is this machine, for a Capillary elsewhere', async (host) => {
		const { stage, text } = await published(`http://${host}:5678/webhook/hook`);
		expect(text).toContain(`Capillary cannot reach this n8n at ${host}:5678. `);
		expect(asks(stage)).toEqual([]);
		const local = await published(`http://${host}:5678/webhook/hook`, LOCAL);
		expect([local.text, local.stage.warnings]).toEqual(['It was not refused', []]);
	});

	test.each(['localhost.example.com', 'notlocalhost', '10.127.0.0', '127.example.com'])(
		'%s is another',
		async (host) => {
			const { stage, text } = await published(`https://${host}/webhook/hook`);
			expect([text, stage.warnings]).toEqual(['It was not refused', []]);
		},
	);

	test('that is not https gets a warning', async () => {
		const { stage } = await published('http://n8n.example.com:80/webhook/hook');
		expect(stage.warnings).toEqual([
			'Capillary sends events and the secret of this workflow to http://n8n.example.com unencrypted. Set WEBHOOK_URL of n8n to an address with https://.',
		]);
	});

	test('that n8n does not give is said', async () => {
		const { text } = await published(undefined);
		expect(text).toContain(
			'n8n gave this trigger no URL. Save the workflow, and publish it again.',
		);
		const stage = stageWith([hookOf('h1')], registered('h1'), { url: undefined });
		expect(await giveUp(stage.context)).toBe(true);
		expect(asks(stage)).toEqual([]);
	});
});

describe('registering', () => {
	test('what is new gets a name of workflow and address, and a secret', async () => {
		const stage = stageWith([hookOf('other', { webHookUrl: OLD })]);
		expect(await register(stage.context)).toBe(true);
		const made = stage.hooks.get('made1');
		expect(made).toMatchObject({ name: nameFor('wf', URL_HERE), webHookUrl: URL_HERE });
		const { [PROOF]: secret } = made?.webHookHeaders as Record<string, string>;
		expect(secret).toMatch(/^[0-9a-f]{64}$/);
		expect(storedIn(stage)).toEqual({ webHookId: 'made1', url: URL_HERE, secret });
		expect(stage.warnings).toEqual([]);
		expect(changes(stage)).toEqual(['POST /v3/webHooks']);
		const again = stageWith([], undefined, { workflowId: undefined });
		await register(again.context);
		expect(again.hooks.get('made0')?.name).toBe(nameFor('', URL_HERE));
	});

	test('what sends to the address is taken up with its secret and its name', async () => {
		const stage = stageWith([hookOf('h1', { active: false, name: 'by hand' })]);
		await register(stage.context);
		expect(changes(stage)).toEqual(['PUT /v3/webHooks/h1']);
		expect(stage.hooks.get('h1')).toMatchObject({
			active: true,
			name: 'by hand',
			webHookHeaders: { [PROOF]: SECRET },
		});
		expect(storedIn(stage)).toEqual(registered('h1'));
	});

	test('the remembered secret goes before the listed one, and a name is given where there is none', async () => {
		const stage = stageWith(
			[hookOf('h1', { name: '' })],
			registered('h1', { secret: OTHER_SECRET }),
		);
		await register(stage.context);
		expect(stage.hooks.get('h1')).toMatchObject({
			name: nameFor('wf', URL_HERE),
			webHookHeaders: { [PROOF]: OTHER_SECRET },
		});
	});

	test.each([
		['another was remembered', registered('h0')],
		['it was remembered at another address', registered('h1', { url: OLD })],
	])('a hidden secret is given again where %s', async (_words, registration) => {
		const stage = stageWith([hookOf('h1', { webHookHeaders: {} })], registration);
		await register(stage.context);
		expect(changes(stage)).toEqual(['PUT /v3/webHooks/h1']);
	});

	test('what 0.1.0 has given up, at another address, gets a fresh secret', async () => {
		const stage = stageWith([], { webHookId: 'h1', url: OLD });
		await register(stage.context);
		expect(storedIn(stage)).toEqual({
			...{ webHookId: 'made0', url: URL_HERE },
			secret: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
	});

	test('what does as wanted is not changed', async () => {
		const stage = stageWith([hookOf('h1')]);
		await register(stage.context);
		expect(changes(stage)).toEqual([]);
		expect(storedIn(stage)).toEqual(registered('h1'));
	});

	test.each([
		['the remembered one', 'h1', 'h1'],
		['else the first that is active', undefined, 'h2'],
		['also where what is remembered is not there', 'h0', 'h2'],
	])('of several, %s sends, and no other', async (_words, remembered, kept) => {
		const hooks = [hookOf('h3'), hookOf('h1', { active: false }), hookOf('h2')];
		const stage = stageWith(hooks, remembered === undefined ? undefined : registered(remembered));
		await register(stage.context);
		expect(
			[...stage.hooks.values()].filter(({ active }) => active).map(({ webHookId }) => webHookId),
		).toEqual([kept]);
		// What is off already is left as it is.
		expect(changes(stage)).not.toContain('DELETE /v3/webHooks/h1');
	});

	test.each([
		['active', [true, true, true]],
		['not active', [false, false, false]],
	])('of those that are alike and %s, the first by ID', async (_words, active) => {
		const hooks = ['h2', 'h1', 'h3'].map((id, i) => hookOf(id, { active: active[i] }));
		const stage = stageWith(hooks);
		await register(stage.context);
		expect(storedIn(stage)).toMatchObject({ webHookId: 'h1' });
	});

	test('what the list does not show is changed where Capillary knows it', async () => {
		const stage = stageWith([hookOf('h1', { active: false })], registered('h1'));
		stage.shown = () => [];
		await register(stage.context);
		expect(changes(stage)).toEqual(['PUT /v3/webHooks/h1']);
		expect(storedIn(stage)).toEqual(registered('h1'));
		expect(stage.warnings).toEqual([]);
	});

	test('and where it does not, there is a warning and a new one', async () => {
		const stage = stageWith([], registered('gone'));
		await register(stage.context);
		expect(changes(stage)).toEqual(['PUT /v3/webHooks/gone', 'POST /v3/webHooks']);
		expect(stage.warnings).toEqual([
			'Capillary does not know the web hook gone, which this workflow registered. If the credential was changed to another organization, it may still be active there: switch it off in Capillary, at Organization Settings > Event Notifications.',
		]);
		expect(storedIn(stage)).toEqual(registered('made0'));
	});

	test('what the list still does not show afterwards has the ID that was given', async () => {
		const stage = stageWith([]);
		stage.shown = () => [];
		await register(stage.context);
		expect(changes(stage)).toEqual(['POST /v3/webHooks']);
		expect(storedIn(stage)).toMatchObject({ webHookId: 'made0', url: URL_HERE });
	});

	test('what another publishing registers at the same moment is shared', async () => {
		const stage = stageWith([]);
		stage.first = ({ method }) => {
			if (method !== 'POST') return undefined;
			stage.hooks.set('theirs', hookOf('theirs'));
			return TAKEN;
		};
		await register(stage.context);
		expect(changes(stage)).toEqual(['POST /v3/webHooks']);
		expect(storedIn(stage)).toEqual(registered('theirs'));
	});

	test('a name that is taken by what is not shown gets letters behind it', async () => {
		const stage = stageWith([]);
		const names: unknown[] = [];
		stage.first = ({ method, body }) => {
			if (method !== 'POST') return undefined;
			names.push(body?.name);
			return names.length === 1 ? TAKEN : undefined;
		};
		stage.shown = () => [];
		await register(stage.context);
		const name = nameFor('wf', URL_HERE);
		expect(names).toEqual([name, expect.stringMatching(new RegExp(`^${name} [0-9a-f]{8}$`))]);
		const { [PROOF]: secret } = stage.hooks.get('made0')?.webHookHeaders as Record<string, string>;
		expect(storedIn(stage)).toEqual({ webHookId: 'made0', url: URL_HERE, secret });
	});
});

test('a name that is taken twice is said', async () => {
	const stage = stageWith([]);
	stage.first = ({ method }) => (method === 'POST' ? TAKEN : undefined);
	expect(await textOf(register(stage.context))).toContain(
		'Another web hook in Capillary has this name already. Publish the workflow again',
	);
	expect(storedIn(stage)).toBeUndefined();
});

test('the name is that of the workflow and of the address, however that is spelled', () => {
	expect(nameFor('wf', URL_HERE)).toMatch(/^n8n badges wf [0-9a-f]{16}$/);
	expect(nameFor('wf', 'HTTPS://n8n.example.com:443/webhook/hook/')).toBe(nameFor('wf', URL_HERE));
	expect(nameFor('wf', OLD)).not.toBe(nameFor('wf', URL_HERE));
});

describe('another address than before', () => {
	const hookThere = (more: object = {}) => hookOf('old', { webHookUrl: OLD, ...more });
	const registeredThere = registered('old', { url: OLD });

	test('gets a web hook and a secret of its own, and the first ones are kept', async () => {
		const stage = stageWith([hookThere()], registeredThere);
		await register(stage.context);
		expect(changes(stage)).toEqual(['POST /v3/webHooks']);
		const kept = storedIn(stage) as Record<string, unknown>;
		expect(kept).toEqual({
			...{ webHookId: 'made1', url: URL_HERE },
			secret: expect.stringMatching(/^[0-9a-f]{64}$/),
			origin: { url: OLD, secret: SECRET },
		});
		expect(kept.secret).not.toBe(SECRET);
		stage.url = OLD;
		await register(stage.context);
		expect(storedIn(stage)).toEqual(registeredThere);
	});

	const WARNING =
		'Capillary also sends this workflow\'s events to https://old.example.com, by the web hook old ("name of old"). It is left alone, since another n8n may live there. If none does, switch it off in Capillary, at Organization Settings > Event Notifications.';

	test.each([
		[{}, [WARNING]],
		[{ active: null }, [WARNING]],
		[{ active: false }, []],
		[{ webHookUrl: 'https://third.example.com' }, []],
		[{ webHookId: 'another' }, []],
	])('and what still sends to the old one is named: %j', async (more, warnings) => {
		for (const act of [register, giveUp]) {
			const stage = stageWith([hookThere(more)], registeredThere);
			await act(stage.context);
			expect(stage.warnings).toEqual(warnings);
			expect([...stage.hooks.values()][0]).toEqual(hookThere(more));
		}
	});

	test('and nothing is said where the address is the same', async () => {
		const stage = stageWith([hookOf('h1')], registered('h1', { url: `${URL_HERE}/` }));
		await register(stage.context);
		expect(stage.warnings).toEqual([]);
	});
});

describe('giving up', () => {
	test('switches off all that may send to the address, and nothing else', async () => {
		const stage = stageWith(
			[
				hookOf('h1'),
				hookOf('h2', { active: null }),
				hookOf('h3', { active: false }),
				hookOf('h4', { webHookUrl: OLD }),
			],
			registered('h1'),
		);
		expect(await giveUp(stage.context)).toBe(true);
		expect(changes(stage)).toEqual(['DELETE /v3/webHooks/h1', 'DELETE /v3/webHooks/h2']);
		expect(storedIn(stage)).toEqual(registered('h1'));
	});

	test('also what the list does not show', async () => {
		const others = hookOf('other', { webHookUrl: OLD });
		const stage = stageWith([hookOf('h1'), others], registered('h1'));
		stage.shown = () => [others];
		expect(await giveUp(stage.context)).toBe(true);
		expect(changes(stage)).toEqual(['DELETE /v3/webHooks/h1']);
		expect(stage.warnings).toEqual([]);
	});

	test('where Capillary does not know it, there is a warning', async () => {
		const stage = stageWith([], registered('gone'));
		expect(await giveUp(stage.context)).toBe(true);
		expect(stage.warnings).toEqual([expect.stringContaining('does not know the web hook gone, ')]);
	});

	test.each([
		['nothing is registered', undefined],
		['it was at another address', registered('h1', { url: OLD })],
	])('where %s, no web hook is touched', async (_words, registration) => {
		const stage = stageWith([], registration);
		expect(await giveUp(stage.context)).toBe(true);
		expect(asks(stage)).toEqual(['GET /v3/webHooks']);
		expect(stage.warnings).toEqual([]);
	});

	test('that fails makes n8n try again, but ends a test', async () => {
		const failing = (active: boolean) => {
			const stage = stageWith([hookOf('h1')], registered('h1'), { active, workflowId: 'failing' });
			stage.first = ({ method }) => (method === 'DELETE' ? refusal(500) : undefined);
			return stage;
		};
		expect(await textOf(giveUp(failing(true).context))).toContain(
			'Capillary may go on sending events to this workflow: Capillary was not able to answer. Publish the workflow and unpublish it again later',
		);
		const tested = failing(false);
		expect(await giveUp(tested.context)).toBe(false);
		expect(tested.warnings).toEqual([
			'Capillary may go on sending events to the test URL of this workflow: Capillary was not able to answer. The next test takes its web hook up again.',
		]);
	});
});
