/** Delivers a plan, and keeps every outcome free of secrets. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../shared/capillary/failure';
import { accountOf } from '../../shared/capillary/http';
import type { Options } from '../options';
import { deliver } from './deliver/deliver';
import { openLedger } from './deliver/ledger';
import { makeRoom } from './deliver/room';
import type { World } from './deliver/run';
import { Cancelled, startRun } from './deliver/run';
import type { Transport } from './deliver/send';
import type { Call, Outcome, Plan, Target } from './plan/call';
import type { Journal } from './plan/runJournal';
import type { SecretKeeper } from './settle/secrets';

/** What the run reads of the outside; tests replace it. */
export interface Outside {
	world: World;
	transport: Transport;
}

/** What a plan is delivered with. */
export interface Delivering extends Outside {
	/** What is done, whichever of the operations does it. */
	deed: string;
	options: Options;
	journal: Journal;
	keeper: SecretKeeper;
}

/** The transport, which also learns a token that was fetched on the way, so that no answer gives it out. */
export function watched(
	context: IExecuteFunctions,
	transport: Transport,
	keeper: SecretKeeper,
): Transport {
	let isKnown = false;
	const learn = async () => {
		try {
			keeper.learn(await accountOf(context));
		} catch {
			// The credential cannot be read any more: what was known of it still counts.
		}
	};
	return async (request) => {
		const result = await transport(request);
		const isDenied = result.kind === 'status' && result.status === 401;
		if (!isKnown || isDenied) await learn();
		isKnown = (result.kind === 'answer' || result.kind === 'status') && !isDenied;
		return result;
	};
}

/** What is said of a target where the node itself breaks down. */
const BROKEN: Failure = {
	what: 'The node met an unexpected condition, so the outcome is unknown',
	fix: 'Look it up before you run it again: with Get or Get Many of the same resource. Then tell the makers of this node.',
	certainty: 'unknown',
};

/** The targets that want a badge of their own: whoever repeats another's request shares its badge. */
function contenders(targets: Target[], calls: readonly Call[]): Target[] {
	const followers = new Set(calls.flatMap((call) => [...(call.followers?.values() ?? [])].flat()));
	return targets.filter((target) => !followers.has(target));
}

/** Sends what is planned, and gathers each target's outcome; what an earlier try has finished is recalled. */
export async function deliverAll(
	context: IExecuteFunctions,
	{ targets, calls, refused }: Plan,
	{ deed, options, journal, world, transport, keeper }: Delivering,
): Promise<Map<Target, Outcome>> {
	const outcomes = new Map<Target, Outcome>();
	for (const target of targets) {
		const known = journal.recall(target);
		if (known) outcomes.set(target, known);
	}
	for (const [target, failure] of refused) outcomes.set(target, { failure });
	const stopOnFailure = !context.continueOnFail();
	if (stopOnFailure && refused.size > 0) return outcomes;
	const { maxAttempts } = options;
	const asking = { deed, targets: contenders(targets, calls), calls, outcomes };
	const ledger = openLedger(context.getContext('flow'), asking, journal);
	const room = makeRoom(options.concurrency, world.now);
	const run = startRun(world, calls.length, maxAttempts);
	const notices = new Set<string>();
	const delivering = deliver(calls, {
		sending: { transport: room.measured(transport), room, run, world, maxAttempts },
		options,
		stopOnFailure,
		began: journal.began,
		ledger,
		onWrite: (call, request) => journal.sending(call, request),
		onCutUp: (call) => journal.cutUp(call),
		notify: (notice) => notices.add(notice),
		settle(target, outcome, call) {
			const cleaned = keeper.clean(outcome);
			outcomes.set(target, cleaned);
			journal.settle(target, cleaned, call);
		},
	});
	const [end] = await Promise.allSettled([delivering]);
	run.close();
	ledger.close(world.now());
	if (end.status === 'rejected') {
		if (stopOnFailure || end.reason instanceof Cancelled) throw end.reason;
		for (const target of targets) {
			if (outcomes.has(target)) continue;
			outcomes.set(target, { failure: { ...BROKEN, customerId: target.about.customerId } });
		}
	}
	for (const message of notices) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	return outcomes;
}
