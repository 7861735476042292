/** An event: whether it passes the filters, and the item that it becomes. */
import { z } from 'zod';
import { isRecord, membersOf } from '../shared/capillary/envelope';
import { listParts, parseCustomerId } from '../shared/capillary/ids';
import { withoutSecrets } from '../shared/capillary/redact';
import { eventNamed } from './events';

type Json = Record<string, unknown>;

/** Which events start the workflow; an undefined member lets everything pass. */
export interface Filters {
	badgeId?: string;
	customerIds?: number[];
	requestTypes?: string[];
	requestStates?: string[];
}

/** Members that hold a time, as epoch milliseconds (unlike the REST API's seconds). */
const TIMES = ['createdAt', 'earnedOn', 'issuedOn', 'updateTime'];

/** Epoch milliseconds before this (year 1973) can only be seconds. */
const EARLIEST_MILLISECONDS = 1e11;

function iso(time: unknown): unknown {
	if (typeof time !== 'number') return time;
	const date = new Date(Math.abs(time) < EARLIEST_MILLISECONDS ? time * 1000 : time);
	return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

/** A record with ISO 8601 times and without its null members. */
const tidy = (fields: Json): Json =>
	Object.fromEntries(
		Object.entries(fields)
			.filter(([, value]) => value != null)
			.map(([name, value]) => [name, TIMES.includes(name) ? iso(value) : value]),
	);

/** The badge and the customers that an event is about: of the event itself, or of the request in it. */
function subject(data: Json): { badgeId: unknown; customerIds: number[] } {
	const asked = membersOf(membersOf(data.requestAttributes).body);
	const customers = [
		membersOf(data.customerIdentifiers).customerId,
		asked.customerId,
		...listParts(asked.customers ?? []),
		...listParts(asked.customerIds ?? []),
	];
	return {
		badgeId: data.badgeId ?? asked.badgeMetaId,
		customerIds: customers.map(parseCustomerId).filter((id) => id !== undefined),
	};
}

const fold = (word: unknown) =>
	String(word)
		.toLowerCase()
		.replace(/[\s_-]/g, '');

const isOneOf = (words: string[] | undefined, word: unknown) =>
	words === undefined || words.some((one) => fold(one) === fold(word));

/** Whether an event passes the filters; those that belong to another event are not asked. */
export function passes(event: Json, filters: Filters): boolean {
	const data = membersOf(event.data);
	const { badgeId, customerIds } = subject(data);
	if (filters.badgeId !== undefined && filters.badgeId !== badgeId) return false;
	const { customerIds: wanted } = filters;
	if (wanted !== undefined && !customerIds.some((id) => wanted.includes(id))) return false;
	const asked = eventNamed(event.eventName)?.narrowedBy ?? [];
	return asked.every(({ filter, member }) => isOneOf(filters[filter], data[member]));
}

/**
 * An event → the output item's json: the members of the event and of its data side by side, in the
 * API's names, with the badge and the customer it is about. Both documented variants pass, as does
 * what they do not name.
 * @param withPayload whether to add the event as it came
 * Rule: docs/api.md#badgeearned.
 */
export function itemOf(event: Json, withPayload: boolean): Json {
	const { data, ...envelope } = event;
	const { badgeId, customerIds } = subject(membersOf(data));
	const [customerId, ...others] = customerIds;
	const main = tidy({
		eventName: event.eventName,
		badgeId,
		customerId: others.length === 0 ? customerId : undefined,
		// What the nodes' fields call it, beside Capillary's word.
		earnedBadgeId: membersOf(data).earnId,
	});
	const json = {
		// First, where a table shows them, and last, so that nothing else takes their place.
		...main,
		...tidy(isRecord(data) ? data : { data }),
		...tidy(envelope),
		...main,
		...(withPayload ? { payload: event } : {}),
	};
	return membersOf(withoutSecrets(json));
}

const text = z.string().optional();
const number = z.number().optional();

/** An output item, as far as the documents name its members; the source of the editor's schema. */
export const output = z.object({
	eventName: z.string(),
	eventId: z.string(),
	orgId: z.number(),
	refId: text,
	apiRequestId: text,
	createdAt: z.string(),
	badgeId: text,
	customerId: number,
	customerIdentifiers: z.object({
		customerId: z.number(),
		loyaltyType: text,
		instore: z.object({ mobile: text, email: text, externalId: text }),
	}),
	earnedBadgeId: text,
	earnId: text,
	earnedOn: text,
	earnConstraints: z.array(
		z.object({
			constraintLevel: z.string(),
			constraintType: z.string(),
			rollType: text,
			rollValue: number,
			maxEarnLimit: number,
			currentEarnCount: number,
		}),
	),
	triggeringActivity: z.object({
		enteredBy: z.object({ id: number, till: z.object({ code: text, name: text }) }),
	}),
	requestId: text,
	requestType: text,
	requesterId: number,
	checkerId: number,
	currentRequestState: text,
	previousRequestState: text,
	updateTime: text,
	comment: text,
	requestAttributes: z.object({ body: z.object({ badgeMetaId: text, requestId: text }) }),
});
