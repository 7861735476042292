/** Lists against a model of a paged server, with any habits that one may have. */
import fc from '../support/fastCheck';
import { pages } from '../../nodes/shared/capillary/pages';
import type { ApiRequest } from '../../nodes/shared/capillary/request';

interface Habits {
	/** How many rows there are. */
	rows: number;
	/** Most rows in a page; 0: as many as asked. */
	cap: number;
	/** Number of the first page. */
	first: 0 | 1;
	/** Whether the number of a page counts. */
	page: 'used' | 'ignored';
	/** Which size counts pages off. */
	offset: 'given' | 'asked';
	totals:
		| 'shown'
		| 'as text'
		| 'none'
		| 'pagesOnly'
		| 'tooFewPages'
		| 'tooManyPages'
		| 'named otherwise';
	/** What a page behind the last gives: nothing, or the last page again. */
	behind: 'nothing' | 'last';
	/** From which request on no page holds more than half as many rows; 0: never. */
	falls?: number;
	/** What the total counts in place of the rows. */
	counted?: number;
	/** Whether a live count in each row changes with each page that is read. */
	counters: boolean;
	/** What happens at the head of the list with each page that is read. */
	changes: 'none' | 'inserted' | 'deleted';
}

/** Most that a test lets be asked. */
const PATIENCE = 3_000;

/** A list as it is read; returns what came out, what was said, and what was asked. */
function read(habits: Habits, limit?: number) {
	const asked: Array<Record<string, number>> = [];
	let rows = Array.from({ length: habits.rows }, (_, i) => `r${i}`);
	const answer = ({ query }: ApiRequest) => {
		const { page, size } = query as Record<string, number>;
		asked.push({ page, size });
		if (asked.length > PATIENCE) throw new Error('It never ends');
		const changes = asked.length > 1 && asked.length < 40 ? habits.changes : 'none';
		if (changes === 'inserted') rows = [`new${asked.length}`, ...rows];
		if (changes === 'deleted') rows = rows.slice(1);
		const hasFallen = habits.falls && asked.length >= habits.falls;
		const cap = (habits.cap || 100) / (hasFallen ? 2 : 1);
		const given = habits.cap > 0 || hasFallen ? Math.min(size, cap) : size;
		const nth = habits.page === 'used' ? Math.max(0, page - habits.first) : 0;
		const step = habits.offset === 'given' ? given : size;
		const last = Math.max(0, Math.ceil(rows.length / step) - 1);
		const from = step * (habits.behind === 'last' ? Math.min(nth, last) : nth);
		const counts = {
			total: habits.counted ?? rows.length,
			totalPages: Math.ceil(rows.length / given),
		};
		const pagination = {
			shown: counts,
			'as text': { total: String(counts.total), totalPages: String(counts.totalPages) },
			none: undefined,
			pagesOnly: { totalPages: counts.totalPages },
			tooFewPages: { totalPages: Math.ceil(counts.totalPages / 3) },
			tooManyPages: { totalPages: counts.totalPages * 3 + 2 },
			'named otherwise': { totalElements: counts.total, totalPages: counts.totalPages },
		}[habits.totals];
		const list = rows
			.slice(from, from + given)
			.map((id) => ({ id, earnedCount: habits.counters ? asked.length : 0 }));
		return { list, pagination };
	};
	const steps = pages({ path: '/list', list: 'list', limit });
	const notices: string[] = [];
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		if ('stop' in step) throw new Error(step.stop.what);
		if ('notice' in step) {
			notices.push(step.notice);
			next = steps.next();
		} else next = steps.next('method' in step ? answer(step) : step.map(answer));
	}
	const ids = (next.value as Array<{ id: string }>).map(({ id }) => id);
	return { ids, notices, asked, rows };
}

