/** A badge's definition: from the input to the body of a request, and what an update changes of it. */
import { toIsoUtc } from '../../../shared/capillary/dates';
import { defined, isRecord } from '../../../shared/capillary/envelope';
import type { InputOf } from '../../../shared/editor/params';
import { withoutNulls } from '../../fields/update';
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

/** What only answers have. Claims cannot be changed here: what is sent of them is ignored. */
const ANSWER_ONLY = new Set([
	'badgeGroupName',
	'badgeNumericId',
	'createdBy',
	'createdOn',
	'createdOnISO',
	'earnedCount',
	'issuedCount',
	'lastUpdatedBy',
	'lastUpdatedOn',
	'lastUpdatedOnISO',
	'orgId',
	'status',
]);

/** The name of a date's other form: the server believes `…ISO`, so the one must not outlive the other. */
const sibling = (name: string) => (name.endsWith('ISO') ? name.slice(0, -3) : `${name}ISO`);

/**
 * A record without the ISO form of a time that it also holds as a number. That form has no fraction
 * of a second and wins over the number, so sending it back would move a time that must stay (723).
 */
function exactTimes(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(exactTimes);
	if (!isRecord(value)) return value;
	const kept = Object.entries(value).filter(
		([name]) => !name.endsWith('ISO') || typeof value[sibling(name)] !== 'number',
	);
	return Object.fromEntries(kept.map(([name, field]) => [name, exactTimes(field)]));
}

const members = (value: unknown): Json => (isRecord(value) ? value : {});

/**
 * A badge as found, and what is to change → the badge to store (docs/api.md#update-badge: a full
 * replace). Unknown members stay; what only answers have is left out; custom fields that
 * are not named keep their values.
 * @param emptied members to leave out, or to empty where they are lists
 */
export function changedBadge(found: Json, changes: Json, emptied: readonly string[]): Json {
	const stale = new Set(Object.keys(changes).map(sibling));
	const kept = Object.entries(members(exactTimes(withoutNulls(found)))).filter(
		([name]) => !ANSWER_ONLY.has(name) && !stale.has(name) && !emptied.includes(name),
	);
	const { restrictedToOwners } = members(found.ownership);
	const customFieldsLeft = emptied.includes('customFields') ? {} : members(found.customFields);
	const emptyLists = emptied.filter((name) => Array.isArray(found[name])).map((name) => [name, []]);
	return defined({
		...Object.fromEntries(kept),
		...Object.fromEntries(emptyLists),
		...changes,
		id: found.id,
		ownership: {
			...defined({ restrictedToOwners }),
			...members(changes.ownership),
		},
		customFields: { ...customFieldsLeft, ...members(changes.customFields) },
	});
}
