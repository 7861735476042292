/** The secret that Capillary sends along, and whether a call carries it. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isSameAddress } from './address';
import type { Registration } from './stored';

/** The header in which Capillary sends the secret; Capillary signs nothing (docs/api.md#event-delivery). */
export const PROOF_HEADER = 'X-N8N-Webhook-Secret';

/** A fresh secret: 256 random bits in hex. */
export const newSecret = () => randomBytes(32).toString('hex');

/** The secret for another address, made from the one that is known: always the same. */
const secretForAddress = (secret: string, url: string) =>
	createHmac('sha256', secret).update(url, 'utf8').digest('hex');

/**
 * The secret of a registration at an address, undefined where none is known. It hangs on the address
 * and on the first secret alone, so that it is still known after a run that began before any number
 * of changes of the address has put the old static data back.
 */
export function secretAt(registration: Registration | undefined, url: string): string | undefined {
	const origin = originOf(registration);
	if (origin === undefined || isSameAddress(origin.url, url)) return origin?.secret;
	return secretForAddress(origin.secret, url);
}

/** What the secrets of all addresses of a registration are made from. */
export function originOf(registration: Registration | undefined): Registration['origin'] {
	const { url, secret, origin } = registration ?? {};
	return origin ?? (url !== undefined && secret !== undefined ? { url, secret } : undefined);
}

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
