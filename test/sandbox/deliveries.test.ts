/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** Calls to registered web hooks (docs/api.md#badgeearned, docs/api.md#event-delivery). */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { by, Client, EARN, EARN_BULK, SEED, WORKFLOW } from './client';

const HOOKS = '/v3/webHooks';
interface Received {
	headers: IncomingHttpHeaders;
	body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- JSON read by assertions
}

let client: Client;
let consumer: Server;
let target = '';
let received: Received[] = [];
let answers: number[] = [];
let hold: Promise<void> = Promise.resolve();

beforeAll(async () => {
	client = await Client.start();
	consumer = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk: Buffer) => (text += chunk.toString()));
		request.on('end', () => {
			received.push({ headers: request.headers, body: JSON.parse(text) });
			void hold.then(() => response.writeHead(answers.shift() ?? 200).end());
		});
	});
	await new Promise<void>((resolve) => consumer.listen(0, '127.0.0.1', resolve));
	target = `http://127.0.0.1:${(consumer.address() as AddressInfo).port}/hook`;
});
beforeEach(() => {
	client.sandbox.reset();
	received = [];
	answers = [];
	hold = Promise.resolve();
});
afterAll(async () => {
	await client.sandbox.close();
	consumer.closeAllConnections();
	await new Promise((resolve) => consumer.close(resolve));
});

const hook = (change: object = {}) => ({
	active: true,
	name: 'n8n badges 1',
	eventNames: ['badgeEarned'],
	webHookUrl: target,
	webHookType: 'HTTP',
	methodType: 'POST',
	webHookHeaders: { 'Content-Type': 'application/json', Authorization: 'secret' },
	maxAllowedConnections: 10,
	slaInSeconds: 150,
	customerIdentifiersToBeEnriched: [],
	...change,
});
const register = (change: object = {}) => client.post(HOOKS, hook(change));
const earn = (requestId: string) =>
	client.post(EARN, { badgeMetaId: SEED.earnBadge, customerId: 123, requestId });

