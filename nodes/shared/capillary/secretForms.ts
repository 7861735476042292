/** The ways in which a text may hold a secret: as it is, and as URLs, JSON, HTML and base64 write it. */

// What may come again in these patterns has a bound: the time that a text takes grows with its length alone.

/** Text that means itself in a regular expression. */
const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const anyOf = (patterns: Iterable<string>) => `(?:${[...new Set(patterns)].join('|')})`;

/** A character as it is, and in the other case. */
const inAnyCase = (character: string) =>
	anyOf([character, character.toLowerCase(), character.toUpperCase()].map(literal));

/** Digits of a code, in any case. */
const digits = (code: number, length: number) =>
	code
		.toString(16)
		.padStart(length, '0')
		.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** `%2F`, and `%252F` where an address was written into another. */
const inUrl = (character: string) =>
	[...Buffer.from(character, 'utf8')].map((byte) => `%(?:25){0,8}${digits(byte, 2)}`).join('');

/** `\u0026`, also where JSON was written into JSON. */
const inJson = (character: string) =>
	character
		.split('')
		.map((unit) => String.raw`\\{1,32}u${digits(unit.charCodeAt(0), 4)}`)
		.join('');

const NAMES: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** `&#38;`, `&#x26;`, `&quot;`, also where a page was written into another. */
function inHtml(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const named = character in NAMES ? [NAMES[character]] : [];
	return `&(?:amp;){0,8}${anyOf([`#0{0,8}${code}`, `#[xX]0{0,8}${digits(code, 1)}`, ...named])};`;
}

/** White space in all ways to write it; the words of Capillary are quoted on one line. */
const GAP = String.raw`(?:\s|\+|%(?:25){0,8}(?:20|0[9aAdD])|\\{1,32}(?:[tnr]|u00(?:20|0[9aAdD]))|&(?:amp;){0,8}#(?:0{0,8}(?:32|9|10|13)|[xX]0{0,8}(?:20|[9aAdD]));){1,32}`;

/** A character as it is: behind a backslash too, and `&` before what is left of an escape. */
function asItIs(character: string): string {
	if (character === '\\') return String.raw`\\{1,32}`;
	return character === '&' ? '&(?:amp;){0,8}' : String.raw`\\{0,32}${literal(character)}`;
}

/** A character in all ways to write it. @param isWord whether only its own case counts */
function written(character: string, isWord: boolean): string {
	if (/\s/.test(character)) return GAP;
	if (/[A-Za-z0-9]/.test(character)) return isWord ? character : inAnyCase(character);
	const forms = [asItIs(character), inUrl(character), inJson(character), inHtml(character)];
	return anyOf(isWord ? forms : [...forms, inAnyCase(character)]);
}

/** What a text of base64 holds of bytes wherever in it they stand: their first and last digit may mean others as well. */
function inBase64(secret: string): string[] {
	const bytes = Buffer.from(secret, 'utf8');
	return [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const own = text.slice(
			Math.ceil((before * 4) / 3),
			Math.floor(((before + bytes.length) * 4) / 3),
		);
		const pattern = own.replace(/[+/]/g, (digit) =>
			digit === '+' ? '(?:[+-]|%2[bB])' : '(?:[/_]|%2[fF])',
		);
		return String.raw`[\w+/-]{0,3}${pattern}[\w+/=-]{0,3}`;
	});
}

/** What stands at the end of a secret, and is dropped where Capillary's words are quoted. */
const AT_THE_END = /[.\s]+$/;

/**
 * The pattern of a secret in all ways to write it. Letters alone may be a word of any text: only their
 * own case counts, as that of base64 does.
 * @param shortest the length of what can still be told from any other word
 */
export function patternOf(secret: string, shortest: number): RegExp {
	const isWord = /^\p{L}+$/u.test(secret);
	const start = secret.replace(AT_THE_END, '');
	const kept = start.length < shortest ? secret : start;
	const pattern = (text: string) =>
		[...text.replace(/\s+/g, ' ').replace(/\\+/g, '\\')]
			.map((character) => written(character, isWord))
			.join('');
	const end = secret.slice(kept.length);
	const whole = end === '' ? pattern(kept) : `${pattern(kept)}(?:${pattern(end)})?`;
	return new RegExp([whole, ...inBase64(secret)].join('|'), 'g');
}
