import type { State } from '../../sandbox';
import type { NodeRun } from './engine';

/** One customer whom one input item named. */
export interface Wanted {
	item: number;
	customer: number;
}

/** How the node says that a target ended. */
type Ending = 'done' | 'unknown' | 'notDone' | 'already';

interface Reported extends Wanted {
	ending: Ending;
}

/** What does not agree between what was asked, what Capillary holds and what the node says. */
export interface Disagreements {
	/** Targets without exactly one outcome. */
	lost: string[];
	/** Customers who hold more than was asked for. */
	doubled: string[];
	/** Outcomes that the sandbox's state belies. */
	wrong: string[];
}

export const NONE: Disagreements = { lost: [], doubled: [], wrong: [] };

const itemOf = (pairedItem: unknown): number =>
	typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
		? Number(pairedItem.item)
		: Number(pairedItem);

/** The outcomes of a node that continues to the error output. */
export function reportOf({ items, failed }: NodeRun): Reported[] {
	const done = items.map(
		({ json, pairedItem }): Reported => ({
			item: itemOf(pairedItem),
			customer: Number(json.customerId),
			ending: 'done',
		}),
	);
	const not = failed.map(({ json, pairedItem }): Reported => {
		const details: unknown = json.details;
		const told = typeof details === 'object' && details !== null ? Object.entries(details) : [];
		const { code, customerId } = Object.fromEntries(told);
		const isUnknown = String(json.error).includes('the outcome is unknown');
		return {
			item: itemOf(pairedItem),
			customer: Number(customerId),
			ending: isUnknown ? 'unknown' : code === 1040 ? 'already' : 'notDone',
		};
	});
	return [...done, ...not];
}

/** How many enrolments or earned badges each customer holds. */
export function holdings(state: State, kind: 'earns' | 'issuals'): Map<number, number> {
	const held = new Map<number, number>();
	for (const { customerId } of state[kind].values()) {
		held.set(customerId, (held.get(customerId) ?? 0) + 1);
	}
	return held;
}

/** How the targets of one customer ended. */
function count(report: readonly Reported[]): Map<number, Record<Ending, number>> {
	const counts = new Map<number, Record<Ending, number>>();
	for (const { customer, ending } of report) {
		const entry = counts.get(customer) ?? { done: 0, unknown: 0, notDone: 0, already: 0 };
		entry[ending] += 1;
		counts.set(customer, entry);
	}
	return counts;
}

/**
 * Compares the node's output with the sandbox, customer by customer.
 * @param held what each customer holds now, none of it from before
 * @param once whether a customer may hold it only once, however often named (enrolments, content scope)
 */
export function audit(
	wanted: readonly Wanted[],
	report: readonly Reported[],
	held: ReadonlyMap<number, number>,
	once: boolean,
): Disagreements {
	const key = ({ item, customer }: Wanted) => `item ${item}, customer ${customer}`;
	const open = new Map<string, number>();
	for (const target of wanted) open.set(key(target), (open.get(key(target)) ?? 0) + 1);
	for (const target of report) open.set(key(target), (open.get(key(target)) ?? 0) - 1);
	const lost = [...open].filter(([, left]) => left !== 0).map(([name, left]) => `${name}: ${left}`);

	const doubled: string[] = [];
	const wrong: string[] = [];
	const counts = count(report);
	for (const customer of new Set([...held.keys(), ...counts.keys()])) {
		const has = held.get(customer) ?? 0;
		const { done, unknown, notDone, already } = counts.get(customer) ?? {
			done: 0,
			unknown: 0,
			notDone: 0,
			already: 0,
		};
		const asked = done + unknown + notDone + already;
		const text = `customer ${customer} holds ${has}: ${done} done, ${unknown} unknown, ${notDone} not done, ${already} already`;
		if (has > (once ? Math.min(asked, 1) : asked)) doubled.push(text);
		const least = once ? Math.min(done + already, 1) : done;
		const most = done + unknown + already;
		if (has < least || has > most) wrong.push(text);
	}
	return { lost, doubled, wrong };
}
