import { backoffMs, retryAfterMs } from '../../nodes/CapillaryBadges/execution/deliver/backoff';

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

const NOW = Date.UTC(2026, 2, 15, 11, 20);

test.each([
	['3', 3000],
	[3, 3000],
	[' 12 ', 12_000],
	['0.25', 250],
	['1.0001', 1001],
	[['2', '9'], 2000],
	['0', 0],
	['Sun, 15 Mar 2026 11:20:30 GMT', 30_000],
	['Sunday, 15-Mar-26 11:20:30 gmt', 30_000],
	['Sun Mar 15 11:20:30 2026', 30_000],
	['Sun, 15 Mar 2026 11:19:00 GMT', 0],
	['Sun, 15 Mar 2026 soon', undefined],
	['x3', undefined],
	['3x', undefined],
	['3.x', undefined],
	['-5', undefined],
	['1/2', undefined],
	['2026-03-15T11:20:30Z', undefined],
	['1 Sun, 15 Mar 2026 11:20:30 GMT', undefined],
	['Su, 15 Mar 2026 11:20:30 GMT', undefined],
	['', undefined],
	[undefined, undefined],
	[null, undefined],
	[{}, undefined],
	[[], undefined],
])('Retry-After %j is %j', (header, ms) => {
	expect(retryAfterMs(header, NOW)).toBe(ms);
});
