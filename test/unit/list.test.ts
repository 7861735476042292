import { pageAndLimit, simplified } from '../../nodes/CapillaryBadges/fields/list';
import { pages } from '../../nodes/shared/capillary/pages';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { oneStep, UNREADABLE } from '../../nodes/shared/capillary/request';

const badges = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => ({ id: `badge-${from + i}` }));

/** Runs the steps against a server; returns the result, the queries asked and what was said to the user. */
function walk(
	server: (query: Record<string, number>) => unknown,
	limit?: number,
	number?: typeof pageAndLimit,
) {
	const steps = pages({
		path: '/badgeMeta',
		query: { status: 'LIVE' },
		list: 'rows',
		limit,
		number,
	});
	const asked: unknown[] = [];
	const notices: string[] = [];
	let rounds = 0;
	const ask = ({ query }: ApiRequest) => {
		asked.push(query);
		return server(query as Record<string, number>);
	};
	let next = steps.next();
	while (next.done !== true) {
		const step = next.value;
		if ('notice' in step) {
			notices.push(step.notice);
			next = steps.next();
			continue;
		}
		if ('stop' in step) throw new Error(step.stop.what);
		rounds += 1;
		next = steps.next('method' in step ? ask(step) : step.map(ask));
	}
	return { result: next.value, asked, notices, rounds };
}

/** A server with so many rows; `rows` is what it would say of page and size. */
const server =
	(total: number, extra: (size: number) => object = () => ({})) =>
	({ page, size }: Record<string, number>) => ({
		rows: badges(page * size, Math.min(total, (page + 1) * size)),
		...extra(size),
	});

const counted = (total: number) =>
	server(total, (size) => ({ pagination: { total, totalPages: Math.ceil(total / size) } }));

