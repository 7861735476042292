/** How records look in answers; the older generation leaves the newer fields out (docs/api.md#how-to-read-this-page, docs/api.md#dates). */
import { ORG_NUMBER, type State, statusOf } from './state';
import { dates, expiryView } from './time';
import type { Badge, Claim, Group, JsonObject } from './types';
import { constraintView } from './windows';

export const claimView = (claim: Claim): JsonObject => ({
	ownerType: claim.ownerType,
	referenceId: claim.referenceId,
	isActive: claim.isActive,
});

export const ownershipView = (badge: Badge): JsonObject => ({
	restrictedToOwners: badge.restrictedToOwners,
	claims: badge.claims.map(claimView),
});

export function groupOf(state: State, badge: Badge): Group | undefined {
	return badge.badgeGroupId === null ? undefined : state.groups.get(badge.badgeGroupId);
}

/** An item of GET /badgeMeta (docs/api.md#get-badges): no constraints, no benefits. */
export function badgeListView(state: State, badge: Badge): JsonObject {
	const { generation } = state;
	return {
		id: badge.id,
		orgId: ORG_NUMBER,
		name: badge.name,
		badgeGroupId: badge.badgeGroupId,
		badgeGroupName: groupOf(state, badge)?.name ?? null,
		badgeRank: badge.badgeRank,
		description: badge.description,
		...dates(generation, { startOn: badge.startOn, expiresOn: badge.expiresOn }),
		status: statusOf(badge, state.now()),
		images: badge.images,
		earnType: badge.earnType,
		earnedBadgeExpiry: expiryView(generation, badge.earnedBadgeExpiry),
		ownership: ownershipView(badge),
		issuedCount: badge.issuedCount,
		earnedCount: badge.earnedCount,
		...dates(generation, { createdOn: badge.createdOn }),
		createdBy: badge.createdBy,
		...dates(generation, { lastUpdatedOn: badge.lastUpdatedOn }),
		lastUpdatedBy: badge.lastUpdatedBy,
		customFields: badge.customFields,
		active: badge.active,
	};
}

/** The full badge of create, update and get (docs/api.md#create-badge, docs/api.md#get-badge); statistics only where asked for. */
export function badgeView(state: State, badge: Badge, statistics: boolean): JsonObject {
	const { generation } = state;
	const now = state.now();
	const constraints = (list: Badge['badgeConstraints']): JsonObject[] =>
		list.map((one) => constraintView(generation, badge, one, now, statistics));
	return {
		id: badge.id,
		...(generation === 'new' ? { badgeNumericId: badge.badgeNumericId } : {}),
		orgId: ORG_NUMBER,
		name: badge.name,
		description: badge.description,
		...dates(generation, { startOn: badge.startOn, expiresOn: badge.expiresOn }),
		earnedBadgeExpiry: expiryView(generation, badge.earnedBadgeExpiry),
		issuedBadgeExpiry: expiryView(generation, badge.issuedBadgeExpiry),
		images: badge.images,
		ownership: ownershipView(badge),
		customerConstraints: constraints(badge.customerConstraints),
		badgeConstraints: constraints(badge.badgeConstraints),
		benefits: badge.benefits,
		tags: badge.tags,
		badgeGroupId: badge.badgeGroupId,
		badgeRank: badge.badgeRank,
		earnType: badge.earnType,
		status: statusOf(badge, now),
		...dates(generation, { createdOn: badge.createdOn }),
		createdBy: badge.createdBy,
		...dates(generation, { lastUpdatedOn: badge.lastUpdatedOn }),
		lastUpdatedBy: badge.lastUpdatedBy,
		customFields: badge.customFields,
		active: badge.active,
		...(statistics ? { issuedCount: badge.issuedCount, earnedCount: badge.earnedCount } : {}),
	};
}
