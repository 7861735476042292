import { SEED } from '../../sandbox/client';
import type { TriggerStage } from '../../support/triggerStage';
import { eventText, PROOF_HEADER, secretOf, startTriggerStage } from '../../support/triggerStage';

const BOTH = ['badgeEarned', 'requestWorkflowEvent'];
let stage: TriggerStage;
beforeAll(async () => {
	stage = await startTriggerStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

describe('authenticity', () => {
	test('a call without the secret or with a wrong one gets 401 and starts nothing', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		await stage.emitted({ signing: 'unsigned' });
		await stage.emitted({ signing: 'forged' });
		expect(await stage.emitted({ signing: 'registered' })).toEqual([401, 401, 200]);
		expect(trigger.runs.length).toBe(1);
		const longer = { [PROOF_HEADER]: `${secretOf(trigger)}0` };
		expect(await stage.post(trigger, eventText(), longer)).toEqual({
			status: 401,
			body: { message: 'The header X-N8N-Webhook-Secret is missing or wrong' },
		});
		expect(trigger.runs.length).toBe(1);
	});

	test('nothing passes when no secret is known', async () => {
		const secret = secretOf(await stage.published({ events: ['badgeEarned'] }));
		const trigger = stage.added({ events: ['badgeEarned'] });
		expect((await stage.post(trigger, eventText(), { [PROOF_HEADER]: secret })).status).toBe(401);
		expect((await stage.post(trigger, eventText(), { [PROOF_HEADER]: 'undefined' })).status).toBe(
			401,
		);
		expect((await stage.post(trigger, eventText(), { [PROOF_HEADER]: '' })).status).toBe(401);
		expect(trigger.runs).toEqual([]);
	});

	test('no secret comes out', async () => {
		const trigger = await stage.published({
			events: ['badgeEarned'],
			options: { rawPayload: true },
		});
		await stage.emitted({ data: { badgeId: SEED.earnBadge } });
		expect(trigger.runs.length).toBe(1);
		expect(JSON.stringify(trigger.runs)).not.toContain(secretOf(trigger));
	});

	test('a manual registration takes the secret of the field', async () => {
		const secret = 'a-long-made-up-secret';
		const trigger = stage.added({ events: BOTH, registration: 'manual', secret });
		await trigger.publish();
		expect(
			(await stage.post(trigger, eventText(), { [PROOF_HEADER]: 'a-long-made-up-secreT' })).status,
		).toBe(401);
		expect((await stage.post(trigger, eventText(), { [PROOF_HEADER]: secret })).status).toBe(200);
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
		const trigger = await stage.published({ events: ['badgeEarned'] });
		expect(await stage.post(trigger, body, { 'content-type': type })).toEqual({
			status,
			body: { message },
		});
		expect(trigger.runs).toEqual([]);
	});

	test('JSON that says it is text is read all the same', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const { status } = await stage.post(trigger, eventText(), { 'content-type': 'text/plain' });
		expect([status, trigger.runs.length]).toEqual([200, 1]);
	});

	test.each(['pointsRedeemed', 'requestWorkflowEvent'])(
		'an event that was not chosen is ignored: %s',
		async (eventName) => {
			const trigger = await stage.published({ events: ['badgeEarned'] });
			expect(await stage.post(trigger, eventText({ eventName }))).toEqual({
				status: 200,
				body: { ignored: 'event not chosen' },
			});
			expect(trigger.runs).toEqual([]);
		},
	);
});
