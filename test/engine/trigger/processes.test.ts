import type { IDataObject } from 'n8n-workflow';
import { startListServer } from '../../support/triggerList';
import type { SecondProcess } from '../../support/triggerProcesses';
import { startSecondProcess } from '../../support/triggerProcesses';
import type { HostedTrigger, TriggerHost } from '../../support/triggerHost';
import { startTriggerHost } from '../../support/triggerHost';
import type { TriggerStage } from '../../support/triggerStage';
import { eventText, PROOF_HEADER, secretOf, startTriggerStage } from '../../support/triggerStage';

const EARNED = { events: ['badgeEarned'] };
const HEADER = 'X-N8N-Webhook-Secret';
const LIVE = 'https://n8n.example.com';
const STAGING = 'https://staging.example.com';

let stage: TriggerStage;
/** Two processes: two copies of the package, each with a memory of its own. */
let first: TriggerHost;
let second: TriggerHost;
let other: SecondProcess;
let count = 0;

beforeAll(async () => {
	stage = await startTriggerStage();
	first = stage.host;
	other = await startSecondProcess();
	second = await startTriggerHost(other.engine, first.credential);
});
beforeEach(() => {
	stage.reset();
	second.credential = first.credential;
	second.publicUrl = first.publicUrl;
	first.saveMs = second.saveMs = () => 0;
});
afterAll(async () => {
	await second.close();
	other.remove();
	await stage.close();
});

const hooks = () => [...stage.client.sandbox.state.webHooks.values()];
const active = () => hooks().filter((hook) => hook.active);

/** A workflow of one n8n in both processes, which share its row in the database. */
function inBoth(): [HostedTrigger, HostedTrigger] {
	count += 1;
	const id = `both${count}`;
	const one = first.add(EARNED, id);
	return [one, second.add(EARNED, id, 'trigger-node', one.database)];
}

/** A copy of a workflow's row, in another n8n at another address. */
function copied(trigger: HostedTrigger, at: string): HostedTrigger {
	second.publicUrl = at;
	const id = `both${count}`;
	return second.add(EARNED, id, 'trigger-node', { saved: trigger.saved });
}

/** Calls a process of the n8n with an event; resolves to what it answered. */
async function call(host: TriggerHost, trigger: HostedTrigger, eventId: string, secret: string) {
	const path = new URL(trigger.url()).pathname;
	const answer = await fetch(host.url + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', [PROOF_HEADER]: secret },
		body: eventText({ eventId }),
	});
	return { status: answer.status, body: (await answer.json()) as unknown };
}

describe('two processes that take web hooks', () => {
	test('500 events, ten at once, each sent to one and later to the other: 500 runs', async () => {
		const [one, two] = inBoth();
		await one.publish();
		const secret = secretOf(one);
		// A database takes its time, now more and now less.
		first.saveMs = second.saveMs = () => Math.random() * 5;
		const ids = Array.from({ length: 500 }, (_, n) => `event-${n}`);
		/** Sends all events by ten callers, the even ones to one process and the odd ones to the other. */
		const round = async (turn: number) => {
			const waiting = ids.map((id, n) => ({ id, host: (n + turn) % 2 === 0 ? first : second }));
			const caller = async () => {
				for (let next = waiting.shift(); next; next = waiting.shift()) {
					expect((await call(next.host, one, next.id, secret)).status).toBe(200);
				}
			};
			await Promise.all(Array.from({ length: 10 }, caller));
		};
		await round(0);
		await round(1);
		expect(one.runs.length + two.runs.length).toBe(500);
		expect(one.saved.length).toBeLessThan(500 * 8 + 500);
	});

	test('what one has lost to a save of the other, it writes again with its next call', async () => {
		const [one] = inBoth();
		await one.publish();
		const secret = secretOf(one);
		const before = one.saved;
		await call(first, one, 'lost', secret);
		// The other process had read the row before, and saves it after.
		one.saved = before;
		await call(second, one, 'another', secret);
		await call(first, one, 'another', secret);
		expect((await call(second, one, 'lost', secret)).body).toEqual({ ignored: 'seen before' });
	});

	test('two publishings at once leave one web hook, with the secret that both know', async () => {
		const [one, two] = inBoth();
		await Promise.all([one.publish(), two.publish()]);
		expect(active().map(({ headers }) => headers[HEADER])).toEqual([secretOf(one)]);
		expect((await call(second, one, 'e1', active()[0].headers[HEADER])).status).toBe(200);
	});

	test('two publishings at once of a server that allows equal names', async () => {
		const list = await startListServer(stage.client.sandbox.url);
		list.allowsEqualNames = true;
		const credential = { ...first.credential, baseUrl: list.url };
		[first.credential, second.credential] = [credential, credential];
		const [one, two] = inBoth();
		await Promise.all([one.publish(), two.publish()]).finally(() => list.close());
		expect(active().map(({ headers }) => headers[HEADER])).toEqual([secretOf(one)]);
	});
});

