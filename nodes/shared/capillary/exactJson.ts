// JSON whose numbers come back digit by digit, also those that JavaScript would round.

/** Marks a number that is kept as its text; no text of Capillary's begins so. */
const MARK = '\u0000exact:';

/** A string of JSON, or a number with what stands before it. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether JavaScript writes the number back with the same digits. */
const survives = (digits: string) => String(Number(digits)) === digits;

/**
 * JSON text → its value, in which a number that JavaScript would write back otherwise stands as a
 * marked text; `restoreExact` makes the number of it again. Anything but JSON text stays as it is.
 */
export function parseExact(text: unknown): unknown {
	if (typeof text !== 'string') return text;
	try {
		const marked = text.replace(TOKEN, (token) =>
			token.startsWith('"') || survives(token) ? token : JSON.stringify(`${MARK}${token}`),
		);
		return JSON.parse(marked);
	} catch {
		return text;
	}
}

const MARKED = /"\\u0000exact:(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g;

/** JSON text with marked texts → the same with their numbers. */
export const restoreExact = (text: string): string => text.replace(MARKED, '$1');

/** A value with marked texts → the number's digits as plain text, for what is shown or compared. */
export const exactDigits = (value: unknown): string | undefined =>
	typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
