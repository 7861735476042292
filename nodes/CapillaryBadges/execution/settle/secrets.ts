/** Keeps the account's own secrets out of every outcome. */
import type { Account } from '../../../shared/capillary/account';
import type { Removal } from '../../../shared/capillary/redact';
import { withoutSecrets } from '../../../shared/capillary/redact';
import { removalOfSecrets, secretsOf } from '../../../shared/capillary/secrets';
import type { Json, Outcome } from '../plan/call';

export interface SecretKeeper {
	/** An outcome without them. */
	clean(outcome: Outcome): Outcome;
	/** Learns the account's secrets anew, where a token was fetched meanwhile. */
	learn(account: Account): void;
}

/** Makes what keeps an account's secrets out of outcomes. */
export function secretKeeper(account: Account): SecretKeeper {
	const known = new Set(secretsOf(account));
	let remove: Removal = removalOfSecrets(known);
	const cleanJson = (json: Json) => withoutSecrets(json, remove) as Json;
	return {
		clean(outcome) {
			if ('done' in outcome) return { done: outcome.done.map(cleanJson) };
			const { what, fix, apiMessage, supportId } = outcome.failure;
			const clean = (text: string | undefined) => (text === undefined ? text : remove(text));
			const texts = {
				what: remove(what),
				fix: remove(fix),
				apiMessage: clean(apiMessage),
				supportId: clean(supportId),
			};
			return { failure: { ...outcome.failure, ...texts } };
		},
		learn(newer) {
			for (const secret of secretsOf(newer)) known.add(secret);
			remove = removalOfSecrets(known);
		},
	};
}
