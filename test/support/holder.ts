import { SEED } from '../../sandbox';
import type { Stage } from './stage';

export const CUSTOMER = 62090013;

/** What else the sandbox knows the customer by: type and value. */
export const IDENTIFIERS = [
	['email', `customer${CUSTOMER}@example.com`],
	['mobile', `91${String(CUSTOMER).padStart(10, '0')}`],
	['externalId', `EXT-${CUSTOMER}`],
	['cardNumber', `CARD${CUSTOMER}`],
];

/** A fresh sandbox in which the customer is enrolled for one badge and has earned it and another. */
export async function giveBadges({ sandbox, run }: Stage): Promise<void> {
	sandbox.reset();
	const owner = { ownerType: 'Loyalty', referenceId: '123694' };
	await run('customerBadge.enrol', { badgeId: SEED.enrolBadge, ...owner, customers: CUSTOMER });
	for (const badgeId of [SEED.enrolBadge, SEED.earnBadge]) {
		await run('customerBadge.earn', { badgeId, ...owner, customerId: CUSTOMER });
	}
	sandbox.journal.clear();
}

/** The requests that arrived, without body and headers. */
export const asked = (stage: Stage) =>
	stage.requests().map(({ method, path, query }) => ({ method, path, query }));
