import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { retryAfterMs, waitAskedBy } from '../../nodes/shared/capillary/retryAfter';
import { answerOf, LOST, statusOf } from '../support/sendingTo';

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

describe('what an answer asks to wait', () => {
	const date = (time: number) => new Date(time).toUTCString();
	const asking = (retryAfter: unknown, server?: number): HttpResult => ({
		...{ ...statusOf(503), retryAfter },
		headers: server === undefined ? undefined : { date: date(server) },
	});

	test("a date counts from what the server's own clock showed, or from now where it shows none", () => {
		expect(waitAskedBy(asking(date(NOW + 9000)), NOW)).toBe(9000);
		expect(waitAskedBy(asking(date(NOW + 303_000), NOW + 300_000), NOW)).toBe(3000);
		expect(waitAskedBy(asking(date(NOW - 297_000), NOW - 300_000), NOW)).toBe(3000);
		const unclear: HttpResult = { ...statusOf(503), retryAfter: date(NOW + 9000) };
		expect(waitAskedBy({ ...unclear, headers: { date: 'today' } }, NOW)).toBe(9000);
	});

	test('seconds count from now, whatever the clock', () => {
		expect(waitAskedBy(asking('3', NOW - 300_000), NOW)).toBe(3000);
	});

	test('that of the endpoint for tokens counts, and what says nothing asks for nothing', () => {
		const noToken = { kind: 'noToken', status: 429, refused: false } as const;
		expect(waitAskedBy({ ...noToken, retryAfter: '3' }, NOW)).toBe(3000);
		for (const result of [noToken, LOST, answerOf({}), asking(undefined), asking('soon')]) {
			expect(waitAskedBy(result, NOW)).toBe(undefined);
		}
	});
});

test.each([
	['Sunday, 15-Mar-26 11:20:30 GMT ', 30_000],
	['Thu, 15 Mar 2026 11:20:30 gmt', 30_000],
	['Wednesday, 15-Mar-26 11:20:30 GMT', 30_000],
	['Wednesdays, 15-Mar-26 11:20:30 GMT', undefined],
	['Sun,15 Mar 2026 11:20:30 GMT', undefined],
	['12.50', 12_500],
	['1.2.3', undefined],
	['12 34', undefined],
	[true, undefined],
	[[['3']], undefined],
])('Retry-After %j is %j, too', (header, ms) => {
	expect(retryAfterMs(header, NOW)).toBe(ms);
});
