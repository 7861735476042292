import { removalOf, sensitivePaths, withoutSecrets } from '../../nodes/shared/capillary/redact';

/** Secrets leave the node in no form; all else does. */

const login = (text: string) => Buffer.from(text).toString('base64');
const LOGIN = login('store.server:36250d7bfb2ed9add6dc3ac4f2b7b39d');
const BEARER = 'eyJhbGciOi.eyJzdWIi-_.c2lnbmF0';
// A removal remembers short texts: each test has one of its own.
const none = (text: string) => removalOf([])(text);

describe('logins in a text', () => {
	test.each([
		[`Authorization: Basic ${LOGIN}`, 'Authorization: Basic [removed]'],
		[`basic  ${LOGIN}, and basic ${LOGIN}`, 'basic  [removed], and basic [removed]'],
		[`x BEARER ${BEARER} y`, 'x BEARER [removed] y'],
		[`Basic ${LOGIN} Bearer ${BEARER}`, 'Basic [removed] Bearer [removed]'],
	])('%s is without it', (text, clean) => {
		expect(none(text)).toBe(clean);
	});

	test.each([
		`Basic ${login('no colon in these many words')}`,
		`Basic ${login('a control \u0007 character: there')}`,
		`Basic ${login('a control character: \u0007 there')}`,
		`Basic ${Buffer.from([...Buffer.from('a:'), ...Array(20).fill(255)]).toString('base64')}`,
		`Basic ${login('a:b')}`,
		`Digest ${LOGIN}`,
		`NonBasic${LOGIN}`,
		'Bearer of.bad',
		'Basic membership of the loyalty program',
	])('%s stays', (text) => {
		expect(none(text)).toBe(text);
	});
});

describe('the secrets of the account in a text', () => {
	const SECRET = 'p/ss "wörd"';
	const MD5 = '36250d7bfb2ed9add6dc3ac4f2b7b39d';
	const SECRETS = [SECRET, undefined, 'short', MD5, 'sixsix', 'sixsix-and-more'];

	test.each([
		[`a ${SECRET} b ${SECRET}`, 'a [removed] b [removed]'],
		[`?p=${encodeURIComponent(SECRET)}`, '?p=[removed]'],
		['?p=p%2fss%20%22w%c3%b6rd%22', '?p=[removed]'],
		[JSON.stringify({ p: SECRET }), '{"p":"[removed]"}'],
		[MD5.toUpperCase(), '[removed]'],
		['sixsix-and-more', '[removed]'],
		['sixsix', '[removed]'],
		['a short word', 'a short word'],
		['undefined', 'undefined'],
	])('%s', (text, clean) => {
		const remove = removalOf(SECRETS);
		expect(remove(text)).toBe(clean);
		expect(remove(text)).toBe(clean);
	});

	test('any but a word may come in capitals', () => {
		const other = removalOf(['abcdefgh', 'überfluß', 'Abc-dé7h']);
		for (const word of ['ABCDEFGH', 'Überfluß']) expect(other(word)).toBe(word);
		for (const secret of ['abc-dé7h', 'ABC-DÉ7H', 'Abc-dé7h', 'überfluß']) {
			expect(other(`x${secret}x`)).toBe('x[removed]x');
		}
	});

	const LETTERS = 'abcdefghijklmnop';
	const long = (end: string) => `${'.'.repeat(250 - end.length)}${end}`;
	test.each([
		['x abcdefghij… and more', 'x [removed]… and more'],
		['x abcdefghijklmno…', 'x [removed]…'],
		['x abcdef…', 'x [removed]…'],
		['x abcde…', 'x abcde…'],
		['x bcdefghij…', 'x bcdefghij…'],
		['x abcdefghij', 'x abcdefghij'],
		['… x abcdefghij', '… x abcdefghij'],
		['abcdefghij and then … ', 'abcdefghij and then … '],
		[long('abcdefghij'), long('[removed]').slice(1)],
		[long('abcde'), long('abcde')],
		[long('abcdefghij').slice(1), long('abcdefghij').slice(1)],
	])('the beginning of one, where the text was cut: %s', (text, clean) => {
		expect(removalOf([LETTERS])(text)).toBe(clean);
	});

	test.each([
		['a&b<c>d"e12', 'a&#x26;b&#X3c;c&amp;#x003E;d&#34;e12'],
		['a&b<c>d"e12', 'a&amp;b&lt;c&gt;d&quot;e12'],
		['key-😀-12', 'key-%F0%9F%98%80-12'],
		['key-😀-12', String.raw`key-\ud83d\uDE00-12`],
		['key-😀-12', 'key-&#128512;-12'],
		['key-é-12', 'KEY-É-12'],
		['7\\\\89-key', '7\\89-key'],
		['7\\89-key', '7\\\\\\\\89-key'],
		['two  spaces', 'two spaces'],
		['two spaces', 'two%20spaces'],
		['abcdef...', 'abcdef...'],
		['abcdef...', 'abcdef'],
		['abcdef...', 'abcdef%2E..'],
		['abcd...', 'abcd...'],
		['abcdefg', 'abcdefg'],
		['n8n-key/1?', Buffer.from('n8n-key/1?').toString('base64')],
		['n8n-key/1?', Buffer.from('x:n8n-key/1?').toString('base64url')],
		['a?b>c~d?1', 'YT9iPmN-ZD8x'],
		['ke?y12?x9', Buffer.from('ke?y12?x9').toString('base64')],
		['ke?y12?x9', Buffer.from('ke?y12?x9').toString('base64url')],
		['ke?y12?x9', encodeURIComponent(Buffer.from('ke?y12?x9').toString('base64'))],
		['a?b>c~d?1', encodeURIComponent(Buffer.from('a?b>c~d?1').toString('base64'))],
	])('%s written %s', (secret, text) => {
		expect(removalOf([secret])(`"${text}"`)).toBe('"[removed]"');
	});

	test.each([
		['abcd...', 'abcd'],
		['abcdef...', 'abcde...'],
		['a&b<c>d"e12', 'a&b<c>d"e&;12'],
		['7\\89-key', '789-key'],
	])('of %s stays %s', (secret, text) => {
		expect(removalOf([secret])(`"${text}"`)).toBe(`"${text}"`);
	});

	const WRITTEN = 'p/ss "wörd" and more';
	test.each([
		['?p=p%2Fss%20%22w%C3%B6rd…', '?p=[removed]…'],
		['{"p":"p/ss \\"wörd…', '{"p":"[removed]…'],
		['{"p":"p/ss…', '{"p":"p/ss…'],
	])('the beginning of one as a URL and as JSON write it: %s', (text, clean) => {
		expect(removalOf([WRITTEN])(text)).toBe(clean);
	});

	test('of two beginnings that are left, the longer one', () => {
		expect(removalOf(['cdefgh-of-12', 'abcdefgh-3'])('x abcdefgh…')).toBe('x [removed]…');
	});

	test('many texts, short and long, are read anew where they are forgotten', () => {
		const remove = removalOf([LETTERS]);
		const texts = Array.from({ length: 2_500 }, (_, i) => `${i} ${LETTERS}`);
		for (const text of [...texts, ...texts]) {
			expect(remove(text)).toBe(text.replace(LETTERS, '[removed]'));
		}
	});
});

