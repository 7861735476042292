import type { Failure } from '../../../shared/capillary/failure';
import type { Call, Json, Outcome, Target } from '../plan/call';
import { knownOf } from '../plan/call';
import { unread } from './classify';
import { mayBlameOne, notGiven, notSent, refusedInside, unmentioned, untold } from './failures';
import type { Sending } from './send';
import { inDoubt } from './send';
import type { Options } from '../../options';
import { allEnded, makeSemaphore, pool } from './semaphore';
import { runSteps } from './runSteps';

/** What delivering needs besides the calls. */
export interface Delivery {
	sending: Sending;
	options: Options;
	/** Whether the first failure keeps further calls from being sent. */
	stopOnFailure: boolean;
	/** Takes each target's outcome, as soon as it is known, and the call that an open outcome is asked by. */
	settle(target: Target, outcome: Outcome, call: Call): void;
}

/** The code for "this request ID was used before". */
const USED_BEFORE = 809;

/**
 * How far back a badge may be dated that this run can have given, in milliseconds: covers the tries of
 * "Retry On Fail" and clocks that differ.
 */
const MARGIN_MS = 3_600_000;

/** How often a bulk call is asked anew when its request ID turns out to be used. */
const MOST_QUESTIONS = 3;

/** A call on its way: what was first asked, what is asked now, and how often it was asked anew. */
interface Question {
	call: Call;
	root: Call;
	times: number;
}

const alreadyDone = (json: Json): Outcome => ({ done: [{ ...json, alreadyDone: true }] });

/**
 * Delivers calls; made once a run so that the parts share the run's state.
 * @param isStopped whether nothing new is to begin
 */
function deliverer({ sending, options, settle }: Delivery, isStopped: () => boolean) {
	const began = sending.world.now() - MARGIN_MS;
	// Calls alone never wait here, but the looks that a lost one asks for come on top.
	const limited = makeSemaphore(sending.room.calls);
	const aboutOf = (call: Call, target: Target) => ({
		...call.about,
		customerId: target.about.customerId ?? call.about.customerId,
	});

	const settleAll = ({ call, root }: Question, outcome: (target: Target) => Outcome) => {
		for (const target of call.targets) settle(target, outcome(target), root);
	};

	/** Whether "it was so already" is what we wanted: allowed by the user, or explained by our own doing. */
	function tolerates({ call, times }: Question, repeatedBlindly: boolean): boolean {
		return (
			options.alreadyDone === 'continue' ||
			(call.repeat === 'safe' && repeatedBlindly) ||
			(call.ownRequestId && options.requestIdScope === 'content') ||
			times > 0
		);
	}

	async function usedBefore(question: Question, certain: boolean): Promise<void> {
		const { call, root, times } = question;
		if (certain && call.askAgain) {
			if (times < MOST_QUESTIONS) {
				return await perform({ call: call.askAgain(), root, times: times + 1 });
			}
			return settleAll(question, (target) => ({ failure: unmentioned(call, target) }));
		}
		const looks = call.targets.map(async (target, index) => {
			const found = alreadyDone(knownOf(aboutOf(call, target)));
			settle(target, await lookedUp(call, target, index, found), root);
		});
		await allEnded(looks);
	}

	async function lookedUp(
		call: Call,
		target: Target,
		index: number,
		found: Outcome,
	): Promise<Outcome> {
		const question = call.lookUp?.(index);
		if (!question) return found;
		const about = aboutOf(call, target);
		const look = { steps: () => question.steps, repeat: 'safe' as const, about };
		const result = await limited(async () =>
			sending.run.condemned() ? undefined : await runSteps(look, sending),
		);
		if (!result || 'failure' in result) return { failure: untold(call, target) };
		// A request ID of this execution cannot have given what was there before.
		const ofThisRun = call.ownRequestId && options.requestIdScope === 'execution';
		const holds = question.holds(result.data, ofThisRun ? began : undefined);
		if (holds === undefined) return { failure: untold(call, target) };
		if (holds) return found;
		return { failure: notGiven(call, target) };
	}

	async function refused(
		question: Question,
		failure: Failure,
		repeatedBlindly: boolean,
	): Promise<void> {
		const { call, root, times } = question;
		const { code } = failure;
		const saysDone = code !== undefined && call.alreadyDone.includes(code);
		if (saysDone && code === USED_BEFORE) {
			const certain = call.ownRequestId || repeatedBlindly;
			if (certain || options.alreadyDone === 'continue') {
				return await usedBefore(question, certain);
			}
			// What concerns everybody, such as a badge that is not there, was never "so already".
		} else if (saysDone && !failure.wholeCall && tolerates(question, repeatedBlindly)) {
			return settleAll(question, (target) => alreadyDone(knownOf(aboutOf(call, target))));
		}
		if (call.halves && mayBlameOne(failure)) {
			for (const half of call.halves()) {
				// Nothing was done of the rest, unless an attempt before got no answer.
				if (isStopped() && times === 0) return;
				await perform({ call: half, root: root === call ? half : root, times });
			}
			return;
		}
		// Refused when asked anew: that says nothing about what the first question did.
		const final = times > 0 && failure.certainty === 'notDone' ? inDoubt(failure) : failure;
		settleAll(question, (target) => ({
			failure: { ...final, customerId: aboutOf(call, target).customerId },
		}));
	}

	async function perform(question: Question): Promise<void> {
		const { call, root } = question;
		const result = await limited(() => runSteps(call, sending));
		const { repeatedBlindly } = result;
		if ('failure' in result) return await refused(question, result.failure, repeatedBlindly);
		const said = call.read(result.data, result.warnings);
		call.targets.forEach((target, i) => {
			const answer = said[i];
			if (!answer) {
				const failure = result.wrote
					? unmentioned(call, target)
					: unread('it does not hold what was asked for', aboutOf(call, target));
				return settle(target, { failure }, root);
			}
			if (!('refusal' in answer)) return settle(target, { done: answer.json }, root);
			const { refusal, json } = answer;
			const saysDone = refusal.code !== undefined && call.alreadyDone.includes(refusal.code);
			const outcome =
				saysDone && tolerates(question, repeatedBlindly)
					? alreadyDone(json)
					: { failure: refusedInside(refusal, aboutOf(call, target), call.advice) };
			return settle(target, outcome, root);
		});
	}

	return (call: Call) => perform({ call, root: call, times: 0 });
}

/**
 * Delivers all calls: the first one alone (so that a token is fetched once), then as
 * many at a time as the run has room for. Every target of a request that was sent is settled, but for a batch that
 * was refused as a whole and not split any further, since a failure stops the run.
 * @throws Cancelled when the execution was cancelled
 */
export async function deliver(calls: readonly Call[], delivery: Delivery): Promise<void> {
	const { sending, stopOnFailure } = delivery;
	const { run } = sending;
	let stopped = false;
	const settle: Delivery['settle'] = (target, outcome, call) => {
		if ('failure' in outcome) {
			stopped ||= stopOnFailure;
			if (call === calls[0] && outcome.failure.httpStatus === 401) run.condemn(outcome.failure);
		}
		delivery.settle(target, outcome, call);
	};
	const perform = deliverer({ ...delivery, settle }, () => stopped);
	let next = 0;
	const takeOne = async () => {
		const call = calls[next];
		next += 1;
		const verdict = run.condemned();
		if (!verdict) return await perform(call);
		for (const target of call.targets) {
			delivery.settle(target, { failure: notSent(verdict, call, target) }, call);
		}
	};
	const more = () => next < calls.length && !stopped;
	if (more()) await takeOne();
	await pool(sending.room.calls, more, takeOne);
}
