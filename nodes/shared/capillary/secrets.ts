/** What of an account is secret, and what removes it from all that is given out. */
import type { Account } from './account';
import { basicAuthorization } from './account';
import { withoutN8nWords } from './failure';
import type { Removal } from './redact';
import { removalOf } from './redact';

/** What of an account is secret, in each form that it is sent or kept in. */
export function secretsOf(account: Account): Array<string | undefined> {
	const { password, clientSecret, accessToken, userToken } = account;
	const login = password === '' ? '' : basicAuthorization(account).replace(/^Basic /, '');
	const digest = Buffer.from(login, 'base64').toString('utf8').split(':')[1];
	return [password, clientSecret, accessToken, userToken, digest, login];
}

/** What removes secrets, also where Capillary's words are quoted that hold them. */
export const removalOfSecrets = (secrets: Iterable<string | undefined>): Removal =>
	removalOf([...secrets].flatMap((one) => [one, one && withoutN8nWords(one)]));
