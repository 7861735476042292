import { EVENTS } from '../../../nodes/CapillaryBadgesTrigger/events';
import { TRIGGER_EVENTS } from '../../fixtures/triggerEvents';
import { EARN, SEED } from '../../sandbox/client';
import type { HostedTrigger } from '../../support/triggerHost';
import type { TriggerStage } from '../../support/triggerStage';
import { eventText, startTriggerStage } from '../../support/triggerStage';

const BOTH = ['badgeEarned', 'requestWorkflowEvent'];
const outputs = ({ runs }: HostedTrigger) => runs.map((items) => items.map(({ json }) => json));

let stage: TriggerStage;
beforeAll(async () => {
	stage = await startTriggerStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

test.each(EVENTS.map(({ value }) => value))(
	'%s starts a run when it is chosen, under the names of the fields',
	async (eventName) => {
		const { data, comesOut } = TRIGGER_EVENTS[eventName];
		const trigger = await stage.published({ events: [eventName] });
		await stage.emitted({ eventName, data: { ...data } });
		expect(outputs(trigger)).toEqual([[expect.objectContaining({ eventName, ...comesOut })]]);
	},
);

describe('badgeEarned', () => {
	const earn = async (customerId: number) => {
		const body = { badgeMetaId: SEED.earnBadge, customerId, requestId: `r${customerId}` };
		expect((await stage.client.post(EARN, body)).status).toBe(200);
		await stage.client.sandbox.deliveries.idle();
	};

	test('starts a run with one item, in the API names, times in ISO 8601', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		await earn(123);
		const [given] = [...stage.client.sandbox.state.earns.values()];
		expect(stage.client.sandbox.deliveries.log.map(({ status }) => status)).toEqual([200]);
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
					earnedBadgeId: given.id,
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
		const trigger = await stage.published({ events: ['badgeEarned'], filters });
		for (const customer of [6, 7, 8]) await earn(customer);
		const other = { badgeId: SEED.enrolBadge, customerIdentifiers: { customerId: 7 } };
		await stage.emitted({ data: other });
		expect(trigger.runs.map(([{ json }]) => json.customerId)).toEqual([7, 8]);
		expect(stage.client.sandbox.deliveries.log.map(({ status }) => status)).toEqual([
			200, 200, 200, 200,
		]);
	});

	test('reads the queue variant, and adds the payload when asked', async () => {
		const trigger = await stage.published({
			events: ['badgeEarned'],
			options: { rawPayload: true },
		});
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
		expect((await stage.post(trigger, JSON.stringify(payload))).status).toBe(200);
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
					earnedBadgeId: data.earnId,
					payload,
				},
			],
		]);
	});

	test.each([[{}], [{ data: null }], [{ data: [], createdAt: 'soon', eventId: 5 }]])(
		'bears an event with holes: %j',
		async (more) => {
			const trigger = await stage.published({ events: ['badgeEarned'] });
			expect((await stage.post(trigger, eventText(more))).status).toBe(200);
			expect(trigger.runs[0][0].json).toMatchObject({ eventName: 'badgeEarned' });
		},
	);
});

test.each([['text'], [[{ badgeId: 'b' }]], [5]])('keeps data of another kind: %j', async (data) => {
	const trigger = await stage.published({ events: ['badgeEarned'] });
	await stage.post(trigger, eventText({ data }));
	expect(trigger.runs[0][0].json).toMatchObject({ eventName: 'badgeEarned', data });
});

test('an event of 5,000 levels without an ID starts one run', async () => {
	const trigger = await stage.published({ events: ['badgeEarned'] });
	const deep = `${'{"in":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
	for (let round = 0; round < 2; round += 1) {
		const { status } = await stage.post(trigger, `{"eventName":"badgeEarned","data":${deep}}`);
		expect(status).toBe(200);
	}
	expect(trigger.runs.length).toBe(1);
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
		const trigger = await stage.published({ events: BOTH, options });
		await stage.emitted({ eventName: 'requestWorkflowEvent', eventId: 'q1', data: request() });
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
		const trigger = await stage.published({
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
			await stage.emitted({ eventName: 'requestWorkflowEvent', eventId, data: request(change) });
		}
		expect(trigger.runs.map(([{ json }]) => json.eventId)).toEqual([
			'passes',
			'hyphens',
			'failed',
			'one of many',
		]);
	});
});
