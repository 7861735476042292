import {
	backoffMs,
	LONGEST_WAIT_MS,
	mayBeByMinute,
} from '../../nodes/CapillaryBadges/execution/deliver/backoff';

test.each([
	[1, false, 1, 250],
	[2, false, 1, 500],
	[3, false, 1, 1000],
	[3, false, 0.25, 250],
	[1, true, 1, 500],
	[4, true, 0.5, 2000],
	[7, false, 1, 16_000],
	[8, false, 1, 20_000],
	[60, true, 0.5, 10_000],
	[2, false, 0, 0],
	[1, false, 0.001, 0],
	[1, false, 0.003, 1],
])(
	'before attempt after %i (limited: %s) at %d of chance: %i ms',
	(attempt, limited, random, ms) => {
		expect(backoffMs(attempt, limited, random)).toBe(ms);
	},
);

test('a minute is the longest wait that the node accepts', () => {
	expect(LONGEST_WAIT_MS).toBe(60_000);
});

test.each([
	[0, false, true],
	[0, true, true],
	[1000, false, false],
	[1000, true, true],
	[999, true, false],
])(
	'a limit that names %i ms, to a run that was served: %s, may be by the minute: %s',
	(namedMs, isServed, is) => {
		expect(mayBeByMinute(namedMs, isServed)).toBe(is);
	},
);
