/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { INode } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox';
import { Client, EARN, SEED } from '../../sandbox/client';
import { startEngine } from '../../support/engine';
import { sandboxCredential } from '../../support/sandboxCredential';
import type { HostedTrigger } from '../../support/triggerHost';
import { startTriggerHost, type TriggerHost } from '../../support/triggerHost';

const HEADER = 'x-n8n-webhook-secret';
const BOTH = ['badgeEarned', 'requestWorkflowEvent'];

let client: Client;
let sandbox: Sandbox;
let host: TriggerHost;
let count = 0;

beforeAll(async () => {
	const [engine, started] = await Promise.all([startEngine(), Client.start()]);
	client = started;
	sandbox = client.sandbox;
	host = await startTriggerHost(engine, sandboxCredential(sandbox));
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	await host.close();
	await sandbox.close();
});

/** A published trigger of a workflow of its own. */
async function published(parameters: INode['parameters']): Promise<HostedTrigger> {
	count += 1;
	const trigger = host.add(parameters, `wf${count}`);
	await trigger.publish();
	return trigger;
}

const secretOf = (trigger: HostedTrigger) =>
	String((trigger.data().registration as { secret?: string }).secret);

const post = async (trigger: HostedTrigger, body: string, headers: Record<string, string> = {}) => {
	const proof = HEADER in headers ? {} : { [HEADER]: secretOf(trigger) };
	const answer = await fetch(trigger.url(), {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...proof, ...headers },
		body,
	});
	return { status: answer.status, body: (await answer.json().catch(() => null)) as unknown };
};

const event = (more: object = {}) =>
	JSON.stringify({ eventName: 'badgeEarned', eventId: 'e1', createdAt: 1, data: {}, ...more });

const emitted = async (emission: Parameters<Sandbox['deliveries']['emit']>[0]) => {
	sandbox.deliveries.emit(emission);
	await sandbox.deliveries.idle();
	return sandbox.deliveries.log.map(({ status }) => status);
};

const outputs = ({ runs }: HostedTrigger) => runs.map((items) => items.map(({ json }) => json));

describe('badgeEarned', () => {
	const earn = async (customerId: number) => {
		const body = { badgeMetaId: SEED.earnBadge, customerId, requestId: `r${customerId}` };
		expect((await client.post(EARN, body)).status).toBe(200);
		await sandbox.deliveries.idle();
	};

	test('starts a run with one item, in the API names, times in ISO 8601', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		await earn(123);
		const [given] = [...sandbox.state.earns.values()];
		expect(sandbox.deliveries.log.map(({ status }) => status)).toEqual([200]);
		expect(outputs(trigger)).toEqual([
			[
				{
					eventName: 'badgeEarned',
					eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
					orgId: 50933,
					refId: `50933_${given.id}`,
					apiRequestId: expect.any(String),
					createdAt: expect.stringMatching(/^20\d\d-.*Z$/),
					badgeId: SEED.earnBadge,
					customerId: 123,
					customerIdentifiers: {
						customerId: 123,
						loyaltyType: 'loyalty',
						instore: {
							mobile: '910000000123',
							email: 'customer123@example.com',
							externalId: 'EXT-123',
						},
					},
					earnId: given.id,
					earnedOn: new Date(given.earnedOn).toISOString(),
					earnConstraints: [],
					triggeringActivity: expect.objectContaining({ identifiers: [] }),
				},
			],
		]);
	});

	test('filters by badge and by customer', async () => {
		const filters = { badgeId: { mode: 'id', value: SEED.earnBadge }, customerIds: '7, 8' };
		const trigger = await published({ events: ['badgeEarned'], filters });
		for (const customer of [6, 7, 8]) await earn(customer);
		const other = { badgeId: SEED.enrolBadge, customerIdentifiers: { customerId: 7 } };
		await emitted({ data: other });
		expect(trigger.runs.map(([{ json }]) => json.customerId)).toEqual([7, 8]);
		expect(sandbox.deliveries.log.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});

	test('reads the queue variant, and adds the payload when asked', async () => {
		const trigger = await published({ events: ['badgeEarned'], options: { rawPayload: true } });
		const payload = {
			eventName: 'badgeEarned',
			eventId: 'queue-1',
			eventLogId: 'log-1',
			traceAttributes: { trace: 'x' },
			orgId: 50933,
			createdAt: 1696315322593,
			data: {
				customerIdentifiers: { customerId: '381921157', instore: { cardNumbers: ['1'] } },
				badgeId: '650c0896aefcde237f3dba43',
				earnId: '651bb7bac983d041efbc78fc',
				earnedOn: 1696315322450,
				issualId: '651bb7bac983d041efbc78fd',
				issuedOn: 1696315322400,
				triggeringActivity: { name: 'x', entityInformation: { entityType: 'TILL' } },
				somethingNew: [1],
			},
			loyaltyEventId: null,
		};
		expect((await post(trigger, JSON.stringify(payload))).status).toBe(200);
		const { eventLogId, traceAttributes, orgId, eventName, eventId, data } = payload;
		expect(outputs(trigger)).toEqual([
			[
				{
					...data,
					...{ eventLogId, traceAttributes, orgId, eventName, eventId },
					createdAt: '2023-10-03T06:42:02.593Z',
					earnedOn: '2023-10-03T06:42:02.450Z',
					issuedOn: '2023-10-03T06:42:02.400Z',
					customerId: 381921157,
					payload,
				},
			],
		]);
	});

	test.each([[{}], [{ data: null }], [{ data: [], createdAt: 'soon', eventId: 5 }]])(
		'bears an event with holes: %j',
		async (more) => {
			const trigger = await published({ events: ['badgeEarned'] });
			expect((await post(trigger, event(more))).status).toBe(200);
			expect(trigger.runs[0][0].json).toMatchObject({ eventName: 'badgeEarned' });
		},
	);
});

