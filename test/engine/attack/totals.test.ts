/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import { basicCredential } from '../../support/basicCredential';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import { listening } from '../../support/listening';

/** Totals that end where a page does, pages that overlap, and totals that are none: each row once, and not a word. */

type Answer = (
	page: number,
	size: number,
) => {
	rows: unknown[];
	pagination?: object;
	status?: number;
};

let answer: Answer;
let asked = 0;
const server = createServer((request, response) => {
	const { searchParams } = new URL(String(request.url), 'http://host');
	const [page, size] = ['page', 'size'].map((name) => Number(searchParams.get(name)));
	const { rows, pagination, status = 200 } = answer(page, size);
	asked += 1;
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ data: { metaBasicDetails: rows, pagination }, errors: [] }));
});
let engine: Engine;
let url = '';
beforeAll(async () => {
	[engine, url] = await Promise.all([startEngine(), listening(server)]);
});
afterAll(async () => await new Promise((ended) => server.close(ended)));

const ALL = Array.from({ length: 450 }, (_, i) => ({ id: `b${i}`, name: 'A badge' }));
const plain = (page: number, size: number) => ALL.slice(page * size, page * size + size);
const overlapping = (page: number, size: number) => {
	const from = page * (size - 10);
	return ALL.slice(from, from + size);
};
const CUTS = [0, 90, 190, 230, 330, 331, 431, 450];
const ODD = [-1, 'many', 1.5, null, {}];

const LISTS: Array<[string, Answer]> = [
	...[200, 300, '400'].map((total): [string, Answer] => [
		`a total of ${total}`,
		(page, size) => ({ rows: plain(page, size), pagination: { total } }),
	]),
	[
		'a total of 200 on 5 pages',
		(page, size) => ({ rows: plain(page, size), pagination: { total: 200, totalPages: 5 } }),
	],
	[
		'totals that are none',
		(page, size) => ({
			rows: plain(page, size),
			pagination: { total: ODD[page % ODD.length], totalPages: -3 },
		}),
	],
	['pages that overlap', (page, size) => ({ rows: overlapping(page, size) })],
	[
		'pages that overlap, with their total',
		(page, size) => ({ rows: overlapping(page, size), pagination: { total: ALL.length } }),
	],
	['pages of any length', (page) => ({ rows: ALL.slice(CUTS[page] ?? 450, CUTS[page + 1]) })],
];

test.each(LISTS)('%s', async (_words, given) => {
	answer = given;
	asked = 0;
	const { items, hints } = await runNode(engine, {
		credential: basicCredential(url),
		parameters: { resource: 'badge', operation: 'getAll', returnAll: true },
	});
	expect(items.map(({ json }) => json.id)).toEqual(ALL.map(({ id }) => id));
	expect(hints).toEqual([]);
	expect(asked).toBeLessThanOrEqual(8);
});

describe.each([100, 400])('a list of %i, all of whose pages are full', (total) => {
	const rows = ALL.slice(0, total);
	const reading = async (beyond: number) => {
		answer = (page, size) =>
			page * size < total
				? { rows: rows.slice(page * size, page * size + size), pagination: { total } }
				: { rows: [], status: beyond };
		return await runNode(engine, {
			credential: basicCredential(url),
			parameters: {
				resource: 'badge',
				operation: 'getAll',
				returnAll: true,
				options: { maxRetries: 0 },
			},
		});
	};

	test.each([400, 404, 416])('ends where a page behind it is refused with %i', async (beyond) => {
		const { items, hints } = await reading(beyond);
		expect(items.map(({ json }) => json.id)).toEqual(rows.map(({ id }) => id));
		expect(hints).toEqual([]);
	});

	test('says that more may follow where a page behind it breaks the server', async () => {
		const { items, hints } = await reading(500);
		expect(items.map(({ json }) => json.id)).toEqual(rows.map(({ id }) => id));
		expect(hints.map(({ message }) => message)).toEqual([
			'Capillary gave as many entries as it counts, and was not able to answer whether more follow (HTTP status 500).',
		]);
	});

	test('is not said to be whole where the credential is refused meanwhile', async () => {
		const { error } = await reading(403);
		expect(error?.message).toMatch(/may not use/);
	});
});
