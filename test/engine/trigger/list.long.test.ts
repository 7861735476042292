import type { Habit, ListServer } from '../../support/triggerList';
import { startListServer } from '../../support/triggerList';
import type { TriggerStage } from '../../support/triggerStage';
import { eventText, secretOf, startTriggerStage } from '../../support/triggerStage';

const EARNED = { events: ['badgeEarned'] };
const HOOKS = '/v3/webHooks';
const HEADER = 'X-N8N-Webhook-Secret';

let stage: TriggerStage;
let host: TriggerStage['host'];
let sandbox: TriggerStage['client']['sandbox'];
let list: ListServer;

beforeAll(async () => {
	stage = await startTriggerStage();
	({ host } = stage);
	({ sandbox } = stage.client);
	list = await startListServer(sandbox.url);
});
beforeEach(() => {
	stage.reset();
	list.habit = undefined;
	list.after = undefined;
	host.credential = { ...host.credential, baseUrl: list.url };
});
afterAll(async () => {
	await list.close();
	await stage.close();
});

const hooks = () => [...sandbox.state.webHooks.values()];
const active = () => hooks().filter((hook) => hook.active);
/** Others' web hooks of the same organization, before and after ours. */
async function crowd(count: number): Promise<void> {
	for (let n = 0; n < count; n += 1) {
		await stage.client.post(HOOKS, {
			active: false,
			name: `other ${n}`,
			eventNames: ['badgeEarned'],
			webHookUrl: `https://other.example.com/${n}`,
			webHookType: 'HTTP',
			methodType: 'POST',
			webHookHeaders: {},
			maxAllowedConnections: 1,
			customerIdentifiersToBeEnriched: [],
		});
	}
}

const SIZE = 10;
const paged =
	(first: number, say: (hooks: number) => object): Habit =>
	(all, page = first) => {
		const from = (page - first) * SIZE;
		return { body: { data: all.slice(from, from + SIZE), errors: [], ...say(all.length) } };
	};
const masked: Habit = (all) => ({
	body: {
		data: all.map((hook) => ({
			...hook,
			webHookHeaders: Object.fromEntries(
				Object.keys(hook.webHookHeaders).map((name) => [name.toLowerCase(), '********']),
			),
		})),
	},
});
/** Refuses now and then. */
function busy(status: number, headers: Record<string, string> = {}): Habit {
	let asked = 0;
	return (data) => {
		asked += 1;
		return asked % 8 === 1 ? { status, headers, body: {} } : { body: { data } };
	};
}

const HABITS: Array<[string, () => Habit]> = [
	['as the sandbox', () => (data) => ({ body: { data, errors: [] } })],
	['in pages from 0, unsaid', () => paged(0, () => ({}))],
	['in pages from 1, unsaid', () => paged(1, () => ({}))],
	[
		'in pages from 0, which are counted beside the data',
		() => paged(0, (n) => ({ pagination: { totalElements: n, totalPages: Math.ceil(n / SIZE) } })),
	],
	[
		'in pages from 1, which are counted',
		() => paged(1, (n) => ({ pagination: { totalPages: Math.ceil(n / SIZE) } })),
	],
	[
		'inside the data, in pages',
		() =>
			(all, page = 0) => ({
				body: {
					data: {
						webHooks: all.slice(page * SIZE, (page + 1) * SIZE),
						pagination: { total: all.length },
					},
				},
			}),
	],
	[
		'in pages from 0, with too few counted',
		() => paged(0, () => ({ pagination: { totalPages: 1 } })),
	],
	['with each twice', () => (data) => ({ body: { data: [...data, ...data] } })],
	['with masked headers', () => masked],
	['without ours', () => () => ({ body: { data: [] } })],
	['with 503 now and then', () => busy(503)],
	['with 429 now and then', () => busy(429, { 'retry-after': '0' })],
];

describe('20 publishings leave one active web hook, which starts the workflow, where the list comes', () => {
	test.each(HABITS)('%s', async (_habit, habit) => {
		await crowd(25);
		list.habit = habit();
		const trigger = host.add(EARNED);
		for (let round = 0; round < 20; round += 1) {
			await trigger.publish();
			if (round % 3 === 0) await trigger.unpublish();
			if (round % 5 === 4) {
				trigger.parameters = { ...EARNED, options: { customerIdentifiers: `email${round}` } };
			}
		}
		expect(active().map(({ url, headers }) => [url, headers[HEADER]])).toEqual([
			[trigger.url(), secretOf(trigger)],
		]);
		expect(hooks().length).toBe(26);
		expect((await stage.post(trigger, eventText())).status).toBe(200);
		await trigger.unpublish();
		expect(active()).toEqual([]);
	});
});

