import type { Events } from '../../../nodes/CapillaryBadgesTrigger/memory';
import { makeRandom } from '../../simulation/random';

type Module = typeof import('../../../nodes/CapillaryBadgesTrigger/memory');

/** The module as another process of n8n has it. */
function startProcess(): Module {
	let loaded: Module | undefined;
	jest.isolateModules(() => {
		loaded = jest.requireActual<Module>('../../../nodes/CapillaryBadgesTrigger/memory');
	});
	if (!loaded) throw new Error('The memory was not loaded');
	return loaded;
}

const HOUR = 3_600_000;
const NOW = 490_000 * HOUR;

/** Most calls that run at once; each saves the static data some calls later than it read it. */
const AT_ONCE = 10;

/** One row of n8n's database, and the processes that work on it. */
function database(processes: Module[]) {
	const row = { events: {} as Events, largest: 0, runs: 0 };
	const unsaved: Events[] = [];
	const random = makeRandom('lag');
	const save = () => {
		// What is to be kept grows with what comes before the save.
		row.events = { ...unsaved.shift() };
		const letters = Object.values(row.events).reduce((sum, { length }) => sum + length, 0);
		row.largest = Math.max(row.largest, letters);
	};
	return {
		row,
		call(by: number, event: string, now = NOW): void {
			const seen = processes[by].seenBy('wf:node', row.events, now);
			const name = processes[by].shortName({ eventName: 'badgeEarned', eventId: event });
			if (!seen.has(name)) row.runs += 1;
			seen.add(name);
			if (seen.isMissing()) unsaved.push(seen.events);
			while (unsaved.length > random.int(0, AT_ONCE)) save();
		},
		settle(): void {
			while (unsaved.length > 0) save();
		},
	};
}

const ids = (count: number) => Array.from({ length: count }, (_, n) => `event-${n}`);

jest.setTimeout(240_000);

describe('more events than are written down, each delivered to one process and later to the other', () => {
	test('12,000 events: 12,000 runs, and no more than 80 kB a save', () => {
		const { row, call, settle } = database([startProcess(), startProcess()]);
		ids(12_000).forEach((id, n) => call(n % 2, id));
		ids(12_000).forEach((id, n) => call((n + 1) % 2, id));
		settle();
		expect(row.runs).toBe(12_000);
		expect(row.largest).toBeLessThanOrEqual(80_000);
	});

	test('a restart of both forgets all but the newest 10,000', () => {
		const before = database([startProcess(), startProcess()]);
		ids(12_000).forEach((id, n) => before.call(n % 2, id));
		before.settle();
		const after = database([startProcess(), startProcess()]);
		after.row.events = before.row.events;
		ids(12_000)
			.slice(2_100)
			.forEach((id, n) => after.call(n % 2, id));
		expect(after.row.runs).toBe(0);
	});
});

describe('what a process remembers beyond that', () => {
	test('ends after seven days', () => {
		const { row, call } = database([startProcess()]);
		ids(12_000).forEach((id) => call(0, id));
		call(0, 'event-0', NOW + 167 * HOUR);
		expect(row.runs).toBe(12_000);
		call(0, 'event-0', NOW + 168 * HOUR);
		expect(row.runs).toBe(12_001);
	});

	test('is bounded: of more than 100,000 events it forgets the oldest', () => {
		const { row, call } = database([startProcess()]);
		const { shortName } = startProcess();
		const names = ids(100_000).map((eventId) => shortName({ eventName: 'badgeEarned', eventId }));
		row.events = { [(NOW / HOUR - 1) * 1_000]: names.join('') };
		ids(100_010).forEach((id, n) => (n < 10 || n >= 100_000 ? call(0, id) : undefined));
		expect(row.runs).toBe(10);
		call(0, 'event-20');
		expect(row.runs).toBe(10);
		call(0, 'event-0');
		expect(row.runs).toBe(11);
	});
});

describe('the short name of an event', () => {
	const { shortName } = startProcess();
	const deep = (inmost: unknown) => {
		let data = inmost;
		for (let level = 0; level < 100_000; level += 1) data = { in: data };
		return { eventName: 'badgeEarned', data };
	};

	test('is found at any depth, where there is no ID', () => {
		expect(shortName(deep(1))).toBe(shortName(deep(1)));
		expect(shortName(deep(1))).not.toBe(shortName(deep(2)));
	});

	test.each([
		[{ a: [1, 2] }, { a: [1], b: 2 }],
		[{ a: [[1], 2] }, { a: [[1, 2]] }],
		[{ a: { b: 1 } }, { a: 1, b: 1 }],
		[{ a: '1' }, { a: 1 }],
		[{ a: null }, {}],
		[{ a: {} }, { a: [] }],
	])('tells %j from %j', (one, other) => {
		const event = { eventName: 'badgeEarned' };
		expect(shortName({ ...event, data: one })).not.toBe(shortName({ ...event, data: other }));
	});
});
