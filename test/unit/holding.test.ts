import { earnedSince } from '../../nodes/CapillaryBadges/actions/customerBadge/customerBadgeDetails';

/** What a look at a customer tells after the answer of a bulk issue was lost. */

const SINCE = Date.parse('2026-03-15T11:20:00Z');
const AFTER = SINCE / 1000 + 1;

const told = (data: unknown, since: number | undefined = SINCE) => earnedSince(data, since);

test('a badge that was earned since counts, by either form of the date', () => {
	expect(told({ activeEarnedCount: 1, lastEarnedOnISO: '2026-03-15T16:50:00+05:30' })).toBe(true);
	expect(told({ activeEarnedCount: 1, lastEarnedOn: AFTER })).toBe(true);
	expect(told({ earnDetails: { earnCount: 1 }, lastEarnedOn: AFTER })).toBe(true);
});

test('a badge that was earned before, or nobody knows when, tells nothing', () => {
	expect(told({ activeEarnedCount: 1, lastEarnedOn: AFTER - 2 })).toBeUndefined();
	expect(told({ activeEarnedCount: 1 })).toBeUndefined();
	expect(told({ activeEarnedCount: 1, lastEarnedOnISO: 'soon' })).toBeUndefined();
});

test('without a time to go by, having it is enough', () => {
	expect(earnedSince({ activeEarnedCount: 2 }, undefined)).toBe(true);
});

test('who has none has not got it, and an answer that counts nothing tells nothing', () => {
	expect(told({ activeEarnedCount: 0, lastEarnedOn: AFTER })).toBe(false);
	expect(told({ lastEarnedOn: AFTER })).toBeUndefined();
	expect(told('<html>')).toBeUndefined();
});