describe('pages', () => {
	it('ends by totalPages, counting from 0', () => {
		const { result, asked } = walk(counted(250));
		expect(result).toEqual(badges(0, 250));
		expect(asked).toEqual([
			{ status: 'LIVE', page: 0, size: 100 },
			{ status: 'LIVE', page: 1, size: 100 },
			{ status: 'LIVE', page: 2, size: 100 },
		]);
	});

	it('ends by an empty page where the answer has no pagination', () => {
		const { result, asked } = walk(server(200));
		expect(result).toEqual(badges(0, 200));
		expect(asked).toHaveLength(3);
	});

	it('does not believe a pagination of another type', () => {
		const { result, asked } = walk(server(150, () => ({ pagination: { totalPages: '1' } })));
		expect(result).toEqual(badges(0, 150));
		expect(asked).toHaveLength(3);
	});

	it('asks for no more than the limit', () => {
		expect(walk(counted(250), 20)).toMatchObject({
			result: badges(0, 20),
			asked: [{ status: 'LIVE', page: 0, size: 20 }],
		});
		const { result, asked } = walk(counted(250), 130);
		expect(result).toEqual(badges(0, 130));
		expect(asked).toHaveLength(2);
	});

	it('goes on where the server gives smaller pages than asked', () => {
		const { result, asked } = walk(({ page }) => counted(35)({ page, size: 10 }), 50);
		expect(result).toEqual(badges(0, 35));
		expect(asked).toHaveLength(4);
	});

	it('ends by a repeated page, as of a server that stays on its last one', () => {
		const stuck = ({ page, size }: Record<string, number>) => ({
			rows: server(150)({ page: Math.min(page, 1), size }).rows,
		});
		const { result, asked } = walk(stuck);
		expect(result).toEqual(badges(0, 150));
		expect(asked).toHaveLength(3);
	});

	it('asks for all at once where the server does not count pages', () => {
		const first = ({ limit }: Record<string, number>) => ({
			rows: badges(0, Math.min(120, limit)),
			pagination: { total: 120, totalPages: 2 },
		});
		const { result, asked } = walk(first, undefined, pageAndLimit);
		expect(result).toEqual(badges(0, 120));
		expect(asked).toEqual([
			{ status: 'LIVE', page: 0, size: 100, limit: 100 },
			{ status: 'LIVE', page: 1, size: 100, limit: 100 },
			{ status: 'LIVE', page: 2, size: 100, limit: 100 },
			{ status: 'LIVE', page: 0, size: 120, limit: 120 },
		]);
	});

	it('reads on where the first page has number 1, and the answers count nothing', () => {
		const fromOne = ({ page, size }: Record<string, number>) =>
			server(250)({ page: Math.max(page, 1) - 1, size });
		const { result, asked } = walk(fromOne);
		expect(result).toEqual(badges(0, 250));
		expect(asked).toHaveLength(5);
	});

	it('ends where page numbers mean nothing and the answers count nothing, and says so', () => {
		const { result, asked, notices } = walk(({ size }) => ({ rows: badges(0, size) }));
		expect(result).toEqual(badges(0, 1_000));
		expect(asked).toHaveLength(4);
		expect(notices).toEqual([
			'Capillary gave the same 1000 entries again instead of a next page, and does not say how many there are. Some may be missing.',
		]);
	});

	it('reads on side by side once it is known how many there are', () => {
		const { result, asked, rounds } = walk(counted(5_000));
		expect(result).toEqual(badges(0, 5_000));
		expect([asked.length, rounds]).toEqual([51, 3]);
	});

	it.each([[{ total: 5_000 }], [{ total: 5_000, totalPages: 2 }]])(
		'goes by the total before the number of pages: %j',
		(pagination) => {
			const { result, asked, rounds } = walk(server(5_000, () => ({ pagination })));
			expect(result).toEqual(badges(0, 5_000));
			expect([asked.length, rounds]).toEqual([51, 3]);
		},
	);

	it('reads on side by side where the first page comes as number 0 and as number 1', () => {
		const { result, asked, rounds } = walk(({ page, size }) =>
			counted(5_000)({ page: Math.max(page, 1) - 1, size }),
		);
		expect(result).toEqual(badges(0, 5_000));
		expect([asked.length, rounds]).toEqual([52, 4]);
	});

	it('reads on from page 1 where there is nothing on page 0 and yet there is something', () => {
		const fromOne = ({ page, size }: Record<string, number>) => ({
			...counted(250)({ page: page - 1, size }),
			...(page === 0 && { rows: [] }),
		});
		const { result, asked, notices } = walk(fromOne);
		expect(result).toEqual(badges(0, 250));
		expect(asked.map((query) => (query as Record<string, number>).page)).toEqual([0, 1, 2, 3]);
		expect(notices).toEqual([]);
	});

	it('says so where there is nothing on page 1 either', () => {
		const { result, asked, notices } = walk(() => ({ rows: [], pagination: { total: 5 } }));
		expect(result).toEqual([]);
		expect(asked).toHaveLength(2);
		expect(notices).toEqual(['Capillary gave 0 of 5 entries.']);
	});

	it('asks no further where page 1 is empty', () => {
		const { result, asked } = walk(server(100));
		expect(result).toEqual(badges(0, 100));
		expect(asked).toHaveLength(2);
	});

	it('asks for no more than 1,000 at once where the server does not count pages', () => {
		const stuck =
			(total: number) =>
			({ size }: Record<string, number>) => ({
				rows: badges(0, Math.min(size, total)),
				pagination: { total },
			});
		const whole = walk(stuck(1_000));
		expect(whole.result).toEqual(badges(0, 1_000));
		expect([whole.asked.length, whole.notices]).toEqual([4, []]);
		const tooMany = walk(stuck(1_001));
		expect(tooMany.result).toEqual(badges(0, 100));
		expect(tooMany.asked).toHaveLength(3);
		expect(tooMany.notices).toEqual(['Capillary gave 100 of 1001 entries.']);
	});

	it('is content with a total of one page where nothing more comes, and only then', () => {
		const stuck = (given: (size: number) => number) =>
			walk(({ size }) => ({
				rows: badges(0, given(size)),
				pagination: { total: given(size) },
			}));
		const full = stuck(() => 100);
		expect(full.result).toEqual(badges(0, 100));
		expect(full.notices).toEqual([]);
		// A total that counts each page alone.
		const more = stuck((size) => size);
		expect(more.result).toEqual(badges(0, 1_000));
		expect(more.notices).toEqual([
			'Capillary gave the same 1000 entries again instead of a next page, and does not say how many there are. Some may be missing.',
		]);
		const uncounted = walk(() => ({ rows: badges(0, 100) }));
		expect(uncounted.result).toEqual(badges(0, 100));
		expect(uncounted.notices).toEqual([
			'Capillary gave the same 100 entries again instead of a next page, and does not say how many there are. Some may be missing.',
		]);
	});

	it.each<[string, (page: number) => unknown]>([
		['fewer entries', (page) => ({ rows: page === 0 ? badges(0, 50) : [] })],
		['nothing readable', () => '<html>'],
	])('keeps what came where reading by smaller pages gives %s', (_words, again) => {
		const { result, asked, notices } = walk(({ page, size }) => {
			if (size === 50) return again(page);
			const given = page === 0 ? 100 : 50;
			return { rows: page < 3 ? badges(100 * page, 100 * page + given) : [] };
		});
		expect(result).toEqual([...badges(0, 150), ...badges(200, 250)]);
		expect(asked.at(-1)).toMatchObject({ size: 50 });
		expect(notices).toEqual([
			"Capillary's pages became smaller while the list was read: 200 entries came. Some may be missing; read it again to be sure.",
		]);
	});

	/** Pages of these lengths, in the order of the list, and what they count. */
	const ragged =
		(lengths: number[], totalOf: (page: number) => number | undefined = () => undefined) =>
		({ page }: Record<string, number>) => {
			const from = lengths.slice(0, page).reduce((sum, length) => sum + length, 0);
			const rows = badges(from, from + (lengths[page] ?? 0));
			return { rows, pagination: { total: totalOf(page) } };
		};

	it('reads no list again by smaller pages that is whole by its total', () => {
		const { result, asked } = walk(ragged([100, 60, 90], () => 250));
		expect(result).toEqual(badges(0, 250));
		expect(asked).toHaveLength(3);
	});

	it('reads no list again by smaller pages that changed, but says so', () => {
		const { result, asked, notices } = walk(
			ragged([100, 50, 50], (page) => (page < 2 ? 300 : 301)),
		);
		expect(result).toEqual(badges(0, 200));
		expect(asked).toHaveLength(4);
		expect(notices).toEqual([
			'The list changed while it was read: Capillary counted 300 entries, then 301. Read it again to be sure that none is missing.',
		]);
	});

	it('reads no list again by smaller pages where they are of no one size', () => {
		const { result, asked } = walk(ragged([100, 50, 30, 20]));
		expect(result).toEqual(badges(0, 200));
		expect(asked).toHaveLength(5);
	});

	it('asks for nothing at once where nothing is missing by what the last answer counts', () => {
		const shrunk = ({ page }: Record<string, number>) => ({
			rows: badges(0, 100),
			pagination: { total: page === 0 ? 200 : 100 },
		});
		const { result, asked, notices } = walk(shrunk);
		expect(result).toEqual(badges(0, 100));
		expect(asked).toHaveLength(3);
		expect(notices).toEqual([
			'The list changed while it was read: Capillary counted 200 entries, then 100. Read it again to be sure that none is missing.',
		]);
	});

	it.each([
		[100, 450],
		[50, 100],
	])('says that it got %s of %s, whatever the answers after the first count', (given, total) => {
		const { result, notices } = walk(({ page }) =>
			page === 0 ? { rows: badges(0, given), pagination: { total } } : { rows: [] },
		);
		expect(result).toEqual(badges(0, given));
		expect(notices).toEqual([`Capillary gave ${given} of ${total} entries.`]);
	});

	it('ends a list that grows as fast as it is read, and says so', () => {
		const { result, asked, notices } = walk(({ page }) => ({ rows: badges(page, page + 1) }));
		expect(result).toEqual(badges(0, 10_000));
		expect(asked).toHaveLength(10_000);
		expect(notices).toEqual([
			'The list has more than 10,000 pages, and is read no further: 10000 entries.',
		]);
	});

	it('asks by GET, with the headers, and for the answer as the listing wants it', () => {
		const headers = { 'X-CAP-API-ATTRIBUTION-ENTITY-TYPE': 'TILL' };
		const listing = { path: '/rows', query: { status: 'LIVE' }, headers, withPagination: true };
		expect(pages({ ...listing, list: 'data', limit: 5 }).next().value).toEqual([
			{
				method: 'GET',
				path: '/rows',
				query: { status: 'LIVE', page: 0, size: 5 },
				headers,
				withPagination: true,
			},
		]);
	});

	it.each([[null], [{}], [{ rows: null }], [{ rows: { 0: {} } }], ['<html>']])(
		'calls %j unreadable',
		(data) => {
			expect(walk(() => data).result).toBe(UNREADABLE);
		},
	);

	it('gives no record for an empty list', () => {
		expect(walk(() => ({ rows: [] }))).toMatchObject({
			result: [],
			asked: [{ status: 'LIVE', page: 0, size: 100 }],
		});
	});
});

