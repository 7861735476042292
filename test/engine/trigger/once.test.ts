import type { TriggerStage } from '../../support/triggerStage';
import type { HostedTrigger } from '../../support/triggerHost';
import { eventText, secretOf, startTriggerStage } from '../../support/triggerStage';

const eventsOf = (trigger: HostedTrigger) => trigger.data().events as Record<string, string>;
/** How many letters the names of the remembered events have. */
const lettersIn = (trigger: HostedTrigger) => Object.values(eventsOf(trigger)).join('').length;
/** Adds remembered events to the static data, as another process does. */
function keep(trigger: HostedTrigger, more: Record<string, string>): void {
	const events = { ...eventsOf(trigger), ...more };
	const all = { 'trigger-node': { ...trigger.data(), events } };
	trigger.saved = JSON.stringify({ global: { capillaryBadgesTrigger: all } });
}

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
		expect(lettersIn(trigger)).toBe(20 * 8);
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

	test('keeps ten thousand, the newest, in 80 kB', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		await stage.post(trigger, eventText({ eventId: 'oldest' }));
		const hour = Math.floor(Date.now() / 3_600_000);
		const others = Array.from({ length: 9_999 }, (_, i) => String(i).padStart(8, '0'));
		keep(trigger, { [(hour - 1) * 1_000]: others.join('') });
		await stage.post(trigger, eventText({ eventId: 'oldest' }));
		expect([trigger.runs.length, lettersIn(trigger)]).toEqual([1, 80_000]);
		for (const eventId of ['newest', 'newest', 'oldest']) {
			await stage.post(trigger, eventText({ eventId }));
		}
		expect([trigger.runs.length, lettersIn(trigger)]).toEqual([2, 80_000]);
		expect(eventsOf(trigger)[(hour - 1) * 1_000].slice(0, 8)).toBe('00000001');
		expect(trigger.saved.length).toBeLessThan(81_000);
	});

	test('lets go of an event after seven days, not before', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const hour = Math.floor(Date.now() / 3_600_000);
		keep(trigger, { [(hour - 168) * 1_000]: 'aaaaaaaa', [(hour - 167) * 1_000]: 'bbbbbbbb' });
		await stage.post(trigger, eventText());
		expect(Object.keys(eventsOf(trigger))).toEqual(
			[(hour - 167) * 1_000, hour * 1_000].map(String),
		);
	});

	test('the same ID under another name is another event', async () => {
		const trigger = await stage.published({ events: ['badgeEarned', 'requestWorkflowEvent'] });
		for (const eventName of ['badgeEarned', 'requestWorkflowEvent', 'badgeEarned']) {
			await stage.post(trigger, eventText({ eventName }));
		}
		expect(trigger.runs.length).toBe(2);
	});

	test('a renamed trigger keeps its memory and its secret', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const secret = secretOf(trigger);
		await stage.post(trigger, eventText());
		await trigger.unpublish();
		trigger.name = 'Badge Earned!';
		await trigger.publish();
		expect(secretOf(trigger)).toBe(secret);
		expect((await stage.post(trigger, eventText())).body).toEqual({ ignored: 'seen before' });
		expect(trigger.runs.length).toBe(1);
	});

	test('an event of 5,000 levels starts a run, and is not lost', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		const deep = `${'{"in":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
		const body = `{"eventName":"badgeEarned","eventId":"deep","data":${deep}}`;
		expect((await stage.post(trigger, body)).status).toBe(200);
		expect(trigger.runs.length).toBe(1);
	});

	test('a body with a byte order mark is read, as JSON and as text', async () => {
		const trigger = await stage.published({ events: ['badgeEarned'] });
		for (const type of ['application/json', 'text/plain']) {
			const body = `\uFEFF${eventText({ eventId: type })}`;
			const { status } = await stage.post(trigger, body, { 'content-type': type });
			expect(status).toBe(200);
		}
		expect(trigger.runs.length).toBe(2);
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
