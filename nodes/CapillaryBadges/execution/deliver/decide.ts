/** The decisions of the delivery, as pure functions: what may be sent again, what an answer and a look-up prove. */
import type { Certainty } from '../../../shared/capillary/failure';
import type { Instance } from '../../../shared/capillary/customerBadge';
import type { Repeat } from '../../operation';
import type { IdOrigin } from '../plan/call';

/** What is known when a request did not bring an answer that counts. */
export interface Attempted {
	/** Whether it only reads. */
	isRead: boolean;
	repeat: Repeat;
	certainty: Certainty;
	/** How often it was sent, those included that Capillary asked to slow down for. */
	attempts: number;
	maxAttempts: number;
}

/**
 * Whether a request may be sent again: what was certainly not done, what only reads, and what is
 * harmless or keyed by its request ID. Table: docs/delivery.md, what is sent again.
 */
export function mayRepeat({ isRead, repeat, certainty, attempts, maxAttempts }: Attempted) {
	if (attempts >= maxAttempts) return false;
	return certainty === 'notDone' || isRead || repeat !== 'never';
}

/** What is known when an answer refuses a target. */
export interface Refused {
	/** Whether the code says that the request ID is known (809). */
	isUsedBefore: boolean;
	/** Whether the code says that it was so already. */
	isAlreadyDone: boolean;
	/** Whether an attempt before got no answer, in this try or an earlier one. */
	wasUnanswered: boolean;
	/** Whether the same request was refused in an earlier try, with an answer to each attempt. */
	wasRefused: boolean;
	repeat: Repeat;
	origin: IdOrigin;
	/** The option 'Already Done'. */
	option: 'continue' | 'fail';
	canLookUp: boolean;
}

/** What follows from a refusal; `before` stands for the refusal of the earlier try. */
export type RefusalVerdict = 'refused' | 'before' | 'alreadyDone' | 'lookUp' | 'unknown';

/** The rules, the first that applies decides. Table: docs/delivery.md, what a refusal proves. */
const REFUSAL_RULES: ReadonlyArray<
	[applies: (known: Refused) => boolean, verdict: RefusalVerdict]
> = [
	// The state that was asked for is there, whoever made it.
	[(it) => it.wasUnanswered && it.repeat === 'safe' && it.isAlreadyDone, 'alreadyDone'],
	[(it) => it.wasUnanswered && it.isAlreadyDone && it.option === 'continue', 'alreadyDone'],
	[(it) => it.wasUnanswered && it.canLookUp, 'lookUp'],
	[(it) => it.wasUnanswered, 'unknown'],
	[(it) => it.isUsedBefore && it.wasRefused, 'before'],
	// An ID that nobody else can have: a copy of our own request, made on the way, has used it.
	[(it) => it.isUsedBefore && it.origin === 'node' && it.canLookUp, 'lookUp'],
	[(it) => it.isUsedBefore && it.origin === 'content' && it.canLookUp, 'lookUp'],
	[
		(it) => it.isUsedBefore && it.origin === 'user' && it.option === 'continue' && it.canLookUp,
		'lookUp',
	],
	[(it) => it.isUsedBefore, 'refused'],
	[(it) => it.isAlreadyDone && it.option === 'continue', 'alreadyDone'],
	[(it) => it.isAlreadyDone && it.origin === 'content' && it.canLookUp, 'lookUp'],
];

/** What a refusal proves of a target. */
export function judgeRefusal(known: Refused): RefusalVerdict {
	const rule = REFUSAL_RULES.find(([applies]) => applies(known));
	return rule ? rule[1] : 'refused';
}

/** What is known when a look-up has shown what a customer has. */
export interface Looked {
	instances: readonly Instance[];
	/** When this node run began by Capillary's clock, in epoch milliseconds; undefined where unknown. */
	since: number | undefined;
	/** What Capillary's clock shows by now at the earliest; undefined where unknown. */
	now: number | undefined;
	ownerType: string | undefined;
	referenceId: string | undefined;
	/** Whether one given before this run counts as well: under 'Content', or an ID of the user's that may be used. */
	anyCounts: boolean;
	/** IDs that other targets of this run have for their own. */
	taken: ReadonlySet<string>;
	/** How many targets of this run still wait for one, this one included. */
	waiting: number;
}

const SECOND = 1000;

/** How far Capillary's clock may be ahead of what is known of it, in milliseconds. */
const AHEAD_MS = 10_000;

/** Whether something was given since a time, and not at one that is still to come, as the date of an event may be. */
function isGivenSince({ at }: Instance, { since, now }: Pick<Looked, 'since' | 'now'>): boolean {
	if (at === undefined || since === undefined) return false;
	// Views may show whole seconds.
	return at >= Math.floor(since / SECOND) * SECOND && at <= (now ?? since) + AHEAD_MS;
}

/**
 * The instance that proves a target done: of the same owner and reference where the view says so,
 * given since the run began, and enough for all who wait. Table: docs/delivery.md, what a look-up proves.
 */
export function proofAmong(known: Looked): Instance | undefined {
	const { instances, ownerType, referenceId, anyCounts, taken, waiting } = known;
	const isSame = (shown: string | undefined, asked: string | undefined) =>
		shown === undefined || asked === undefined || shown.toLowerCase() === asked.toLowerCase();
	// What was taken back is held no more: that it was given once says nothing of an ID that others may have used.
	const counts = (one: Instance) =>
		isGivenSince(one, known) || (anyCounts && one.state !== 'revoked');
	const fitting = instances.filter(
		(one) =>
			isSame(one.ownerType, ownerType) &&
			isSame(one.referenceId, referenceId) &&
			counts(one) &&
			(one.id === undefined || !taken.has(one.id)),
	);
	if (fitting.length < waiting) return undefined;
	// One that names an owner as the request does, or none as it does, before one that may as well be another's.
	const isAlike = (one: Instance) => (one.ownerType === undefined) === (ownerType === undefined);
	return fitting.find(isAlike) ?? fitting[0];
}
