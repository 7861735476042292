/** The plan of operations whose items travel together: groups → calls. */
import type { About } from '../../../shared/capillary/catalogue';
import type { Failure } from '../../../shared/capillary/failure';
import { oneStep } from '../../../shared/capillary/request';
import type { Identity, Operation } from '../../operation';
import type { ItemRequest } from '../read/read';
import type { Batch, BatchGroup, BulkEntry, Rules } from './batches';
import { apartBy, cutBatches, groupEntries, namedAgain, withoutRepetitions } from './batches';
import type { Call, IdOrigin, Plan, Target } from './call';
import { clean, isOurs } from './call';
import { givenIds, sharedId, tooManyForOneId } from './givenIds';
import type { Pending } from './journalStore';
import type { PlanContext } from './planContext';
import { resultOf } from './proof';
import { contentRequestId } from './requestIds';

/** What a call is made of. */
interface Making {
	group: BatchGroup;
	batch: Batch;
	requestId: string;
	origin: IdOrigin;
	/** What the call must take turns with. */
	lane?: string;
	/** What an earlier try sent, where its outcome is unknown. */
	pending?: Pending;
}

/** What all calls of one operation have in common. */
function callMaker(operation: Operation, rules: Rules, { account, journal }: PlanContext) {
	const { lookUp } = operation;

	return function callFor(making: Making): Call {
		const { group, batch, requestId, origin, pending, lane } = making;
		const badges = new Set(batch.map(({ target }) => target.about.badgeId));
		const shared: About = {
			...group.about,
			badgeId: badges.size === 1 ? [...badges][0] : undefined,
			requestId: operation.usesRequestId ? requestId : undefined,
		};
		const aboutOf = ({ target: { about } }: BulkEntry): About => ({
			...shared,
			badgeId: about.badgeId,
			customerId: about.customerId,
		});
		const entries = batch.map(({ entry }) => entry);
		const part = (members: Batch) =>
			callFor({ ...making, batch: members, requestId: journal.newId() });
		const middle = Math.ceil(batch.length / 2);
		// Under an ID of the user's there is one request, and what was sent is asked for unchanged.
		const mayCutUp = batch.length > 1 && origin !== 'user' && !pending;
		return {
			targets: batch.map(({ target }) => target),
			about: batch.length === 1 ? aboutOf(batch[0]) : shared,
			lane,
			hasManyBadges: badges.size > 1,
			repeat: operation.repeat,
			alreadyDone: operation.alreadyDone ?? [],
			requestId: shared.requestId,
			origin,
			isCarriedOut: pending?.isCarriedOut,
			reopened: pending !== undefined || batch.some(({ target }) => journal.isInDoubt(target)),
			steps: () =>
				oneStep(pending?.request ?? rules.call(group.input, entries, { requestId, account })),
			read(data, warnings) {
				// Once for all, since most of it is shared.
				const answers = rules.split(clean(data), entries);
				return batch.map((member, i) => resultOf(operation, answers[i], aboutOf(member), warnings));
			},
			advice: operation.advice,
			halves: mayCutUp
				? () => [part(batch.slice(0, middle)), part(batch.slice(middle))]
				: undefined,
			refusedBefore: isOurs(origin) ? undefined : (target) => journal.refusedBefore(target),
			lookUp:
				lookUp &&
				((target) => ({
					request: lookUp.request(group.input, Number(target.about.customerId)),
					instances: (data) => lookUp.instances(data, Number(target.about.customerId)),
				})),
		};
	};
}

/** The lane of a batch: rows of customers who are named again follow one another where their order counts. */
function laneByCustomer(rules: Rules, batches: Batch[]): (batch: Batch) => string | undefined {
	const again = rules.inOrder ? namedAgain(batches) : new Set();
	return (batch) =>
		batch.some(({ target }) => again.has(target.about.customerId))
			? 'rows of customers named again'
			: undefined;
}

/** Under the scope 'Content' each customer has a request of its own, whose ID this gives. */
const contentIdOf = (group: BatchGroup, member: BulkEntry, { deed, content }: Identity<unknown>) =>
	contentRequestId(deed, content(group.input, Number(member.target.about.customerId)));

