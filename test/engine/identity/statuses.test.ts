import type { Bench, Giving } from '../../support/identity';
import { BADGE, endings, kindOf, people, RETRY, startBench } from '../../support/identity';

/** What an answer proves by its status, what was never sent, and what concerns the whole run. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const ALL: Giving[] = ['earn', 'earnBulk', 'enrol'];
const IMPORT = {
	badgeId: BADGE,
	customerId: '={{ $json.who }}',
	earnEventDate: '2026-01-01',
	earnExpiresOn: '2040-01-01',
};
const many = people(...Array.from({ length: 100 }, (_, i) => i + 1));

const LATE = [
	500, 501, 502, 503, 504, 505, 507, 509, 511, 520, 521, 522, 523, 524, 525, 526, 530, 598, 599,
];

describe.each(LATE)('HTTP %i', (status) => {
	test('after an import says nothing of it: sent once, unknown', async () => {
		bench.tiny.switches.after = () => ({ status, body: '' });
		const { error } = await bench.run('customerBadge.import', IMPORT, {
			items: people(1, 2),
			onError: 'stopWorkflow',
			...RETRY,
		});
		expect([bench.tiny.writes().length, error?.message]).toEqual([
			1,
			expect.stringContaining('the outcome is unknown'),
		]);
	});

	test('after a badge was given: one, done or unknown', async () => {
		bench.tiny.switches.after = () => ({ status, body: { errors: [{ code: 1, message: 'x' }] } });
		const result = await bench.run(
			'earn',
			{ options: { maxAttempts: 1 } },
			{
				items: people(1),
				...RETRY,
			},
		);
		expect(bench.tiny.counts()).toEqual({ 1: 1 });
		expect(endings(result)).toEqual({ 1: ['unknown'] });
	});
});

describe.each(ALL)('%s: 809 under a status of failure', (operation) => {
	const run = async (change = {}) =>
		await bench.run(operation, { options: { timeout: 400 }, ...change }, { items: people(1) });

	test('is looked up, and what was given is found', async () => {
		const { tiny } = bench;
		tiny.switches.usedStatus = 500;
		tiny.switches.after = ({ n }) => (n === 1 ? { status: 502, body: '' } : undefined);
		expect(endings(await run())).toEqual({ 1: ['already'] });
		expect(tiny.counts(kindOf(operation))).toEqual({ 1: 1 });
	});

	test('is unknown where nothing is found', async () => {
		bench.tiny.switches.before = ({ n }) =>
			n > 0
				? { status: 500, body: { data: null, errors: [{ code: 809, message: 'Known' }] } }
				: undefined;
		expect(endings(await run())).toEqual({ 1: ['unknown'] });
		expect(bench.tiny.asked.filter(({ method }) => method === 'GET').length).toBeGreaterThan(0);
	});
});

test("a proxy's 407 is about the proxy, for all, and nothing was done", async () => {
	bench.tiny.switches.before = () => ({ status: 407, body: '' });
	for (const operation of ALL) {
		bench.tiny.asked.length = 0;
		const { failed } = await bench.run(operation, { options: { batchSize: 1 } }, { items: many });
		expect(bench.tiny.asked).toHaveLength(1);
		expect(failed).toHaveLength(100);
		const [{ json }] = failed;
		expect(JSON.stringify(json)).toMatch(/proxy/i);
		expect(JSON.stringify(json)).not.toContain('values of this item');
	}
});

test('401 from the fifth call on ends the run', async () => {
	const { tiny } = bench;
	tiny.switches.before = ({ n }) => (n >= 5 ? { status: 401, body: '' } : undefined);
	const result = await bench.run('earn', { options: { concurrency: 1 } }, { items: many });
	expect([result.items.length, result.failed.length, tiny.asked.length]).toEqual([4, 96, 5]);
	tiny.reset();
	tiny.switches.before = ({ n }) => (n >= 5 ? { status: 401, body: '' } : undefined);
	const wide = await bench.run('earn', { options: { concurrency: 10 } }, { items: many });
	expect(wide.failed.length).toBeGreaterThanOrEqual(90);
	expect(tiny.asked.length).toBeLessThanOrEqual(15);
});

describe.each(['earnBulk', 'enrol'] as const)('%s: what concerns everybody', (operation) => {
	test.each([
		['1054', 400, { code: 1054, message: 'Badge not found' }],
		['a field that all share', 400, { code: 400, message: 'triggeredBy.referenceId is invalid' }],
		['the badge is not claimed', 409, { code: 810, message: 'Claim first' }],
	])('is not halved: %s', async (_words, status, error) => {
		bench.tiny.switches.before = () => ({ status, body: { data: null, errors: [error] } });
		const { failed } = await bench.run(operation, {}, { items: many });
		expect([failed.length, bench.tiny.writes().length]).toEqual([100, 1]);
		expect(bench.tiny.counts(kindOf(operation))).toEqual({});
	});
});

test('a token call whose connection breaks: nothing was sent, it is repeated, and an import goes out', async () => {
	const oauth = {
		...bench.credential,
		authentication: 'oauth',
		clientKey: 'key',
		clientSecret: 'secret',
	};
	let calls = 0;
	bench.tiny.switches.before = ({ path }) => {
		if (!path.startsWith('/v3/oauth')) return undefined;
		calls += 1;
		return calls === 1 ? 'lost' : undefined;
	};
	bench.tiny.switches.after = ({ body }) => ({
		body: (body as unknown as Array<{ customerId: number }>).map(({ customerId }) => ({
			data: { badgeMetaId: BADGE, customerId, earnedBadgeId: 'e' },
			errors: null,
		})),
	});
	const result = await bench.run('customerBadge.import', IMPORT, {
		items: people(1, 2),
		credential: oauth,
	});
	expect(endings(result)).toEqual({ 1: ['done'], 2: ['done'] });
	expect([bench.tiny.writes().length, calls]).toEqual([1, 2]);
	calls = 0;
	bench.tiny.switches.before = ({ path }) => (path.startsWith('/v3/oauth') ? 'lost' : undefined);
	const never = await bench.run('customerBadge.import', IMPORT, {
		items: people(1, 2),
		credential: { ...oauth, clientKey: 'another key' },
	});
	expect(endings(never)).toEqual({ 1: ['not'], 2: ['not'] });
	expect(JSON.stringify(never.failed[0].json)).toContain('Nothing was sent');
});
