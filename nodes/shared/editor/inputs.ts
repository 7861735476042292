/** How values from the editor are read: what counts as absent, and how a wrong one is named. */
import { z } from 'zod';

/** What a schema may depend on. */
export interface InputContext {
	/** IANA name of the workflow's time zone. */
	zone: string;
}

/** Words that AI agents and sheets write for "nothing". */
const NOTHING = new Set(['', 'null', 'undefined']);

/** A resource locator in which nothing was picked. */
const isEmptyLocator = (value: unknown): boolean =>
	typeof value === 'object' &&
	value !== null &&
	'mode' in value &&
	'value' in value &&
	present(value.value) === undefined;

/** An absent value, however it is written, becomes undefined; anything else stays. */
export function present(value: unknown): unknown {
	const absent =
		value === null ||
		(typeof value === 'string' && NOTHING.has(value.trim())) ||
		isEmptyLocator(value);
	return absent ? undefined : value;
}

/** Longest that a value may be in a sentence. */
const LONGEST = 60;

/** Any value on one line, shortened to fit into a sentence. */
export function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > LONGEST
		? `${text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`
		: text;
}

/** The message of a zod issue that also says what to use; `wordsOf` takes it apart. */
export const advised = (wrong: string, advice: string) => `${wrong}\n${advice}`;

/** A zod issue's message → what is wrong, and what to use where it says so; neither ends in a full stop. */
export function wordsOf(message: string): { wrong: string; advice: string | undefined } {
	const [wrong, advice] = message.split('\n');
	return { wrong, advice };
}

/** JSON text → its value, or undefined where it is no JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * A zod type that reads any value with `parse`, which returns the value or a sentence that says what
 * is wrong. An absent value is "missing", unless the type is made optional.
 */
export function reader<T>(parse: (value: unknown) => { value: T } | string) {
	return z.unknown().transform((raw, context): T => {
		const result = raw === undefined ? 'is missing' : parse(raw);
		if (typeof result !== 'string') return result.value;
		context.addIssue({ code: z.ZodIssueCode.custom, message: result });
		return z.NEVER;
	});
}

/** Text; a number or boolean from an expression becomes its text. */
export const text = reader((value) => {
	if (typeof value === 'string') return { value: value.trim() };
	if (typeof value === 'number' || typeof value === 'boolean') return { value: String(value) };
	return `must be text, but is ${shown(value)}`;
});

/** True or false, also as the text that an AI agent or a sheet gives. */
export const flag = reader((value) => {
	const word = String(value).trim().toLowerCase();
	if (['true', 'yes', '1'].includes(word)) return { value: true };
	if (['false', 'no', '0'].includes(word)) return { value: false };
	return `must be true or false, but is ${shown(value)}`;
});

/** A whole number within bounds, also as text. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) =>
	reader((value) => {
		const isDecimal = typeof value === 'string' && /^\s*-?\d+(\.0+)?\s*$/.test(value);
		const number = isDecimal ? Number(value) : value;
		if (
			typeof number === 'number' &&
			Number.isSafeInteger(number) &&
			number >= min &&
			number <= max
		) {
			return { value: number };
		}
		return `must be a whole number from ${min} to ${max}, but is ${shown(value)}`;
	});

/** One of the given words; capital letters, spaces and hyphens are forgiven, the API's spelling is returned. */
export const choice = <Word extends string>(words: readonly Word[]) =>
	reader((value): { value: Word } | string => {
		const fold = (word: string) => word.toLowerCase().replace(/[\s_-]/g, '');
		const wanted = fold(String(value));
		const found = words.find((word) => fold(word) === wanted);
		if (found !== undefined) return { value: found };
		return `is ${shown(value)}, which is not one of ${words.join(', ')}`;
	});

/** A list as users write it, where the entries may hold spaces: an array, JSON text of one, or text with commas or lines between. */
function listEntries(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const json = value.trim().startsWith('[') ? parseJson(value) : undefined;
	if (Array.isArray(json)) return json;
	return value.split(/[,;\n]/).filter((part) => part.trim() !== '');
}

/** Some of the given words, each once; spelling is forgiven as for `choice`. No word at all counts as absent. */
export const choices = <Word extends string>(words: readonly Word[]) =>
	z.unknown().transform((value, context): Word[] | undefined => {
		const found = new Set<Word>();
		for (const entry of value === undefined ? [] : listEntries(value)) {
			const parsed = choice(words).safeParse(entry);
			if (parsed.success) found.add(parsed.data);
			else {
				const [{ message }] = parsed.error.issues;
				context.addIssue({ code: z.ZodIssueCode.custom, message });
				return z.NEVER;
			}
		}
		return found.size > 0 ? [...found] : undefined;
	});

/** A JSON object, given as an object or as JSON text. */
export const jsonObject = reader((value): { value: Record<string, unknown> } | string => {
	const object = typeof value === 'string' ? parseJson(value) : value;
	return typeof object === 'object' && object !== null && !Array.isArray(object)
		? { value: Object.fromEntries(Object.entries(object)) }
		: `must be a JSON object, but is ${shown(value)}`;
});
