/** The secret that tells calls of Capillary from forged ones. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The header in which Capillary sends the secret; Capillary signs nothing (docs/api.md#event-delivery). */
export const PROOF_HEADER = 'X-N8N-Webhook-Secret';

/** A fresh secret: 256 random bits in hex. */
export const newSecret = () => randomBytes(32).toString('hex');

/** What a secret of ours looks like, to tell it from one that an answer masks. */
export const isOwnSecret = (value: unknown): value is string =>
	typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * Whether a call carries the secret, compared in constant time whatever its length.
 * @param sent the header's value
 * @param expected the secret; undefined where none is known, and then no call passes
 */
export function isAuthentic(sent: unknown, expected: string | undefined): boolean {
	if (typeof sent !== 'string' || expected === undefined || expected === '') return false;
	return timingSafeEqual(digest(sent), digest(expected));
}
