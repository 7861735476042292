/** A customer's badge as the three views give it, and in short. */
import { z } from 'zod';
import { isRecord } from '../../../shared/capillary/envelope';
import {
	benefitsOutput,
	claimsOutput,
	customFieldsOutput,
	earnsOutput,
	expiryOutput,
	imagesOutput,
	issualsOutput,
	limitsOutput,
	ownershipOutput,
	tagsOutput,
	usedLimitsOutput,
} from '../badge/badgeParts';

type Json = Record<string, unknown>;

const number = z.number().nullish();
const string = z.string().nullish();

/** What all views of a customer's badge have in common, under the names of the newer servers. */
const common = {
	badgeMetaId: z.string(),
	customerId: number,
	name: string,
	description: string,
	startOnISO: string,
	startsOnISO: string,
	expiresOn: number,
	expiresOnISO: string,
	badgeGroupId: z.union([z.string(), z.number()]).nullish(),
	badgeGroupName: string,
	badgeRank: number,
	lastEarnedOnISO: string,
	lastEarnedOnDateISO: string,
	lastEarnEventDateISO: string,
	active: z.boolean().nullish(),
	images: imagesOutput,
};

/** Times of the badge itself in the management views. */
const dated = {
	startsOn: number,
	createdOn: number,
	createdOnISO: string,
	lastUpdatedOn: number,
	lastUpdatedOnISO: string,
};

/** A badge in the customer view (docs/api.md#customer-view). */
export const customerViewOutput = z
	.object({
		...common,
		orgId: number,
		earnType: string,
		earnedCount: number,
		startOn: number,
		lastEarnedOnDate: number,
		lastEarnEventDate: number,
		ownership: ownershipOutput,
		customerConstraints: limitsOutput,
		badgeConstraints: limitsOutput,
		benefits: benefitsOutput,
		tags: tagsOutput,
		customFields: customFieldsOutput,
	})
	.passthrough();

/** A badge in the management view (docs/api.md#management-view). */
export const managementOutput = z
	.object({
		...common,
		...dated,
		badgeType: string,
		badgeStatus: string,
		earnCount: number,
		issueStatus: string,
		lastEarnedOn: number,
		lastEarnedOnDate: number,
		lastEarnEventDate: number,
		ownership: ownershipOutput,
	})
	.passthrough();

/** A customer's badge in detail; its own ID is the badge's (docs/api.md#one-badge-of-a-customer). */
export const customerBadgeOutput = z
	.object({
		...common,
		...dated,
		badgeMetaId: string,
		id: z.string(),
		badgeType: string,
		badgeStatus: string,
		action: string,
		activeEarnedCount: number,
		// Of one item per earned badge.
		earnedBadgeId: string,
		earnStatus: string,
		earnedOnISO: string,
		earnEventDateISO: string,
		earnExpiresOnISO: string,
		ownerType: string,
		ownerReferenceId: string,
		issuedStatus: string,
		issuedCount: number,
		earnCount: number,
		issualDetails: z
			.object({ issuedCount: number, issuals: issualsOutput })
			.passthrough()
			.nullish(),
		earnDetails: z.object({ earnCount: number, earns: earnsOutput }).passthrough().nullish(),
		customerConstraints: usedLimitsOutput,
		badgeConstraints: usedLimitsOutput,
		earnExpiry: expiryOutput,
		issueExpiry: expiryOutput,
		owner: z.array(z.string()).nullish(),
		claimedBy: claimsOutput,
		tags: tagsOutput,
		customFields: customFieldsOutput,
	})
	.passthrough();

/** The given fields of a record, where it has them. */
const pick = (record: Json, names: readonly string[]): Json =>
	Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]));

const IN_LISTS = ['badgeMetaId', 'name', 'active', 'expiresOnISO', 'badgeGroupName', 'badgeRank'];

export const simpleCustomerView = (record: Json) =>
	pick(record, [...IN_LISTS, 'earnType', 'startOnISO', 'earnedCount', 'lastEarnedOnDateISO']);

export const simpleManagementView = (record: Json) =>
	pick(record, [...IN_LISTS, 'badgeType', 'badgeStatus', 'earnCount', 'lastEarnedOnISO']);

/** Ten fields at most: enrolment and count come only where statistics were asked for. */
export function simpleCustomerBadge(record: Json): Json {
	const { issualDetails, earnDetails } = record;
	return {
		...pick(record, ['id', 'name', 'badgeType', 'badgeStatus', 'expiresOnISO']),
		...pick(record, ['activeEarnedCount', 'lastEarnedOnISO', 'issuedStatus']),
		...(isRecord(issualDetails) ? { issuedCount: issualDetails.issuedCount } : {}),
		...(isRecord(earnDetails) ? { earnCount: earnDetails.earnCount } : {}),
	};
}
