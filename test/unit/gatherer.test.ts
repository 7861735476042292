import { gatherer } from '../../nodes/shared/capillary/gatherer';
import { readPage } from '../../nodes/shared/capillary/page';
import { stop } from '../../nodes/shared/capillary/request';

/** How the rows of pages come together, and which of the totals beside them are believed. */

const rows = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => ({ id: from + i }));

test.each<[words: string, row: unknown, same: unknown, other: unknown]>([
	['by its ID, whatever else changes', { id: 1, count: 1 }, { id: 1, count: 2 }, { id: 2 }],
	['by its ID, as a number and as text', { id: 1 }, { id: '1' }, { id: '2' }],
	['by all its IDs', { id: 1, requestId: 'a' }, { id: 1, requestId: 'a' }, { id: 1 }],
	['by all of it, without an ID', { name: 'a' }, { name: 'a' }, { name: 'b' }],
	['by itself, where it is no record', null, null, 'a'],
])('a row is known %s', (_words, row, same, other) => {
	const gathered = gatherer(Infinity);
	expect(gathered.take({ records: [row] })).toBe(1);
	expect(gathered.take({ records: [same] })).toBe(0);
	expect(gathered.take({ records: [same, other] })).toBe(1);
	expect(gathered.records).toEqual([row, other]);
});

test('rows that one page holds twice are two', () => {
	const gathered = gatherer(Infinity);
	expect(gathered.take({ records: [{ id: 1 }, { id: 1 }] })).toBe(2);
});

test('a page that comes again is known, and counts no length', () => {
	const gathered = gatherer(Infinity);
	expect([gathered.isSameAgain(), gathered.pages()]).toEqual([false, 0]);
	const same = [rows(0, 2), rows(0, 2), rows(0, 1), rows(1, 2), []].map((records) => {
		gathered.take({ records });
		return gathered.isSameAgain();
	});
	expect(same).toEqual([false, true, false, false, false]);
	expect([gathered.lengths, gathered.pages()]).toEqual([[2, 1, 1], 5]);
});

test('the last total counts, unless more has come, or it is less than its page', () => {
	const gathered = gatherer(5);
	expect([gathered.total(), gathered.goal(), gathered.isComplete()]).toEqual([undefined, 5, false]);
	gathered.take({ records: rows(0, 2), total: 1 });
	expect([gathered.totals, gathered.total()]).toEqual([[], undefined]);
	gathered.take({ records: rows(2, 4), total: 2 });
	expect([gathered.totals, gathered.total(), gathered.goal()]).toEqual([[2], undefined, 5]);
	gathered.take({ records: [], total: 4 });
	expect([gathered.total(), gathered.goal(), gathered.isComplete()]).toEqual([4, 4, true]);
	gathered.take({ records: [], total: 9 });
	expect([gathered.goal(), gathered.isComplete()]).toEqual([5, false]);
	gathered.take({ records: rows(4, 5) });
	expect(gathered.isComplete()).toBe(true);
});

test('a total that is in doubt counts again where a later one is more than its page', () => {
	const gathered = gatherer(Infinity);
	gathered.take({ records: rows(0, 2), total: 2 });
	gathered.doubt();
	expect([gathered.totals, gathered.total()]).toEqual([[], undefined]);
	gathered.take({ records: rows(2, 4), total: 2 });
	expect(gathered.totals).toEqual([]);
	gathered.take({ records: rows(4, 5) });
	expect(gathered.totals).toEqual([]);
	gathered.take({ records: rows(5, 6), total: 7 });
	expect([gathered.totals, gathered.total()]).toEqual([[2, 7], 7]);
	gathered.take({ records: rows(6, 7), total: 7 });
	expect(gathered.totals).toEqual([2, 7, 7]);
});

test('a page that begins or ends like the one before is another', () => {
	for (const other of [
		[{ id: 1 }, { id: 3 }],
		[{ id: 3 }, { id: 2 }],
	]) {
		const gathered = gatherer(Infinity);
		gathered.take({ records: [{ id: 1 }, { id: 2 }] });
		gathered.take({ records: other });
		expect([gathered.isSameAgain(), gathered.lengths]).toEqual([false, [2, 2]]);
	}
});

test('a list is a member of the data, or the data themselves', () => {
	expect(readPage({ rows: [1], pagination: { total: 5 } }, 'rows')).toEqual({
		records: [1],
		total: 5,
		totalPages: undefined,
	});
	expect(readPage([1, 2], undefined)?.records).toEqual([1, 2]);
	expect(readPage({ rows: [1] }, undefined)).toBeUndefined();
});

test('steps that cannot go on say what happened, and what to do', () => {
	expect(stop('It is gone', 'Look it up.')).toEqual({
		stop: { what: 'It is gone', fix: 'Look it up.' },
	});
});
