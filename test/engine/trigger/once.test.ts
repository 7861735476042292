import type { TriggerStage } from '../../support/triggerStage';
import { eventText, startTriggerStage } from '../../support/triggerStage';

let stage: TriggerStage;
beforeAll(async () => {
	stage = await startTriggerStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

describe('once', () => {
	test.each([true, false])('duplicates start one run, simultaneous: %s', async (simultaneous) => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const statuses = await stage.emitted({ eventId: 'same', times: 5, simultaneous });
		expect(statuses).toEqual([200, 200, 200, 200, 200]);
		expect(trigger.runs.length).toBe(1);
	});

	test('different events at the same instant all start, and all are remembered', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const ids = Array.from({ length: 20 }, (_, i) => `at-once-${i}`);
		const send = () =>
			Promise.all(ids.map((eventId) => stage.post(trigger, eventText({ eventId }))));
		await send();
		expect(trigger.runs.length).toBe(20);
		expect((trigger.data().seenEvents as string[]).length).toBe(20);
		await send();
		expect(trigger.runs.length).toBe(20);
	});

	test('over a restart and a new registration', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		await stage.post(trigger, eventText());
		await trigger.unpublish();
		await trigger.publish();
		expect(await stage.post(trigger, eventText())).toEqual({
			status: 200,
			body: { ignored: 'seen before' },
		});
		expect(trigger.runs.length).toBe(1);
	});

	test('keeps the last thousand', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		await stage.post(trigger, eventText({ eventId: 'oldest' }));
		await trigger.unpublish();
		const { seenEvents, ...rest } = trigger.data();
		const others = Array.from({ length: 999 }, (_, i) => `other-${i}`);
		const full = { ...rest, seenEvents: [...(seenEvents as string[]), ...others] };
		trigger.saved = JSON.stringify({ 'node:Trigger': full });
		await trigger.publish();
		await stage.post(trigger, eventText({ eventId: 'oldest' }));
		expect(trigger.runs.length).toBe(1);
		await stage.post(trigger, eventText({ eventId: 'newest' }));
		await stage.post(trigger, eventText({ eventId: 'newest' }));
		expect(trigger.runs.length).toBe(2);
		const kept = trigger.data().seenEvents as string[];
		expect([kept.length, kept[0]]).toEqual([1000, 'other-0']);
	});

	test('an event without an ID is known by its content', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		for (const customerId of [1, 1, 2]) {
			await stage.post(trigger, eventText({ eventId: undefined, data: { customerId } }));
		}
		expect(trigger.runs.length).toBe(2);
	});

	test('two workflows get the same event each', async () => {
		const first = await stage.published({ events: ['badgeEarned'] });
		const second = await stage.published({ events: ['badgeEarned'] });
		await stage.emitted({ eventId: 'shared' });
		expect([first.runs.length, second.runs.length]).toEqual([1, 1]);
	});

	test('a test shows the same event again', async () => {
		const trigger = stage.added({ events: ['badgeEarned'] });
		for (let round = 0; round < 2; round += 1) {
			await trigger.publish(true);
			await stage.emitted({ eventId: 'test-event' });
			await trigger.unpublish(true);
		}
		expect(trigger.runs.length).toBe(2);
	});
});
