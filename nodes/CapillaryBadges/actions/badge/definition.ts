/** A badge's definition: from the input to the body of a request, and what an update changes of it. */
import { toIsoUtc } from '../../../shared/capillary/dates';
import { defined, membersOf } from '../../../shared/capillary/envelope';
import type { InputOf } from '../../../shared/editor/params';
import { asFound, sibling } from '../../fields/writeBack';
import type { earnType, issuedBadgeExpiry, main, optional } from './definitionFields';

type Json = Record<string, unknown>;

/** What a badge is made of; an update names a part of it. */
type Definition = Partial<
	InputOf<
		typeof main &
			typeof optional & { earnType: typeof earnType; issuedBadgeExpiry: typeof issuedBadgeExpiry }
	>
>;

/**
 * The members of a request that the input names, in the API's names (docs/api.md#create-badge).
 * Dates go as ISO 8601, which both generations of the server read (choice 6); the flag is `active`, as
 * in every answer (choice 9).
 */
export function definitionBody(input: Definition): Json {
	return defined({
		name: input.name,
		description: input.description,
		startOn: input.startOn && toIsoUtc(input.startOn),
		expiresOn: input.expiresOn && toIsoUtc(input.expiresOn),
		earnType: input.earnType,
		earnedBadgeExpiry: input.earnedBadgeExpiry,
		issuedBadgeExpiry: input.issuedBadgeExpiry,
		ownership: input.owners && { restrictedToOwners: input.owners },
		customerConstraints: input.customerLimits,
		badgeConstraints: input.badgeLimits,
		images: input.images,
		customFields: input.customFields,
		badgeGroupId: input.badgeGroupId,
		badgeRank: input.badgeRank,
		active: input.active,
		defaultTillId: input.defaultTillId,
		...input.otherFields,
	});
}

/** Lets a start lie in the past (docs/api.md#create-badge: "historical badges"). */
export const migrationHeader = ({ historical }: { historical?: boolean }) =>
	historical ? { 'X-CAP-BADGES-MIGRATION': 'migration' } : undefined;

/** What only answers have of a badge. Claims cannot be changed here: what is sent of them is ignored. */
const ANSWER_ONLY = ['badgeGroupName', 'badgeNumericId', 'earnedCount', 'issuedCount', 'status'];

/**
 * A badge as found, and what is to change → the badge to store (docs/api.md#update-badge: a full
 * replace). Unknown members stay; what only answers have is left out; custom fields that
 * are not named keep their values.
 * @param emptied members to leave out, or to empty where they are lists
 */
export function changedBadge(found: Json, changes: Json, emptied: readonly string[]): Json {
	const stale = new Set(Object.keys(changes).map(sibling));
	const kept = Object.entries(asFound(found, ANSWER_ONLY)).filter(
		([name]) => !stale.has(name) && !emptied.includes(name),
	);
	const { restrictedToOwners } = membersOf(found.ownership);
	const customFieldsLeft = emptied.includes('customFields') ? {} : membersOf(found.customFields);
	const emptyLists = emptied.filter((name) => Array.isArray(found[name])).map((name) => [name, []]);
	return defined({
		...Object.fromEntries(kept),
		...Object.fromEntries(emptyLists),
		...changes,
		id: found.id,
		ownership: {
			...defined({ restrictedToOwners }),
			...membersOf(changes.ownership),
		},
		// A value that is null is emptied.
		customFields: defined({ ...customFieldsLeft, ...membersOf(changes.customFields) }),
	});
}
