import {
	doubtOfRequestId,
	flawOf,
	tidied,
} from '../../nodes/CapillaryBadges/execution/read/doubts';
import { fixedTextOf } from '../../nodes/CapillaryBadges/execution/read/fixedText';
import { roundedIn } from '../../nodes/CapillaryBadges/execution/read/rounded';

/** Values that are wrong whatever they are for, and request IDs that cannot be meant. */

describe('what an expression gives where nothing else is there', () => {
	test.each([
		['"order-" + ($json.n || "")', 'order-'],
		["'a' + $json.x + 'b'", 'ab'],
		['$json.x + "a"', 'a'],
		['$json?.x + "a"', 'a'],
		['"a" + ', 'a'],
		['"a" + $json["b + c"] + "d"', 'ad'],
		['"a" + $json.list[0].join(", ") + "d"', 'ad'],
		['"a" + ["b"].join("")', 'a'],
		['"a" + lookUp("b" + "c") + \'d\'', 'ad'],
		['"(" + $json.x + ")"', '()'],
		['("a" + $json.x)', 'a'],
		['("a" + $json.x) + ("b")', 'ab'],
		['("a") + ($json.x)', 'a'],
		['("order-" + $json.n).trim()', 'order-'],
		['"order-".toString().trim() + $json.n', 'order-'],
		['"order-".padEnd(9) + $json.n', ''],
		['$json.a || "b"', 'b'],
		['$json.a ?? "b"', 'b'],
		['$json.a || $json.b || "c"', 'c'],
		['$json.a ?? ("b" + $json.c)', 'b'],
		['$json.a ?? $json.b', ''],
		['"a" || "b"', 'b'],
		['`order-${$json.n}`', 'order-'],
		['`a${$json.x ?? "-"}b`', 'a-b'],
		['`a${`b${$json.x}`}c`', 'abc'],
		['`a${"}" + $json.x}b`', 'a}b'],
		['`a${{ x: 1 }.x}b`', 'ab'],
		['`a$b${$json.x}`', 'a$b'],
		['`a` + `b${"c"}` + $json.x', 'abc'],
		[' "a" + $json.x ', 'a'],
		['$json.x', ''],
		['', ''],
		['["b"]', ''],
		['{ a: "b" }', ''],
	])('%s: %j', (code, text) => {
		expect(fixedTextOf(code)).toEqual({ text, takes: true });
	});

	test.each(['"fixed"', '`fixed`', '`a${"b"}`', '"a" + "b"', '("a")', '("a" + `b`).trim()'])(
		'%s takes nothing from elsewhere',
		(code) => {
			expect(fixedTextOf(code).takes).toBe(false);
		},
	);

	// A condition, other operators, and what is not closed or holds a backslash: nothing is claimed.
	test.each([
		'$json.a ? "b" : "c"',
		'$json.a && "b"',
		'"a" + -1',
		'"a" + $json.x > "b"',
		'$json.a || "b" + "c"',
		'"a" + "it\\\'s" + $json.x',
		'"a" + (1',
		'"a" + "b',
		'"a" + `b${$json.x`',
		'"a" + [(1]',
		'"a" + (x => x)("b") + `${',
	])('%s: not told', (code) => {
		expect(fixedTextOf(code)).toEqual({ text: '', takes: true });
	});
});

describe('a number that JSON had rounded', () => {
	const BIG = 123_456_789_012_345_680;
	const valuesOf = (values: Record<string, unknown>) => (code: string) => values[code];

	test.each([
		['$json.order', '$json.order'],
		["'a' + $json.a.b", '$json.a.b'],
		['$json["the order"]', '$json["the order"]'],
		["$json['list'][0]", "$json['list'][0]"],
		["$('Sheet').item.json.id", "$('Sheet').item.json.id"],
		['$("Sheet").first().json.id', '$("Sheet").first().json.id'],
		['$input.all()[3].json?.id', '$input.all()[3].json?.id'],
		['$json.id.toString()', '$json.id'],
		['$json.small + $json.order', '$json.order'],
	])('in %s is found: %s', (code, found) => {
		const valueOf = valuesOf({ [found]: BIG, '$json.small': 7 });
		expect(roundedIn(code, `x-${BIG}`, valueOf)).toBe(found);
		expect(roundedIn(code, `x-${-BIG}`, valuesOf({ [found]: -BIG }))).toBe(found);
	});

	test('is none where its digits come as text, where the text does not hold it, or where it is exact', () => {
		const text = `x-${BIG}`;
		expect(roundedIn('$json.a', text, valuesOf({ '$json.a': String(BIG) }))).toBeUndefined();
		expect(roundedIn('$json.a', text, valuesOf({ '$json.a': BIG * 2 }))).toBeUndefined();
		const exact = Number.MAX_SAFE_INTEGER;
		expect(roundedIn('$json.a', `x-${exact}`, valuesOf({ '$json.a': exact }))).toBeUndefined();
		expect(roundedIn('"fixed"', text, valuesOf({}))).toBeUndefined();
	});

	test('is asked for only where the text holds so long a number', () => {
		const asked: string[] = [];
		const valueOf = (code: string) => {
			asked.push(code);
			return 1e21;
		};
		expect(roundedIn('$json.a', 'order-7', valueOf)).toBeUndefined();
		expect(asked).toEqual([]);
		expect(roundedIn('$json.a', 'order-1e+21', valueOf)).toBe('$json.a');
	});
});

