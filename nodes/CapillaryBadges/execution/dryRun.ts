/** A dry run: reads what a real run would meet, and says of each target whether it would be sent. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../shared/capillary/failure';
import type { Operation } from '../operation';
import { Cancelled } from './deliver/run';
import { repeatedId } from './deliver/failures';
import type { Judgement, Used } from './deliver/dry/judge';
import { judge } from './deliver/dry/judge';
import type { Foreseen, Sight } from './deliver/dry/lookAhead';
import { lookAhead } from './deliver/dry/lookAhead';
import { isEnrolledAt } from './deliver/dry/customerRules';
import type { Seen } from './deliver/dry/findings';
import type { Delivering } from './deliverAll';
import type { Call, Outcome, Plan, Target } from './plan/call';
import type { InvalidItem } from './read/invalid';
import type { ItemRequest } from './read/read';
import type { Foresight } from './settle/foresight';
import { foresightItem, foresightSummary } from './settle/foresight';

/** The targets that another's request serves, each with that other and the call. */
function followersOf(calls: readonly Call[]) {
	const followers = new Map<Target, { call: Call; leader: Target }>();
	for (const call of calls) {
		for (const [leader, behind] of call.followers ?? []) {
			for (const target of behind) followers.set(target, { call, leader });
		}
	}
	return followers;
}

/** What is found against a request whose reading ended it, as that of a record that is not there. */
const unreadJudgement = ({ failure }: Foreseen): Judgement | undefined =>
	failure && {
		refused: { code: failure.code, what: failure.what, fix: failure.fix },
		isSo: false,
		notKnown: [],
	};

/** What is not known of a call, whoever it is for. */
const doubtsOf = ({ reopened, origin, requestId }: Call, isAgain: boolean): string[] => [
	...(origin === 'user' ? [`whether request ID ${requestId} was used before`] : []),
	...(origin === 'content' ? ['whether an earlier execution has asked for the same'] : []),
	...(reopened ? ['what became of it in an earlier try: it is sent again unchanged'] : []),
	...(isAgain ? ['what an earlier item of this run changes of the same record'] : []),
];

/** What the customer has, where it was read. */
function holdingOf({ customer, now }: Seen): Foresight['holding'] {
	if (!customer || !('found' in customer)) return undefined;
	const { found } = customer;
	const held = found.earns?.filter(({ state }) => state === 'held').length;
	const isSure = found.earns?.every(({ state }) => state !== undefined);
	return {
		earnedBefore: isSure ? held : undefined,
		enrolled: isEnrolledAt(found, now),
	};
}

/** Judges targets in their order, since earlier ones may use up what later ones need. */
function foreteller(operation: Operation, { options }: Pick<Delivering, 'options'>) {
	const used: Used = new Map();
	const { expects = { rules: [] } } = operation;
	const passes = {
		all: options.alreadyDone === 'continue',
		ours: options.requestIdScope === 'content' && operation.identity !== undefined,
	};
	return ({
		call,
		foreseen,
		seen,
		isAgain,
	}: Exclude<Sight, { failure: object }>): Omit<Foresight, 'target'> => {
		const doubts = doubtsOf(call, isAgain);
		const unread = unreadJudgement(foreseen);
		const judged = unread ? [unread] : seen.map((one) => judge(expects, one, used, passes));
		const first = judged.find(({ refused }) => !refused) ?? judged[0];
		const known = judged.flatMap(({ notKnown }) => notKnown);
		const ofEach = seen.map(({ about }, i) => ({
			customerId: about.customerId,
			reason: judged[i].refused?.what,
		}));
		return {
			...first,
			notKnown: first.refused ? [] : [...new Set([...known, ...doubts])],
			holding: seen.length === 1 ? holdingOf(seen[0]) : undefined,
			customers: seen.length > 1 ? ofEach : undefined,
			call,
			foreseen,
		};
	};
}

/** What is said of a target that nothing would be sent for. */
const unsent = (what: string, fix?: string): Pick<Foresight, 'refused' | 'isSo' | 'notKnown'> => ({
	refused: { what, fix },
	isSo: false,
	notKnown: [],
});

