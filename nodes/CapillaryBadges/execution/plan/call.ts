/** What the plan hands to the delivery: calls, the targets they serve, and how their answers are read. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { withIsoSiblings } from '../../../shared/capillary/dates';
import type { ApiError } from '../../../shared/capillary/envelope';
import { defined, isRecord, membersOf, readApiErrors } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest, Steps } from '../../../shared/capillary/request';
import type { Instance } from '../../../shared/capillary/customerBadge';
import type { Repeat } from '../../operation';

/** An output item's json. */
export type Json = Record<string, unknown>;

/** One outcome that the user waits for: an item, or one customer of an item's list. */
export interface Target {
	/** Index of the input item. */
	item: number;
	/** Place in the item's list, from 0. */
	position: number;
	/** How often the item's list names the same before, where it does. */
	again?: number;
	about: About;
	/** What it is about: operation, badge, and customer or record; no other evaluated value. */
	subject: string;
}

/** How a target ended: its output items, or why there are none. */
export type Outcome = { done: Json[] } | { failure: Failure };

/** What an answer says of one target: its output items, or a refusal and what it tells of the state found. */
export type TargetResult =
	| { json: Json[] }
	/** The answer says otherwise than was asked; what it said, in short. */
	| { contrary: string }
	/** `isFinal`: the deed is over although it failed. */
	| { refusal: ApiError; json: Json; isFinal?: true };

/** Where a request ID comes from; `none` where the request carries none. */
export type IdOrigin = 'node' | 'content' | 'user' | 'none';

/** Whether a request ID cannot have been used by anybody but this run. */
export const isOurs = (origin: IdOrigin) => origin === 'node' || origin === 'none';

/** One or several requests that serve one or many targets. */
export interface Call {
	targets: Target[];
	/** Targets that ask for the very same as one of `targets`: nothing is sent for them. */
	followers?: ReadonlyMap<Target, Target[]>;
	about: About;
	repeat: Repeat;
	alreadyDone: readonly number[];
	/** Whether it takes nothing but what it is about: what is done stays so in a later try. */
	isWholeState?: boolean;
	/** Whether a refusal of the whole may be about one of several badges. */
	hasManyBadges?: boolean;
	/** What it changes, where calls that change the same must take turns, in their order. */
	lane?: string;
	/** Undefined where the request carries none. */
	requestId: string | undefined;
	origin: IdOrigin;
	/** Whether an earlier try of the node sent it, and its outcome is unknown. */
	reopened?: boolean;
	/** Whether it is known of an earlier try's request that it was carried out: it is not sent again. */
	isCarriedOut?: boolean;
	/** Why an earlier try's request under the same ID was refused, with an answer to each attempt. */
	refusedBefore?(target: Target): Failure | undefined;
	steps(): Steps;
	/**
	 * Reads the result of the steps: one entry per target, in their order; undefined where it says nothing.
	 * @param wrote whether it answers a request that changes something
	 */
	read(
		data: unknown,
		warnings: readonly ApiError[],
		wrote?: boolean,
	): Array<TargetResult | undefined>;
	/** What a code means inside an answer, where the catalogue does not fit. */
	advice?: (code: number | undefined) => Advice | undefined;
	/** Two calls for half of the targets each, under IDs of their own; absent where it may not be cut up. */
	halves?(): [Call, Call];
	/** How to see what a target's customer has. */
	lookUp?(target: Target): {
		request: ApiRequest;
		instances(data: unknown): Instance[] | undefined;
	};
}

/** Every target in input order, the calls that are still to be made, and what is refused unsent. */
export interface Plan {
	targets: Target[];
	calls: Call[];
	refused: Map<Target, Failure>;
}

/** The parameters that an input names, for messages and for what is known without an answer. */
export function aboutOf(input: unknown, record: string | undefined, badgeName?: string): About {
	const fields = membersOf(input);
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? value : undefined;
	};
	const { customerId } = fields;
	return {
		badgeId: text('badgeId'),
		badgeName,
		ownerType: text('ownerType'),
		referenceId: text('referenceId'),
		customerId:
			typeof customerId === 'number' || typeof customerId === 'string' ? customerId : undefined,
		identifierValue: text('identifierValue'),
		requestId: text('requestId'),
		record,
	};
}

/** Input members that say what an operation is about; all others may differ from try to try. */
const SUBJECTS = [
	'badgeId',
	'customerId',
	'customers',
	'approvalRequestId',
	'groupId',
	'customFieldId',
	'earnedBadgeId',
	'issueId',
	'identifierType',
	'identifierValue',
	'source',
	'accountId',
];

/**
 * What an input is about, as text: the operation and the IDs of badge, customer and record.
 * @param name the operation's name, as in `customerBadge.earn`
 */
export function subjectOf(name: string, input: unknown): string {
	const fields = membersOf(input);
	return [name, ...SUBJECTS.map((member) => String(fields[member] ?? ''))].join('|');
}

/** What is known of a target without an answer, in the API's names. */
export function knownOf({ badgeId, ownerType, referenceId, customerId, requestId }: About): Json {
	return defined({ badgeMetaId: badgeId, customerId, ownerType, referenceId, requestId });
}

/** An answer's data with the ISO times that an older server leaves out; secrets are removed of what is given out. */
export const clean = (data: unknown): unknown => withIsoSiblings(data);

/** A record of a cleaned answer as an output item: with the ids that an older server leaves out. */
export function finish(record: unknown, about: About): Json {
	const json: Json = isRecord(record) ? { ...record } : { value: record };
	// n8n takes a first item with any `error` for a failed try, and would make all of it again.
	if ('error' in json && readApiErrors(json.error).length === 0) delete json.error;
	if (about.badgeId !== undefined && json.badgeMetaId == null) json.badgeMetaId = about.badgeId;
	if (about.requestId !== undefined && json.requestId == null) json.requestId = about.requestId;
	// Another identifier is no customer ID.
	if (typeof about.customerId === 'number' && json.customerId == null) {
		json.customerId = about.customerId;
	}
	return json;
}

/** What is known of a refused target: from the request, and from the cleaned record that came with the refusal. */
export const foundOf = (record: unknown, about: About): Json => ({
	...knownOf(about),
	...(isRecord(record) ? defined(finish(record, about)) : {}),
});
