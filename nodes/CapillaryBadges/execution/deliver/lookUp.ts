/** Looks up what became of a request whose answer is lost, or whose ID was used before. */
import type { Options } from '../../options';
import type { Call, Outcome, Target } from '../plan/call';
import type { Ledger } from './ledger';
import { knownOf } from '../plan/call';
import { showsAnother } from '../plan/proof';
import { oneStep } from '../../../shared/capillary/request';
import { proofAmong } from './decide';
import { notFound, notLookedUp } from './failures';
import { runSteps } from './runSteps';
import { makeSemaphore } from './semaphore';
import type { Sending } from './send';

/** The first pause between two look-ups, in milliseconds; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 1000;

/** Most customers that are waited for at the same time. */
const MOST_WAITING = 500;

/** What looking up needs. */
export interface LookingUp {
	sending: Sending;
	options: Options;
	/** When this node run began, in epoch milliseconds of this n8n's clock. */
	began: number;
	ledger: Ledger;
}

/** The look-ups of a run; they throw Cancelled when the execution was canceled. */
export interface LookUps {
	/** Looks with growing pauses within the option 'Timeout', and says what is proved. */
	find(call: Call, target: Target, wasUnanswered: boolean): Promise<Outcome>;
	/** Looks once. @returns what is proved, if anything */
	glance(call: Call, target: Target): Promise<Outcome | undefined>;
}

/** Makes the look-ups of a run. Rule: docs/delivery.md, what a look-up proves. */
export function lookUpper({ sending, options, began, ledger }: LookingUp): LookUps {
	const { run, world } = sending;
	const waiting = makeSemaphore(() => MOST_WAITING);

	/** One look: the outcome that it proves, 'none', or 'unread' where it tells nothing. */
	async function lookOnce(call: Call, target: Target): Promise<Outcome | 'none' | 'unread'> {
		const question = call.lookUp?.(target);
		if (!question) return 'unread';
		const about = { ...call.about, customerId: target.about.customerId };
		const steps = () => oneStep(question.request);
		const look = { steps, repeat: 'safe' as const, about, isUnderWay: true };
		const result = await runSteps(look, sending);
		const isOthers = 'failure' in result || showsAnother(result.data, about);
		const instances = isOthers
			? undefined
			: question.instances(result.data)?.filter(({ names }) => !showsAnother(names, about));
		if (!instances) return 'unread';
		const isAllowed = call.origin === 'user' && options.alreadyDone === 'continue';
		const proof = proofAmong({
			instances,
			since: run.onServer(began),
			now: run.onServer(world.now()),
			ownerType: about.ownerType,
			referenceId: about.referenceId,
			anyCounts: call.origin === 'content' || isAllowed,
			...ledger.rivals(target, call.requestId),
		});
		if (!proof) return 'none';
		const json = { ...knownOf(about), ...proof.json, alreadyDone: true };
		const outcome: Outcome = { done: [json] };
		ledger.note(target, outcome);
		return outcome;
	}

	async function lookOften(call: Call, target: Target, wasUnanswered: boolean): Promise<Outcome> {
		const until = world.now() + options.timeout;
		for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
			const look = await lookOnce(call, target);
			if (typeof look === 'object') return look;
			const left = until - world.now();
			if (look === 'unread' || left <= 0) {
				const failed = look === 'none' ? notFound : notLookedUp;
				return { failure: failed(call, target, wasUnanswered) };
			}
			await run.wait(Math.min(pause, left));
		}
	}
	return {
		find: async (...asked) => await waiting(async () => await lookOften(...asked)),
		async glance(...asked) {
			const look = await waiting(async () => await lookOnce(...asked));
			return typeof look === 'object' ? look : undefined;
		},
	};
}
