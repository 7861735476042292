/** The modules that can own a badge. */
/**
 * The modules that may own, claim or trigger a badge, spelled as the server spells them: it refuses
 * `LOYALTY` and lists these in the message (docs/api.md#owner-types).
 */
export const OWNER_TYPES = [
	'Audience_Campaigns',
	'Goodwill_Module',
	'Historical_Import',
	'Journeys',
	'Loyalty',
	'Loyalty_Promotion',
	'Milestones',
	'Referral_Campaigns',
	'Rewards_Catalog',
] as const;

export type OwnerType = (typeof OWNER_TYPES)[number];

/** Those by which the list of all badges can be narrowed; the import is one for a customer's badges only (docs/api.md#owner-types). */
export const LISTED_OWNER_TYPES = OWNER_TYPES.filter((type) => type !== 'Historical_Import');

/** Stands for "via MemberCare": no `triggeredBy` is sent, so neither owner nor claim is needed. */
export const NO_OWNER = 'none';

/** The modules that a badge may be restricted to: those, and MemberCare (docs/api.md#owner-types). */
export const BADGE_OWNERS = [...OWNER_TYPES, 'Membercare'] as const;

/** `Loyalty_Promotion` → `Loyalty Promotion`. */
export const ownerLabel = (owner: string) =>
	owner === 'Membercare' ? 'MemberCare' : owner.replace(/_/g, ' ');
