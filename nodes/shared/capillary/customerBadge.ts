/** What one customer has of one badge: the request, and what its answer shows. */
import { z } from 'zod';
import { BADGES_PATH } from './account';
import { timeOf, withIsoSiblings } from './dates';
import { defined } from './envelope';
import type { ApiRequest } from './request';
import { path } from './request';

/** One badge or enrolment that a customer has, as the look-up shows it. */
export interface Instance {
	/** Undefined where the view shows only that there is one. */
	id: string | undefined;
	/** When it was given, in epoch milliseconds of Capillary's clock; undefined where the view does not say. */
	at: number | undefined;
	ownerType?: string;
	referenceId?: string;
	/** The badge and the customer that it is shown for, where it names them itself. */
	names?: Record<string, unknown>;
	/** How it stands; undefined where the view does not say, or in a word that no page has. */
	state?: 'held' | 'expired' | 'revoked';
	/** The event that it was given for, and when it ends, in epoch milliseconds; undefined where the view does not say. */
	from?: number;
	until?: number;
	/** The row itself, as the view has it. */
	row?: Record<string, unknown>;
	/** What it adds to an output item. */
	json: Record<string, unknown>;
}

/** The request for what one customer holds of one badge (docs/api.md#one-badge-of-a-customer). */
export const customerBadge = (customer: number | string, badgeId: string): ApiRequest => ({
	method: 'GET',
	path: `${BADGES_PATH}${path`/management/${customer}/badge/${badgeId}`}`,
	query: { includeStatistics: true },
});

/** What is empty says as little as what is not there. */
const text = z
	.union([z.string(), z.number().transform(String)])
	.transform((value) => (value.trim() === '' ? undefined : value))
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
		earnStatus: text,
		status: text,
		issuedStatus: text,
		revokedOnISO: text,
		earnEventDateISO: text,
		issueEventDateISO: text,
		earnExpiresOnISO: text,
		issueExpiresOnISO: text,
	})
	.passthrough();

const rows = z.array(row).nullish().catch(undefined);

const details = z.object({
	earnDetails: z.object({ earns: rows }).nullish().catch(undefined),
	issualDetails: z.object({ issuals: rows }).nullish().catch(undefined),
	activeEarnedCount: z.number().nullish().catch(undefined),
	lastEarnedOnISO: text,
});

type Row = z.infer<typeof row>;

/** Whether a row is the customer's: a view may show those of others, too, each with its numeric customer. */
const isOf = (customer: number | string) => (one: Row) =>
	one.customerId == null || typeof customer === 'string' || Number(one.customerId) === customer;

/** The badge and the customer that a row itself names, where it does. */
const namesOf = ({ badgeMetaId, customerId }: Row) =>
	badgeMetaId == null && customerId == null ? {} : { names: { badgeMetaId, customerId } };

const ownerOf = ({ ownerType, ownerReferenceId }: Row) => ({
	ownerType: ownerType ?? undefined,
	referenceId: ownerReferenceId ?? undefined,
});

/** What the words of a status mean (docs/api.md#states); any other word means nothing here. */
const STATES: Readonly<Record<string, Instance['state']>> = {
	active: 'held',
	live: 'held',
	upcoming: 'held',
	expired: 'expired',
	revoked: 'revoked',
};

const stateOf = (status: string | null | undefined, { revokedOnISO }: Row): Instance['state'] =>
	revokedOnISO == null ? STATES[(status ?? '').toLowerCase()] : 'revoked';

/** What badges and enrolments have in common. @param status its own word for how it stands */
const shared = (one: Row, status: string | null | undefined) => ({
	state: stateOf(status ?? one.status, one),
	...ownerOf(one),
	...namesOf(one),
	row: one,
});

function earnInstance(one: Row): Instance {
	const id = one.earnedBadgeId ?? one.earnId ?? undefined;
	const { earnExpiresOn: expiresOn, earnExpiresOnISO: expiresOnISO } = one;
	const json = { earnedBadgeId: id, expiresOn, expiresOnISO: expiresOnISO ?? undefined };
	return {
		id,
		at: timeOf(one.earnedOnISO, one.earnedOn),
		from: timeOf(one.earnEventDateISO),
		until: timeOf(one.earnExpiresOnISO),
		...shared(one, one.earnStatus),
		json: defined(json),
	};
}

function issueInstance(one: Row): Instance {
	const id = one.issueId ?? one.issuedId ?? undefined;
	const json = { issuedId: id, status: one.issuedStatus };
	return {
		id,
		at: timeOf(one.issuedOnISO, one.issuedOn),
		from: timeOf(one.issueEventDateISO),
		until: timeOf(one.issueExpiresOnISO),
		...shared(one, one.issuedStatus),
		json: defined(json),
	};
}

/**
 * The badges that a customer has got, as the details show them; undefined where they show nothing.
 * Rule: docs/api.md, evidence: the list's shape is in no sample, so that either name of an ID counts,
 * and a view without the list tells of the last one.
 */
export function earnInstances(data: unknown, customer: number | string): Instance[] | undefined {
	const parsed = details.safeParse(withIsoSiblings(data));
	if (!parsed.success) return undefined;
	const { earnDetails, activeEarnedCount, lastEarnedOnISO } = parsed.data;
	const earns = earnDetails?.earns ?? [];
	if (earns.length > 0) return earns.filter(isOf(customer)).map(earnInstance);
	const at = timeOf(lastEarnedOnISO);
	if ((activeEarnedCount ?? 0) > 0) return [{ id: undefined, at, state: 'held', json: {} }];
	return earnDetails == null && activeEarnedCount == null ? undefined : [];
}

/** The enrolments that a customer has or had, as the details show them; undefined where they show nothing. */
export function issueInstances(data: unknown, customer: number | string): Instance[] | undefined {
	const parsed = details.safeParse(withIsoSiblings(data));
	if (!parsed.success || parsed.data.issualDetails == null) return undefined;
	return (parsed.data.issualDetails.issuals ?? []).filter(isOf(customer)).map(issueInstance);
}

/** What is said where the view counts badges or enrolments, but does not show each with its ID. */
export const NOT_SHOWN_SINGLY = 'Capillary does not show what this customer has one by one';

/** Those of the instances that were not taken back; undefined where the view does not show each with its ID. */
export function singly(instances: Instance[] | undefined) {
	const kept = instances?.filter(({ state }) => state !== 'revoked');
	return kept?.every((one): one is Instance & { id: string } => one.id !== undefined)
		? kept
		: undefined;
}

/** Whether rows name several customers, where the one who was asked for is not known by number. */
export const ofSeveral = (instances: readonly Instance[] = []): boolean =>
	new Set(
		instances.flatMap(({ names }) => (names?.customerId == null ? [] : [String(names.customerId)])),
	).size > 1;
