/** The words of a plan: calls, their targets, and how a target ended. */
import type { About, Advice } from '../../../shared/capillary/catalogue';
import { withIsoSiblings } from '../../../shared/capillary/dates';
import type { ApiError } from '../../../shared/capillary/envelope';
import { defined, isRecord } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { withoutSecrets } from '../../../shared/capillary/redact';
import type { Repeat } from '../../operation';
import type { Steps } from '../../../shared/capillary/request';

/** An output item's json. */
export type Json = Record<string, unknown>;

/** One outcome that the user waits for: an item, or one customer of an item's list. */
export interface Target {
	/** Index of the input item. */
	item: number;
	/** Place in the item's list, from 0. */
	position: number;
	about: About;
	/** Tells it from a target of other content in the same place. */
	fingerprint: string;
}

/** How a target ended: its output items, or why there are none. */
export type Outcome = { done: Json[] } | { failure: Failure };

/** What an answer says of one target: its output items, or a refusal and what it tells of the state found. */
export type TargetResult = { json: Json[] } | { refusal: ApiError; json: Json };

/** One or several requests that serve one or many targets. */
export interface Call {
	targets: Target[];
	about: About;
	repeat: Repeat;
	alreadyDone: readonly number[];
	/** Undefined where the request carries none. */
	requestId: string | undefined;
	/** Whether the node made the request ID, so that "used before" can only be our own repeat. */
	ownRequestId: boolean;
	/** Whether an earlier try of the node sent it, and its outcome is unknown. */
	reopened?: boolean;
	steps(): Steps;
	/** Reads the result of the steps: one entry per target, in their order; undefined where it says nothing. */
	read(data: unknown, warnings: readonly ApiError[]): Array<TargetResult | undefined>;
	/** What a code means inside an answer, where the catalogue does not fit. */
	advice?: (code: number | undefined) => Advice | undefined;
	/** Two calls for half of the targets each. */
	halves?(): [Call, Call];
	/** After "request ID used before": the same question under a fresh ID … */
	askAgain?(): Call;
	/** … or a look at what one target holds now. */
	lookUp?(index: number): {
		steps: Steps;
		holds(data: unknown, since: number | undefined): boolean | undefined;
	};
}

/** Every target in input order, and the calls that are still to be made for them. */
export interface Plan {
	targets: Target[];
	calls: Call[];
}

/** The parameters that an input names, for messages and for what is known without an answer. */
export function aboutOf(input: unknown, record: string | undefined): About {
	const fields = isRecord(input) ? input : {};
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? value : undefined;
	};
	const { customerId } = fields;
	return {
		badgeId: text('badgeId'),
		ownerType: text('ownerType'),
		referenceId: text('referenceId'),
		customerId:
			typeof customerId === 'number' || typeof customerId === 'string' ? customerId : undefined,
		requestId: text('requestId'),
		record,
	};
}

/** What is known of a target without an answer, in the API's names. */
export function knownOf({ badgeId, ownerType, referenceId, customerId, requestId }: About): Json {
	return defined({ badgeMetaId: badgeId, customerId, ownerType, referenceId, requestId });
}

/** An answer's data as users may see it: with the ISO times that an older server leaves out, without secrets. */
export const clean = (data: unknown): unknown => withoutSecrets(withIsoSiblings(data));

/** A record of a cleaned answer as an output item: with the ids that an older server leaves out. */
export function finish(record: unknown, about: About): Json {
	const json: Json = isRecord(record) ? { ...record } : { value: record };
	if (about.badgeId !== undefined && json.badgeMetaId == null) json.badgeMetaId = about.badgeId;
	if (about.requestId !== undefined && json.requestId == null) json.requestId = about.requestId;
	return json;
}

/** What is known of a refused target: from the request, and from the cleaned record that came with the refusal. */
export const foundOf = (record: unknown, about: About): Json => ({
	...knownOf(about),
	...(isRecord(record) ? defined(finish(record, about)) : {}),
});
