import { DateTime } from 'luxon';
import {
	dateInput,
	dayInput,
	isoInput,
	parseDate,
	timeOf,
	toEpochSeconds,
	withIsoSiblings,
} from '../../nodes/shared/capillary/dates';

/** Dates as users write them, and as answers hold them (docs/api.md#dates). */

const KOLKATA = 'Asia/Kolkata';
const shownBy = (value: unknown, zone = 'UTC') => {
	const date = parseDate(value, zone);
	return typeof date === 'string' ? date.split('\n')[0] : date.toISOString();
};

describe('what users write', () => {
	test.each<[value: unknown, iso: string]>([
		['2026-03-15T11:20:00Z', '2026-03-15T11:20:00.000Z'],
		['2026-03-15T11:20:00.19Z', '2026-03-15T11:20:00.190Z'],
		['2026-03-15t11:20:00z', '2026-03-15T11:20:00.000Z'],
		['2026-03-15 11:20', '2026-03-15T05:50:00.000Z'],
		['2026-03-15   11', '2026-03-15T05:30:00.000Z'],
		['2026-03-15 11:20:00 UTC', '2026-03-15T11:20:00.000Z'],
		['2026-03-15 11:20:00 utc', '2026-03-15T11:20:00.000Z'],
		['2026-03-15 11:20 -08', '2026-03-15T19:20:00.000Z'],
		['2026-03-15T11:20 America/New_York', '2026-03-15T15:20:00.000Z'],
		['2026-03-15T11:20:00[Asia/Kolkata]', '2026-03-15T05:50:00.000Z'],
		['2026-w11-7', '2026-03-14T18:30:00.000Z'],
		['20260315', '2026-03-14T18:30:00.000Z'],
		['123456789', '1973-11-29T21:33:09.000Z'],
		['-123456789', '1966-02-02T02:26:51.000Z'],
		[1773573600.1929, '2026-03-15T11:20:00.192Z'],
		['1773573600.192999999999', '2026-03-15T11:20:00.192Z'],
		['  2026-03-15 ', '2026-03-14T18:30:00.000Z'],
		['1773573600.1', '2026-03-15T11:20:00.100Z'],
		[-123456789.5, '1966-02-02T02:26:50.500Z'],
		[99_999_999_999, '5138-11-16T09:46:39.000Z'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[DateTime.fromISO('2026-03-15T11:20:00+05:30'), '2026-03-15T05:50:00.000Z'],
	])('%j in Kolkata is %s', (value, iso) => {
		expect(shownBy(value, KOLKATA)).toBe(iso);
	});

	test.each([
		'yesterday',
		'',
		'2026-02-30T11:20:00Z',
		'2026-02-30',
		'2026-03-15T25:00:00Z',
		'2026-03-15T11:20 Nowhere/City',
		'2026-03-15T11:20:00 IST',
		'x2026-03-15',
		'2026-03-15x',
		'2026-03-15T11:20:00+15:00',
		'12345678 9',
		12345678,
		true,
		null,
		{},
		new Date(NaN),
		DateTime.invalid('x'),
	])('%j is no date', (value) => {
		expect(shownBy(value)).toMatch(/^is not a date: /);
	});

	test('what is no date is shown as it is', () => {
		expect([true, null, 12].map((value) => shownBy(value))).toEqual([
			'is not a date: true',
			'is not a date: null',
			'is not a date: "12"',
		]);
	});

	test.each([100_000_000_000, '100000000000', '-100000000000', 1773573600000])(
		'%j looks like milliseconds',
		(value) => {
			expect(shownBy(value)).toMatch(/^looks like milliseconds: /);
		},
	);

	test('the advice shows both forms that may be used', () => {
		expect(parseDate('x', 'UTC')).toContain('\nUse ISO 8601, such as 2026-03-15T11:20:00Z');
		expect(parseDate(1e12, 'UTC')).toContain('\nUse seconds since 1970, or an ISO 8601 date');
	});

	test('a parameter: the date, its text, or its day in the zone', () => {
		const at = '2026-03-15T20:00:00Z';
		expect(dateInput(KOLKATA).parse(at)).toEqual(new Date(at));
		expect(isoInput(KOLKATA).parse(at)).toBe('2026-03-15T20:00:00.000Z');
		expect(dayInput(KOLKATA).parse(at)).toBe('2026-03-16');
		const issues = (value: unknown) =>
			dateInput('UTC')
				.safeParse(value)
				.error?.issues.map(({ message }) => message);
		expect(issues(undefined)).toEqual(['is missing']);
		expect(issues('x')).toEqual([expect.stringMatching(/^is not a date: "x"/)]);
	});

	test('whole seconds are rounded down', () => {
		expect(toEpochSeconds(new Date(1999))).toBe(1);
	});
});

describe('what answers hold', () => {
	test('a number gets its ISO sibling, at any depth, right behind it', () => {
		const answer = { a: [{ startOn: 1770034996.715319, id: 'x' }], b: { expiresOn: 0 } };
		const before = structuredClone(answer);
		const full = withIsoSiblings(answer);
		expect(JSON.stringify(full)).toBe(
			'{"a":[{"startOn":1770034996.715319,"startOnISO":"2026-02-02T12:23:16.715Z","id":"x"}],' +
				'"b":{"expiresOn":0,"expiresOnISO":"1970-01-01T00:00:00.000Z"}}',
		);
		expect(answer).toEqual(before);
	});

	test.each([
		[{ startOn: '2026-02-02' }],
		[{ startOn: 5, startOnISO: null }],
		[{ count: 5 }],
		[[{ a: null }, 'startOn', 7]],
		['text'],
		[null],
	])('%j lacks none, and is the same', (value) => {
		expect(withIsoSiblings(value)).toBe(value);
	});

	test('beside one that lacks a sibling, all else is the same', () => {
		const answer = { startOnISO: 'x', startOn: 5, createdOn: 1, count: 3, list: [7, null, 'a'] };
		expect(withIsoSiblings(answer)).toEqual({
			...answer,
			createdOnISO: '1970-01-01T00:00:01.000Z',
		});
	});

	test('any row of a list may lack one', () => {
		const [row, full] = [{ startOn: 1.005 }, { id: 1 }];
		const iso = '1970-01-01T00:00:01.005Z';
		expect(withIsoSiblings([full, row])).toEqual([full, { ...row, startOnISO: iso }]);
	});

	test('a number too large for a date gets none', () => {
		const answer = { startOn: 1e14, createdOn: 1 };
		expect(withIsoSiblings(answer)).toEqual({
			...answer,
			createdOnISO: '1970-01-01T00:00:01.000Z',
		});
	});

	test('milliseconds are known of the one member that events count in them', () => {
		expect(withIsoSiblings({ earnedOn: 1773573600123.9 })).toMatchObject({
			earnedOnISO: '2026-03-15T11:20:00.123Z',
		});
		expect(withIsoSiblings({ earnedOn: 1e11 })).toMatchObject({
			earnedOnISO: '1973-03-03T09:46:40.000Z',
		});
		expect(withIsoSiblings({ earnedOn: 99_999_999_999 })).toMatchObject({
			earnedOnISO: '5138-11-16T09:46:39.000Z',
		});
		expect(withIsoSiblings({ startOn: 1e11 })).toMatchObject({
			startOnISO: '5138-11-16T09:46:40.000Z',
		});
		expect(withIsoSiblings({ startOn: -1.5, x: 1e-7, createdOn: 1e-7 })).toMatchObject({
			startOnISO: '1969-12-31T23:59:58.500Z',
			createdOnISO: '1970-01-01T00:00:00.000Z',
		});
	});

	test.each<[iso: string | null | undefined, number: unknown, time: number | undefined]>([
		['2026-03-15T16:50:00+05:30', 5, Date.UTC(2026, 2, 15, 11, 20)],
		['1773573600', undefined, 1773573600_000],
		['soon', 5, 5_000],
		[null, 5, 5_000],
		[undefined, '1970-01-01T00:00:05Z', 5_000],
		[undefined, 1e11, 1e14],
		[undefined, 1e11 + 1, 1e11 + 1],
		['soon', 'soon', undefined],
		[null, undefined, undefined],
		[null, {}, undefined],
	])('the time of %j and %j is %j', (iso, number, time) => {
		expect(timeOf(iso, number)).toBe(time);
	});
});
