/** The third stage: delivers all calls of a run, as many at a time as there is room for. */
import type { Options } from '../../options';
import type { Call, Outcome, Target } from '../plan/call';
import type { Delivery } from './deliverer';
import { Deliverer } from './deliverer';
import { notSent, repeatedId } from './failures';
import { allEnded, pool } from './semaphore';
import { KEPT_BACK } from './send';

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

/** Calls in the order in which they begin: those of one lane are one queue, any other stands alone. */
function queuesOf(calls: readonly Call[]): Call[][] {
	const queues = new Map<string | Call, Call[]>();
	for (const call of calls) {
		const key = call.lane ?? call;
		const queue = queues.get(key);
		if (queue) queue.push(call);
		else queues.set(key, [call]);
	}
	return [...queues.values()];
}

/**
 * Delivers all calls: the first one alone (so that a token is fetched once), then as many at a time
 * as the run has room for, but those of one lane one after the other. Every target of a request that was sent is settled, but for a batch that
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
	const deliverer = new Deliverer({ ...delivery, settle });
	const begun = new Set<Call>();
	const takeInOrder = async (queue: readonly Call[]) => {
		for (const call of queue) {
			if (run.isStopped()) return;
			begun.add(call);
			await deliverer.take(call);
		}
	};
	const queues = queuesOf(calls.slice(1));
	let next = 0;
	const more = () => next < queues.length && !run.isStopped();
	const all = async () => {
		await takeInOrder(calls.slice(0, 1));
		await pool(sending.room.calls, more, async () => {
			next += 1;
			await takeInOrder(queues[next - 1]);
		});
	};
	const [end] = await Promise.allSettled([all()]);
	await allEnded(deliverer.lookUps);
	if (end.status === 'rejected') throw end.reason;
	// What an earlier try left unknown stays so where the run stopped before it was asked for again.
	for (const call of calls.filter((one) => one.reopened && !begun.has(one))) {
		for (const target of call.targets) {
			settle(target, { failure: notSent(KEPT_BACK, call, target) }, call);
		}
	}
}
