/** The third stage: delivers calls, and settles each target as strongly as what is known. */
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Options } from '../../options';
import type { Call, Json, Outcome, Target, TargetResult } from '../plan/call';
import { foundOf, knownOf } from '../plan/call';
import type { RefusalVerdict } from './decide';
import { judgeRefusal } from './decide';
import { leftOut, mayBlameOne, notSent, refusedInside, repeatedId } from './failures';
import type { Ledger } from './ledger';
import { lookUpper } from './lookUp';
import { unread } from './rules';
import type { CallResult } from './runSteps';
import { runSteps } from './runSteps';
import { allEnded, pool } from './semaphore';
import type { Sending } from './send';
import { inDoubt, KEPT_BACK } from './send';

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
	notify?(notice: string): void;
	/** Takes each target's outcome as soon as it is known, and the call that it comes from. */
	settle(target: Target, outcome: Outcome, call: Call): void;
}

/** The code for "this request ID was used before". */
const USED_BEFORE = 809;

const alreadyDone = (json: Json): Outcome => ({ done: [{ ...json, alreadyDone: true }] });

const aboutOf = (call: Call, target: Target) => ({
	...call.about,
	customerId: target.about.customerId ?? call.about.customerId,
});

/** Delivers one call; made once a run so that the parts share the run's state. */
function deliverer(delivery: Delivery) {
	const { sending, options, settle, onWrite, onCutUp } = delivery;
	const { run } = sending;
	const lookUp = lookUpper(delivery);
	const lookUps: Array<Promise<void>> = [];

	function judge(
		call: Call,
		target: Target,
		code: number | undefined,
		wasUnanswered: boolean,
		isShared = false,
	) {
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
			option: options.alreadyDone,
			canLookUp: call.lookUp !== undefined,
		});
	}

	/** Settles a target by what its refusal proves. @param found what is known of the state, as an output item */
	function conclude(
		call: Call,
		target: Target,
		verdict: RefusalVerdict,
		{ failure, found, wasUnanswered }: { failure: Failure; found: Json; wasUnanswered: boolean },
	) {
		const { customerId } = aboutOf(call, target);
		if (verdict === 'alreadyDone') return settle(target, alreadyDone(found), call);
		if (verdict === 'lookUp') {
			// An answer that refuses a first attempt stands, where nothing shows that it was so already.
			const isCertain = !wasUnanswered && failure.code !== USED_BEFORE;
			const looking = lookUp(call, target, wasUnanswered).then((outcome) => {
				const isShown = 'done' in outcome || !isCertain;
				settle(target, isShown ? outcome : { failure: { ...failure, customerId } }, call);
			});
			lookUps.push(looking);
			// Its failure comes out when all have ended.
			looking.catch(() => undefined);
			return;
		}
		const before = verdict === 'before' ? call.refusedBefore?.(target) : undefined;
		const said = before ?? (verdict === 'unknown' ? inDoubt(failure) : failure);
		settle(target, { failure: { ...said, customerId } }, call);
	}

	async function refusedWhole(call: Call, failure: Failure, wasUnanswered: boolean) {
		if (failure.certainty === 'unknown' || failure.isUnsent) {
			for (const target of call.targets) {
				const { customerId } = aboutOf(call, target);
				settle(target, { failure: { ...failure, customerId } }, call);
			}
			return;
		}
		const { code } = failure;
		// A list that is refused because of one of its customers says nothing of the others.
		const isShared = failure.wholeCall === true || call.targets.length > 1;
		const verdicts = call.targets.map((target) =>
			judge(call, target, code, wasUnanswered, isShared),
		);
		const isPlain = verdicts.every((verdict) => verdict === 'refused') && code !== USED_BEFORE;
		if (call.halves && isPlain && mayBlameOne(failure)) {
			onCutUp(call);
			for (const half of call.halves()) await perform(half);
			return;
		}
		call.targets.forEach((target, i) => {
			const found = knownOf(aboutOf(call, target));
			conclude(call, target, verdicts[i], { failure, found, wasUnanswered });
		});
	}

	function settleByAnswer(
		call: Call,
		target: Target,
		answer: TargetResult | undefined,
		{ wasUnanswered, wrote, supportId }: CallResult & { supportId?: string },
	) {
		const about = aboutOf(call, target);
		if (!answer) {
			const failure = wrote
				? leftOut(call, target)
				: unread('it does not hold what was asked for', about);
			return settle(target, { failure: { ...failure, supportId } }, call);
		}
		if (!('refusal' in answer)) return settle(target, { done: answer.json }, call);
		const { refusal, json, isFinal } = answer;
		const failure = { ...refusedInside(refusal, about, call.advice), isFinal, supportId };
		const verdict = judge(call, target, refusal.code, wasUnanswered);
		conclude(call, target, verdict, { failure, found: foundOf(json, about), wasUnanswered });
	}

	async function perform(call: Call): Promise<void> {
		const result = await runSteps(call, sending, (request) => onWrite(call, request));
		for (const notice of result.notices) delivery.notify?.(notice);
		if ('failure' in result) return await refusedWhole(call, result.failure, result.wasUnanswered);
		const answers = call.read(result.data, result.warnings);
		call.targets.forEach((target, i) => settleByAnswer(call, target, answers[i], result));
	}

	/** Delivers a call, or says that the run has ended. */
	async function take(call: Call): Promise<void> {
		const why = run.tripped();
		if (!why) return await perform(call);
		for (const target of call.targets) {
			settle(target, { failure: notSent(why, call, target) }, call);
		}
	}
	return { take, lookUps };
}