/** What an earlier try has settled. */
const recalled = (outcome: Outcome) =>
	'done' in outcome
		? unsent('An earlier try of this run has done it')
		: unsent(`An earlier try of this run has ended it: ${outcome.failure.what}`);

/** What is said of a target that asks for the same as another. */
function followed(
	{ call, leader }: { call: Call; leader: Target },
	target: Target,
	option: string,
) {
	const isRefused = call.origin === 'user' && option === 'fail';
	return isRefused
		? unsent(repeatedId(call, target, leader).what)
		: unsent(`Item ${leader.item} of this run asks for the same, and it is sent once`);
}

/** What is said where the node itself breaks down. */
const BROKEN: Failure = {
	what: 'The node met an unexpected condition',
	fix: 'Nothing was sent. Tell the makers of this node.',
	certainty: 'notDone',
	isUnsent: true,
};

/** A plan that also holds, in the order of the input, the items that were refused when they were read. */
export function including(plan: Plan, invalidItems: readonly InvalidItem[]): Plan {
	if (invalidItems.length === 0) return plan;
	const unread = invalidItems.map(({ item, failure }): [Target, Failure] => [
		{ item, position: 0, about: {}, subject: '' },
		failure,
	]);
	const targets = [...plan.targets, ...unread.map(([target]) => target)];
	return {
		...plan,
		targets: targets.sort((a, b) => a.item - b.item),
		refused: new Map([...plan.refused, ...unread]),
	};
}

interface Rehearsed extends Delivering {
	requests: readonly ItemRequest[];
}

/**
 * Rehearses a plan by reading alone. What a real run would refuse unsent fails here, too, unless that
 * would stop the run; what the whole run would fail by, such as a wrong credential, does in any case.
 * @returns each target's outcome: an item that says whether it would be sent
 * @throws Cancelled when the execution was canceled
 */
export async function rehearse(
	context: IExecuteFunctions,
	operation: Operation,
	{ targets, calls, refused }: Plan,
	run: Rehearsed,
): Promise<Map<Target, Outcome>> {
	const { options, journal, world, transport, keeper, requests } = run;
	const outcomes = new Map<Target, Outcome>();
	const stopOnFailure = !context.continueOnFail();
	// In stop mode there is no failed item to come out.
	if (!stopOnFailure) for (const [target, failure] of refused) outcomes.set(target, { failure });
	const inputs = new Map(requests.map(({ item, input }) => [item, input]));
	const looking = {
		options,
		world,
		transport,
		stopOnFailure,
		inputOf: (item: number) => inputs.get(item),
	};
	const [seen] = await Promise.allSettled([lookAhead(calls, operation, looking)]);
	if (seen.status === 'rejected') {
		if (stopOnFailure || seen.reason instanceof Cancelled) throw seen.reason;
		return new Map(targets.map((target) => [target, { failure: BROKEN }]));
	}
	const sights = seen.value;
	const foretell = foreteller(operation, run);
	const followers = followersOf(calls);
	const foresights: Foresight[] = [];
	const settle = (target: Target, foresight: Omit<Foresight, 'target'>) => {
		const whole = { ...foresight, target };
		const isFirst = whole.call?.targets[0] === target;
		foresights.push(whole);
		outcomes.set(target, keeper.clean({ done: [foresightItem(whole, isFirst)] }));
	};
	for (const target of targets) {
		if (outcomes.has(target)) continue;
		const failure = refused.get(target);
		const known = journal.recall(target);
		const follower = followers.get(target);
		const sight = sights.get(target);
		if (failure) settle(target, unsent(failure.what, failure.fix));
		else if (known) settle(target, recalled(known));
		else if (follower) settle(target, followed(follower, target, options.alreadyDone));
		else if (sight && 'failure' in sight) {
			const { customerId } = target.about;
			outcomes.set(target, keeper.clean({ failure: { ...sight.failure, customerId } }));
		} else if (sight) settle(target, foretell(sight));
	}
	if (foresights.length > 0) {
		const stopping = { stopOnFailure, unsentAt: targets.find((one) => refused.has(one))?.item };
		context.addExecutionHints(foresightSummary(operation, foresights, stopping));
	}
	return outcomes;
}