/** Makes the calls of one group, and says what of it is refused unsent. */
function groupPlanner(operation: Operation, rules: Rules, context: PlanContext) {
	const { account, journal, options } = context;
	const callFor = callMaker(operation, rules, context);
	const size = options.batchSize;
	const nodeOrigin: IdOrigin = operation.usesRequestId ? 'node' : 'none';

	function callAlone(group: BatchGroup, member: BulkEntry, requestId: string): Call {
		const { alone } = rules;
		const call = callFor({ group, batch: [member], requestId, origin: 'content' });
		if (!alone) return call;
		return {
			...call,
			steps: () => oneStep(alone.call(group.input, member.entry, { requestId, account })),
			read(data, warnings) {
				const answers = alone.split(clean(data), member.entry);
				return [resultOf(operation, answers, call.about, warnings)];
			},
		};
	}

	/** The call of an earlier try whose outcome is unknown, as it was sent. */
	function reopen(pending: Pending, { group, batch }: Pick<Making, 'group' | 'batch'>): Call {
		const { requestId } = pending;
		if (group.about.requestId !== undefined)
			return callFor({ group, batch, requestId, origin: 'user', pending });
		if (options.requestIdScope !== 'content' || batch.length > 1)
			return callFor({ group, batch, requestId, origin: nodeOrigin, pending });
		const [member] = batch;
		const steps = () => oneStep(pending.request);
		return { ...callAlone(group, member, requestId), reopened: true, steps };
	}

	const newCalls = (group: BatchGroup, rest: Batch): Call[] => {
		const given = group.about.requestId;
		const { identity, usesRequestId } = operation;
		if (given !== undefined && usesRequestId) {
			return [callFor({ group, batch: rest, requestId: given, origin: 'user' })];
		}
		if (usesRequestId && options.requestIdScope === 'content' && identity) {
			return rest.map((one) => callAlone(group, one, contentIdOf(group, one, identity)));
		}
		const newId = () => (usesRequestId ? journal.newId() : '');
		const batches = cutBatches(rest, apartBy(rules), size);
		const laneOf = laneByCustomer(rules, batches);
		return batches.map((batch) =>
			callFor({ group, batch, lane: laneOf(batch), requestId: newId(), origin: nodeOrigin }),
		);
	};

	/** The calls of what nobody has sent yet, or what is refused unsent. */
	function planNew(group: BatchGroup): { calls: Call[]; refused?: Failure } {
		const given = operation.usesRequestId ? group.about.requestId : undefined;
		if (given === undefined) return { calls: newCalls(group, group.entries) };
		const { once, followers } = withoutRepetitions(group.entries);
		if (once.length > size)
			return { calls: [], refused: tooManyForOneId(given, once.length, size) };
		return { calls: newCalls(group, once).map((call) => ({ ...call, followers })) };
	}
	return { reopen, planNew };
}

/** Parts what an earlier try left unknown, by the call that it was sent in, from what is to be sent anew. */
function partPending(groups: readonly BatchGroup[], { journal }: PlanContext) {
	const pending = new Map<Pending, Pick<Making, 'group' | 'batch'>>();
	const rest = groups.map((group): BatchGroup => {
		const open = group.entries.filter((member) => {
			if (journal.recall(member.target)) return false;
			const sent = journal.pending(member.target);
			if (!sent) return true;
			const making = pending.get(sent);
			if (making) making.batch.push(member);
			else pending.set(sent, { group, batch: [member] });
			return false;
		});
		return { ...group, entries: open };
	});
	return { pending, rest };
}

/** The groups that share an ID of the user's although they differ. */
function clashing(operation: Operation, groups: readonly BatchGroup[]): ReadonlySet<BatchGroup> {
	const byId = new Map<string, BatchGroup[]>();
	for (const group of operation.usesRequestId ? groups : []) {
		const id = group.about.requestId;
		if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), group]);
	}
	return new Set([...byId.values()].filter((sharing) => sharing.length > 1).flat());
}

/**
 * Gathers the items' entries into calls: those that share badge, owner, reference, date and a
 * request ID of the user's travel together. Under scope 'Content' each travels alone, since another
 * run may cut the batches otherwise.
 */
export function planBulk(
	operation: Operation,
	rules: Rules,
	requests: ItemRequest[],
	context: PlanContext,
): Plan {
	const groups = groupEntries(operation, rules, requests);
	const targets = groups.flatMap(({ entries }) => entries.map(({ target }) => target));
	// The entries of an item stand in their order already.
	if (groups.length > 1) targets.sort((a, b) => a.item - b.item);
	const { pending, rest } = partPending(groups, context);
	const clashes = clashing(operation, rest);
	const { reopen, planNew } = groupPlanner(operation, rules, context);
	const refused = new Map<Target, Failure>();
	const calls = [...pending].map(([sent, { group, batch }]): Call => {
		// Whoever repeated another's request then, does so now.
		const { once, followers } = withoutRepetitions(batch);
		return { ...reopen(sent, { group, batch: once }), followers };
	});
	for (const group of rest) {
		if (group.entries.length === 0) continue;
		const planned = clashes.has(group)
			? { calls: [], refused: sharedId(group.about.requestId ?? '') }
			: planNew(group);
		calls.push(...planned.calls);
		const { refused: failure } = planned;
		if (!failure) continue;
		for (const { target } of group.entries) {
			refused.set(target, { ...failure, customerId: target.about.customerId });
		}
	}
	const content = givenIds(calls.filter(({ origin }) => origin === 'content'));
	return {
		targets,
		calls: [...calls.filter(({ origin }) => origin !== 'content'), ...content.calls],
		refused: new Map([...refused, ...content.refused]),
	};
}
