/** The same for calls that serve many customers: which travel together, and what an answer says of each. */
import type { About } from '../../../shared/capillary/catalogue';
import { isRecord } from '../../../shared/capillary/envelope';
import type { BulkRules, Operation } from '../../operation';
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { oneStep } from '../../../shared/capillary/request';
import type { Call, Plan, TargetResult, Target } from './call';
import { aboutOf, clean, finish, foundOf } from './call';
import { derivedRequestId, makeRequestId } from './requestIds';
import type { PlanContext } from './planContext';
import { nameOf, scopeOf } from './planContext';
import type { ItemRequest } from '../read/read';

type Rules = BulkRules<unknown, unknown>;
type Schema = Operation['output'];

/** An entry of a bulk call, with the target that waits for it. */
interface BulkEntry {
	entry: unknown;
	target: Target;
}

/** Entries that share everything but their entry, so that they may travel in one call. */
interface BatchGroup {
	input: unknown;
	/** What they share, as text. */
	key: string;
	about: About;
	members: BulkEntry[];
}

function groupEntries(operation: Operation, rules: Rules, requests: ItemRequest[]): BatchGroup[] {
	const groups = new Map<string, BatchGroup>();
	for (const { item, input } of requests) {
		const about = aboutOf(input, operation.record);
		const key = JSON.stringify([rules.shared(input), about.requestId]);
		const group = groups.get(key) ?? { input, key, about, members: [] };
		groups.set(key, group);
		rules.entries(input).forEach((entry, position) => {
			const target: Target = {
				item,
				position,
				about: { ...about, customerId: rules.customerOf(entry) },
				fingerprint: `${key} ${JSON.stringify(entry)}`,
			};
			group.members.push({ entry, target });
		});
	}
	return [...groups.values()];
}

/**
 * Cuts a list into batches of at most `size`, none of which names the same customer twice: whoever is
 * named again travels in a later call, so that nobody is merged silently.
 */
export function cutBatches<T>(list: T[], customerOf: (member: T) => unknown, size: number): T[][] {
	const layers: T[][] = [];
	const timesSeen = new Map<unknown, number>();
	for (const member of list) {
		const customer = customerOf(member);
		const times = timesSeen.get(customer) ?? 0;
		timesSeen.set(customer, times + 1);
		(layers[times] ??= []).push(member);
	}
	return layers.flatMap((layer) =>
		Array.from({ length: Math.ceil(layer.length / size) }, (_, i) =>
			layer.slice(i * size, (i + 1) * size),
		),
	);
}

function saidOf(
	answer: EntryAnswer | undefined,
	about: About,
	output: Schema,
): TargetResult | undefined {
	if (!answer) return undefined;
	if (answer.failure) return { refusal: answer.failure, json: foundOf(answer.data, about) };
	return output.safeParse(answer.data).success ? { json: [finish(answer.data, about)] } : undefined;
}

/** The request ID of a part of what the user's own one stands for. */
const followingId = (requestId: string, batch: BulkEntry[]) =>
	derivedRequestId(
		requestId,
		batch.map(({ entry }) => entry),
	);

