/** A badge as answers give it, and in short. */
import { z } from 'zod';
import { isRecord } from '../../../shared/capillary/envelope';
import {
	benefitsOutput,
	customFieldsOutput,
	expiryOutput,
	imagesOutput,
	limitsOutput,
	ownershipOutput,
	tagsOutput,
} from './badgeParts';

const time = z.number().nullish();
const iso = z.string().nullish();

/** A badge as answers give it, whole or simplified (docs/api.md#create-badge, docs/api.md#get-badges). */
export const badgeOutput = z
	.object({
		id: z.string(),
		badgeMetaId: z.string().nullish(),
		badgeNumericId: z.number().nullish(),
		orgId: z.number().nullish(),
		name: z.string().nullish(),
		description: z.string().nullish(),
		status: z.string().nullish(),
		active: z.boolean().nullish(),
		earnType: z.string().nullish(),
		startOn: time,
		startOnISO: iso,
		expiresOn: time,
		expiresOnISO: iso,
		owners: z.array(z.string()).nullish(),
		ownership: ownershipOutput,
		earnedBadgeExpiry: expiryOutput,
		issuedBadgeExpiry: expiryOutput,
		customerConstraints: limitsOutput,
		badgeConstraints: limitsOutput,
		images: imagesOutput,
		benefits: benefitsOutput,
		tags: tagsOutput,
		customFields: customFieldsOutput,
		// A sample has a number here (docs/api.md#create-badge).
		badgeGroupId: z.union([z.string(), z.number()]).nullish(),
		badgeGroupName: z.string().nullish(),
		badgeRank: z.number().nullish(),
		issuedCount: z.number().nullish(),
		earnedCount: z.number().nullish(),
		createdOn: time,
		createdOnISO: iso,
		createdBy: z.number().nullish(),
		lastUpdatedOn: time,
		lastUpdatedOnISO: iso,
		lastUpdatedBy: z.number().nullish(),
	})
	.passthrough();

/** A badge's own ID is what the field 'Badge' takes. */
export const BADGE_NAMES = { id: 'badgeId' };

type Json = Record<string, unknown>;

/** What most workflows need of a badge: with both IDs, at most ten fields. */
export function simpleBadge(record: Json): Json {
	const { id, name, status, active, earnType, startOnISO, expiresOnISO, ownership } = record;
	const owners = isRecord(ownership) ? ownership.restrictedToOwners : undefined;
	const counts = { issuedCount: record.issuedCount, earnedCount: record.earnedCount };
	return {
		id,
		badgeMetaId: id,
		name,
		status,
		active,
		earnType,
		startOnISO,
		expiresOnISO,
		// Counts come only where they were asked for.
		...(counts.earnedCount === undefined ? { description: record.description, owners } : counts),
	};
}
