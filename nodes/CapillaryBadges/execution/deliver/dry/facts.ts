/** What the views of a badge and of a customer's badge tell a dry run; what they leave out stays undefined. */
import { z } from 'zod';
import type { Instance } from '../../../../shared/capillary/customerBadge';
import { earnInstances, issueInstances } from '../../../../shared/capillary/customerBadge';
import { timeOf, withIsoSiblings } from '../../../../shared/capillary/dates';
import { isRecord } from '../../../../shared/capillary/envelope';

const number = z.number().nullish().catch(undefined);
const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);

/** A limit, as a badge defines it or as a customer's view counts it (docs/api.md#limits). */
const limit = z.object({ constraintType: z.string() }).passthrough();
export type Limit = z.infer<typeof limit>;
const limits = z.array(limit).nullish().catch(undefined);

const claim = z.object({
	ownerType: z.string(),
	referenceId: z.union([z.string(), z.number().transform(String)]),
	isActive: flag,
});

const badge = z.object({
	active: flag,
	isActive: flag,
	status: text,
	earnType: text,
	startOn: z.unknown(),
	startOnISO: text,
	expiresOn: z.unknown(),
	expiresOnISO: text,
	ownership: z
		.object({
			restrictedToOwners: z.array(z.string()).nullish().catch(undefined),
			claims: z.array(claim).nullish().catch(undefined),
		})
		.nullish()
		.catch(undefined),
	earnedCount: number,
	customerConstraints: limits,
	badgeConstraints: limits,
});

/** How many there may be, and how many there are. */
interface Limits {
	customer: Limit[] | undefined;
	badge: Limit[] | undefined;
}

/** What a badge is like. */
export interface BadgeFacts {
	isOn: boolean | undefined;
	state: 'upcoming' | 'live' | 'over' | undefined;
	/** First and last moment, in epoch milliseconds. */
	from: number | undefined;
	until: number | undefined;
	needsEnrolment: boolean | undefined;
	owners: string[] | undefined;
	claims: Array<z.infer<typeof claim>> | undefined;
	/** How often it was issued. */
	issued: number | undefined;
	limits: Limits;
}

const KINDS: Readonly<Record<string, boolean>> = { EARN: false, ISSUE_EARN: true };

const STATES: Readonly<Record<string, BadgeFacts['state']>> = {
	UPCOMING: 'upcoming',
	LIVE: 'live',
	EXPIRED: 'over',
	ENDED: 'over',
};

/** The state that the dates tell. */
function stateAt(now: number, from: number | undefined, until: number | undefined) {
	if (from !== undefined && now < from) return 'upcoming';
	if (until !== undefined && now >= until) return 'over';
	return from === undefined || until === undefined ? undefined : 'live';
}

/**
 * What the answer for a badge tells; undefined where it is no record.
 * @param now epoch milliseconds of Capillary's clock
 */
export function badgeFacts(data: unknown, now: number): BadgeFacts | undefined {
	const parsed = badge.safeParse(data);
	if (!parsed.success) return undefined;
	const { active, isActive, status, earnType, ownership, earnedCount, ...others } = parsed.data;
	// The number is the more exact of the two.
	const from = timeOf(undefined, others.startOn) ?? timeOf(others.startOnISO);
	const until = timeOf(undefined, others.expiresOn) ?? timeOf(others.expiresOnISO);
	return {
		isOn: active ?? isActive ?? undefined,
		state: STATES[(status ?? '').toUpperCase()] ?? stateAt(now, from, until),
		from,
		until,
		needsEnrolment: KINDS[(earnType ?? '').toUpperCase()],
		owners: ownership?.restrictedToOwners ?? undefined,
		claims: ownership?.claims ?? undefined,
		issued: earnedCount ?? undefined,
		limits: {
			customer: others.customerConstraints ?? undefined,
			badge: others.badgeConstraints ?? undefined,
		},
	};
}

/** What a customer has of a badge; a list that the view does not show is undefined. */
export interface CustomerFacts {
	earns: Instance[] | undefined;
	issuals: Instance[] | undefined;
	limits: Limits;
}

const counted = z.object({ customerConstraints: limits, badgeConstraints: limits });

/** What the answer for a customer's badge tells; undefined where it is no record. */
export function customerFacts(
	data: unknown,
	customerId: number | string,
): CustomerFacts | undefined {
	if (!isRecord(data)) return undefined;
	const { customerConstraints, badgeConstraints } = counted.parse(withIsoSiblings(data));
	return {
		earns: earnInstances(data, customerId),
		issuals: issueInstances(data, customerId),
		limits: { customer: customerConstraints ?? undefined, badge: badgeConstraints ?? undefined },
	};
}
