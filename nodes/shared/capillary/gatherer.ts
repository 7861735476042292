/** Gathers the records of a list's pages. */
import { isRecord } from './envelope';
import type { Page } from './page';

/** The members that tell records of a list apart: live counts beside them change while a list is read. */
const IDENTITY = [
	'startDate',
	'id',
	'requestId',
	'badgeMetaId',
	'fixedWindowCycleReferenceId',
	'constraintType',
	'webHookId',
];

/** What a record is known by; a record without an ID by all of it. */
function identityOf(record: unknown): string {
	if (!isRecord(record)) return JSON.stringify(record);
	// An ID is the same as a number and as text.
	const ids = IDENTITY.map((name) => {
		const id = record[name] ?? null;
		return typeof id === 'number' ? String(id) : id;
	});
	return JSON.stringify(ids.every((id) => id === null) ? record : ids);
}

/** Gathers the records of pages: each once, in the order in which they came. */
export function gatherer(wanted: number) {
	const records: unknown[] = [];
	const seen = new Set<string>();
	const totals: number[] = [];
	const lengths: number[] = [];
	/** A total that may count its page alone; it counts the list where a later one is more than its page. */
	let doubted: number | undefined;
	let before: string[] = [];
	let isSame = false;
	let taken = 0;
	/** How many there are, as Capillary says it; one that is less than what came counts something else. */
	const total = () => {
		const last = totals.at(-1);
		return last !== undefined && last >= records.length ? last : undefined;
	};
	return {
		records,
		totals,
		total,
		/** Records of each page that had any, and was not the one before again. */
		lengths,
		/** Pages taken so far. */
		pages: () => taken,
		/** Whether the last page was the one before again, as where a server knows no page behind its last. */
		isSameAgain: () => isSame,
		/** How many there should be in the end. */
		goal: () => Math.min(wanted, total() ?? Infinity),
		/** Takes what is new of a page. Records that one page holds twice are two. @returns how many */
		take({ records: page, total: said }: Page): number {
			// A total that is less than the page itself counts something else.
			if (
				said !== undefined &&
				(doubted === undefined ? said >= page.length : said > page.length)
			) {
				totals.push(...(doubted === undefined ? [] : [doubted]), said);
				doubted = undefined;
			}
			const names = page.map(identityOf);
			const fresh = page.filter((_, i) => !seen.has(names[i]));
			for (const name of names) seen.add(name);
			records.push(...fresh);
			taken += 1;
			isSame = names.length === before.length && names.every((name, i) => name === before[i]);
			before = names;
			if (page.length > 0 && !isSame) lengths.push(page.length);
			return fresh.length;
		},
		/** The total so far may count the page alone. */
		doubt(): void {
			doubted = totals.pop();
		},
		/** How many to ask for: one more than the total, so that a page follows one that is full at its end. */
		reach: () => Math.min(wanted, (total() ?? Infinity) + 1),
		/** Whether more may follow a total that is reached: the last page was full, and some servers count no further than so many pages. */
		mayGoOn: (size: number): boolean => records.length < wanted && !isSame && before.length >= size,
		isComplete(): boolean {
			return records.length >= this.goal();
		},
	};
}

export type Gatherer = ReturnType<typeof gatherer>;
