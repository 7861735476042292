import type { Picker } from '../../support/picker';
import { scrolled, startPicker } from '../../support/picker';
import type { RawStage } from '../../support/rawStage';
import { startRawStage } from '../../support/rawStage';

/** Pickers before a server of our own: what it says of pages is no proof of where they end. */

let stage: RawStage;
let picker: Picker;
beforeAll(async () => {
	stage = await startRawStage();
	picker = await startPicker(stage.credential);
});
afterAll(() => stage.close());

const groups = (count: number) =>
	Array.from({ length: count }, (_, i) => ({ id: `g${i}`, name: `Group ${i}`, rank: count - i }));

const scroll = async (method: string, filter?: string) => await scrolled(picker, method, filter);

type Say = (rows: unknown[], all: unknown[], page: number) => object | undefined;

const serve = (count: number, first: 0 | 1, say: Say, emptyBefore = false) =>
	stage.server.answer(({ query }) => {
		const all = groups(count);
		const [page, size] = [Number(query.page), Number(query.size)];
		const from = (emptyBefore ? page - first : Math.max(0, page - first)) * size;
		const rows = from < 0 ? [] : all.slice(from, from + size);
		return { badgeGroups: rows, pagination: say(rows, all, page) };
	});

test.each<[string, 0 | 1, Say, boolean]>([
	['tells of too few pages', 0, () => ({ totalPages: 1 }), false],
	['tells of its total as text', 0, (_, { length }) => ({ total: String(length) }), false],
	['counts the page as the total', 0, ({ length }) => ({ total: length }), false],
	['counts no further than two pages', 0, () => ({ total: 100 }), false],
	['counts too few', 0, () => ({ total: 60 }), false],
	['has nothing on page 0', 1, (_, { length }) => ({ total: length }), true],
	['counts from 1 and tells of a total', 1, (_, { length }) => ({ total: length }), false],
	['tells nothing', 0, () => undefined, false],
])('a server of 120 groups that %s', async (_words, first, say, emptyBefore) => {
	serve(120, first, say, emptyBefore);
	const found = await scroll('searchGroups');
	expect([found.length, new Set(found).size]).toEqual([120, 120]);
	expect(await scroll('searchGroups', ' group 119 ')).toEqual(['Group 119 (rank 1)']);
});

test('a list that fits on a page takes one request', async () => {
	serve(7, 0, (_, { length }) => ({ page: 0, size: 50, total: length, totalPages: 1 }));
	expect(await scroll('searchGroups')).toHaveLength(7);
	expect(stage.server.asked).toHaveLength(1);
});

test('among 3,000 groups, what stands within fifty pages is found, and the user is told where it ends', async () => {
	serve(3_000, 0, (_, { length }) => ({ total: length }));
	expect(await scroll('searchGroups', 'Group 2499')).toEqual(['Group 2499 (rank 501)']);
	await expect(scroll('searchGroups', 'Group 2999')).rejects.toMatchObject({
		description: "Type more of the name, or choose 'By ID'.",
	});
});