/** Makes the calls of one operation; what they share is given once. */
function bulkPlanner(operation: Operation, rules: Rules, context: PlanContext) {
	const { account, executionScope, remembered, options } = context;
	/** The ID, or one that follows from it where an earlier try has used it up. */
	const unused = (id: string): string =>
		remembered.isUsed(id) ? unused(derivedRequestId(id, 'again')) : id;
	const madeId = (group: BatchGroup, batch: BulkEntry[]) =>
		makeRequestId(
			scopeOf(context),
			nameOf(operation),
			batch.map(({ target }) => `${target.item}:${target.position}`).join(' '),
			[group.key, batch.map(({ entry }) => entry)],
		);

	function callFor(
		group: BatchGroup,
		batch: BulkEntry[],
		requestId: string,
		reopened = false,
	): Call {
		const shared: About = {
			...group.about,
			requestId: operation.usesRequestId ? requestId : undefined,
		};
		const abouts = batch.map(
			({ target }): About => ({
				...shared,
				customerId: target.about.customerId,
			}),
		);
		const entries = batch.map(({ entry }) => entry);
		const ownRequestId = group.about.requestId === undefined;
		const part = (members: BulkEntry[]) =>
			callFor(
				group,
				members,
				unused(ownRequestId ? madeId(group, members) : followingId(requestId, members)),
			);
		const middle = Math.ceil(batch.length / 2);
		const { lookUp } = rules;
		return {
			targets: batch.map(({ target }) => target),
			about: abouts.length === 1 ? abouts[0] : shared,
			repeat: operation.repeat,
			alreadyDone: operation.alreadyDone ?? [],
			requestId: shared.requestId,
			ownRequestId,
			reopened,
			steps: () => oneStep(rules.call(group.input, entries, { requestId, account })),
			read(data) {
				// Once for all, since most of it is shared.
				const answers = rules.split(clean(data), entries);
				return abouts.map((about, i) => saidOf(answers[i], about, operation.output));
			},
			advice: operation.advice,
			halves:
				batch.length > 1
					? () => [part(batch.slice(0, middle)), part(batch.slice(middle))]
					: undefined,
			askAgain: lookUp
				? undefined
				: () => callFor(group, batch, derivedRequestId(requestId, executionScope)),
			lookUp:
				lookUp &&
				((index) => ({
					steps: oneStep(lookUp.call(group.input, entries[index])),
					holds: (data, since) => lookUp.holds(data, since),
				})),
		};
	}

	function callAlone(
		group: BatchGroup,
		member: BulkEntry,
		alone: NonNullable<Rules['alone']>,
	): Call {
		const { entry, target } = member;
		const requestId = madeId(group, [member]);
		const about: About = { ...target.about, requestId };
		return {
			...callFor(group, [member], requestId, remembered.isOpen(target)),
			steps: () => oneStep(alone(group.input, entry, { requestId, account })),
			read(data) {
				const record = clean(data);
				return [saidOf(isRecord(record) ? { data: record } : undefined, about, operation.output)];
			},
			askAgain: undefined,
			lookUp: undefined,
		};
	}

	/** The calls of an earlier try whose outcome is unknown, under the request IDs they had. */
	function reopened(group: BatchGroup): { calls: Call[]; rest: BulkEntry[] } {
		const open = new Map<string, BulkEntry[]>();
		const rest: BulkEntry[] = [];
		for (const member of group.members) {
			if (remembered.finished(member.target)) continue;
			const id = remembered.openRequest(member.target);
			if (id === undefined) rest.push(member);
			else open.set(id, [...(open.get(id) ?? []), member]);
		}
		return { calls: [...open].map(([id, batch]) => callFor(group, batch, id, true)), rest };
	}

	return (group: BatchGroup): Call[] => {
		const given = group.about.requestId;
		const { alone } = rules;
		if (alone && given === undefined && options.requestIdScope === 'content') {
			// The content gives the same request ID again, so that open calls need no other care.
			return group.members
				.filter(({ target }) => !remembered.finished(target))
				.map((member) => callAlone(group, member, alone));
		}
		const { calls, rest } = reopened(group);
		const batches = cutBatches(
			rest,
			({ target }) => target.about.customerId,
			Math.min(options.batchSize, rules.maxBatch ?? options.batchSize),
		);
		const idOf = (batch: BulkEntry[], i: number) => {
			if (given === undefined) return unused(madeId(group, batch));
			const isFirst = i === 0 && calls.length === 0 && !remembered.isUsed(given);
			return isFirst ? given : unused(followingId(given, batch));
		};
		return [...calls, ...batches.map((batch, i) => callFor(group, batch, idOf(batch, i)))];
	};
}

/**
 * Gathers the items' entries into calls: those that share badge, owner, reference, date and a
 * request ID of the user's travel together. Where only single keyed calls keep the promise that
 * nothing happens twice, each travels alone. Pure.
 */
export function planBulk(
	operation: Operation,
	rules: Rules,
	requests: ItemRequest[],
	context: PlanContext,
): Plan {
	const groups = groupEntries(operation, rules, requests);
	const targets = groups.flatMap(({ members }) => members.map(({ target }) => target));
	if (groups.length > 1) targets.sort((a, b) => a.item - b.item || a.position - b.position);
	return { targets, calls: groups.flatMap(bulkPlanner(operation, rules, context)) };
}
