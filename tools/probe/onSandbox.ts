/** What the probe tries things on in a sandbox, and time that passes only when it waits. */
import { readAccount } from '../../nodes/shared/capillary/account';
import type { Sandbox } from '../../sandbox';
import { SEED } from '../../sandbox';
import type { Plan } from './run';
import type { Clock } from './types';

const NOBODY = 99_999_999_999;

/** A clock that the sandbox can be given, too: waiting makes time pass at once. */
export function virtualClock(start: number): Clock {
	let now = start;
	const pass = async (ms: number): Promise<void> => {
		now += ms;
		await Promise.resolve();
	};
	return { now: () => now, wait: pass, rest: pass };
}

/** A web hook, and a customer that there is not: what a fresh sandbox lacks for some questions. */
export function furnish({ state }: Sandbox): void {
	const now = state.now();
	const headers = { Authorization: 'a secret of somebody' };
	state.unknownCustomers.add(NOBODY);
	state.webHooks.set('65b000000000000000000001', {
		...{ id: '65b000000000000000000001', name: 'of somebody else', active: true, headers },
		...{ eventNames: ['badgeEarned'], url: 'https://example.com', maxAllowedConnections: 1 },
		registration: { name: 'of somebody else', webHookHeaders: headers },
		createdOn: now,
		lastUpdatedOn: now,
	});
}

/** All of a run on a sandbox, writes included. */
export function sandboxPlan({ url, credentials, state }: Sandbox): Plan {
	const { username, password, clientKey, clientSecret, orgId, userToken } = credentials;
	const limited = state.badgeNames.get('Once Per Customer') ?? '';
	return {
		account: readAccount({
			...{ authentication: 'basic', cluster: 'custom', baseUrl: url, username, password },
			...{ clientKey, clientSecret, orgId, userToken },
		}),
		write: true,
		timeout: 10_000,
		pace: 0,
		patience: 10_000,
		most: 600_000,
		badges: [SEED.enrolBadge, SEED.requestBadge, limited],
		customers: [123, 62_090_013],
		unknownCustomer: NOBODY,
		entity: { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
		owner: undefined,
	};
}
