/** Delivers one call, and settles each of its targets as strongly as what is known. */
import { isBreakdown } from '../../../shared/capillary/breakdown';
import { USED_BEFORE } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Options } from '../../options';
import type { Call, Json, Outcome, Target, TargetResult } from '../plan/call';
import { foundOf, knownOf } from '../plan/call';
import type { RefusalVerdict } from './decide';
import { judgeRefusal } from './decide';
import {
	brokenInside,
	contradicted,
	leftOut,
	mayBlameOne,
	notSent,
	refusedInside,
} from './failures';
import type { Ledger } from './ledger';
import type { LookUps } from './lookUp';
import { lookUpper } from './lookUp';
import type { CallResult } from './runSteps';
import { runSteps } from './runSteps';
import type { Sending } from './send';
import { inDoubt } from './send';
import { unread } from './statusWords';

/** What delivering needs besides the calls. */
export interface Delivery {
	sending: Sending;
	options: Options;
	/** Whether the first failure keeps further calls from being sent. */
	stopOnFailure: boolean;
	/** When this node run began, in epoch milliseconds of this n8n's clock. */
	began: number;
	ledger: Ledger;
	/** Is told of each request that changes something, right before it is sent. */
	onWrite(call: Call, request: ApiRequest): void;
	/** Is told of a call that was refused as a whole and goes on in two halves. */
	onCutUp(call: Call): void;
	/** Takes what the user should know of an outcome that is no failure. */
	notify(notice: string): void;
	/** Takes each target's outcome as soon as it is known, and the call that it comes from. */
	settle(target: Target, outcome: Outcome, call: Call): void;
}

/** How long Capillary is taken to know a request ID at least, in milliseconds. */
const SURE_MEMORY_MS = 60_000;

/** Done, whatever it was refused with: an item with an `error` would be a failed one for n8n. */
const alreadyDone = (json: Json): Outcome => {
	const kept = Object.entries(json).filter(([name]) => name !== 'error' && name !== 'errors');
	return { done: [{ ...Object.fromEntries(kept), alreadyDone: true }] };
};

/** What is wrong with the answer to a read that cannot be used. */
const OTHER = 'it does not hold what was asked for';

const aboutOf = (call: Call, target: Target) => ({
	...call.about,
	badgeId: target.about.badgeId ?? call.about.badgeId,
	customerId: target.about.customerId ?? call.about.customerId,
});

/** A refusal of a target, with what is known beside it. */
interface Refusal {
	failure: Failure;
	/** What is known of the state, as an output item. */
	found: Json;
	wasUnanswered: boolean;
}

/** Delivers single calls; its parts share the run's state. */
export class Deliverer {
	/** The look-ups that were begun; they run beside the calls. */
	readonly lookUps: Array<Promise<void>> = [];

	private readonly looking: LookUps;

	constructor(private readonly delivery: Delivery) {
		this.looking = lookUpper(delivery);
	}

	/** Delivers a call, or says that the run has ended. */
	async take(call: Call): Promise<void> {
		const why = this.delivery.sending.run.tripped();
		if (!why) {
			if (await this.isThere(call)) return;
			return await this.perform(call);
		}
		for (const target of call.targets) {
			this.delivery.settle(target, { failure: notSent(why, call, target) }, call);
		}
	}

	/**
	 * Whether what an earlier try left unknown was carried out: as is known of others of its targets, or
	 * as a look shows long after it was sent. Capillary may have forgotten its ID, and would do it again:
	 * then nothing is sent, and all of its targets are settled.
	 */
	private async isThere(call: Call): Promise<boolean> {
		const { sending, began, settle, onWrite } = this.delivery;
		if (!call.reopened || call.repeat !== 'keyed' || !call.lookUp) return false;
		const isOld = sending.world.now() - began >= SURE_MEMORY_MS;
		if (!isOld && !call.isCarriedOut) return false;
		const looks = call.targets.map((target) => this.looking.glance(call, target));
		const found = await Promise.all(looks);
		const isFound = found.some((outcome) => outcome !== undefined);
		if (!isFound && !call.isCarriedOut) return false;
		const [request] = call.steps();
		if ('method' in request) onWrite(call, request);
		call.targets.forEach((target, i) => {
			const outcome = found[i];
			if (outcome) return settle(target, outcome, call);
			const failure = leftOut(call, target);
			this.beginLookUp(call, target, { failure, found: {}, wasUnanswered: true });
		});
		return true;
	}

	private async perform(call: Call): Promise<void> {
		const { sending, onWrite, notify } = this.delivery;
		const result = await runSteps(call, sending, (request) => onWrite(call, request));
		for (const notice of result.notices) notify(notice);
		if ('failure' in result) {
			return await this.refusedWhole(call, result.failure, result.wasUnanswered);
		}
		const answers = call.read(result.data, result.warnings, result.wrote);
		call.targets.forEach((target, i) => this.settleByAnswer(call, target, answers[i], result));
	}

