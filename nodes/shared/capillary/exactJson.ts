// JSON whose numbers come back digit by digit, also those that JavaScript would round.

/** Marks a number that is kept as its text; no text of Capillary's begins so. */
const MARK = '\u0000exact:';

/** What a text escapes, the quotes around it, or a number; a whole text would be too much for one match. */
const TOKEN = /\\[^]|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON text with its numbers changed; digits inside of texts stay. */
function withNumbers(json: string, change: (digits: string) => string): string {
	let isText = false;
	return json.replace(TOKEN, (token) => {
		if (token === '"') isText = !isText;
		return isText || token === '"' ? token : change(token);
	});
}

/** Whether JavaScript writes the number back with the same digits. */
const survives = (digits: string) => String(Number(digits)) === digits;

/** JSON text → its value, its numbers changed; anything but JSON text stays as it is. */
function parsed(text: unknown, change: (digits: string) => string, isPlain?: boolean): unknown {
	if (typeof text !== 'string') return text;
	try {
		if (isPlain) return JSON.parse(text);
		return JSON.parse(withNumbers(text, change));
	} catch {
		return text;
	}
}

/**
 * JSON text → its value, in which a number that JavaScript would write back otherwise stands as a
 * marked text; `restoreExact` makes the number of it again. Anything but JSON text stays as it is.
 */
export const parseExact = (text: unknown): unknown =>
	parsed(text, (digits) => (survives(digits) ? digits : JSON.stringify(`${MARK}${digits}`)));

/** Where a number with so many digits may stand that it is rounded; few answers hold one. */
const LONG = /(?:^|[[:,\s])-?\d{16}/;

const isRounded = (digits: string) =>
	/^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));

/**
 * JSON text → its value, in which a whole number beyond 2^53 (an ID) stands as text, digit by digit.
 * Anything but JSON text stays as it is.
 */
export const parseDigits = (text: unknown): unknown =>
	parsed(
		text,
		(digits) => (isRounded(digits) ? `"${digits}"` : digits),
		typeof text === 'string' && !LONG.test(text),
	);

const MARKED = /"\\u0000exact:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

/** JSON text with marked texts → the same with their numbers. */
export const restoreExact = (text: string): string => text.replace(MARKED, '$1');

/** A value with marked texts → the number's digits as plain text, for what is shown or compared. */
export const exactDigits = (value: unknown): string | undefined =>
	typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