test.each([['paged', 'masked'] as const, ['whole', 'masked'] as const])(
	'and where the sandbox has these habits: %s, %s',
	async (whole, headers) => {
		await crowd(25);
		sandbox.setHabits({
			'web-hook-list': whole,
			'web-hook-headers': headers,
		});
		const trigger = host.add(EARNED);
		for (let round = 0; round < 5; round += 1) {
			await trigger.unpublish();
			await trigger.publish();
		}
		expect(active().map(({ headers: sent }) => sent[HEADER])).toEqual([secretOf(trigger)]);
		await trigger.unpublish();
		expect(active()).toEqual([]);
	},
);

test('a list that stays unreadable fails after three requests, with advice', async () => {
	list.habit = () => ({ status: 503, body: {} });
	sandbox.journal.clear();
	await expect(host.add(EARNED).publish()).rejects.toThrow(
		'Capillary was not able to answer. Publish the workflow again later.',
	);
	expect(sandbox.journal.entries.length).toBe(3);
});

describe('a list that says in its own way what is active', () => {
	test.each<[string, (isActive: unknown) => unknown]>([
		['not at all', () => undefined],
		['as text', (isActive) => String(isActive)],
		['as a number', (isActive) => Number(isActive)],
	])('%s', async (_words, say) => {
		list.habit = (all) => ({
			body: { data: all.map((one) => ({ ...one, active: say(one.active) })) },
		});
		const trigger = host.add(EARNED);
		for (let round = 0; round < 2; round += 1) {
			await trigger.publish();
			expect(active().map(({ url }) => url)).toEqual([trigger.url()]);
			await trigger.unpublish();
			expect(active()).toEqual([]);
		}
		expect(hooks().length).toBe(1);
	});
});

describe('an API client, while the token endpoint is busy', () => {
	const SIGN_IN = '/v3/oauth/token/generate';
	const useClient = () => {
		const { clientKey, clientSecret } = sandbox.credentials;
		const accessToken = '';
		host.credential = {
			...host.credential,
			authentication: 'oauth',
			clientKey,
			clientSecret,
			accessToken,
		};
	};

	test.each([{ status: 503 }, { status: 429 }, { drop: 'before' as const }])(
		'%j: publishing asks again',
		async (fault) => {
			useClient();
			sandbox.faults.add({ match: { path: SIGN_IN }, times: 1, ...fault });
			await host.add(EARNED).publish();
			expect(active().length).toBe(1);
		},
	);

	test('a key that is refused is not sent again', async () => {
		useClient();
		host.credential = { ...host.credential, clientSecret: 'wrong' };
		sandbox.journal.clear();
		await expect(host.add(EARNED).publish()).rejects.toThrow(
			'Capillary did not accept the credential',
		);
		expect(sandbox.journal.entries.map(({ path }) => path)).toEqual([SIGN_IN]);
	});
});

describe('a crash between the change at Capillary and the save', () => {
	test.each(['POST', 'PUT', 'DELETE'])('after %s', async (method) => {
		const trigger = host.add(EARNED);
		if (method !== 'POST') await trigger.publish();
		if (method === 'PUT') trigger.parameters = { events: ['requestWorkflowEvent'] };
		const { saved } = trigger;
		let isOver = false;
		list.after = async (asked) => {
			isOver ||= asked === method;
			if (isOver) throw new Error('The process ends here');
		};
		const act = method === 'DELETE' ? trigger.unpublish() : trigger.publish();
		await expect(act).rejects.toThrow();
		trigger.saved = saved;
		list.after = undefined;
		await trigger.publish();
		expect(active().map(({ url, headers }) => [url, headers[HEADER]])).toEqual([
			[trigger.url(), secretOf(trigger)],
		]);
		expect(hooks().length).toBe(1);
		await trigger.unpublish();
		expect(active()).toEqual([]);
	});
});

describe('a credential that leads to another organization', () => {
	test('gets a registration there, and says what is left behind', async () => {
		const trigger = host.add(EARNED);
		await trigger.publish();
		const [old] = structuredClone(hooks());
		// The other organization knows nothing of it.
		sandbox.state.webHooks.clear();
		await trigger.publish();
		expect(active().map(({ url }) => url)).toEqual([trigger.url()]);
		expect(active()[0].id).not.toBe(old.id);
		expect(trigger.warnings).toEqual([
			`Capillary does not know the web hook ${old.id}, which this workflow registered. If the credential was changed to another organization, it may still be active there: switch it off in Capillary, at Organization Settings > Event Notifications.`,
		]);
	});

	test('can be unpublished', async () => {
		const trigger = host.add(EARNED);
		await trigger.publish();
		sandbox.state.webHooks.clear();
		expect(await trigger.unpublish()).toBe(true);
		expect(trigger.warnings).toEqual([expect.stringContaining('may still be active there')]);
	});
});