describe('requestWorkflowEvent', () => {
	const request = (change: object = {}) => ({
		requestId: '0b1c',
		requestType: 'EARN_BADGE',
		requesterId: 232134,
		checkerId: 232135,
		currentRequestState: 'approved',
		previousRequestState: 'AdminTask',
		updateTime: 1704904101782,
		comment: 'go',
		requestAttributes: {
			body: { badgeMetaId: SEED.earnBadge, customerId: 7 },
			headers: { Authorization: 'Basic c2VjcmV0OnNlY3JldA==' },
		},
		...change,
	});

	test('comes out in its own names, without the login it holds', async () => {
		const options = { rawPayload: true };
		const trigger = await published({ events: BOTH, options });
		await emitted({ eventName: 'requestWorkflowEvent', eventId: 'q1', data: request() });
		const [[{ json }]] = trigger.runs;
		const { updateTime, ...same } = request();
		expect(json).toMatchObject({
			...same,
			requestAttributes: { body: { badgeMetaId: SEED.earnBadge, customerId: 7 }, headers: {} },
			eventId: 'q1',
			updateTime: new Date(updateTime).toISOString(),
			badgeId: SEED.earnBadge,
			customerId: 7,
			payload: { eventId: 'q1', data: { updateTime } },
		});
		expect(JSON.stringify(json)).not.toContain('c2VjcmV0');
	});

	test('filters by type and state, badge and customer', async () => {
		const trigger = await published({
			events: BOTH,
			filters: {
				requestTypes: ['EARN_BADGE'],
				requestStates: ['approved', 'failed'],
				badgeId: SEED.earnBadge,
				customerIds: '7',
			},
		});
		const body = (more: object) => ({ requestAttributes: { body: more } });
		const cases: Array<[string, object]> = [
			['passes', {}],
			['hyphens', { requestType: 'earn-badge' }],
			['failed', { currentRequestState: 'failed' }],
			['other type', { requestType: 'ISSUE_BADGE' }],
			['other state', { currentRequestState: 'AdminTask' }],
			['other badge', body({ badgeMetaId: SEED.enrolBadge, customerId: 7 })],
			['other customer', body({ badgeMetaId: SEED.earnBadge, customerId: 8 })],
			['one of many', body({ badgeMetaId: SEED.earnBadge, customers: [6, 7] })],
			['nobody', body({ badgeMetaId: SEED.earnBadge })],
		];
		for (const [eventId, change] of cases) {
			await emitted({ eventName: 'requestWorkflowEvent', eventId, data: request(change) });
		}
		expect(trigger.runs.map(([{ json }]) => json.eventId)).toEqual([
			'passes',
			'hyphens',
			'failed',
			'one of many',
		]);
	});
});

describe('authenticity', () => {
	test('a call without the secret or with a wrong one gets 401 and starts nothing', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		await emitted({ signing: 'unsigned' });
		await emitted({ signing: 'forged' });
		expect(await emitted({ signing: 'registered' })).toEqual([401, 401, 200]);
		expect(trigger.runs.length).toBe(1);
		const longer = { [HEADER]: `${secretOf(trigger)}0` };
		expect(await post(trigger, event(), longer)).toEqual({
			status: 401,
			body: { message: 'The header X-N8N-Webhook-Secret is missing or wrong' },
		});
		expect(trigger.runs.length).toBe(1);
	});

	test('nothing passes when no secret is known', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		const secret = secretOf(trigger);
		await trigger.unpublish();
		expect((await post(trigger, event(), { [HEADER]: secret })).status).toBe(401);
		expect((await post(trigger, event(), { [HEADER]: 'undefined' })).status).toBe(401);
		expect((await post(trigger, event(), { [HEADER]: '' })).status).toBe(401);
		expect(trigger.runs).toEqual([]);
	});

	test('no secret comes out', async () => {
		const trigger = await published({ events: ['badgeEarned'], options: { rawPayload: true } });
		await emitted({ data: { badgeId: SEED.earnBadge } });
		expect(trigger.runs.length).toBe(1);
		expect(JSON.stringify(trigger.runs)).not.toContain(secretOf(trigger));
	});

	test('a manual registration takes the secret of the field', async () => {
		count += 1;
		const secret = 'a-long-made-up-secret';
		const trigger = host.add({ events: BOTH, registration: 'manual', secret }, `wf${count}`);
		await trigger.publish();
		expect((await post(trigger, event(), { [HEADER]: 'a-long-made-up-secreT' })).status).toBe(401);
		expect((await post(trigger, event(), { [HEADER]: secret })).status).toBe(200);
		expect(trigger.runs.length).toBe(1);
	});
});

