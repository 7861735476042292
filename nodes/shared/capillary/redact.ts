/** Removes secrets from what is given out. */

/** Members and headers that hold a credential, as Capillary writes them. */
const SECRET_NAMES = [
	'Authorization',
	'X-CAP-API-OAUTH-TOKEN',
	'X-CAP-UI-AUTH-TOKEN',
	'CAP-API-ACCESS-TOKEN',
	'Cookie',
	'Set-Cookie',
	'accessToken',
	'secret',
	'password',
];

const secretNames = new Set(SECRET_NAMES.map((name) => name.toLowerCase()));

/**
 * The same for n8n's own redaction of what it shows of an execution, which knows whole paths only:
 * a second net under `withoutSecrets`.
 * @param parents paths of the objects of headers, from an item's json
 */
export const sensitivePaths = (parents: string[]): string[] =>
	parents.flatMap((parent) =>
		[...new Set([...SECRET_NAMES, ...secretNames])].map((name) => `${parent}.${name}`),
	);

const SECRET_TEXT = /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._-]{20,}/g;

/** Text without the credentials that it may quote. */
export const redactText = (text: string) => text.replace(SECRET_TEXT, '$1 [removed]');

/** A value that is still to be copied, and where the copy goes. */
interface Waiting {
	value: unknown;
	put(copy: unknown): void;
}

/**
 * An answer without the credentials that Capillary may echo (an approval request holds the Basic
 * header it will be replayed with). Such fields are left out at any depth; the input is not changed.
 * Without recursion, which ends at some thousand levels.
 */
export function withoutSecrets(whole: unknown): unknown {
	let result: unknown;
	const waiting: Waiting[] = [{ value: whole, put: (copy) => (result = copy) }];
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		const { value, put } = next;
		if (typeof value === 'string') put(redactText(value));
		else if (Array.isArray(value)) {
			const copy: unknown[] = [...(value as unknown[])];
			put(copy);
			copy.forEach((entry, i) => waiting.push({ value: entry, put: (inner) => (copy[i] = inner) }));
		} else if (value === null || typeof value !== 'object') put(value);
		else {
			const entries: Array<[string, unknown]> = Object.entries(value);
			const kept = entries.filter(([key]) => !secretNames.has(key.toLowerCase()));
			const copy: Record<string, unknown> = Object.fromEntries(kept);
			put(copy);
			for (const [key, entry] of kept) {
				waiting.push({ value: entry, put: (inner) => (copy[key] = inner) });
			}
		}
	}
	return result;
}
