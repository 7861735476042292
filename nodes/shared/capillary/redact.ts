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

/**
 * An answer without the credentials that Capillary may echo (an approval request holds the Basic
 * header it will be replayed with). Such fields are left out at any depth; the input is not changed.
 */
export function withoutSecrets(value: unknown): unknown {
	if (typeof value === 'string') return redactText(value);
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !secretNames.has(key.toLowerCase()))
			.map(([key, field]) => [key, withoutSecrets(field)]),
	);
}