describe('a copy of the database', () => {
	test('published and unpublished beside the live one leaves that as it is', async () => {
		first.publicUrl = LIVE;
		const [live] = inBoth();
		await live.publish();
		const before = structuredClone(hooks()[0]);
		const staging = copied(live, STAGING);
		await staging.publish();
		expect(active().map(({ url }) => new URL(url).origin)).toEqual([LIVE, STAGING]);
		expect(secretOf(staging)).not.toBe(secretOf(live));
		expect(staging.warnings).toEqual([
			`Capillary also sends this workflow's events to ${LIVE}, by the web hook ${before.id} ("${before.name}"). It is left alone, since another n8n may live there. If none does, switch it off in Capillary, at Organization Settings > Event Notifications.`,
		]);
		await staging.unpublish();
		expect(active()).toEqual([before]);
	});

	test('unpublished without ever being published leaves the live one as it is', async () => {
		first.publicUrl = LIVE;
		const [live] = inBoth();
		await live.publish();
		const before = structuredClone(hooks());
		const staging = copied(live, STAGING);
		await staging.unpublish();
		expect(hooks()).toEqual(before);
	});

	test('a move: the new n8n registers anew, and unpublishing the old one leaves the new one', async () => {
		first.publicUrl = LIVE;
		const [old] = inBoth();
		await old.publish();
		const moved = copied(old, 'https://new.example.com');
		await moved.publish();
		const secret = secretOf(moved);
		await old.unpublish();
		expect(active().map(({ url, headers }) => [new URL(url).origin, headers[HEADER]])).toEqual([
			['https://new.example.com', secret],
		]);
		expect((await call(second, moved, 'e1', secret)).status).toBe(200);
	});
});

describe('a run that began before, and puts the old static data back at its end', () => {
	test('over a publishing', async () => {
		const [one] = inBoth();
		await one.publish();
		const old = one.saved;
		await one.unpublish();
		await one.publish();
		one.saved = old;
		expect((await call(first, one, 'e1', active()[0].headers[HEADER])).status).toBe(200);
	});

	test('over a change of the address', async () => {
		first.publicUrl = LIVE;
		const [one] = inBoth();
		await one.publish();
		const old = one.saved;
		first.publicUrl = 'https://new.example.com';
		await one.publish();
		one.saved = old;
		const [, { headers }] = active();
		expect((await call(first, one, 'e1', headers[HEADER])).status).toBe(200);
		await one.publish();
		expect(active()[1].headers[HEADER]).toBe(headers[HEADER]);
	});

	test('events that it takes back are remembered by the process, and written again', async () => {
		const [one, two] = inBoth();
		await one.publish();
		const secret = secretOf(one);
		const old = one.saved;
		await call(first, one, 'e1', secret);
		one.saved = old;
		await call(first, one, 'e2', secret);
		await call(second, one, 'e1', secret);
		expect([one.runs.length, two.runs.length]).toEqual([2, 0]);
	});
});

describe('what version 0.1.0 kept', () => {
	test('still lets its calls pass, and moves with the next publishing', async () => {
		const [one] = inBoth();
		await one.publish();
		const { registration } = one.data();
		const { workflowId } = one.data();
		const secret = secretOf(one);
		const seenEvents = ['x'.repeat(22)];
		one.saved = JSON.stringify({
			'node:Trigger': {
				registration: { ...(registration as IDataObject), workflowId },
				seenEvents,
			},
			global: { mine: 1 },
		});
		expect((await call(first, one, 'e1', secret)).status).toBe(200);
		await one.publish();
		expect(secretOf(one)).toBe(secret);
		expect(JSON.parse(one.saved)).toMatchObject({ 'node:Trigger': {}, global: { mine: 1 } });
	});
});

describe('refused calls', () => {
	test('are told of in the log, once a minute, without a secret', async () => {
		const [one] = inBoth();
		await one.publish();
		for (let n = 0; n < 5; n += 1) await call(first, one, 'e1', 'a-wrong-secret');
		expect(one.warnings).toEqual([
			`A call for the trigger "Trigger" of the workflow "Test" (both${count}) was refused: the header ${HEADER} is missing or wrong. If Capillary made it, publish the workflow again; until then no event starts the workflow.`,
		]);
		const soon = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
		await call(first, one, 'e1', 'a-wrong-secret');
		soon.mockRestore();
		expect(one.warnings[1]).toContain('4 more were refused since the last warning.');
		expect(one.warnings.join()).not.toMatch(/a-wrong-secret|[0-9a-f]{64}/);
	});
});

describe('an address without https', () => {
	test.each([
		['http://n8n.example.com', 1],
		['https://n8n.example.com', 0],
		['http://127.0.0.1:5678', 0],
	])('%s: %i warnings', async (address, warnings) => {
		first.publicUrl = address;
		const [one] = inBoth();
		await one.publish();
		expect(one.warnings).toEqual(
			Array.from({ length: warnings }, () => expect.stringContaining('unencrypted')),
		);
	});
});
