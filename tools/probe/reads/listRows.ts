/** Questions about the rows of lists, and the filters and sizes that count. */
import { isDone, member, recordsOf, said } from '../answers';
import { META } from '../badges';
import { asAssumed, otherwise, seen, unknown } from '../findings';
import type { Probe } from '../types';
import { MANY, page, READ_ON, whole } from './page';

const nameFilter: Probe = {
	...READ_ON,
	id: 'name-filter',
	question: 'Does the filter by name count, and how?',
	documents: 'A query member `name`; not what it matches',
	assumes: 'It finds what contains the text; the badge picker also filters what comes',
	matters: 'No for the picker. _Get Many_ gives what the server gives',
	habits: ['name-filter'],
	async ask(context) {
		const { rows } = await whole(context);
		const names = new Set(rows.map(({ name }) => String(name)));
		const [name = ''] = names;
		if (names.size < 2) return unknown('Fewer than two names are in the list');
		const reply = await context.client.get(META, { name, page: 0, size: MANY, limit: MANY });
		if (!isDone(reply)) return otherwise(said(reply));
		const found = recordsOf(member(reply.body, 'data', 'metaBasicDetails'));
		const isUsed = found.every((row) =>
			String(row.name).toLowerCase().includes(name.toLowerCase()),
		);
		return isUsed
			? seen('It counts', { 'name-filter': 'used' })
			: seen('It counts for nothing', { 'name-filter': 'ignored' });
	},
};

const listIds: Probe = {
	...READ_ON,
	id: 'list-ids',
	question: 'Are the IDs in a list texts?',
	documents: '24 hex digits; newer answers add a number beside it',
	assumes: 'Either: an ID is passed on as text',
	matters: 'A number in place of the 24 digits may not be taken by other endpoints',
	habits: ['list-ids'],
	async ask(context) {
		const [row] = (await whole(context)).rows;
		if (!row) return unknown('The list is empty');
		return typeof row.id === 'number'
			? seen('Numbers', { 'list-ids': 'numbers' })
			: seen('Texts', { 'list-ids': 'text' });
	},
};

const counters: Probe = {
	...READ_ON,
	id: 'counters',
	question: 'Do counts in rows change while a list is read?',
	documents: 'Nothing',
	assumes: 'They may: rows are told apart by their IDs alone',
	matters: 'No',
	habits: ['counters'],
	async ask(context) {
		await whole(context);
		const [one] = (await page(context, 1, 1)).rows;
		const [two] = (await page(context, 1, 1)).rows;
		if (one?.id !== two?.id) return unknown('The list changes while it is read');
		return one?.earnedCount === two?.earnedCount
			? seen('Not between two readings', { counters: 'still' })
			: seen('They do', { counters: 'moving' });
	},
};

/** Whether `size` counts where only `limit` is documented. */
const sizeOfLists: Probe = {
	...READ_ON,
	id: 'size-or-limit',
	question: 'Does `size`, `limit`, or either, set the size of a page of badges?',
	documents: 'Only `limit` is documented for badges',
	assumes: 'Both are sent',
	matters: 'No: whichever counts is there',
	habits: [],
	async ask(context) {
		const { ids } = await whole(context);
		if (ids.length < 3) return unknown('Fewer than three badges are in the list');
		const rows = async (query: Record<string, number>) => {
			const reply = await context.client.get(META, query);
			return recordsOf(member(reply.body, 'data', 'metaBasicDetails')).length;
		};
		const bySize = (await rows({ page: 0, size: 2 })) === 2;
		const byLimit = (await rows({ limit: 2 })) === 2;
		const counting = [bySize && '`size`', byLimit && '`limit`'].filter(Boolean);
		return counting.length > 0
			? asAssumed(`${counting.join(' and ')} ${counting.length > 1 ? 'count' : 'counts'}`)
			: otherwise('Neither counts');
	},
};

export const listRowProbes = [sizeOfLists, nameFilter, listIds, counters];