describe('a list whose pages are not documented', () => {
	/** Reads it from a server that gives its rows whatever is asked; returns how often it asked, and how many it got. */
	function unpaged(rows: number, pagination?: object) {
		const steps = pages({ path: '/rows', list: 'rows', limit: undefined, isUnpaged: true });
		let asked = 0;
		const notices: string[] = [];
		let next = steps.next();
		while (next.done !== true) {
			if ('notice' in next.value) {
				notices.push(next.value.notice);
				next = steps.next();
				continue;
			}
			if (!Array.isArray(next.value)) throw new Error('Unexpected');
			asked += 1;
			next = steps.next(next.value.map(() => ({ rows: badges(0, rows), pagination })));
		}
		return [asked, (next.value as unknown[]).length, ...notices];
	}

	it('is whole where it is short and says nothing of more', () => {
		expect(unpaged(9)).toEqual([1, 9]);
		expect(unpaged(10)).toEqual([3, 10]);
	});

	it('is read on where it tells of more', () => {
		expect(unpaged(9, { totalPages: 1 })).toEqual([3, 9]);
		expect(unpaged(9, { total: 9 })).toEqual([1, 9]);
		expect(unpaged(9, { total: 20 })).toEqual([3, 9, 'Capillary gave 9 of 20 entries.']);
	});
});

