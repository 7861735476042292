/** The failures that the delivery finds itself, and those that stand inside an answer. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiError } from '../../../shared/capillary/envelope';
import { USED_BEFORE } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { failureOf } from '../../../shared/capillary/failure';
import { redactText } from '../../../shared/capillary/redact';
import type { Call, Target } from '../plan/call';
import { LOOK_IT_UP } from './unsure';
import { isDenial } from './statusWords';
import { inDoubt, unsentLike } from './send';

/** The outcome of a target that no answer tells of. */
const unknown = (what: string, call: Call, target: Target): Failure => ({
	what: `${what}, so the outcome is unknown`,
	fix: LOOK_IT_UP,
	certainty: 'unknown',
	customerId: target.about.customerId,
	requestId: call.requestId,
});

/** An answer left the target out. */
export const leftOut = (call: Call, target: Target) =>
	unknown("Capillary's answer does not say what became of this item", call, target);

/** An answer says otherwise than was asked. @param said what it said, in short */
export const contradicted = (call: Call, target: Target, said: string): Failure => ({
	...unknown("Capillary's answer contradicts the request", call, target),
	apiMessage: redactText(said),
});

/** Why a look-up was made, as the beginning of a sentence. */
const reasonOf = (wasUnanswered: boolean) =>
	wasUnanswered
		? 'An attempt got no answer'
		: 'Capillary says that this request ID was used before';

/** The look-ups found nothing that proves it done. */
export const notFound = (call: Call, target: Target, wasUnanswered: boolean): Failure => ({
	...unknown(
		`${reasonOf(wasUnanswered)}, and the customer's badges do not show it yet`,
		call,
		target,
	),
	fix: "Capillary may still be at work. Look at the customer's badges before you run it again: with Customer Badge > Get.",
});

/** No look-up could be made or read. */
export const notLookedUp = (call: Call, target: Target, wasUnanswered: boolean): Failure =>
	unknown(
		`${reasonOf(wasUnanswered)}, and the customer's badges could not be looked up`,
		call,
		target,
	);

/** A refusal of one target by an answer that accepted the call as a whole. */
export const refusedInside = (refusal: ApiError, about: About, advice: Call['advice']): Failure =>
	failureOf([refusal], about, 200, advice);

/** An answer says of one target that Capillary broke down over it. */
export const brokenInside = (refusal: ApiError, failure: Failure): Failure => ({
	...failure,
	what: `${refusal.advice?.what ?? 'Capillary met an error of its own'}, so the outcome is unknown`,
	fix: refusal.advice?.fix ?? LOOK_IT_UP,
	certainty: 'unknown',
});

/** A failure for a call that was not sent because the run cannot go on. */
export function notSent(failure: Failure, { reopened, requestId }: Call, target: Target): Failure {
	const unsent = unsentLike(failure, { customerId: target.about.customerId });
	return reopened ? { ...inDoubt(unsent), requestId } : unsent;
}

/** A target that repeats another of this run under the same request ID, as the user wants no "already done". */
export const repeatedId = ({ requestId }: Call, target: Target, leader: Target): Failure => ({
	what: `Request ID ${requestId} was used before, by item ${leader.item} of this run`,
	fix: "Nothing was sent for this item, since it asks for the same again. Give it a request ID of its own if it means another badge, or set 'Already Done' to 'Continue'.",
	certainty: 'notDone',
	isUnsent: true,
	code: USED_BEFORE,
	customerId: target.about.customerId,
	requestId,
});

/** Members of a request that all of its customers share, as messages about a value name them (docs/api.md#error-codes). */
const SHARED =
	/\b(?:badgeMetaId|requestId|triggeredBy|ownerType|referenceId|earnEventDate|issueEventDate)\b|\bfor the field\b|\bJSON parse error\b/i;

/** Whether a message blames what all customers of a request share, and names no customer. */
const blamesAll = (message: string) => SHARED.test(message) && !/customer/i.test(message);

/** Statuses that may be about one customer, also without a word; others are about the request or its size. */
const MAY_BLAME_ONE = new Set([400, 409, 413, 414, 422]);

/**
 * Whether a refusal of a whole call may be about one of its customers: Capillary judged the request,
 * in its words or by its status, and the reason is none that concerns everybody.
 */
export function mayBlameOne({
	certainty,
	wholeCall,
	retryAfterMs,
	httpStatus,
	apiMessage,
}: Failure) {
	if (certainty !== 'notDone' || wholeCall || retryAfterMs !== undefined) return false;
	const status = httpStatus ?? 200;
	if (isDenial(status)) return false;
	if (apiMessage !== undefined && blamesAll(apiMessage)) return false;
	return apiMessage !== undefined || MAY_BLAME_ONE.has(status);
}