describe('a request ID', () => {
	const wrongOf = (value: unknown, raw: unknown, json: unknown = {}, values: object = {}) =>
		doubtOfRequestId(value, raw, json, (code) => (values as Record<string, unknown>)[code])?.split(
			'\n',
		)[0];

	test.each([
		[undefined, undefined],
		['order-1', 'order-1'],
		[7, 7],
		['order-7', '=order-{{ $json.n }}', { n: 7 }],
		['order-x', '=order-{{ $json.n }}', { n: 'x' }],
		['true-1', '={{ $json.n }}-1', { n: true }],
		['nullable', 'nullable'],
		['Nanette-1', '={{ $json.n }}', { n: 'Nanette-1' }],
		['order-', '=order-'],
		['gold', '={{ $json.a ? "gold" : "silver" }}', { a: 1 }],
		['order-a', '={{ "order-" + $json.a }}', { a: 'a' }],
		['order-1', '={{ "order-1" }}'],
		['order-1', '=order-{{ "1" }}'],
		['o-123456789012345678', '=o-{{ $json.n }}', { n: '123456789012345678' }],
		['o-9007199254740991', '=o-{{ $json.n }}', { n: Number.MAX_SAFE_INTEGER }],
	])('%j of %j is as it should be', (value: unknown, raw: unknown, json: unknown = {}) => {
		expect(wrongOf(value, raw, json)).toBeUndefined();
	});

	test.each<[value: unknown, raw: unknown, json: object, wrong: string]>([
		['order-', '=order-{{ $json.n }}', {}, "takes 'n' from the item, which has no such field"],
		[
			'order-',
			'=order-{{ $json.a.b }}',
			{ a: { b: null } },
			"takes 'a.b' from the item, which has no value there",
		],
		[
			'order-NaN',
			'=order-{{$json.n}}',
			{ n: NaN },
			"takes 'n' from the item, which has no value there",
		],
		[
			'order-',
			'=order-{{ $json?.a?.b }}',
			{},
			"takes 'a.b' from the item, which has no such field",
		],
		[
			'o-1-',
			'=o-{{ $json.a }}-{{ $json.b }}',
			{ a: 1 },
			"takes 'b' from the item, which has no such field",
		],
		[
			'order-[object Object]',
			'=order-{{ $json.n }}',
			{ n: { id: 1 } },
			"takes 'n' from the item, which has a list or an object there",
		],
		[
			'order-123456789012345680',
			'=order-{{ $json.n }}',
			{ n: 123_456_789_012_345_680 },
			"takes 'n' from the item, which has a number there that was rounded, since it is too large: let it come as text",
		],
		[
			'order-undefined',
			'order-undefined',
			{},
			'holds no value where there should be one: "order-undefined"',
		],
		['#N/A', '#N/A', {}, 'holds no value where there should be one: "#N/A"'],
		[NaN, '={{ 0 / 0 }}', {}, 'holds no value where there should be one: "NaN"'],
		[
			'a {{ $json.n }}',
			'a {{ $json.n }}',
			{},
			'holds no value where there should be one: "a {{ $json.n }}"',
		],
		[
			'order-',
			'={{ "order-" + ($json.n || "") }}',
			{},
			'is "order-" without what its expression should add',
		],
		[
			'orderundefined',
			'={{ "order" + $json.n }}',
			{ n: 'x' },
			'is "orderundefined" without what its expression should add',
		],
		[
			'ab',
			'={{ ("a " + $json.n).trim() + "b" }}',
			{ n: '' },
			'is "ab" without what its expression should add',
		],
		[
			'order - x',
			'=order -{{ $json.n.trim() }} x',
			{},
			'is "order - x" without what its expression should add',
		],
		['order-', '=order-{{ "" }}', {}, 'is "order-" without what its expression should add'],
		// Fixed text counts wherever it stands.
		[
			'order-',
			'={{ "order" }}-{{ $json.n ?? "" }}',
			{},
			'is "order-" without what its expression should add',
		],
		[
			'order-\u200B',
			'=order-{{ $json.n.trim() }}',
			{},
			'is "order-\u200B" without what its expression should add',
		],
	])('%j of %j is doubted', (value, raw, json, wrong) => {
		expect(wrongOf(value, raw, json)).toBe(wrong);
	});

	test('that holds a rounded number of another node is doubted', () => {
		const code = "$('Sheet').item.json.id";
		const id = 123_456_789_012_345_680;
		expect(wrongOf(`o-${id}`, `=o-{{ ${code} }}`, {}, { [code]: id })).toBe(
			`takes the number '${code}', which was rounded, since it is too large: let it come as text`,
		);
		expect(wrongOf(`o-${id}`, `=o-{{ ${code} }}`, {}, { [code]: String(id) })).toBeUndefined();
		expect(doubtOfRequestId(`o-${id}`, `=o-{{ ${code} }}`, {})).toBeUndefined();
	});

	test('is doubted with the advice to tell requests apart', () => {
		for (const [value, raw] of [
			['order-', '=order-{{ $json.n }}'],
			['order-null', 'order-null'],
			['order-', '={{ "order-" + ($json.n || "") }}'],
		]) {
			expect(doubtOfRequestId(value, raw, {})?.split('\n')[1]).toBe(
				`A request ID must tell this request from all others: correct the expression, or leave 'Request ID' empty`,
			);
		}
	});
});