	private judge(
		call: Call,
		target: Target,
		code: number | undefined,
		wasUnanswered: boolean,
		isShared = false,
	): RefusalVerdict {
		const isUsedBefore = code === USED_BEFORE;
		// What concerns everybody, such as a badge that is not there, was never "so already".
		const isListed = code !== undefined && call.alreadyDone.includes(code);
		return judgeRefusal({
			isUsedBefore: isUsedBefore && isListed,
			isAlreadyDone: isListed && !isUsedBefore && !isShared,
			wasUnanswered,
			wasRefused: call.refusedBefore?.(target) !== undefined,
			repeat: call.repeat,
			origin: call.origin,
			option: this.delivery.options.alreadyDone,
			canLookUp: call.lookUp !== undefined,
		});
	}

	/** Settles a target by what its refusal proves. */
	private conclude(call: Call, target: Target, verdict: RefusalVerdict, refusal: Refusal): void {
		const { settle } = this.delivery;
		const { failure, found } = refusal;
		const { customerId } = aboutOf(call, target);
		if (verdict === 'alreadyDone') return settle(target, alreadyDone(found), call);
		if (verdict === 'lookUp') return this.beginLookUp(call, target, refusal);
		const before = verdict === 'before' ? call.refusedBefore?.(target) : undefined;
		// Somebody else, or a copy of the request, may have used the ID since: then it shows.
		const mayCount = call.origin === 'content' || this.delivery.options.alreadyDone === 'continue';
		if (before && mayCount && call.lookUp) {
			return this.beginLookUp(call, target, { ...refusal, failure: before });
		}
		const said = before ?? (verdict === 'unknown' ? inDoubt(failure) : failure);
		settle(target, { failure: { ...said, customerId } }, call);
	}

	private beginLookUp(call: Call, target: Target, { failure, wasUnanswered }: Refusal): void {
		const { customerId } = aboutOf(call, target);
		// An answer that refuses a first attempt stands, where nothing shows that it was so already.
		const isCertain = !wasUnanswered && failure.code !== USED_BEFORE;
		const looking = this.looking.find(call, target, wasUnanswered).then((outcome) => {
			const isShown = 'done' in outcome || !isCertain;
			const shown = isShown ? outcome : { failure: { ...failure, customerId } };
			this.delivery.settle(target, shown, call);
		});
		this.lookUps.push(looking);
		// Its failure comes out when all have ended.
		looking.catch(() => undefined);
	}

	private async refusedWhole(call: Call, failure: Failure, wasUnanswered: boolean): Promise<void> {
		// Whatever the status, it says that the request ID is known: the deed may be found.
		if (failure.certainty === 'unknown' && failure.code === USED_BEFORE && call.lookUp) {
			for (const target of call.targets) {
				const found = knownOf(aboutOf(call, target));
				this.beginLookUp(call, target, { failure, found, wasUnanswered: true });
			}
			return;
		}
		if (failure.certainty === 'unknown' || failure.isUnsent) {
			for (const target of call.targets) {
				const { customerId } = aboutOf(call, target);
				const said = wasUnanswered ? inDoubt(failure) : failure;
				this.delivery.settle(target, { failure: { ...said, customerId } }, call);
			}
			return;
		}
		const { code } = failure;
		// A list that is refused because of one of its customers says nothing of the others.
		const isShared = failure.wholeCall === true || call.targets.length > 1;
		const verdicts = call.targets.map((target) =>
			this.judge(call, target, code, wasUnanswered, isShared),
		);
		const isPlain = verdicts.every((verdict) => verdict === 'refused') && code !== USED_BEFORE;
		const wholeCall = failure.wholeCall && call.hasManyBadges !== true;
		if (call.halves && isPlain && mayBlameOne({ ...failure, wholeCall })) {
			this.delivery.onCutUp(call);
			for (const half of call.halves()) await this.perform(half);
			return;
		}
		call.targets.forEach((target, i) => {
			const found = knownOf(aboutOf(call, target));
			this.conclude(call, target, verdicts[i], { failure, found, wasUnanswered });
		});
	}

	private settleByAnswer(
		call: Call,
		target: Target,
		answer: TargetResult | undefined,
		{ wasUnanswered, wrote, supportId }: CallResult & { supportId?: string },
	): void {
		const { settle } = this.delivery;
		// Nearly all end so, and need none of what a failure tells.
		if (answer && 'json' in answer && !('refusal' in answer)) {
			return settle(target, { done: answer.json }, call);
		}
		const about = aboutOf(call, target);
		if (!answer) {
			const failure = wrote ? leftOut(call, target) : unread(OTHER, about);
			return settle(target, { failure: { ...failure, supportId } }, call);
		}
		if ('contrary' in answer) {
			const failure = wrote ? contradicted(call, target, answer.contrary) : unread(OTHER, about);
			return settle(target, { failure: { ...failure, supportId } }, call);
		}
		const { refusal, json, isFinal } = answer;
		const failure = { ...refusedInside(refusal, about, call.advice), isFinal, supportId };
		if (wrote && isBreakdown(refusal)) {
			return settle(target, { failure: brokenInside(refusal, failure) }, call);
		}
		const verdict = this.judge(call, target, refusal.code, wasUnanswered);
		const found = foundOf(json, about);
		this.conclude(call, target, verdict, { failure, found, wasUnanswered });
	}
}
