/** A badge from a sketch: what a test or the seed says of it, and what is usual for the rest. */
import type { State } from './state';
import type { Badge, Claim, Constraint, Expiry, JsonObject } from './types';
import { isFixedWindow, windowReference } from './windows';

/** What describes a seed badge; the rest is filled in by `makeBadge`. */
export interface BadgeSketch {
	id?: string;
	name: string;
	description?: string | null;
	earnType?: 'EARN' | 'ISSUE_EARN';
	startOn?: number;
	expiresOn?: number;
	active?: boolean;
	owners?: string[];
	/** `Owner/reference` */
	claims?: string[];
	earnedBadgeExpiry?: Expiry;
	issuedBadgeExpiry?: Expiry | null;
	customerConstraints?: Constraint[];
	badgeConstraints?: Constraint[];
	images?: JsonObject[];
	customFields?: Record<string, string>;
	badgeGroupId?: string | null;
	badgeRank?: number | null;
}

const LIVE = { startOn: Date.UTC(2023, 0, 1), expiresOn: Date.UTC(2036, 0, 1) };

const ALL_OWNERS = [
	'Loyalty',
	'Loyalty_Promotion',
	'Referral_Campaigns',
	'Journeys',
	'Audience_Campaigns',
	'Rewards_Catalog',
	'Goodwill_Module',
	'Milestones',
	'Historical_Import',
];
const days = (value: number): Expiry => ({ kind: 'RELATIVE', unit: 'DAYS', value });

/** When the records of the seed were made, and by whom. */
export const STAMP = {
	createdOn: LIVE.startOn,
	createdBy: 75_058_417,
	lastUpdatedOn: LIVE.startOn,
	lastUpdatedBy: 75_058_417,
};

/** A complete badge from a sketch; `id` decides the id, a running number is used otherwise. */
export function makeBadge(state: State, sketch: BadgeSketch): Badge {
	const id = (sketch.id ?? state.nextId()).toLowerCase();
	const earnType = sketch.earnType ?? 'EARN';
	return {
		id,
		badgeNumericId: 1000 + state.badges.size,
		name: sketch.name,
		description: sketch.description ?? null,
		startOn: sketch.startOn ?? LIVE.startOn,
		expiresOn: sketch.expiresOn ?? LIVE.expiresOn,
		earnType,
		active: sketch.active ?? true,
		restrictedToOwners: sketch.owners ?? [...ALL_OWNERS],
		claims: (sketch.claims ?? []).map((text) => claimOf(id, text)),
		earnedBadgeExpiry: sketch.earnedBadgeExpiry ?? days(14),
		issuedBadgeExpiry: sketch.issuedBadgeExpiry ?? (earnType === 'ISSUE_EARN' ? days(30) : null),
		customerConstraints: (sketch.customerConstraints ?? []).map(referenced),
		badgeConstraints: (sketch.badgeConstraints ?? []).map(referenced),
		images: sketch.images ?? [],
		benefits: [],
		tags: [],
		customFields: sketch.customFields ?? {},
		badgeGroupId: sketch.badgeGroupId ?? null,
		badgeRank: sketch.badgeRank ?? null,
		...STAMP,
		issuedCount: 0,
		earnedCount: 0,
		earnedPerDay: new Map(),
	};
}

const referenced = (constraint: Constraint): Constraint =>
	isFixedWindow(constraint)
		? { ...constraint, referenceId: windowReference(constraint) }
		: constraint;

function claimOf(badgeId: string, text: string): Claim {
	const slash = text.indexOf('/');
	const ownerType = text.slice(0, slash);
	return { badgeId, ownerType, referenceId: text.slice(slash + 1), isActive: true };
}
