/** What one customer has of one badge: the request, and what its answer proves. */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parseDate, withIsoSiblings } from '../../../shared/capillary/dates';
import { defined } from '../../../shared/capillary/envelope';
import type { Instance } from '../../operation';
import type { ApiRequest } from '../../../shared/capillary/request';
import { path } from '../../../shared/capillary/request';

/** The request for what one customer holds of one badge (docs/api.md#one-badge-of-a-customer). */
export const customerBadge = (customer: number | string, badgeId: string): ApiRequest => ({
	method: 'GET',
	path: `${BADGES_PATH}${path`/management/${customer}/badge/${badgeId}`}`,
	query: { includeStatistics: true },
});

const text = z
	.union([z.string(), z.number().transform(String)])
	.nullish()
	.catch(undefined);

/** Where a view tells when something was given: by the numbers that it has, or by their ISO siblings. */
const times = {
	earnedOn: z.unknown(),
	earnedOnISO: text,
	issuedOn: z.unknown(),
	issuedOnISO: text,
};

const row = z
	.object({
		...times,
		earnedBadgeId: text,
		earnId: text,
		issueId: text,
		issuedId: text,
		customerId: text,
		ownerType: text,
		ownerReferenceId: text,
	})
	.passthrough();

const rows = z.array(row).nullish().catch(undefined);

const details = z.object({
	earnDetails: z.object({ earns: rows }).nullish().catch(undefined),
	issualDetails: z.object({ issuals: rows }).nullish().catch(undefined),
	activeEarnedCount: z.number().nullish().catch(undefined),
	lastEarnedOnISO: text,
});

/** Beyond this many seconds (the year 5138) a number counts milliseconds. */
const MOST_SECONDS = 1e11;

/** Epoch milliseconds of a time that a view shows, by its ISO sibling or its number; undefined where there is neither. */
function timeOf(iso: string | null | undefined, number?: unknown): number | undefined {
	const time = iso == null ? undefined : parseDate(iso, 'UTC');
	if (time instanceof Date) return time.getTime();
	if (typeof number === 'string') return timeOf(number);
	if (typeof number !== 'number') return undefined;
	return number > MOST_SECONDS ? number : number * 1000;
}

type Row = z.infer<typeof row>;

/** Whether a row is the customer's: a view may show those of others, too, each with its customer. */
const isOf = (customer: number) => (one: Row) =>
	one.customerId == null || Number(one.customerId) === customer;

/** The badge and the customer that a row itself names, where it does. */
const namesOf = ({ badgeMetaId, customerId }: Row) =>
	badgeMetaId == null && customerId == null ? {} : { names: { badgeMetaId, customerId } };

const ownerOf = ({ ownerType, ownerReferenceId }: Row) => ({
	ownerType: ownerType ?? undefined,
	referenceId: ownerReferenceId ?? undefined,
});

function earnInstance(one: Row): Instance {
	const id = one.earnedBadgeId ?? one.earnId ?? undefined;
	const json = { earnedBadgeId: id, ...defined({ expiresOn: one.earnExpiresOn }) };
	return {
		id,
		at: timeOf(one.earnedOnISO, one.earnedOn),
		...ownerOf(one),
		...namesOf(one),
		json: defined(json),
	};
}

function issueInstance(one: Row): Instance {
	const id = one.issueId ?? one.issuedId ?? undefined;
	const json = { issuedId: id, status: one.issuedStatus };
	return {
		id,
		at: timeOf(one.issuedOnISO, one.issuedOn),
		...ownerOf(one),
		...namesOf(one),
		json: defined(json),
	};
}

/**
 * The badges that a customer has got, as the details show them; undefined where they show nothing.
 * Rule: docs/api.md, evidence: the list's shape is in no sample, so that either name of an ID counts,
 * and a view without the list tells of the last one.
 */
export function earnInstances(data: unknown, customer: number): Instance[] | undefined {
	const parsed = details.safeParse(withIsoSiblings(data));
	if (!parsed.success) return undefined;
	const { earnDetails, activeEarnedCount, lastEarnedOnISO } = parsed.data;
	const earns = earnDetails?.earns ?? [];
	if (earns.length > 0) return earns.filter(isOf(customer)).map(earnInstance);
	const at = timeOf(lastEarnedOnISO);
	if ((activeEarnedCount ?? 0) > 0) return [{ id: undefined, at, json: {} }];
	return earnDetails == null && activeEarnedCount == null ? undefined : [];
}

/** The enrolments that a customer has or had, as the details show them; undefined where they show nothing. */
export function issueInstances(data: unknown, customer: number): Instance[] | undefined {
	const parsed = details.safeParse(withIsoSiblings(data));
	if (!parsed.success || parsed.data.issualDetails == null) return undefined;
	return (parsed.data.issualDetails.issuals ?? []).filter(isOf(customer)).map(issueInstance);
}
