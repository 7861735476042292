/** Questions about the pages of a list, and what is said of all of it. */
import { once, seen, unknown } from '../findings';
import type { Context, Probe } from '../types';
import { CannotAsk } from '../types';
import { MANY, type Page, page, READ_ON, whole } from './page';

/** Three small pages in a row, and what they should be by the large one. */
const walk = once(async (context: Context) => {
	const { ids } = await whole(context);
	const size = Math.min(5, Math.floor(ids.length / 4));
	if (size < 1) throw new CannotAsk('fewer than four badges are in the list');
	const pages: Page[] = [];
	for (const number of [0, 1, 2]) pages.push(await page(context, number, size));
	const [zero, one, two] = pages.map((each) => each.ids.join());
	const expected = (number: number) => ids.slice(number * size, (number + 1) * size).join();
	return { pages, zero, one, two, expected };
});

/** What happened to the list while it was read, where its totals or its rows tell. */
async function changeOf(context: Context): Promise<'none' | 'inserted' | 'deleted' | 'moved'> {
	const { pages, zero, one, two, expected } = await walk(context);
	const [before, , after] = pages.map(({ total }) => total);
	if (typeof before === 'number' && typeof after === 'number' && before !== after) {
		return after > before ? 'inserted' : 'deleted';
	}
	const isPlain = one === expected(1) && two === expected(2);
	// Pages that repeat, or begin with another number, are no change.
	return isPlain || one === zero || zero !== expected(0) ? 'none' : 'moved';
}

const firstPage: Probe = {
	...READ_ON,
	id: 'first-page',
	question: 'Which number has the first page?',
	assumes: '0; where page 1 is the same as page 0, the node reads on with page 2',
	matters: 'No: records are told apart by their IDs, and none is lost',
	habits: ['first-page'],
	async ask(context) {
		if ((await changeOf(context)) !== 'none') return unknown('The list changes while it is read');
		const { zero, one, two } = await walk(context);
		if (zero === one && one === two) return unknown('All pages are the same');
		return zero === one
			? seen('1: page 0 is page 1', { 'first-page': '1' })
			: seen('0', { 'first-page': '0' });
	},
};

const pageNumber: Probe = {
	...READ_ON,
	id: 'page-number',
	question: 'Does the number of a page count for the list of badges?',
	assumes:
		'It may: `page` and `size` are sent beside `limit`, and up to 1,000 records are asked for at once where the page counts for nothing',
	matters: 'Lists of more than 1,000 records may be incomplete then; a warning on the node says so',
	habits: ['page'],
	async ask(context) {
		if ((await changeOf(context)) !== 'none') return unknown('The list changes while it is read');
		const { zero, one, two } = await walk(context);
		const isIgnored = zero === one && one === two;
		return isIgnored
			? seen('No: always the first', { page: 'ignored' })
			: seen('Yes', { page: 'used' });
	},
};

const listChanges: Probe = {
	...READ_ON,
	id: 'list-changes',
	question: 'Do rows come, go or move while a list is read?',
	documents: 'Nothing',
	assumes:
		'They may: records are told apart by their IDs, and the node says where the total changed meanwhile',
	matters: 'A record that moves while a list is read can be missing; others do that, not Capillary',
	habits: ['list-changes'],
	async ask(context) {
		const change = await changeOf(context);
		const words = {
			none: 'No',
			inserted: 'Rows came in',
			deleted: 'Rows left',
			moved: 'Rows moved',
		};
		return seen(words[change], { 'list-changes': change });
	},
};

const pageSize: Probe = {
	...READ_ON,
	id: 'page-size',
	question: 'How many rows does a page hold at most?',
	documents: '10 unless asked for more; no upper limit is named',
	assumes: 'Whatever comes: 100 are asked for, and the size that came is believed',
	matters: 'No: smaller pages only take more requests',
	habits: ['page-cap'],
	async ask(context) {
		const { ids, total } = await whole(context);
		const isCut = ids.length < MANY && typeof total === 'number' && total > ids.length;
		if (isCut)
			return seen(`${ids.length}, although ${MANY} were asked for`, { 'page-cap': ids.length });
		const saw = ids.length >= MANY ? `${MANY} and more` : 'The whole list came at once';
		return seen(saw, { 'page-cap': 0 });
	},
};

const pageOffset: Probe = {
	...READ_ON,
	id: 'page-offset',
	question: 'Where a page is cut, which size counts the pages?',
	documents:
		'Nothing; `size` in answers is the page size in one sample, the number of rows in another',
	assumes: 'The size that came; rows are told apart by their IDs',
	matters: 'No: the node asks again in the size that came, and says what is missing then',
	habits: ['page-offset'],
	async ask(context) {
		const { ids, total } = await whole(context);
		const isCut = ids.length < MANY && typeof total === 'number' && total > ids.length;
		if (!isCut) return seen('Pages are not cut', { 'page-offset': 'given' });
		const asked = await page(context, 1, MANY);
		const given = await page(context, 1, ids.length);
		return asked.ids.join() === given.ids.join()
			? seen('The size that is given', { 'page-offset': 'given' })
			: seen('The size that was asked for', { 'page-offset': 'asked' });
	},
};

const totals: Probe = {
	...READ_ON,
	id: 'totals',
	question: 'Does a list say how much there is?',
	documents: '`pagination: {page, size, total, totalPages}`',
	assumes:
		'Nothing: a number of pages, and a total that is less than what came, are not believed; an empty page ends the list',
	matters: 'No: it takes one more request',
	habits: ['totals'],
	async ask(context) {
		const { pagination, total } = await whole(context);
		if (pagination === undefined)
			return seen('There is no pagination', { totals: 'no-pagination' });
		return typeof total === 'number'
			? seen('Yes, in pagination', { totals: 'shown' })
			: seen('A pagination without a total', { totals: 'none' });
	},
};

export const listProbes = [totals, firstPage, pageNumber, pageSize, pageOffset, listChanges];
