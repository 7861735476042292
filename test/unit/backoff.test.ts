import { backoffMs, LONGEST_WAIT_MS } from '../../nodes/CapillaryBadges/execution/deliver/backoff';

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
