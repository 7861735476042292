/** Claim and unclaim (docs/api.md#claim, docs/api.md#unclaim). */
import { apiError, type ApiError, ok, refuse, refuseAll } from '../errors';
import { requireBadge } from '../earning';
import { endpoint, type World } from '../endpoint';
import { claimKey } from '../state';
import type { Answer, Badge, Call, Trigger } from '../types';
import { bodyObject, owner, pathId } from '../validate';

function read({ state }: World, call: Call): { badge: Badge; by: Trigger } {
	const id = pathId(call.params.badgeId, 'badgeId');
	const errors: ApiError[] = [];
	const by = owner(bodyObject(call.body), state.generation, errors);
	refuseAll(errors);
	return { badge: requireBadge(state, id), by };
}

/**
 * 714 for an owner the badge is not restricted to. A second claim is no error, unless that is the habit:
 * warning 900, and `badgeMetaId: null` in data, as the specification's example shows.
 */
function claim(world: World, call: Call): Answer {
	const { state } = world;
	const { badge, by } = read(world, call);
	if (!badge.restrictedToOwners.includes(by.ownerType))
		throw refuse(714, { reference: 'ownerType' });
	if (state.claims.get(claimKey(badge.id, by.ownerType, by.referenceId))?.isActive) {
		const habit = state.habits['claim-again'];
		if (habit === 'refused') throw refuse(900);
		if (habit === 'plain') return ok({ ...by, isActive: true }, { errors: null });
		const { code, message } = apiError(900);
		return ok({ badgeMetaId: null, ...by }, { errors: null, warnings: [{ code, message }] });
	}
	state.addClaim(badge, by.ownerType, by.referenceId);
	const data =
		state.generation === 'old' ? { badgeMetaId: badge.id, ...by } : { ...by, isActive: true };
	return ok(data, { errors: null, warnings: [], effect: true });
}

/** A soft delete; 737 when there is no live claim of that owner and reference. */
function unclaim(world: World, call: Call): Answer {
	const { badge, by } = read(world, call);
	const known = world.state.claims.get(claimKey(badge.id, by.ownerType, by.referenceId));
	if (!known?.isActive) throw refuse(737);
	known.isActive = false;
	return ok({ ...by, isActive: false }, { errors: null, warnings: [], effect: true });
}

export const claimRoutes = [
	endpoint('POST', '/api_gateway/v1/badges/badgeMeta/:badgeId/claim', claim),
	endpoint('POST', '/api_gateway/v1/badges/badgeMeta/:badgeId/unclaim', unclaim),
];