const habits = fc.record<Habits>({
	rows: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 450 })),
	cap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 120 })),
	first: fc.constantFrom(0, 1),
	page: fc.constantFrom('used', 'used', 'ignored'),
	offset: fc.constantFrom('given', 'asked'),
	totals: fc.constantFrom(
		'shown',
		'as text',
		'none',
		'pagesOnly',
		'tooFewPages',
		'tooManyPages',
		'named otherwise',
	),
	behind: fc.constantFrom('nothing', 'nothing', 'last'),
	counters: fc.boolean(),
	changes: fc.constant('none'),
});
const limits = fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 300 }));
const RUNS = { numRuns: 1_500 };

/** Whether a server says how many rows there are. */
const tellsTotal = ({ totals }: Habits) => ['shown', 'as text', 'named otherwise'].includes(totals);

test('whatever habits a server has: all that is wanted, or a word on what is missing', () => {
	fc.assert(
		fc.property(habits, limits, (server, limit) => {
			const { ids, notices, rows } = read(server, limit);
			const wanted = rows.slice(0, limit);
			expect(ids).toEqual(wanted.slice(0, ids.length));
			const isTold = tellsTotal(server);
			const isWhole = ids.length === wanted.length;
			if (server.page === 'used') expect(isWhole).toBe(true);
			// A single page that comes again and again, without a total, looks like one that is stuck.
			const looksStuck = server.behind === 'last' && !isTold && rows.length <= (server.cap || 100);
			// Where pages count, nothing is missing, and nothing is said.
			if (server.page === 'used' && !looksStuck) expect(notices).toEqual([]);
			else if (isTold && isWhole) expect(notices).toEqual([]);
			else if (!isWhole) expect(notices).toHaveLength(1);
			if (isTold && !isWhole) {
				expect(notices).toEqual([`Capillary gave ${ids.length} of ${wanted.length} entries.`]);
			}
		}),
		RUNS,
	);
});

test('no loop, and never everything at once', () => {
	fc.assert(
		fc.property(habits, limits, (server, limit) => {
			const { ids, asked } = read(server, limit);
			// A request for each row at worst, and what shows how pages are counted and where they end.
			expect(asked.length).toBeLessThanOrEqual(ids.length + 4);
			expect(Math.max(...asked.map(({ size }) => size))).toBeLessThanOrEqual(1_000);
		}),
		RUNS,
	);
});

test('while a list changes, no row comes twice, and a changed total is said', () => {
	const changing = fc.tuple(habits, fc.constantFrom<Habits['changes']>('inserted', 'deleted'));
	fc.assert(
		fc.property(changing, limits, ([server, changes], limit) => {
			const { ids, notices, asked } = read({ ...server, changes }, limit);
			expect(new Set(ids).size).toBe(ids.length);
			// A page that comes again, one row shorter, has a total that may count the page alone.
			const isOnePage = server.rows <= Math.min(asked[0].size, server.cap || Infinity);
			const comesAgain = server.behind === 'last' || server.page === 'ignored';
			const looksLikePages = changes === 'deleted' && comesAgain && isOnePage;
			if (
				tellsTotal(server) &&
				asked.length > 1 &&
				(changes === 'inserted' || (server.rows > asked.length && !looksLikePages))
			) {
				expect(notices).toEqual([expect.stringMatching(/^The list changed while it was read/)]);
			}
		}),
		RUNS,
	);
});

