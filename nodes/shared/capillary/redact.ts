/** Removes secrets from what is given out. */
import { patternOf } from './secretForms';

/** Headers that hold a credential, as Capillary writes them. */
const SECRET_HEADERS = [
	'Authorization',
	'X-CAP-API-OAUTH-TOKEN',
	'X-CAP-UI-AUTH-TOKEN',
	'CAP-API-ACCESS-TOKEN',
	'Cookie',
	'Set-Cookie',
];

/** Members beside them that n8n's own redaction hides in the objects of headers. */
const SECRET_MEMBERS = ['accessToken', 'secret', 'password'];

const secretHeaders = new Set(SECRET_HEADERS.map((name) => name.toLowerCase()));

/**
 * The same for n8n's own redaction of what it shows of an execution, which knows whole paths only:
 * a second net under `withoutSecrets`.
 * @param parents paths of the objects of headers, from an item's json
 */
export const sensitivePaths = (parents: string[]): string[] => {
	const names = [...SECRET_HEADERS, ...SECRET_MEMBERS];
	const spellings = new Set([...names, ...names.map((name) => name.toLowerCase())]);
	return parents.flatMap((parent) => [...spellings].map((name) => `${parent}.${name}`));
};

const REMOVED = '[removed]';

const LOGIN = /\bBasic\s+([A-Za-z0-9+/_-]{20,}={0,2})/gi;
const BEARER = /\b(Bearer)\s+[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/gi;

/** Whether it is base64 of a user name and a password: any other word after "Basic" stays. */
const isLogin = (base64: string) =>
	/^[^\p{Cc}\uFFFD]*:[^\p{Cc}\uFFFD]*$/u.test(Buffer.from(base64, 'base64').toString('utf8'));

/** Text without the logins that it may quote, whoever they belong to. */
export const redactText = (text: string) =>
	/basic|bearer/i.test(text)
		? text
				.replace(LOGIN, (found, base64: string) =>
					isLogin(base64) ? found.replace(base64, REMOVED) : found,
				)
				.replace(BEARER, `$1 ${REMOVED}`)
		: text;

/** Shorter values are no secrets that could be told from any other word. */
const SHORTEST = 6;

/** A value as it is, and as a URL and JSON write it: the beginnings of these are known where a text was cut. */
const formsOf = (value: string): string[] => [
	value,
	// Half of a character cannot be written so.
	encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8')),
	JSON.stringify(value).slice(1, -1),
];

/** Texts of this length may have been cut off at their end, without a sign. */
const CUT_LENGTH = 250;

/** The sign that a text was cut. */
const CUT = '…';

/** How much of the beginning of a form is left at the end of a text, in characters; 0 where it cannot be told. */
function leftOf(form: string, text: string): number {
	for (let length = form.length - 1; length >= SHORTEST; length -= 1) {
		if (text.endsWith(form.slice(0, length))) return length;
	}
	return 0;
}

/** Text that was cut within one of the forms: without the beginning of it that is left at its end. */
function withoutBeginning(text: string, forms: readonly string[]): string {
	const left = Math.max(0, ...forms.map((form) => leftOf(form, text)));
	return left === 0 ? text : `${text.slice(0, -left)}${REMOVED}`;
}

/** Text that may have been cut, at its end or at each "…". */
function withoutCut(text: string, forms: readonly string[]): string {
	if (text.length < CUT_LENGTH && !text.includes(CUT)) return text;
	const parts = text.split(CUT);
	const last = parts.length - 1;
	return parts
		.map((part, i) =>
			i < last || text.length >= CUT_LENGTH ? withoutBeginning(part, forms) : part,
		)
		.join(CUT);
}

/** Removes values from text. */
export type Removal = (text: string) => string;

/** Texts of this length and shorter come again and again, as names of members and states do. */
const SHORT = 64;
const MOST_REMEMBERED = 1000;

/** The same removal, which remembers what came of short texts. */
function remembering(remove: Removal): Removal {
	const known = new Map<string, string>();
	return (text) => {
		if (text.length > SHORT) return remove(text);
		const before = known.get(text);
		if (before !== undefined) return before;
		const clean = remove(text);
		if (known.size >= MOST_REMEMBERED) known.clear();
		known.set(text, clean);
		return clean;
	};
}

/**
 * What removes an account's own secrets from text, in the ways that secretForms.ts knows to write them.
 * @param values those of them that are set
 */
export function removalOf(values: ReadonlyArray<string | undefined>): Removal {
	const secrets = [...new Set(values)].filter(
		(value): value is string => value !== undefined && value.length >= SHORTEST,
	);
	// The longest first, since one may hold another.
	secrets.sort((a, b) => b.length - a.length);
	const patterns = secrets.map((secret) => patternOf(secret, SHORTEST));
	const forms = secrets.flatMap(formsOf);
	return remembering((text) => {
		const rest = patterns.reduce(
			(left, pattern) => left.replace(pattern, REMOVED),
			redactText(text),
		);
		return withoutCut(rest, forms);
	});
}

/** `{name: 'Authorization', value: …}`, as headers in a list are written. */
const isSecretPair = (value: unknown): boolean =>
	typeof value === 'object' &&
	value !== null &&
	'name' in value &&
	typeof value.name === 'string' &&
	secretHeaders.has(value.name.toLowerCase());

/** The headers of an echoed request or answer, without those that hold a login. */
const withoutLogin = (headers: unknown): unknown => {
	if (Array.isArray(headers)) return headers.filter((header) => !isSecretPair(header));
	if (typeof headers !== 'object' || headers === null) return headers;
	const kept = Object.entries(headers).filter(([name]) => !secretHeaders.has(name.toLowerCase()));
	return Object.fromEntries(kept);
};

/** One level of a list or record, copied: its names without secrets, its values as they are. */
function copyOf(value: object, remove: Removal): Container {
	if (Array.isArray(value)) return [...(value as unknown[])];
	const kept = Object.entries(value).map(([name, field]): [string, unknown] => [
		remove(name),
		isHeaders(name) ? withoutLogin(field) : field,
	]);
	return Object.fromEntries(kept);
}

type Container = unknown[] | Record<string, unknown>;

/** Whether a value holds others; a date does not. */
const holdsOthers = (value: unknown): value is Container =>
	typeof value === 'object' && value !== null && !(value instanceof Date);

const HEADERS = 'headers';
const isHeaders = (name: string) =>
	name.length === HEADERS.length && name.toLowerCase() === HEADERS;

/** Whether there is nothing to remove; headers are not looked into. Without recursion, as below. */
function isWithoutSecrets(whole: unknown, remove: Removal): boolean {
	const waiting: unknown[] = [whole];
	for (const value of waiting) {
		if (typeof value === 'string' && remove(value) !== value) return false;
		if (!holdsOthers(value)) continue;
		if (Array.isArray(value)) for (const member of value) waiting.push(member);
		else {
			for (const name of Object.keys(value)) {
				if (remove(name) !== name || isHeaders(name)) return false;
				waiting.push(value[name]);
			}
		}
	}
	return true;
}

/**
 * A value without secrets: the account's own wherever they stand, and the logins in headers that
 * Capillary echoes (an approval request holds the header that it will be replayed with). Everything
 * else stays; the input is not changed, and comes back where nothing is removed. Without recursion,
 * which ends at some thousand levels.
 */
export function withoutSecrets(whole: unknown, remove: Removal = redactText): unknown {
	if (isWithoutSecrets(whole, remove)) return whole;
	/** Copies whose values are still those of the input. */
	const waiting: Container[] = [];
	const cleaned = (value: unknown): unknown => {
		if (typeof value === 'string') return remove(value);
		if (!holdsOthers(value)) return value;
		const copy = copyOf(value, remove);
		waiting.push(copy);
		return copy;
	};
	const result = cleaned(whole);
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		if (Array.isArray(next)) for (const [i, value] of next.entries()) next[i] = cleaned(value);
		else for (const name of Object.keys(next)) next[name] = cleaned(next[name]);
	}
	return result;
}
