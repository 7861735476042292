/** JSON whose whole numbers beyond 2^53 keep every digit: inside they are texts with a mark. */

const MARK = '@@number:';
/** A string, or a number; strings are matched so that numbers within them are not. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

const isLong = (token: string): boolean =>
	/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));

/** A number of any length, as the records keep it. */
export const longNumber = (digits: string): string => MARK + digits;

/** A scalar as text, a long number by its digits. */
export const scalarText = (value: unknown): string => {
	const text = String(value);
	return text.startsWith(MARK) ? text.slice(MARK.length) : text;
};

/** Parses JSON; throws a SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
	const exact = /\d{16}/.test(text)
		? text.replace(TOKEN, (token) => (isLong(token) ? `"${longNumber(token)}"` : token))
		: text;
	return JSON.parse(exact) as unknown;
}

/** Prints JSON, the long numbers as numbers. */
export function printJson(value: unknown): string {
	const text = JSON.stringify(value);
	return text.includes(MARK) ? text.replace(MARKED, '$1') : text;
}