test.each<[string, Partial<Habits>, number]>([
	['caps its pages at 50', { cap: 50 }, 250],
	['caps and counts by the asked size', { cap: 50, offset: 'asked' }, 250],
	['counts pages from 1, with a cap', { cap: 50, first: 1 }, 250],
	['ignores the page', { page: 'ignored' }, 250],
	['ignores the page, with a cap', { page: 'ignored', cap: 50 }, 50],
	['has live counts and ignores the page', { page: 'ignored', counters: true }, 250],
	['tells of too few pages and of no total', { cap: 20, totals: 'tooFewPages' }, 250],
	['gives its last page again behind it', { totals: 'none', behind: 'last' }, 250],
	[
		'has live counts, ignores the page and tells no total',
		{ page: 'ignored', counters: true, totals: 'none' },
		250,
	],
])('a server of 250 rows that %s', (_words, change, count) => {
	const { ids, notices } = read({
		rows: 250,
		cap: 0,
		first: 0,
		page: 'used',
		offset: 'given',
		totals: 'shown',
		behind: 'nothing',
		counters: false,
		changes: 'none',
		...change,
	});
	expect(ids).toHaveLength(count);
	if (count < 250) expect(notices).toEqual([`Capillary gave ${count} of 250 entries.`]);
});

const PLAIN: Habits = {
	rows: 450,
	cap: 0,
	first: 0,
	page: 'used',
	offset: 'given',
	totals: 'shown',
	behind: 'nothing',
	counters: false,
	changes: 'none',
};

describe.each(['given', 'asked'] as const)('pages that become smaller (%s)', (offset) => {
	describe.each(['shown', 'none', 'tooFewPages'] as const)('totals %s', (totals) => {
		// The last page of 430 is short of itself.
		test.each([
			[2, 450],
			[3, 450],
			[4, 450],
			[2, 430],
		])('from request %s on, of %s: all rows, in order', (falls, count) => {
			const { ids, notices, rows } = read({ ...PLAIN, rows: count, offset, totals, falls });
			expect(ids).toEqual(rows);
			expect(notices).toEqual([]);
		});
	});
});

test('a full first page that is all there was does not hide that the list changed', () => {
	const { notices } = read({ ...PLAIN, rows: 100, changes: 'inserted' }, 101);
	expect(notices).toEqual([expect.stringMatching(/^The list changed while it was read/)]);
});

test.each([0, 1, 50, 100, 101, 120, 200, 250, 300, 400, 449])(
	'a total of %s of 450 rows is not believed',
	(counted) => {
		const { ids, notices, rows } = read({ ...PLAIN, counted });
		expect(ids).toEqual(rows);
		expect(notices).toEqual([]);
	},
);

test('an ID is the same as a number and as text', () => {
	const steps = pages({ path: '/list', list: 'list', limit: undefined });
	const page = (number: unknown) =>
		[0, 1, 2].map((i) => {
			const id = (Number(number) > 0 ? Number(number) - 1 : 0) * 3 + i;
			return { id: Number(number) % 2 ? id : String(id) };
		});
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		if ('notice' in step || 'stop' in step || !Array.isArray(step)) throw new Error('Unexpected');
		const asked: readonly ApiRequest[] = step;
		const answers = asked.map(({ query }) => ({
			list: Number(query?.page) > 4 ? [] : page(query?.page),
		}));
		next = steps.next(answers);
	}
	const ids = (next.value as Array<{ id: unknown }>).map(({ id }) => Number(id));
	expect(ids).toEqual(Array.from({ length: 12 }, (_, i) => i));
});

test('twenty thousand rows in linear time, and a total that is made up does no harm', () => {
	const server: Habits = {
		rows: 20_000,
		cap: 0,
		first: 0,
		page: 'used',
		offset: 'given',
		totals: 'shown',
		behind: 'nothing',
		counters: false,
		changes: 'none',
	};
	const { ids, asked } = read(server);
	expect([ids.length, asked.length]).toEqual([20_000, 201]);

	const steps = pages({ path: '/list', list: 'list', limit: undefined });
	let requests = 0;
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		if ('stop' in step) throw new Error(step.stop.what);
		const answer = ({ query }: ApiRequest) => {
			requests += 1;
			return { list: query?.page === 0 ? [{ id: 'one' }] : [], pagination: { total: 1e9 } };
		};
		next =
			'notice' in step
				? steps.next()
				: steps.next('method' in step ? answer(step) : step.map(answer));
	}
	expect(requests).toBeLessThan(5);
});