describe('what is no event', () => {
	const NO_OBJECT = [400, 'The body is not a JSON object'] as const;
	const NO_EVENT = [400, 'The body is not a Capillary event: it has no eventName'] as const;
	const TOO_LARGE = [413, 'The event is larger than 1048576 bytes'] as const;
	const large = JSON.stringify({ eventName: 'badgeEarned', filler: 'x'.repeat(1_100_000) });

	test.each([
		['text', 'text/plain', 'hello', NO_OBJECT],
		['a list', 'application/json', '[]', NO_OBJECT],
		['a JSON text', 'application/json', '"text"', NO_OBJECT],
		['nothing', 'application/json', '{}', NO_EVENT],
		['another object', 'application/json', '{"eventId":"x"}', NO_EVENT],
		['a large event', 'application/json', large, TOO_LARGE],
	])('%s is refused and starts nothing', async (_what, type, body, [status, message]) => {
		const trigger = await published({ events: ['badgeEarned'] });
		expect(await post(trigger, body, { 'content-type': type })).toEqual({
			status,
			body: { message },
		});
		expect(trigger.runs).toEqual([]);
	});

	test('JSON that says it is text is read all the same', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		const { status } = await post(trigger, event(), { 'content-type': 'text/plain' });
		expect([status, trigger.runs.length]).toEqual([200, 1]);
	});

	test.each(['pointsRedeemed', 'requestWorkflowEvent'])(
		'an event that was not chosen is ignored: %s',
		async (eventName) => {
			const trigger = await published({ events: ['badgeEarned'] });
			expect(await post(trigger, event({ eventName }))).toEqual({
				status: 200,
				body: { ignored: 'event not chosen' },
			});
			expect(trigger.runs).toEqual([]);
		},
	);
});

describe('once', () => {
	test.each([true, false])('duplicates start one run, simultaneous: %s', async (simultaneous) => {
		const trigger = await published({ events: ['badgeEarned'] });
		const statuses = await emitted({ eventId: 'same', times: 5, simultaneous });
		expect(statuses).toEqual([200, 200, 200, 200, 200]);
		expect(trigger.runs.length).toBe(1);
	});

	test('different events at the same instant all start, and all are remembered', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		const ids = Array.from({ length: 20 }, (_, i) => `at-once-${i}`);
		const send = () => Promise.all(ids.map((eventId) => post(trigger, event({ eventId }))));
		await send();
		expect(trigger.runs.length).toBe(20);
		expect((trigger.data().seenEvents as string[]).length).toBe(20);
		await send();
		expect(trigger.runs.length).toBe(20);
	});

	test('over a restart and a new registration', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		await post(trigger, event());
		await trigger.unpublish();
		await trigger.publish();
		expect(await post(trigger, event())).toEqual({ status: 200, body: { ignored: 'seen before' } });
		expect(trigger.runs.length).toBe(1);
	});

	test('keeps the last thousand', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		await post(trigger, event({ eventId: 'oldest' }));
		await trigger.unpublish();
		const { seenEvents, ...rest } = trigger.data();
		const others = Array.from({ length: 999 }, (_, i) => `other-${i}`);
		const full = { ...rest, seenEvents: [...(seenEvents as string[]), ...others] };
		trigger.saved = JSON.stringify({ 'node:Trigger': full });
		await trigger.publish();
		await post(trigger, event({ eventId: 'oldest' }));
		expect(trigger.runs.length).toBe(1);
		await post(trigger, event({ eventId: 'newest' }));
		await post(trigger, event({ eventId: 'newest' }));
		expect(trigger.runs.length).toBe(2);
		const kept = trigger.data().seenEvents as string[];
		expect([kept.length, kept[0]]).toEqual([1000, 'other-0']);
	});

	test('an event without an ID is known by its content', async () => {
		const trigger = await published({ events: ['badgeEarned'] });
		for (const customerId of [1, 1, 2]) {
			await post(trigger, event({ eventId: undefined, data: { customerId } }));
		}
		expect(trigger.runs.length).toBe(2);
	});

	test('two workflows get the same event each', async () => {
		const first = await published({ events: ['badgeEarned'] });
		const second = await published({ events: ['badgeEarned'] });
		await emitted({ eventId: 'shared' });
		expect([first.runs.length, second.runs.length]).toEqual([1, 1]);
	});

	test('a test shows the same event again', async () => {
		count += 1;
		const trigger = host.add({ events: ['badgeEarned'] }, `wf${count}`);
		for (let round = 0; round < 2; round += 1) {
			await trigger.publish(true);
			await emitted({ eventId: 'test-event' });
			await trigger.unpublish(true);
		}
		expect(trigger.runs.length).toBe(2);
	});
});