/** How a target ends that asks for the same as another, under the same ID. */
function outcomeOfFollower(
	call: Call,
	target: Target,
	leader: Target,
	outcome: Outcome,
	{ alreadyDone: option }: Options,
): Outcome {
	if ('failure' in outcome) {
		return { failure: { ...outcome.failure, customerId: target.about.customerId } };
	}
	if (call.origin === 'user' && option === 'fail')
		return { failure: repeatedId(call, target, leader) };
	return { done: outcome.done.map((json) => ({ ...json, alreadyDone: true })) };
}

/**
 * Delivers all calls: the first one alone (so that a token is fetched once), then as many at a time
 * as the run has room for. Every target of a request that was sent is settled, but for a batch that
 * was refused as a whole and not split any further, since a failure stops the run.
 * @throws Cancelled when the execution was canceled
 */
export async function deliver(calls: readonly Call[], delivery: Delivery): Promise<void> {
	const { sending, options, stopOnFailure } = delivery;
	const { run } = sending;
	const settle: Delivery['settle'] = (target, outcome, call) => {
		if ('failure' in outcome && stopOnFailure) run.stop();
		delivery.settle(target, outcome, call);
		for (const follower of call.followers?.get(target) ?? []) {
			const followed = outcomeOfFollower(call, follower, target, outcome, options);
			delivery.settle(follower, followed, call);
		}
	};
	const { take, lookUps } = deliverer({ ...delivery, settle });
	let next = 0;
	const more = () => next < calls.length && !run.isStopped();
	const takeOne = async () => {
		const call = calls[next];
		next += 1;
		await take(call);
	};
	const all = async () => {
		if (more()) await takeOne();
		await pool(sending.room.calls, more, takeOne);
	};
	const [end] = await Promise.allSettled([all()]);
	await allEnded(lookUps);
	if (end.status === 'rejected') throw end.reason;
	// What an earlier try left unknown stays so where the run stopped before it was asked for again.
	for (const call of calls.slice(next).filter(({ reopened }) => reopened)) {
		for (const target of call.targets) {
			settle(target, { failure: notSent(KEPT_BACK, call, target) }, call);
		}
	}
}
