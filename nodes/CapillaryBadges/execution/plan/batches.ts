/** How the entries of many items gather into groups, and groups are cut into batches. */
import type { About } from '../../../shared/capillary/catalogue';
import type { BulkRules, Operation } from '../../operation';
import type { ItemRequest } from '../read/read';
import type { Target } from './call';
import { aboutOf, subjectOf } from './call';
import { nameOf } from './planContext';

export type Rules = BulkRules<unknown, unknown>;

/** An entry of a bulk call, with the target that waits for it. */
export interface BulkEntry {
	entry: unknown;
	target: Target;
}

/** Entries of one call. */
export type Batch = BulkEntry[];

/** Entries that share everything else, so that they may travel in one call. */
export interface BatchGroup {
	input: unknown;
	about: About;
	entries: BulkEntry[];
}

/** Gathers the items' entries into groups that may travel together. */
export function groupEntries(
	operation: Operation,
	rules: Rules,
	requests: readonly ItemRequest[],
): BatchGroup[] {
	const groups = new Map<string, BatchGroup>();
	const name = nameOf(operation);
	const subjectOfEntry = rules.subjectOf ?? ((entry: unknown) => String(rules.customerOf(entry)));
	const placeOf = ({ input, badgeName }: ItemRequest) => {
		const about = aboutOf(input, operation.record, badgeName);
		const key = JSON.stringify([rules.shared(input), about.requestId]);
		const group = groups.get(key) ?? { input, about, entries: [] };
		groups.set(key, group);
		return { about, group, common: subjectOf(name, { badgeId: about.badgeId }) };
	};
	let last: { alike?: object; place: ReturnType<typeof placeOf> } | undefined;
	for (const request of requests) {
		const { item, input, alike } = request;
		const isAlike = alike !== undefined && alike === last?.alike;
		const place = last && isAlike ? last.place : placeOf(request);
		last = { alike, place };
		const { about, group, common } = place;
		const entries = rules.entries(input);
		const named = entries.length > 1 ? new Map<string, number>() : undefined;
		entries.forEach((entry, position) => {
			const subject = `${common}${subjectOfEntry(entry)}`;
			const again = named?.get(subject) ?? 0;
			named?.set(subject, again + 1);
			const target: Target = {
				item,
				position,
				about: { ...about, customerId: rules.customerOf(entry) },
				subject,
			};
			if (again > 0) target.again = again;
			group.entries.push({ entry, target });
		});
	}
	return [...groups.values()];
}

/** What two entries of one call must not share: the customer, or what tells the entries of one customer apart. */
export const apartBy =
	({ inOrder, subjectOf: subjects }: Rules) =>
	(member: BulkEntry): unknown => {
		if (inOrder) return member;
		return subjects ? member.target.subject : member.target.about.customerId;
	};

/** The customers whom several of the batches name. */
export function namedAgain(batches: readonly Batch[]): ReadonlySet<unknown> {
	const seen = new Set<unknown>();
	const again = new Set<unknown>();
	for (const batch of batches) {
		const customers = new Set(batch.map(({ target }) => target.about.customerId));
		for (const customer of customers) (seen.has(customer) ? again : seen).add(customer);
	}
	return again;
}

/**
 * Cuts a list into batches of at most `size`, none of which names the same twice: whoever is
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

/** The first entry of each subject, and those that repeat it by the target that they repeat. */
export function withoutRepetitions(entries: readonly BulkEntry[]) {
	const first = new Map<string, Target>();
	const followers = new Map<Target, Target[]>();
	const once = entries.filter(({ target }) => {
		const leader = first.get(target.subject);
		if (!leader) {
			first.set(target.subject, target);
			return true;
		}
		const behind = followers.get(leader);
		if (behind) behind.push(target);
		else followers.set(leader, [target]);
		return false;
	});
	return { once, followers };
}
