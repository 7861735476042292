/** Keeps the account's own secrets out of every outcome. */
import type { Account } from '../../../shared/capillary/account';
import { basicAuthorization } from '../../../shared/capillary/account';
import type { Removal } from '../../../shared/capillary/redact';
import { removalOf, withoutSecrets } from '../../../shared/capillary/redact';
import type { Json, Outcome } from '../plan/call';

/** What of an account is secret, in each form that it is sent or kept in. */
function secretsOf(account: Account): Array<string | undefined> {
	const { password, clientSecret, accessToken, userToken } = account;
	const login = password === '' ? '' : basicAuthorization(account).replace(/^Basic /, '');
	const digest = Buffer.from(login, 'base64').toString('utf8').split(':')[1];
	return [password, clientSecret, accessToken, userToken, digest, login];
}

export interface SecretKeeper {
	/** An outcome without them. */
	clean(outcome: Outcome): Outcome;
	/** Learns the account's secrets anew, where a token was fetched meanwhile. */
	learn(account: Account): void;
}

/** Makes what keeps an account's secrets out of outcomes. */
export function secretKeeper(account: Account): SecretKeeper {
	const known = new Set(secretsOf(account));
	let remove: Removal = removalOf([...known]);
	const cleanJson = (json: Json) => withoutSecrets(json, remove) as Json;
	return {
		clean(outcome) {
			if ('done' in outcome) return { done: outcome.done.map(cleanJson) };
			const { what, apiMessage, supportId } = outcome.failure;
			const clean = (text: string | undefined) => (text === undefined ? text : remove(text));
			const texts = {
				what: remove(what),
				apiMessage: clean(apiMessage),
				supportId: clean(supportId),
			};
			return { failure: { ...outcome.failure, ...texts } };
		},
		learn(newer) {
			for (const secret of secretsOf(newer)) known.add(secret);
			remove = removalOf([...known]);
		},
	};
}
