/** What a walk through the pages of a list shows: whether the list is whole, and what to say where it may not be. */
import { count } from './advice';
import type { Gatherer } from './gatherer';

/** Pages of one list, at most: one that grows as fast as it is read would never end. */
export const MOST_PAGES = 10_000;

/** How a walk ended: at an empty page or a goal, at entries that came before, at the first page ever again, at the bound, or with nothing readable. */
export type End = 'whole' | 'again' | 'stuck' | 'tooLong' | 'unreadable';

/** A list as one walk through its pages gave it. */
export interface Walk {
	gathered: Gatherer;
	end: Exclude<End, 'unreadable' | 'stuck'>;
	/** Records that pages were counted by. */
	size: number;
}

/** What the user should know of a list that may not be whole. */
export function shortfall({ gathered, end }: Walk): string | undefined {
	const { records, totals, total, goal } = gathered;
	const [first] = totals;
	const last = totals.at(-1);
	if (first !== last) {
		return `The list changed while it was read: Capillary counted ${first} entries, then ${last}. Read it again to be sure that none is missing.`;
	}
	if (records.length >= goal()) return undefined;
	if (total() !== undefined) return `Capillary gave ${records.length} of ${goal()} entries.`;
	if (end === 'tooLong') {
		return `The list has more than ${count(MOST_PAGES)} pages, and is read no further: ${records.length} entries.`;
	}
	if (end !== 'again') return undefined;
	return `Capillary gave the same ${records.length} entries again instead of a next page, and does not say how many there are. Some may be missing.`;
}

/** The same of one whose pages became smaller, and that could not be read anew by their size. */
export const notReadAgain = (entries: number): string =>
	`Capillary's pages became smaller while the list was read: ${entries} entries came. Some may be missing; read it again to be sure.`;

/** The same of one that is whole by its count, where the page behind it broke the server. */
export const maybeMore = (status: number | undefined): string =>
	`Capillary gave as many entries as it counts, and was not able to answer whether more follow (HTTP status ${status}).`;

/**
 * The size to read a list by once more, where pages became smaller while it was read: counted by a size
 * that held no longer, entries were left out. Undefined where nothing shows that.
 */
export function smallerSize({ gathered, end, size }: Walk): number | undefined {
	const { totals } = gathered;
	if (gathered.isComplete() || totals[0] !== totals.at(-1)) return undefined;
	const short = gathered.lengths.filter((length) => length < size);
	// The last page is short of itself.
	const [smaller, ...others] = short.length > 1 ? short.slice(0, -1) : short;
	const isShown = end === 'again' || short.length > 1;
	return isShown && others.every((length) => length === smaller) ? smaller : undefined;
}
