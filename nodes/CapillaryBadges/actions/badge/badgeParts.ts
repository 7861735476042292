/** What stands inside of a badge in answers, as the editor shows it (docs/api.md#create-badge, docs/api.md#limits). */
import { z } from 'zod';

const string = z.string().nullish();
const number = z.number().nullish();
const boolean = z.boolean().nullish();

const listOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z.array(z.object(shape).passthrough()).nullish();

const cycle = z
	.object({ startDate: number, startDateISO: string, endDate: number, endDateISO: string })
	.passthrough()
	.nullish();

/** An expiry, of what customers are given or of enrolments. */
export const expiryOutput = z
	.object({
		expiryType: string,
		relativeExpirytype: string,
		value: number,
		type: string,
		expiresOn: z.union([z.number(), z.string()]).nullish(),
		expiresOnISO: string,
		expireWithBadgeMeta: boolean,
	})
	.passthrough()
	.nullish();

export const claimsOutput = listOf({ ownerType: string, referenceId: string, isActive: boolean });

export const ownershipOutput = z
	.object({ restrictedToOwners: z.array(z.string()).nullish(), claims: claimsOutput })
	.passthrough()
	.nullish();

export const imagesOutput = listOf({
	name: string,
	fileSvcHandle: string,
	url: string,
	tag: string,
});

export const tagsOutput = listOf({ name: string, value: string });

export const benefitsOutput = listOf({
	benefitType: string,
	seriesId: number,
	points: number,
	programId: number,
	promotionId: number,
	allocationStrategyId: number,
	expirationStrategyId: number,
	defaultTillId: number,
});

const limit = {
	constraintType: string,
	maxEarnLimit: number,
	durationType: string,
	refreshRate: number,
	startDayOfTheWeek: string,
	rollType: string,
	rollValue: number,
	cycleStatus: string,
};

/** The limits of a badge, with the time in which their windows lie. */
export const limitsOutput = listOf({
	...limit,
	maxEarnForDays: number,
	rollForDays: number,
	maxEarnForWeeks: number,
	rollForWeeks: number,
	maxEarnForMonths: number,
	rollForMonths: number,
	referenceId: string,
	startDate: number,
	startDateISO: string,
	endDate: number,
	endDateISO: string,
	currentCycle: cycle,
});

/** The limits of a badge as a customer has used them up. */
export const usedLimitsOutput = listOf({
	...limit,
	constraintLevel: string,
	earnConstraintBlockStatistics: z
		.object({
			currentEarnCount: number,
			currentEarnCountDays: number,
			currentEarnCountWeeks: number,
			currentEarnCountMonths: number,
		})
		.passthrough()
		.nullish(),
	fixedWindowCycle: cycle,
	fixedWindowReferenceId: string,
	rollingWindowLimits: z.record(z.unknown()).nullish(),
});

/** Who or what a badge was given for. */
export const triggeredByOutput = z
	.object({ ownerType: string, referenceId: string })
	.passthrough()
	.nullish();

const origin = { ownerType: string, ownerReferenceId: string };

/** The enrolments of a customer for one badge. */
export const issualsOutput = listOf({
	...origin,
	issueId: string,
	issuedStatus: string,
	issuedOn: number,
	issuedOnISO: string,
	issueEventDate: number,
	issueEventDateISO: string,
	issueExpiresOn: number,
	issueExpiresOnISO: string,
	revokedOn: number,
	revokedOnISO: string,
});

/** What a customer was given of one badge. */
export const earnsOutput = listOf({
	...origin,
	earnedBadgeId: string,
	earnStatus: string,
	earnedOn: number,
	earnedOnISO: string,
	earnEventDate: number,
	earnEventDateISO: string,
	earnExpiresOn: number,
	earnExpiresOnISO: string,
});

/** The values of custom fields, by their names. */
export const customFieldsOutput = z.record(z.unknown()).nullish();
