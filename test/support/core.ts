import { SEED } from '../../sandbox';

/** A badge of the sandbox by its name. */
export const badgeNamed = (
	state: { badges: ReadonlyMap<string, { id: string; name: string }> },
	name: string,
): string => {
	const badge = [...state.badges.values()].find((candidate) => candidate.name === name);
	if (!badge) throw new Error(`No badge ${name}`);
	return badge.id;
};

export const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };

export const ENTITY = {
	tillId: '50682289',
	storeId: '50682288',
	zoneId: '50682286',
	conceptId: '50678331',
};

/** Parameters that make each of the five first operations succeed in a fresh sandbox. */
export const GOOD = {
	'badge.claim': { badgeId: SEED.claimBadge, ownerType: 'Loyalty', referenceId: '123' },
	'badge.unclaim': { badgeId: SEED.unclaimBadge, ownerType: 'Loyalty', referenceId: '123' },
	'customerBadge.earn': { badgeId: SEED.earnBadge, ...OWNER, customerId: '62090013' },
	'customerBadge.enrol': {
		badgeId: SEED.enrolBadge,
		...OWNER,
		customersFrom: 'list',
		customers: '62090013',
	},
	'approvalRequest.requestEarn': {
		badgeId: SEED.requestBadge,
		ownerType: 'Goodwill_Module',
		referenceId: '123',
		customerId: '382477526',
		...ENTITY,
	},
} as const;

export type Core = keyof typeof GOOD;

/** The names of the five first operations. */
export const CORE = Object.keys(GOOD) as Core[];
