/** Removes secrets from what is given out. */

const SECRET_KEY =
	/^(authorization|x-cap-api-oauth-token|x-cap-ui-auth-token|cap-api-access-token|cookie|accesstoken|secret|password)$/i;
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
			.filter(([key]) => !SECRET_KEY.test(key))
			.map(([key, field]) => [key, withoutSecrets(field)]),
	);
}
