import fc from '../support/fastCheck';
import {
	exactDigits,
	parseDigits,
	parseExact,
	restoreExact,
} from '../../nodes/shared/capillary/exactJson';

/** IDs and other numbers of answers: what JavaScript would round comes as its digits. */

test.each([
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	['{"id": -9007199254740993 , "n":1}', { id: '-9007199254740993', n: 1 }],
	[
		'[9007199254740991,9007199254740992,12345678901234567890]',
		[9007199254740991, '9007199254740992', '12345678901234567890'],
	],
	[
		'{"startOn":1770034996.715319000,"x":0.1234567890123456}',
		{
			startOn: 1770034996.715319,
			x: 0.1234567890123456,
		},
	],
	[
		'{"t":": 9007199254740993, \\" 9007199254740993","id":9007199254740993}',
		{
			t: ': 9007199254740993, " 9007199254740993',
			id: '9007199254740993',
		},
	],
	['-9007199254740992', '-9007199254740992'],
	['<html> 9007199254740993', '<html> 9007199254740993'],
	['{"id":9007199254740993', '{"id":9007199254740993'],
	['', ''],
])('%s', (text, value) => {
	expect(parseDigits(text)).toEqual(value);
});

/** What stands for a number: its digits, where it may be a rounded ID. */
const shownAs = (_name: string, value: unknown) =>
	Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value))
		? String(value)
		: value;

test('any JSON comes as JSON.parse reads it but for such numbers, and any goes back digit by digit', () => {
	fc.assert(
		fc.property(fc.json({ maxDepth: 4 }), fc.bigInt(), (json, big) => {
			expect(parseDigits(json)).toEqual(JSON.parse(json, shownAs));
			const text = `{"a":[${json},${big}]}`;
			const { a } = parseDigits(text) as { a: unknown[] };
			expect(String(a[1])).toBe(String(big));
			expect(restoreExact(JSON.stringify(parseExact(`{"a":[${big}]}`)))).toBe(`{"a":[${big}]}`);
		}),
		{ numRuns: 500 },
	);
});

test('a number that is all of the answer comes digit by digit, too', () => {
	for (const text of ['9007199254740993', '-9007199254740993'])
		expect(parseDigits(text)).toBe(text);
});

test('a text of ten million characters is read beside a long ID', () => {
	const long = 'x\\n'.repeat(3_300_000);
	const read = parseDigits(`{"t":"${long}","id":9007199254740993}`) as { id?: unknown };
	expect(read.id).toBe('9007199254740993');
});

test('what is no text stays as it is, and so does what is no JSON', () => {
	const object = { id: 1 };
	for (const other of [object, 7, null, undefined, '{"a":']) {
		expect(parseDigits(other)).toBe(other);
		expect(parseExact(other)).toBe(other);
	}
});

test('a number that was kept is shown by its digits', () => {
	const { id, n } = parseExact('{"id":9007199254740993,"n":1.50}') as Record<string, unknown>;
	expect([exactDigits(id), exactDigits(n)]).toEqual(['9007199254740993', '1.50']);
	expect([exactDigits('9007199254740993'), exactDigits(7), exactDigits(null)]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});
