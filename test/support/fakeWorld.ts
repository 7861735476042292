/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { World } from '../../nodes/CapillaryBadges/execution/deliver/run';

/** A world whose time passes only when everybody waits, and then at once. */
export function fakeWorld(): World & { cancel(): void; waited: number[]; listeners(): number } {
	let now = 0;
	let cancelled = false;
	let scheduled = false;
	const waited: number[] = [];
	const listeners = new Set<() => void>();
	const sleepers: Array<{ at: number; wake: () => void }> = [];

	function advance() {
		scheduled = false;
		sleepers.sort((a, b) => a.at - b.at);
		const first = sleepers.shift();
		if (!first) return;
		now = Math.max(now, first.at);
		first.wake();
		schedule();
	}
	function schedule() {
		if (scheduled || sleepers.length === 0) return;
		scheduled = true;
		setImmediate(advance);
	}
	return {
		now: () => now,
		random: () => 1,
		nonce: () => '0123456789abcdef0123456789abcdef',
		cancelled: () => cancelled,
		cancel: () => {
			cancelled = true;
			for (const tell of listeners) tell();
		},
		onCancel(tell) {
			listeners.add(tell);
			return () => void listeners.delete(tell);
		},
		listeners: () => listeners.size,
		waited,
		sleep: async (ms) => {
			waited.push(ms);
			await new Promise<void>((wake) => {
				sleepers.push({ at: now + ms, wake });
				schedule();
			});
		},
	};
}