describe('delivery', () => {
	test('badgeEarned on every earn, with the registered headers', async () => {
		await register();
		const { body, headers } = await earn('w1');
		await client.sandbox.deliveries.idle();
		expect(received.length).toBe(1);
		expect(received[0]?.headers).toMatchObject({
			authorization: 'secret',
			'content-type': 'application/json',
		});
		const { earnedBadgeId } = body.data;
		expect(received[0]?.body).toEqual({
			eventName: 'badgeEarned',
			eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			orgId: 50933,
			refId: `50933_${earnedBadgeId}`,
			apiRequestId: headers.get('x-cap-request-id'),
			createdAt: expect.any(Number),
			data: {
				customerIdentifiers: {
					customerId: 123,
					loyaltyType: 'loyalty',
					instore: {
						mobile: '910000000123',
						email: 'customer123@example.com',
						externalId: 'EXT-123',
					},
				},
				badgeId: SEED.earnBadge,
				earnId: earnedBadgeId,
				earnedOn: client.sandbox.state.earns.get(earnedBadgeId)?.earnedOn,
				earnConstraints: [],
				triggeringActivity: expect.objectContaining({ identifiers: [] }),
			},
			loyaltyEventId: null,
		});
	});

	test('one event per customer of a bulk; none for failed or refused calls', async () => {
		await register();
		await client.post(EARN_BULK, {
			badgeMetaId: SEED.earnBadge,
			customerIds: [1, 2, 3],
			requestId: 'b',
		});
		await client.post(EARN_BULK, {
			badgeMetaId: SEED.enrolBadge,
			customerIds: [1],
			requestId: 'c',
		});
		await earn('b');
		await client.sandbox.deliveries.idle();
		const customers = received.map(
			({ body }) => body.data.customerIdentifiers.customerId as number,
		);
		expect(customers.sort()).toEqual([1, 2, 3]);
	});

	test('the answer does not wait, and inactive or deaf hooks hear nothing', async () => {
		let release = (): void => undefined;
		hold = new Promise((resolve) => (release = resolve));
		await register();
		await register({ name: 'off', active: false });
		await register({ name: 'deaf', eventNames: ['requestWorkflowEvent'] });
		expect((await earn('w2')).status).toBe(200);
		expect(client.sandbox.deliveries.log).toEqual([]);
		release();
		await client.sandbox.deliveries.idle();
		expect(received.length).toBe(1);
	});

	test('requestWorkflowEvent on each change of state', async () => {
		await register({ eventNames: ['requestWorkflowEvent'] });
		const inner = { badgeMetaId: SEED.requestBadge, customerId: 7, requestId: 'in' };
		const made = await client.post(
			`${WORKFLOW}/EARN-BADGE`,
			{
				entityInfo: { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
				payload: {
					'IntouchAPITask-Payload': {
						hostname: 'h',
						path: EARN,
						method: 'POST',
						body: inner,
						headers: { Authorization: client.authorization },
					},
				},
			},
			client.approvalHeaders,
		);
		const { requestId } = made.body.data;
		await client.put(
			`${WORKFLOW}/EARN-BADGE`,
			{
				requestId,
				actionName: 'AdminTask',
				payload: { 'AdminTask-Payload': { actionDecision: 'approved', actionMessage: 'go' } },
			},
			client.approvalHeaders,
		);
		await client.sandbox.deliveries.idle();
		const shared = {
			requestId,
			requestType: 'EARN_BADGE',
			requesterId: 232134,
			updateTime: expect.any(Number),
			requestAttributes: { body: inner },
		};
		const data = received.map(({ body }) => body.data as { currentRequestState: string });
		expect(data.find((one) => one.currentRequestState === 'AdminTask')).toEqual({
			...shared,
			currentRequestState: 'AdminTask',
		});
		expect(data.find((one) => one.currentRequestState === 'approved')).toEqual({
			...shared,
			checkerId: 232134,
			currentRequestState: 'approved',
			previousRequestState: 'AdminTask',
			comment: 'go',
		});
		expect(data.length).toBe(2);
	});

	test('tries again until 2xx, with the same event id', async () => {
		Object.assign(client.sandbox.deliveries.policy, { attempts: 4, retryDelayMs: 1 });
		answers = [500, 404];
		await register();
		await earn('w3');
		await client.sandbox.deliveries.idle();
		expect(client.sandbox.deliveries.log.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 404],
			[3, 200],
		]);
		expect(new Set(received.map(({ body }) => body.eventId as string)).size).toBe(1);
	});

	test.each([true, false])('duplicates of one event, simultaneous: %s', async (simultaneous) => {
		Object.assign(client.sandbox.deliveries.policy, { duplicates: 2, simultaneous });
		await register();
		await earn(`w4${simultaneous}`);
		await client.sandbox.deliveries.idle();
		expect(received.length).toBe(3);
		expect(new Set(received.map(({ body }) => body.eventId as string)).size).toBe(1);
	});

	test('unsigned and forged calls by the control path', async () => {
		await register();
		const emit = (body: object) =>
			client.post('/__sandbox/emit', { eventId: 'e1', data: by('a', 'b'), ...body });
		expect((await emit({ signing: 'unsigned' })).body).toEqual({ webHooks: 1 });
		await client.sandbox.deliveries.idle();
		await emit({ signing: 'forged', times: 2 });
		await client.sandbox.deliveries.idle();
		expect(received.map(({ headers }) => headers.authorization)).toEqual([
			undefined,
			'forged-secret',
			'forged-secret',
		]);
		expect(received[0]?.body).toMatchObject({
			eventName: 'badgeEarned',
			eventId: 'e1',
			data: by('a', 'b'),
		});
		expect((await client.get('/__sandbox/deliveries')).body.length).toBe(3);
	});

	test('close abandons deliveries nobody takes', async () => {
		hold = new Promise(() => undefined);
		const other = await Client.start();
		await other.post(HOOKS, hook({ maxAllowedConnections: 1 }));
		const customerIds = [1, 2, 3];
		await other.post(EARN_BULK, { badgeMetaId: SEED.earnBadge, customerIds, requestId: 'z' });
		await other.sandbox.close();
		expect(received.length).toBeLessThanOrEqual(1);
		expect(other.sandbox.deliveries.log).toEqual([]);
	});
});
