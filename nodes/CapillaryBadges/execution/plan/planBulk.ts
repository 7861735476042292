import type { About } from '../../../shared/capillary/catalogue';
import { isRecord } from '../../../shared/capillary/envelope';
import type { BulkRules, Operation } from '../../operation';
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { oneStep } from '../../../shared/capillary/request';
import type { Call, Plan, Said, Target } from './call';
import { aboutOf, clean, finish, foundOf } from './call';
import { derivedRequestId, makeRequestId } from './keys';
import type { PlanContext } from './planContext';
import { nameOf, scopeOf } from './planContext';
import type { ItemRequest } from '../read/read';

type Rules = BulkRules<unknown, unknown>;
type Schema = Operation['output'];

/** An entry of a bulk call, with the target that waits for it. */
interface Passenger {
	entry: unknown;
	target: Target;
}

/** Passengers that share everything but their entry, so that they may travel in one call. */
interface Group {
	input: unknown;
	/** What they share, as text. */
	key: string;
	about: About;
	passengers: Passenger[];
}

function groupPassengers(operation: Operation, rules: Rules, requests: ItemRequest[]): Group[] {
	const groups = new Map<string, Group>();
	for (const { item, input } of requests) {
		const about = aboutOf(input, operation.record);
		const key = JSON.stringify([rules.shared(input), about.requestId]);
		const group = groups.get(key) ?? { input, key, about, passengers: [] };
		groups.set(key, group);
		rules.entries(input).forEach((entry, position) => {
			const target: Target = {
				item,
				position,
				about: { ...about, customerId: rules.customerOf(entry) },
				fingerprint: `${key} ${JSON.stringify(entry)}`,
			};
			group.passengers.push({ entry, target });
		});
	}
	return [...groups.values()];
}

/**
 * Cuts a list into loads of at most `size`, none of which names the same customer twice: whoever is
 * named again travels in a later call, so that nobody is merged silently.
 */
export function cutLoads<T>(list: T[], customerOf: (member: T) => unknown, size: number): T[][] {
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

function saidOf(answer: EntryAnswer | undefined, about: About, output: Schema): Said | undefined {
	if (!answer) return undefined;
	if (answer.failure) return { refusal: answer.failure, json: foundOf(answer.data, about) };
	return output.safeParse(answer.data).success ? { json: [finish(answer.data, about)] } : undefined;
}

/** The request ID of a part of what the user's own one stands for. */
const followingId = (requestId: string, load: Passenger[]) =>
	derivedRequestId(
		requestId,
		load.map(({ entry }) => entry),
	);

/** Makes the calls of one operation; what they share is given once. */
function bulkPlanner(operation: Operation, rules: Rules, context: PlanContext) {
	const { account, executionScope, remembered, options } = context;
	/** The ID, or one that follows from it where an earlier try has used it up. */
	const unused = (id: string): string =>
		remembered.isUsed(id) ? unused(derivedRequestId(id, 'again')) : id;
	const madeId = (group: Group, load: Passenger[]) =>
		makeRequestId(
			scopeOf(context),
			nameOf(operation),
			load.map(({ target }) => `${target.item}:${target.position}`).join(' '),
			[group.key, load.map(({ entry }) => entry)],
		);

	function callFor(group: Group, load: Passenger[], requestId: string, reopened = false): Call {
		const shared: About = {
			...group.about,
			requestId: operation.usesRequestId ? requestId : undefined,
		};
		const abouts = load.map(
			({ target }): About => ({
				...shared,
				customerId: target.about.customerId,
			}),
		);
		const entries = load.map(({ entry }) => entry);
		const ownRequestId = group.about.requestId === undefined;
		const part = (members: Passenger[]) =>
			callFor(
				group,
				members,
				unused(ownRequestId ? madeId(group, members) : followingId(requestId, members)),
			);
		const middle = Math.ceil(load.length / 2);
		const { lookUp } = rules;
		return {
			targets: load.map(({ target }) => target),
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
				load.length > 1 ? () => [part(load.slice(0, middle)), part(load.slice(middle))] : undefined,
			askAgain: lookUp
				? undefined
				: () => callFor(group, load, derivedRequestId(requestId, executionScope)),
			lookUp:
				lookUp &&
				((index) => ({
					steps: oneStep(lookUp.call(group.input, entries[index])),
					holds: (data, since) => lookUp.holds(data, since),
				})),
		};
	}

	function callAlone(group: Group, passenger: Passenger, alone: NonNullable<Rules['alone']>): Call {
		const { entry, target } = passenger;
		const requestId = madeId(group, [passenger]);
		const about: About = { ...target.about, requestId };
		return {
			...callFor(group, [passenger], requestId, remembered.isOpen(target)),
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
	function reopened(group: Group): { calls: Call[]; rest: Passenger[] } {
		const open = new Map<string, Passenger[]>();
		const rest: Passenger[] = [];
		for (const passenger of group.passengers) {
			if (remembered.finished(passenger.target)) continue;
			const id = remembered.openRequest(passenger.target);
			if (id === undefined) rest.push(passenger);
			else open.set(id, [...(open.get(id) ?? []), passenger]);
		}
		return { calls: [...open].map(([id, load]) => callFor(group, load, id, true)), rest };
	}

	return (group: Group): Call[] => {
		const given = group.about.requestId;
		const { alone } = rules;
		if (alone && given === undefined && options.requestIdScope === 'content') {
			// The content gives the same request ID again, so that open calls need no other care.
			return group.passengers
				.filter(({ target }) => !remembered.finished(target))
				.map((passenger) => callAlone(group, passenger, alone));
		}
		const { calls, rest } = reopened(group);
		const loads = cutLoads(
			rest,
			({ target }) => target.about.customerId,
			Math.min(options.batchSize, rules.maxBatch ?? options.batchSize),
		);
		const idOf = (load: Passenger[], i: number) => {
			if (given === undefined) return unused(madeId(group, load));
			const isFirst = i === 0 && calls.length === 0 && !remembered.isUsed(given);
			return isFirst ? given : unused(followingId(given, load));
		};
		return [...calls, ...loads.map((load, i) => callFor(group, load, idOf(load, i)))];
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
	const groups = groupPassengers(operation, rules, requests);
	const targets = groups.flatMap(({ passengers }) => passengers.map(({ target }) => target));
	if (groups.length > 1) targets.sort((a, b) => a.item - b.item || a.position - b.position);
	return { targets, calls: groups.flatMap(bulkPlanner(operation, rules, context)) };
}
