/** The decisions of the delivery, as pure functions: what may be sent again, what an answer and a look-up prove. */
import type { Certainty } from '../../../shared/capillary/failure';
import { formOf } from '../../../shared/capillary/proof';
import type { Instance } from '../../../shared/capillary/customerBadge';
import type { Repeat } from '../../operation';
import type { IdOrigin } from '../plan/call';
import type { Asker, Rivals } from './ledger';

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
export interface Looked extends Asker, Rivals {
	instances: readonly Instance[];
	/** When this node run began by Capillary's clock, in epoch milliseconds; undefined where unknown. */
	since: number | undefined;
	/** What Capillary's clock shows by now at the earliest; undefined where unknown. */
	now: number | undefined;
	/** Whether one given before this run counts as well: under 'Content', or an ID of the user's that may be used. */
	anyCounts: boolean;
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

const fold = (text: string | undefined) => text?.trim().toLowerCase() || undefined;

/** Whether what is shown can be what was asked for: a view may not show it, and a request may not say it. */
const fits = (shown: string | undefined, asked: string | undefined) =>
	shown === undefined || asked === undefined || fold(shown) === fold(asked);

/** Whether an instance names an asker: by owner and reference, or by neither where it asked with neither. */
const names = ({ ownerType, referenceId }: Asker, asker: Asker) =>
	fold(ownerType) === fold(asker.ownerType) && fold(referenceId) === fold(asker.referenceId);

/** Says whose an instance can be: what names the owner of somebody who asked is nobody else's. */
function ownership(askers: readonly Asker[]) {
	const named = askers.filter(({ ownerType }) => ownerType !== undefined);
	return (one: Instance, asker: Asker): boolean =>
		fits(one.ownerType, asker.ownerType) &&
		fits(one.referenceId, asker.referenceId) &&
		(names(one, asker) || !named.some((other) => names(one, other)));
}

/** Whether those that others have can be told from the rest: each has an ID, of the form that theirs have. */
const areTold = (instances: readonly Instance[], taken: ReadonlySet<string>) =>
	instances.every(({ id }) => {
		if (id === undefined) return false;
		return [...taken].every((other) => formOf(other) === formOf(id));
	});

/**
 * The instance that proves a target done: of the same owner and reference where the view says so,
 * given since the run began, and enough for all whose it can be. Table: docs/delivery.md, what a look-up proves.
 */
export function proofAmong(known: Looked): Instance | undefined {
	const { instances, anyCounts, taken, waiting, had } = known;
	const canBeOf = ownership([known, ...waiting, ...had]);
	// What was taken back is held no more: that it was given once says nothing of an ID that others may have used.
	const counts = (one: Instance) =>
		isGivenSince(one, known) || (anyCounts && one.state !== 'revoked');
	const fitting = instances.filter(
		(one) => canBeOf(one, known) && counts(one) && (one.id === undefined || !taken.has(one.id)),
	);
	const others = areTold(fitting, taken) ? waiting : [...waiting, ...had];
	const rivals = others.filter((other) => fitting.some((one) => canBeOf(one, other)));
	if (fitting.length <= rivals.length) return undefined;
	const { ownerType, referenceId } = known;
	const isSpelled = (one: Instance) =>
		one.ownerType === ownerType && one.referenceId === referenceId;
	// One that names an owner as the request does, or none as it does, before one that may as well be another's.
	const isAlike = (one: Instance) => (one.ownerType === undefined) === (ownerType === undefined);
	return (
		fitting.find(isSpelled) ??
		fitting.find((one) => names(one, known)) ??
		fitting.find(isAlike) ??
		fitting[0]
	);
}
