/** Which events a trigger has seen: what is written of them, and what is learnt from what others wrote. */
import { seenBy, shortName } from '../../nodes/CapillaryBadgesTrigger/memory';

const HOUR = 3_600_000;
const NOW = 490_000.5 * HOUR;
const HOUR_NOW = 490_000;
const partOf = (hour: number, part = 0) => String(hour * 1_000 + part);
/** Short names as they are written: eight letters each. */
const names = (count: number, from = 0) =>
	Array.from({ length: count }, (_, i) => String(from + i).padStart(8, '0'));

let count = 0;
/** A trigger of its own. */
const trigger = () => {
	count += 1;
	return `wf${count}:node`;
};
/** What is written after a trigger has read this, and added these. */
function writtenBy(name: string, stored: Record<string, string>, added: string[] = [], now = NOW) {
	const seen = seenBy(name, stored, now);
	for (const one of added) seen.add(one);
	return { events: { ...seen.events }, isMissing: seen.isMissing(), seen };
}

describe('what is written', () => {
	test('is in parts of 250 names, under the hour', () => {
		const all = names(501);
		expect(writtenBy(trigger(), {}, all).events).toEqual({
			[partOf(HOUR_NOW)]: all.slice(0, 250).join(''),
			[partOf(HOUR_NOW, 1)]: all.slice(250, 500).join(''),
			[partOf(HOUR_NOW, 2)]: all[500],
		});
	});

	test('goes on in the newest part of the hour, not in that of another hour', () => {
		const name = trigger();
		writtenBy(name, { [partOf(HOUR_NOW, 7)]: 'aaaaaaaa', [partOf(HOUR_NOW + 1)]: 'bbbbbbbb' });
		expect(writtenBy(name, {}, ['cccccccc']).events).toEqual({
			[partOf(HOUR_NOW, 7)]: 'aaaaaaaacccccccc',
			[partOf(HOUR_NOW + 1)]: 'bbbbbbbb',
		});
		const later = writtenBy(name, {}, ['dddddddd'], NOW + 2 * HOUR);
		expect(later.events[partOf(HOUR_NOW + 2)]).toBe('dddddddd');
	});

	test('stays in the last part that an hour can have', () => {
		const full = names(250).join('');
		const last = partOf(HOUR_NOW, 999);
		expect(writtenBy(trigger(), { [last]: full }, ['aaaaaaaa']).events).toEqual({
			[last]: `${full}aaaaaaaa`,
		});
	});

	test('is a name once', () => {
		const { events } = writtenBy(trigger(), {}, ['aaaaaaaa', 'aaaaaaaa']);
		expect(Object.values(events)).toEqual(['aaaaaaaa']);
	});

	test('are the newest ten thousand', () => {
		const stored = {
			[partOf(HOUR_NOW - 2)]: names(100).join(''),
			[partOf(HOUR_NOW - 1)]: names(9_901, 1_000).join(''),
		};
		const { events, seen } = writtenBy(trigger(), stored);
		expect(events).toEqual({ ...stored, [partOf(HOUR_NOW - 2)]: names(99, 1).join('') });
		seen.add('aaaaaaaa');
		expect(events[partOf(HOUR_NOW - 2)]?.length).toBe(99 * 8);
		expect(seen.events[partOf(HOUR_NOW - 2)]?.length).toBe(98 * 8);
		for (const name of names(98, 50_000)) seen.add(name);
		expect(Object.keys(seen.events)).toEqual([partOf(HOUR_NOW - 1), partOf(HOUR_NOW)]);
		// Written no more, but still known.
		expect(seen.has('00000000')).toBe(true);
	});

	test('are no more than that, however many parts are too many', () => {
		const stored = {
			[partOf(HOUR_NOW - 3)]: names(100).join(''),
			[partOf(HOUR_NOW - 2)]: names(100, 1_000).join(''),
			[partOf(HOUR_NOW - 1)]: names(9_950, 10_000).join(''),
		};
		expect(writtenBy(trigger(), stored).events).toEqual({
			[partOf(HOUR_NOW - 2)]: names(50, 1_050).join(''),
			[partOf(HOUR_NOW - 1)]: stored[partOf(HOUR_NOW - 1)],
		});
	});

	test('and what is remembered besides: the newest hundred thousand', () => {
		const { seen } = writtenBy(trigger(), { [partOf(HOUR_NOW - 1)]: names(100_001).join('') });
		expect(names(3).map((name) => seen.has(name))).toEqual([false, true, true]);
	});

	test.each([
		[168, false],
		[167.5, false],
		[167, true],
	])('is let go of after seven days: %d hours', (hours, isThere) => {
		const part = partOf(Math.floor(HOUR_NOW - hours));
		const { events, seen } = writtenBy(trigger(), { [part]: 'aaaaaaaa' }, [], HOUR_NOW * HOUR);
		expect([part in events, seen.has('aaaaaaaa')]).toEqual([isThere, isThere]);
	});

	test('lets go of all that is too old, and of nothing after it', () => {
		const stored = {
			[partOf(HOUR_NOW - 300)]: names(3).join(''),
			[partOf(HOUR_NOW - 200)]: names(3, 10).join(''),
			[partOf(HOUR_NOW - 100)]: names(3, 20).join(''),
		};
		expect(writtenBy(trigger(), stored).events).toEqual({
			[partOf(HOUR_NOW - 100)]: stored[partOf(HOUR_NOW - 100)],
		});
	});
});

