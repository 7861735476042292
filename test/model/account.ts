/** The node's stages and a sandbox in one process, without a network: what the commands act on. */
import { accountHeaders, readAccount } from '../../nodes/shared/capillary/account';
import type { PlainRequest } from '../../nodes/shared/capillary/http';
import { askPlain } from '../../nodes/shared/capillary/http';
import type { Asked, Sandbox } from '../../sandbox';
import { SEED, startSandbox } from '../../sandbox';
import { badgeNamed } from '../support/core';
import type { Given, InProcess } from '../support/inProcess';
import { runStages } from '../support/inProcess';
import { sandboxCredential } from '../support/sandboxCredential';
import { Model } from './model';

type Json = Record<string, unknown>;

/** A badge that is issued as it is, one that needs an enrolment, one that a customer may have once. */
export const DIRECT: string = SEED.earnBadge;
const QUEST: string = SEED.enrolBadge;
const ONCE = 'Once Per Customer';

/** A customer whom Capillary rejects. */
export const REJECTED = 566_135_941;

export interface Account {
	badges: string[];
	run(key: string, parameters: Json, inputs?: Json[]): Promise<Given>;
	/** Everything as it was at the start, and what a model of it holds then. */
	reset(): Model;
	/** What the server holds, in the words of `heldBy`. */
	truth(): Held;
	close(): Promise<void>;
}

/** What is held, as sorted lines. */
export type Held = Record<'claims' | 'enrolled' | 'earned' | 'requests' | 'inactive', string[]>;

/** What a model holds. */
export const heldBy = ({ claims, enrolled, earned, requests, inactive }: Model): Held => ({
	claims: [...claims].sort(),
	enrolled: [...enrolled].sort(),
	earned: [...earned].map(([id, one]) => `${id} ${one.badge} ${one.customer}`).sort(),
	requests: [...requests].map(([id, { state }]) => `${id} ${state}`).sort(),
	inactive: [...inactive].sort(),
});

function truthOf({ state }: Sandbox, badges: string[]): Held {
	const ours = <T extends { badgeId: string }>(all: Iterable<T>) =>
		[...all].filter(({ badgeId }) => badges.includes(badgeId));
	const claims = ours(state.claims.values()).filter(({ isActive, ownerType }) => {
		return isActive && ownerType === 'Loyalty';
	});
	const enrolled = ours(state.issuals.values()).filter(({ revokedOn }) => revokedOn === null);
	const earned = ours(state.earns.values()).filter(({ isActive }) => isActive);
	return {
		claims: claims.map(({ badgeId, referenceId }) => `${badgeId} ${referenceId}`).sort(),
		enrolled: enrolled.map(({ badgeId, customerId }) => `${badgeId} ${customerId}`).sort(),
		earned: earned.map(({ id, badgeId, customerId }) => `${id} ${badgeId} ${customerId}`).sort(),
		requests: [...state.requests.values()].map((one) => `${one.id} ${one.state}`).sort(),
		inactive: badges.filter((id) => state.badges.get(id)?.active === false).sort(),
	};
}

/** n8n's plain helper, in front of a sandbox: what is no success is thrown. */
const helperOf =
	(sandbox: Sandbox): PlainRequest =>
	async ({ method, url, qs, headers, body }) => {
		const query = new URLSearchParams(qs as Record<string, string>).toString();
		const { status, ...answered } = await sandbox.answer({
			method: method as Asked['method'],
			url: query === '' ? url : `${url}?${query}`,
			headers: headers as Asked['headers'],
			body: body as string | undefined,
		});
		if (status < 300) return answered;
		const response = { status, data: answered.body, headers: answered.headers };
		throw Object.assign(new Error(`Status ${status}`), { response });
	};

/** Starts an account. */
export async function openAccount(): Promise<Account> {
	const clock = { ms: Date.UTC(2026, 5, 1, 12) };
	const habits = { 'limit-code': 831 };
	const sandbox = await startSandbox({ clock: () => clock.ms, habits });
	const credential = sandboxCredential(sandbox);
	const account = readAccount(credential);
	const send = helperOf(sandbox);
	const transport: InProcess['transport'] = async (request) => {
		const headers = { ...accountHeaders(account, request.path), ...request.headers };
		return await askPlain(send, sandbox.url, { ...request, headers }, 1000);
	};
	let nonces = 0;
	const nonce = () => (nonces += 1).toString(16).padStart(32, '0');
	const once = badgeNamed(sandbox.state, ONCE);
	const badges = [DIRECT, QUEST, once];
	return {
		badges,
		run: async (key, parameters, inputs) =>
			await runStages({ key, parameters, inputs, credential, transport, clock, nonce }),
		reset() {
			sandbox.reset();
			sandbox.state.rejectedCustomers.set(REJECTED, { code: 4711, message: 'Not a member' });
			const { claims } = truthOf(sandbox, badges);
			return new Model(claims, { enrolFirst: QUEST, once, rejected: REJECTED });
		},
		truth: () => truthOf(sandbox, badges),
		close: () => sandbox.close(),
	};
}
