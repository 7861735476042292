/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import type { Bench } from '../../support/identity';
import { startBench } from '../../support/identity';
import { runNode } from '../../support/engine';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Totals that count something else than the list, and pages that begin with 1. */

type Page = { metaBasicDetails: unknown[]; pagination?: { total: number } };
const ALL = Array.from({ length: 250 }, (_, i) => ({ id: `b${i}`, name: 'A badge' }));
const rows = (page: number, size: number) => ALL.slice(page * size, page * size + size);

let answer: (page: number, size: number) => Page;
let asked = 0;
const server = createServer((request, response) => {
	asked += 1;
	const { searchParams } = new URL(String(request.url), 'http://host');
	const data = answer(Number(searchParams.get('page')), Number(searchParams.get('size')));
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ data, errors: [], warnings: [] }));
});

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
	await bench.close();
	await new Promise((ended) => server.close(ended));
});

const HABITS: Record<string, typeof answer> = {
	'the total counts the page': (page, size) => ({
		metaBasicDetails: rows(page, size),
		pagination: { total: rows(page, size).length },
	}),
	'the total is 0': (page, size) => ({
		metaBasicDetails: rows(page, size),
		pagination: { total: 0 },
	}),
	'page 0 is empty': (page, size) => ({
		metaBasicDetails: page === 0 ? [] : rows(page - 1, size),
		pagination: { total: 250 },
	}),
};

test.each(Object.keys(HABITS))('all rows come where %s', async (habit) => {
	answer = HABITS[habit];
	asked = 0;
	const { port } = server.address() as AddressInfo;
	const { items, hints } = await runNode(bench.engine, {
		credential: { ...bench.credential, baseUrl: `http://127.0.0.1:${port}` },
		parameters: { resource: 'badge', operation: 'getAll', returnAll: true },
	});
	expect(items.map(({ json }) => json.id)).toEqual(ALL.map(({ id }) => id));
	expect(hints).toEqual([]);
	expect(asked).toBeLessThanOrEqual(5);
});
