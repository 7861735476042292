import type { HostedTrigger, TriggerHost } from '../../support/triggerHost';
import type { TriggerStage } from '../../support/triggerStage';
import { eventText, PROOF_HEADER, secretOf, startTriggerStage } from '../../support/triggerStage';

const EARNED = { events: ['badgeEarned'] };
const HEADER = 'X-N8N-Webhook-Secret';
const [FIRST, SECOND, THIRD] = ['one', 'two', 'three'].map((name) => `https://${name}.example.com`);

let stage: TriggerStage;
let host: TriggerHost;
let trigger: HostedTrigger;

beforeAll(async () => {
	stage = await startTriggerStage();
	host = stage.host;
});
beforeEach(() => {
	stage.reset();
	trigger = stage.added(EARNED);
});
afterAll(() => stage.close());

const hooks = () => [...stage.client.sandbox.state.webHooks.values()];

/** Publishes under an address, as n8n does after each start with another tunnel. */
async function publishAt(address: string): Promise<string> {
	host.publicUrl = address;
	await trigger.publish();
	return trigger.saved;
}

/** What Capillary sends to the trigger's address of now; resolves to the status of the answer. */
async function called(eventId: string): Promise<number> {
	const [hook] = hooks().filter(({ url, active }) => active && url === trigger.url());
	const answer = await fetch(host.url + new URL(trigger.url()).pathname, {
		method: 'POST',
		headers: { 'content-type': 'application/json', [PROOF_HEADER]: hook.headers[HEADER] },
		body: eventText({ eventId }),
	});
	return answer.status;
}

describe('a run that waits over several changes of the address puts old static data back', () => {
	test.each([
		['a third address', [FIRST, SECOND, THIRD], 0],
		['a third address, from the second', [FIRST, SECOND, THIRD], 1],
		['the first address again', [FIRST, SECOND, FIRST], 0],
		['the first address again, from the second', [FIRST, SECOND, FIRST], 1],
	])('%s', async (_words, addresses, began) => {
		const saves: string[] = [];
		for (const address of addresses) saves.push(await publishAt(address));
		trigger.saved = saves[began];
		expect(await called('e1')).toBe(200);
		const before = structuredClone(hooks());
		await trigger.publish();
		expect(hooks().map(({ headers }) => headers)).toEqual(before.map(({ headers }) => headers));
		expect(await called('e2')).toBe(200);
	});

	test('each address has a secret of its own, and gets its own again', async () => {
		const secrets: string[] = [];
		for (const address of [FIRST, SECOND, THIRD, FIRST, THIRD, SECOND]) {
			await publishAt(address);
			secrets.push(secretOf(trigger));
		}
		const [first, second, third] = secrets;
		expect(new Set([first, second, third]).size).toBe(3);
		expect(secrets).toEqual([first, second, third, first, third, second]);
	});
});

describe('a run that began before the first publishing puts static data without the trigger back', () => {
	test('calls still pass, and the next one writes the registration again', async () => {
		await trigger.publish();
		const { registration } = trigger.data();
		trigger.saved = JSON.stringify({ global: { mine: 1 } });
		expect(await called('e1')).toBe(200);
		expect(trigger.data().registration).toEqual(registration);
		expect(JSON.parse(trigger.saved)).toMatchObject({ global: { mine: 1 } });
	});

	test('another workflow that has no registration gets none by that', async () => {
		await trigger.publish();
		const other = stage.added(EARNED);
		const answer = await stage.post(other, eventText(), { [PROOF_HEADER]: secretOf(trigger) });
		expect(answer.status).toBe(401);
	});
});