describe('secrets in values', () => {
	const remove = (text: string) => removalOf(['abcdefgh'])(text);

	test('come out of texts and names, at any depth, and the input stays', () => {
		const date = new Date(0);
		const value = { a: ['abcdefgh', { 'x abcdefgh': [{ b: 'abcdefgh', date }] }], n: 7, z: null };
		const before = structuredClone(value);
		expect(withoutSecrets(value, remove)).toEqual({
			a: ['[removed]', { 'x [removed]': [{ b: '[removed]', date }] }],
			n: 7,
			z: null,
		});
		expect(value).toEqual(before);
		expect(withoutSecrets('abcdefgh', remove)).toBe('[removed]');
		expect(withoutSecrets(['abcdefgh'], remove)).toEqual(['[removed]']);
	});

	test('come out of a name where nothing else holds one', () => {
		expect(withoutSecrets({ list: [{ 'is abcdefgh': 1 }] }, remove)).toEqual({
			list: [{ 'is [removed]': 1 }],
		});
	});

	test('a value without any is the same one', () => {
		const value = { a: [{ b: 'x' }, null, 7, new Date(0)], c: {} };
		expect(withoutSecrets(value, remove)).toBe(value);
	});

	test('logins go without an account, too', () => {
		expect(withoutSecrets({ a: `Basic ${LOGIN}` })).toEqual({ a: 'Basic [removed]' });
	});

	test('headers lose those that hold a login, and others stay', () => {
		const echo = {
			Headers: { AUTHORIZATION: 'x', 'set-cookie': 'y', 'content-type': 'z' },
			inner: {
				headers: [
					{ name: 'Cookie', value: 'x' },
					{ name: 'Accept', value: 'y' },
					{ name: 7 },
					{ value: 'no name' },
					null,
					'Authorization',
				],
			},
		};
		expect(withoutSecrets(echo)).toEqual({
			Headers: { 'content-type': 'z' },
			inner: {
				headers: [
					{ name: 'Accept', value: 'y' },
					{ name: 7 },
					{ value: 'no name' },
					null,
					'Authorization',
				],
			},
		});
		for (const headers of [null, 'text', 7, { Accept: 'a' }, []]) {
			expect(withoutSecrets({ headers })).toEqual({ headers });
		}
		const other = {
			header: { Authorization: 'of a badge' },
			theaders: { Cookie: 'a biscuit' },
			footers: { Cookie: 'of seven letters' },
		};
		expect(withoutSecrets(other)).toEqual(other);
	});

	test('a hundred thousand levels are no harm', () => {
		let value: unknown = 'abcdefgh';
		for (let level = 0; level < 100_000; level += 1) value = [value];
		let clean = withoutSecrets(value, remove);
		while (Array.isArray(clean)) [clean] = clean;
		expect(clean).toBe('[removed]');
	});
});

test("the paths for n8n's own redaction name each header in both spellings, below each parent", () => {
	const paths = sensitivePaths(['a', 'b.c']);
	for (const path of ['a.Authorization', 'a.authorization', 'b.c.Set-Cookie', 'b.c.set-cookie']) {
		expect(paths).toContain(path);
	}
	expect(paths).toContain('a.accessToken');
	expect(new Set(paths).size).toBe(paths.length);
});