describe('values of any parameter', () => {
	test('IDs count without what nobody sees around them, other texts as they are', () => {
		expect(tidied('badgeId', ' \u200Babc\uFEFF\n')).toBe('abc');
		expect(tidied('id', ' abc ')).toBe('abc');
		expect(tidied('name', ' abc ')).toBe(' abc ');
		for (const name of ['idea', 'paid', 'customerIds']) expect(tidied(name, ' a ')).toBe(' a ');
		expect(tidied('customerId', 7)).toBe(7);
		const list = [' a '];
		expect(tidied('customerId', list)).toBe(list);
	});

	test('so do those in a picker, which stays the same object where nothing changes', () => {
		const picker = { __rl: true, mode: 'id', value: ' abc ' };
		expect(tidied('badgeId', picker)).toEqual({ __rl: true, mode: 'id', value: 'abc' });
		const clean = { __rl: true, mode: 'id', value: 'abc' };
		expect(tidied('badgeId', clean)).toBe(clean);
		const noPicker = { value: ' abc ' };
		expect(tidied('badgeId', noPicker)).toBe(noPicker);
	});

	test.each<[name: string, value: unknown]>([
		['name', 'Gold 👍'],
		['name', '..'],
		['badgeId', '..'],
		['name', 'a\u200Bb'],
		['badgeId', 'abc'],
		['customerId', 7],
		['customerId', '...'],
		['badgeId', { mode: 'id', value: 'abc' }],
		['rule', { a: [{ b: 'c' }] }],
	])('%s %j is nothing to complain of', (name, value) => {
		expect(flawOf(name, value)).toBeUndefined();
	});

	test.each<[name: string, value: unknown, flaw: string]>([
		['name', 'Gold \uD83D', 'holds half of a character'],
		['name', '\uDC4D Gold', 'holds half of a character'],
		['rule', { a: [{ b: 'c\uD83D' }] }, 'holds half of a character'],
		['customerId', '.', 'is not an ID: "."'],
		['customerId', '..', 'is not an ID: ".."'],
		['badgeId', 'a\u200Bb', 'holds an invisible character (U+200B)'],
		['badgeId', { mode: 'id', value: 'a\u00ADb' }, 'holds an invisible character (U+00AD)'],
	])('%s %j is refused', (name, value, flaw) => {
		expect(flawOf(name, value)?.split('\n')[0]).toBe(flaw);
	});

	test('texts are looked for as deep as values go, and no deeper', () => {
		const nested = (depth: number): unknown => (depth === 0 ? '\uD83D' : { a: nested(depth - 1) });
		expect(flawOf('rule', nested(6))).toContain('half of a character');
		expect(flawOf('rule', nested(7))).toBeUndefined();
	});

	test('the advice says what to do', () => {
		expect(flawOf('name', '\uD83D')?.split('\n')[1]).toMatch(/emoji .* cut/);
		expect(flawOf('badgeId', 'a\u200Bb')?.split('\n')[1]).toMatch(/^Type it anew/);
	});
});