describe('what others wrote', () => {
	const PART = partOf(HOUR_NOW);

	test('is known, and has not to be written again', () => {
		const { seen, isMissing } = writtenBy(trigger(), { [PART]: 'aaaaaaaabbbbbbbb' });
		expect(['aaaaaaaa', 'bbbbbbbb', 'aaaabbbb'].map(seen.has)).toEqual([true, true, false]);
		expect(isMissing).toBe(false);
		seen.add('bbbbbbbb');
		expect(seen.isMissing()).toBe(false);
		seen.add('cccccccc');
		expect(seen.isMissing()).toBe(true);
	});

	test('is joined in an order that is the same for all', () => {
		const [one, other] = [trigger(), trigger()];
		writtenBy(one, {}, ['cccccccc', 'aaaaaaaa']);
		writtenBy(other, {}, ['bbbbbbbb', 'cccccccc']);
		const joined = { [PART]: 'aaaaaaaabbbbbbbbcccccccc' };
		expect(writtenBy(one, { [PART]: 'bbbbbbbbcccccccc' })).toMatchObject({
			events: joined,
			isMissing: true,
		});
		expect(writtenBy(other, { [PART]: 'ccccccccaaaaaaaa' })).toMatchObject({
			events: joined,
			isMissing: true,
		});
		expect(writtenBy(one, joined)).toMatchObject({ events: joined, isMissing: false });
	});

	test('is less than is known, where a run has put it back: it is written again as it was', () => {
		const name = trigger();
		writtenBy(name, {}, ['bbbbbbbb', 'aaaaaaaa']);
		const known = { [PART]: 'bbbbbbbbaaaaaaaa' };
		for (const stored of [{}, { [PART]: 'bbbbbbbb' }, { [PART]: '' }]) {
			expect(writtenBy(name, stored)).toMatchObject({ events: known, isMissing: true });
		}
		expect(writtenBy(name, known)).toMatchObject({ events: known, isMissing: false });
	});

	test('lacks one part of two that are known: it has to be written again', () => {
		const name = trigger();
		const both = { [partOf(HOUR_NOW - 1)]: 'aaaaaaaa', [partOf(HOUR_NOW)]: 'bbbbbbbb' };
		expect(writtenBy(name, both).isMissing).toBe(false);
		const { events, isMissing } = writtenBy(name, { [partOf(HOUR_NOW)]: 'bbbbbbbb' });
		expect([events, isMissing]).toEqual([both, true]);
	});

	test('that was let go of is learnt anew when it comes back', () => {
		const name = trigger();
		const old = { [partOf(HOUR_NOW - 167)]: 'aaaaaaaa' };
		writtenBy(name, old, [], HOUR_NOW * HOUR);
		expect(writtenBy(name, {}, [], (HOUR_NOW + 1) * HOUR).seen.has('aaaaaaaa')).toBe(false);
		expect(writtenBy(name, old, [], HOUR_NOW * HOUR).seen.has('aaaaaaaa')).toBe(true);
	});

	test.each(['', 'part', '1x', 'x1', '12345678901', '-5', '1.5'])(
		'under no hour is left alone: "%s"',
		(part) => {
			const { events, seen } = writtenBy(trigger(), { [part]: 'aaaaaaaa' });
			expect([events, seen.has('aaaaaaaa')]).toEqual([{}, false]);
		},
	);

	test('belongs to one trigger', () => {
		const { seen } = writtenBy(trigger(), { [PART]: 'aaaaaaaa' });
		expect([seen.has('aaaaaaaa'), writtenBy(trigger(), {}).seen.has('aaaaaaaa')]).toEqual([
			true,
			false,
		]);
	});
});

describe('a short name', () => {
	const earned = (more: object) => shortName({ eventName: 'badgeEarned', ...more });

	test('is of the ID, whatever else the event holds', () => {
		expect(earned({ eventId: 'e', a: 1 })).toBe(earned({ eventId: 'e', a: 2 }));
		expect(earned({ eventId: 5, a: 1 })).toBe(earned({ eventId: '5' }));
		expect(earned({ eventId: 'e' })).not.toBe(earned({ eventId: 'f' }));
		expect(earned({ eventId: 'e' })).not.toBe(shortName({ eventName: 'other', eventId: 'e' }));
		expect(earned({ eventId: 'e' })).toMatch(/^[\w-]{8}$/);
	});

	test('is not that of an event whose content says the same', () => {
		expect(earned({ eventId: 'e' })).not.toBe(earned({ a: ['id', 'badgeEarned', 'e'] }));
		const deep = (levels: number): object => {
			let data: object = {};
			for (let level = 0; level < levels; level += 1) data = { in: [data] };
			return data;
		};
		expect(earned(deep(20_000))).not.toBe(earned(deep(20_001)));
	});

	test.each([
		[{ a: [1, 2] }, { a: [1], b: 2 }],
		[{ a: [[1], 2] }, { a: [[1, 2]] }],
		[{ a: { b: 1 } }, { a: 1, b: 1 }],
		[{ a: [12] }, { a: [1, 2] }],
		[{ a: '1' }, { a: 1 }],
		[{ a: null }, {}],
		[{ a: {} }, { a: [] }],
	])('tells %j from %j', (one, other) => {
		expect(earned(one)).not.toBe(earned(other));
	});

	test.each([undefined, null, '', true, {}, []])(
		'is of the content where there is no ID: %j',
		(eventId) => {
			expect(earned({ eventId, a: 1 })).toBe(earned({ eventId, a: 1 }));
			expect(earned({ eventId, a: 1 })).not.toBe(earned({ eventId, a: 2 }));
		},
	);
});
