import { makeBadge } from '../../sandbox';
import type { Stage } from '../support/stage';
import { linked, startStage } from '../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage({ clock: () => Date.UTC(2026, 5, 1, 12) });
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** So many badges in all. */
function fill(total: number) {
	const { state } = stage.sandbox;
	for (let n = state.badges.size; n < total; n += 1) {
		state.addBadge(makeBadge(state, { name: `Badge ${n}` }));
	}
}

const all = async (more: object = {}) => {
	const { items, hints, failed } = await stage.run('badge.getAll', { returnAll: true, ...more });
	const ids = new Set(linked(items).map(({ id }) => id));
	return {
		count: items.length,
		unique: ids.size,
		said: hints.map(({ message }) => message),
		failed,
	};
};

test.each<[string, Record<string, string | number>, number]>([
	['caps its pages', { 'page-cap': 50 }, 250],
	['caps its pages and counts by the asked size', { 'page-cap': 50, 'page-offset': 'asked' }, 250],
	['counts from 1, with a cap', { 'first-page': '1', 'page-cap': 50 }, 250],
	['ignores the page', { page: 'ignored' }, 250],
	['has live counts, and ignores the page', { page: 'ignored', counters: 'moving' }, 250],
	['tells no totals, with a cap', { totals: 'none', 'page-cap': 70 }, 250],
	['has no pagination, and counts from 1', { totals: 'no-pagination', 'first-page': '1' }, 250],
	['ignores the page, with a cap', { page: 'ignored', 'page-cap': 50 }, 50],
])('Return All of 250 from a server that %s', async (_words, habits, count) => {
	fill(250);
	Object.assign(stage.sandbox.state.habits, habits);
	expect(await all({ simplify: false })).toEqual({
		count,
		unique: count,
		said: count === 250 ? [] : [`Capillary gave ${count} of 250 entries.`],
		failed: [],
	});
	expect(stage.requests().length).toBeLessThanOrEqual(8);
});

test('a Limit above a page is kept the same way', async () => {
	fill(250);
	Object.assign(stage.sandbox.state.habits, { 'page-cap': 50 });
	const { items, hints } = await stage.run('badge.getAll', { returnAll: false, limit: 120 });
	expect([items.length, hints]).toEqual([120, []]);
	Object.assign(stage.sandbox.state.habits, { page: 'ignored' });
	const stuck = await stage.run('badge.getAll', { returnAll: false, limit: 120 });
	expect([stuck.items.length, stuck.hints.map(({ message }) => message)]).toEqual([
		50,
		['Capillary gave 50 of 120 entries.'],
	]);
});

test('a list that changes while it is read gives each row once, and says so', async () => {
	fill(250);
	Object.assign(stage.sandbox.state.habits, { 'list-changes': 'inserted' });
	const { count, unique, said } = await all();
	expect(count).toBe(unique);
	expect(said).toEqual([expect.stringMatching(/^The list changed while it was read: Capillary/)]);
});

test('5,000 rows at 100 ms are read side by side, in order', async () => {
	fill(5_000);
	stage.sandbox.faults.add({ match: { path: /badgeMeta/ }, latencyMs: 100, times: null });
	const { items } = await stage.run('badge.getAll', { returnAll: true });
	expect(stage.sandbox.journal.stats.maxInFlight).toBeGreaterThanOrEqual(10);
	const ids = linked(items).map(({ id }) => id);
	const order = [...ids];
	expect(new Set(ids).size).toBe(5_000);
	stage.sandbox.faults.clear();
	const again = await stage.run('badge.getAll', {
		returnAll: true,
		options: { concurrency: 1 },
	});
	expect(linked(again.items).map(({ id }) => id)).toEqual(order);
	// One behind the last full page each time: a total may count no further.
	expect(stage.requests()).toHaveLength(102);
});

test('five items that list each keep their links', async () => {
	fill(250);
	const { items } = await stage.run(
		'badge.getAll',
		{ returnAll: true },
		{ items: Array.from({ length: 5 }, () => ({})) },
	);
	const links = linked(items).map(({ item }) => item);
	expect(links).toEqual([0, 1, 2, 3, 4].flatMap((item) => Array<number>(250).fill(item)));
});

test('a page that fails fails the list', async () => {
	fill(1_000);
	stage.sandbox.faults.add({ match: { path: /badgeMeta/ }, skip: 5, status: 400, times: 1 });
	const { items, failed } = await stage.run('badge.getAll', { returnAll: true });
	expect([items.length, failed.length]).toEqual([0, 1]);
});
