/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */

import { getEventListeners } from 'node:events';
import { pause, within } from '../../sandbox/pause';

describe('waits under one signal', () => {
	it('share one listener, however many wait, and all end when it falls', async () => {
		const stop = new AbortController();
		const began = performance.now();
		const waits = Array.from({ length: 40 }, () => pause(60_000, stop.signal));
		const tasks = Array.from({ length: 40 }, () =>
			within(60_000, stop.signal, async (own) => await pause(60_000, own)),
		);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
		stop.abort();
		await Promise.all([...waits, ...tasks]);
		expect(performance.now() - began).toBeLessThan(10_000);
	});

	it('end when their time is over, and begin ended under a signal that has fallen', async () => {
		const stop = new AbortController();
		await pause(1, stop.signal);
		const own = await within(1, stop.signal, async (signal) => {
			await pause(60_000, signal);
			return signal.aborted;
		});
		expect(own).toBe(true);
		stop.abort();
		await pause(60_000, stop.signal);
	});
});
