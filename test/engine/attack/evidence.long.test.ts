/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basicCredential } from '../../support/basicCredential';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import type { Giving } from '../../support/identity';
import { endings, GIVING, people, RETRY } from '../../support/identity';

/**
 * A server that knows IDs, what it gave, and nothing else; its first answer is of no use, whether it
 * did what it was asked or not. Whatever it answers, nobody gets two, and nobody is told what is not so.
 */

interface Said {
	status?: number;
	body?: unknown;
}

/** What a first answer may be; `id` is that of what was given, or would have been. */
const FIRST: Record<string, (id: string, customer: number) => Said> = {
	'303': () => ({ status: 303 }),
	'408': () => ({ status: 408 }),
	'460': () => ({ status: 460 }),
	'499': () => ({ status: 499, body: 'client closed request' }),
	'202 without data': () => ({ status: 202, body: { data: null, errors: [], warnings: [] } }),
	'204': () => ({ status: 204 }),
	'205': () => ({ status: 205 }),
	'207': () => ({ status: 207, body: { data: {} } }),
	'500 with 809': () => ({ status: 500, body: { data: null, errors: [{ code: 809 }] } }),
	'503 with 809 in words': () => ({ status: 503, body: { message: 'Duplicate request' } }),
	'504 of a gateway': () => ({ status: 504, body: { message: 'Endpoint request timed out' } }),
	'524 as a page': () => ({ status: 524, body: '<html>A timeout occurred</html>' }),
	nothing: () => ({ body: '' }),
	'the word null': () => ({ body: 'null' }),
	'a list of nothing': () => ({ body: [] }),
	'a text': () => ({ body: '"done"' }),
	'a number': () => ({ body: '7' }),
	'data that are empty': () => ({ body: { data: {} } }),
	'data that are text': () => ({ body: { data: 'queued', errors: null } }),
	'data that name nobody': () => ({ body: { data: { message: 'accepted' } } }),
	'success and nothing else': () => ({ body: { success: true } }),
	'success: false beside an ID': (id, customerId) => ({
		body: { data: { customerId, earnedBadgeId: id, issuedId: id }, success: false },
	}),
	'success: false within the data': (id, customerId) => ({
		body: { data: { customerId, earnedBadgeId: id, issuedId: id, success: 'false' } },
	}),
	'a state of failure': (id, customerId) => ({
		body: { data: { customerId, earnedBadgeId: id, issuedId: id, status: 'FAILED' } },
	}),
	'rows with a state of failure': (id, customerId) => ({
		body: {
			data: {
				earnedBadgesList: [{ customerId, earnedBadgeId: id, status: 'Failed' }],
				issuedBadges: [{ customerId, issuedId: id, success: false }],
			},
		},
	}),
	'rows of somebody else': (id) => ({
		body: {
			data: {
				earnedBadgesList: [{ customerId: 999, earnedBadgeId: id }],
				issuedBadges: [{ customerId: 999, issuedId: id, status: 'ACTIVE' }],
				customerId: 999,
				earnedBadgeId: id,
			},
		},
	}),
	'an error of all beside a row': (id, customerId) => ({
		body: {
			data: {
				customerId,
				earnedBadgeId: id,
				earnedBadgesList: [{ customerId, earnedBadgeId: id }],
				issuedBadges: [{ customerId, issuedId: id, status: 'ACTIVE' }],
			},
			errors: ['The coupon could not be issued'],
		},
	}),
};

const given: Array<{ customer: number; id: string; at: number }> = [];
const known = new Set<string>();
let first: (id: string, customer: number) => Said = () => ({});
let isDoing = true;
let writes = 0;
let server: Server;
let engine: Engine;
let url = '';

const view = (customer: number) => {
	const rows = given.filter((one) => one.customer === customer);
	const row = ({ id, at }: (typeof given)[number]) => ({
		earnedBadgeId: id,
		issueId: id,
		earnedOn: at / 1000,
		issuedOn: at / 1000,
		ownerType: 'Loyalty',
		ownerReferenceId: '123694',
	});
	return {
		data: { earnDetails: { earns: rows.map(row) }, issualDetails: { issuals: rows.map(row) } },
	};
};

function answerTo(path: string, body: Record<string, unknown>): Said {
	const looked = /management\/(\d+)/.exec(path)?.[1];
	if (looked !== undefined) return { body: view(Number(looked)) };
	const listed = body.customers ?? body.customerIds ?? [body.customerId];
	const [customerId] = (listed as unknown[]).map(Number);
	const requestId = String(body.requestId);
	writes += 1;
	if (known.has(requestId)) return { status: 400, body: { data: null, errors: [{ code: 809 }] } };
	const id = `given-${writes}`;
	const isFirst = writes === 1;
	if (!isFirst || isDoing) {
		known.add(requestId);
		given.push({ customer: customerId, id, at: Date.now() });
	}
	if (isFirst) return first(id, customerId);
	if (path.endsWith('issueBulk')) {
		return { body: { data: { issuedBadges: [{ customerId, issuedId: id, status: 'ACTIVE' }] } } };
	}
	if (!path.endsWith('earnBulk')) return { body: { data: { customerId, earnedBadgeId: id } } };
	return { body: { data: { earnedBadgesList: [{ customerId, earnedBadgeId: id }] } } };
}

beforeAll(async () => {
	server = createServer((request, response) => {
		let text = '';
		request.on('data', (piece) => (text += String(piece)));
		request.on('end', () => {
			const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
			const { status = 200, body: said = '' } = answerTo(String(request.url).split('?')[0], body);
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(typeof said === 'string' ? said : JSON.stringify(said));
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	engine = await startEngine();
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const OPERATIONS: Giving[] = ['earn', 'earnBulk', 'enrol'];
const ERRORS = ['continueErrorOutput', 'stopWorkflow'] as const;

describe.each(Object.keys(FIRST))('the first answer is %s', (name) => {
	test.each(
		OPERATIONS.flatMap((operation) => ERRORS.map((onError) => [operation, onError] as const)),
	)('%s, %s: one at most, and nothing is said that is not so', async (operation, onError) => {
		for (isDoing of [true, false]) {
			given.length = 0;
			known.clear();
			writes = 0;
			first = FIRST[name];
			const run = await runNode(engine, {
				credential: basicCredential(url),
				onError,
				...RETRY,
				items: people(1),
				parameters: {
					resource: 'customerBadge',
					operation,
					...GIVING[operation],
					options: { timeout: 150 },
				},
			});
			const words = run.error
				? [/unknown/.test(run.error.message) ? 'unknown' : 'not']
				: Object.values(endings(run)).flat();
			expect(words).toHaveLength(1);
			expect(given.length).toBeLessThanOrEqual(1);
			const allowed = given.length > 0 ? ['done', 'already', 'unknown'] : ['not', 'unknown'];
			expect([name, allowed]).toEqual([name, expect.arrayContaining(words)]);
		}
	});
});