describe('a list that breaks off', () => {
	it.each([0, 1, 2, 3])('is unreadable from page %s on', (from) => {
		const broken = (query: Record<string, number>) =>
			query.page >= from ? '<html>' : server(400)(query);
		expect(walk(broken).result).toBe(UNREADABLE);
	});

	it.each([1, 2, 3])('is unreadable from request %s on where pages are not counted', (from) => {
		let asked = 0;
		const broken = ({ size }: Record<string, number>) => {
			asked += 1;
			return asked > from ? '<html>' : { rows: badges(0, size) };
		};
		expect(walk(broken).result).toBe(UNREADABLE);
		expect(asked).toBe(from + 1);
	});

	it('is unreadable where page 0 is empty and page 1 is none', () => {
		const broken = ({ page }: Record<string, number>) =>
			page === 0 ? { rows: [], pagination: { total: 5 } } : '<html>';
		expect(walk(broken).result).toBe(UNREADABLE);
	});

	it('is unreadable where no answer comes at all', () => {
		const steps = pages({ path: '/rows', list: 'rows', limit: undefined });
		steps.next();
		expect(steps.next(undefined)).toEqual({ done: true, value: UNREADABLE });
	});
});

describe('simplified', () => {
	const run = (result: unknown, simplify: boolean) => {
		const steps = simplified(
			oneStep({ method: 'GET', path: '/badgeMeta' }),
			simplify,
			({ id, startOnISO }) => ({ id, startOnISO }),
		);
		steps.next();
		return steps.next(result);
	};

	it('keeps what is picked, with the ISO time that an older server leaves out', () => {
		const record = { id: 'a', startOn: 1768714500, orgId: 1 };
		const simple = { id: 'a', startOnISO: '2026-01-18T05:35:00.000Z' };
		expect(run([record, 7], true).value).toEqual([simple, 7]);
		expect(run(record, true).value).toEqual(simple);
	});

	it('leaves all as it is where that is not wanted or cannot be read', () => {
		const record = { id: 'a', startOn: 1768714500 };
		expect(run([record], false).value).toEqual([record]);
		expect(run(UNREADABLE, true).value).toBe(UNREADABLE);
	});
});
