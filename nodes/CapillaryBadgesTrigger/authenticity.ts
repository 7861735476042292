/** The secret that Capillary sends along, and whether a call carries it. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** The header in which Capillary sends the secret; Capillary signs nothing (docs/api.md#event-delivery). */
export const PROOF_HEADER = 'X-N8N-Webhook-Secret';

/** A fresh secret: 256 random bits in hex. */
export const newSecret = () => randomBytes(32).toString('hex');

/**
 * The secret for another address, made from the one that is known. Always the same, so that it is
 * still known after a run that began before the move has put the old static data back.
 */
export const secretForAddress = (secret: string, url: string) =>
	createHmac('sha256', secret).update(url, 'utf8').digest('hex');

/** What a secret of ours looks like, to tell it from one that an answer masks. */
export const isOwnSecret = (value: unknown): value is string =>
	typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();

/**
 * Whether a call carries a secret, compared in constant time whatever its length.
 * @param sent the header's value
 * @param expected the secrets that pass; where none is known, no call passes
 */
export function isAuthentic(sent: unknown, expected: readonly string[]): boolean {
	if (typeof sent !== 'string') return false;
	return expected.some((secret) => secret !== '' && timingSafeEqual(digest(sent), digest(secret)));
}
