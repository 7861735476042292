import { endings } from '../../support/identity';
import {
	byBucket,
	byRollingWindow,
	byWindow,
	changing,
	onlyTo,
	tooMany,
} from '../../support/limitForms';
import type { Refuses } from '../../support/limitForms';
import type { Came, Limiting } from '../../support/limitingCapillary';
import type { LimitingStage } from '../../support/limitingStage';
import { everybody, startLimitingStage } from '../../support/limitingStage';

/**
 * What is promised of limits, measured where requests arrive: nobody is lost or doubled, a pause that was asked for
 * is kept, no more are under way than may be, and the run goes on as soon as it can.
 */

let capillary: Limiting;
let earn: LimitingStage['earn'];
beforeAll(async () => {
	({ capillary, earn } = await startLimitingStage());
});
beforeEach(() => capillary.reset());
afterAll(() => capillary.close());

const SOON = '0.2';
const FORMS: Array<[name: string, refuses: () => Refuses]> = [
	['20 in each third of a second', () => byWindow(20, 333)],
	['20 in each third of a second, with Retry-After', () => byWindow(20, 333, tooMany('0.333'))],
	['20 in any third of a second', () => byRollingWindow(20, 333)],
	['20 in any third of a second, with Retry-After', () => byRollingWindow(20, 333, tooMany(SOON))],
	['a bucket of 10, filled 100 times a second', () => byBucket(10, 100)],
	[
		'a bucket that is smaller after a while',
		() => changing(50, byBucket(40, 400), byBucket(5, 50)),
	],
	['a bucket that is larger after a while', () => changing(50, byBucket(5, 50), byBucket(40, 400))],
	[
		'4 at a time',
		() =>
			({ inside }) =>
				inside > 4 ? tooMany() : undefined,
	],
	[
		'4 at a time, with Retry-After',
		() =>
			({ inside }) =>
				inside > 4 ? tooMany(SOON) : undefined,
	],
	[
		'4 at a time, by 503',
		() =>
			({ inside }) =>
				inside > 4 ? { status: 503 } : undefined,
	],
	[
		'4 at a time, by 503 with Retry-After',
		() =>
			({ inside }) =>
				inside > 4 ? { status: 503, headers: { 'retry-after': SOON } } : undefined,
	],
	[
		'429 as the very first answer',
		() =>
			({ nth }) =>
				nth === 0 ? tooMany(SOON) : undefined,
	],
	[
		'429 as the first five',
		() =>
			({ nth }) =>
				nth < 5 ? tooMany('0.02') : undefined,
	],
	[
		'429 in words of Capillary',
		() => {
			const errors = [{ code: 429, message: 'Rate limit exceeded' }];
			const answer = tooMany(SOON, JSON.stringify({ data: null, errors }));
			return byWindow(30, 200, answer);
		},
	],
	[
		'429 that names another code, of a breakdown',
		() => {
			const errors = [{ code: 500, message: 'Internal Server Error' }];
			return byWindow(30, 200, tooMany(SOON, JSON.stringify({ data: null, errors })));
		},
	],
	[
		'429 with headers of other limits',
		() => {
			const headers = {
				...{ 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0' },
				...{ 'x-ratelimit-reset': '1', 'ratelimit-reset': '9999', 'retry-after-ms': '9999999' },
			};
			return byWindow(30, 200, { status: 429, headers });
		},
	],
	['only writes', () => onlyTo(({ method }) => method === 'POST', byWindow(20, 200))],
];

test.each(FORMS)('a limit of %s: one badge each, and each is said to be done', async (_, form) => {
	capillary.bearing.refuses = form();
	const count = 80;
	const run = await earn(count, { maxAttempts: 6 });
	expect(endings(run)).toEqual(everybody(count, ['done']));
	expect(capillary.held()).toEqual(everybody(count, 1));
	expect(capillary.most()).toBeLessThanOrEqual(200);
});

test('a server that answers slower with load, and refuses beyond 20: one badge each', async () => {
	capillary.bearing.workMs = ({ inside }) => 2 * inside;
	capillary.bearing.refuses = ({ inside }) => (inside > 20 ? tooMany() : undefined);
	const run = await earn(100);
	expect(endings(run)).toEqual(everybody(100, ['done']));
	expect(capillary.held()).toEqual(everybody(100, 1));
});

test('connections that are cut in bursts, before the work and after it: what is said is what is held', async () => {
	const isBurst = ({ nth }: Came) => nth % 60 >= 45;
	capillary.bearing.refuses = (came) => (isBurst(came) && came.nth % 2 ? 'cut' : undefined);
	capillary.bearing.loses = isBurst;
	const count = 150;
	const said = endings(await earn(count));
	const held = capillary.held();
	for (let who = 1; who <= count; who += 1) {
		const [word, ...others] = said[who];
		expect(others).toEqual([]);
		const allowed = { 0: ['unknown', 'not'], 1: ['done', 'already', 'unknown'] }[held[who] ?? 0];
		expect(allowed).toContain(word);
	}
});

test('look-ups alone are limited: each answer that was lost is found', async () => {
	const lost = new Set<number>();
	capillary.bearing.loses = ({ method, customers: [who] }) => {
		if (method === 'GET' || lost.has(who)) return false;
		lost.add(who);
		return true;
	};
	const refuses = byRollingWindow(4, 100, tooMany('0.1'));
	capillary.bearing.refuses = onlyTo(({ method }) => method === 'GET', refuses);
	// As many as a run of this size may repeat.
	const run = await earn(10);
	expect(capillary.held()).toEqual(everybody(10, 1));
	expect(endings(run)).toEqual(everybody(10, ['already']));
	expect(capillary.came.filter(({ method }) => method === 'GET').length).toBeGreaterThan(9);
});

describe.each([1, 3, 25])("'Concurrency' %i", (concurrency) => {
	test('is never exceeded, with look-ups, repeats and pauses', async () => {
		capillary.bearing.workMs = () => 5;
		capillary.bearing.loses = ({ nth }) => nth % 13 === 5;
		capillary.bearing.refuses = ({ nth }) => (nth % 29 === 11 ? tooMany('0.05') : undefined);
		const run = await earn(70, { concurrency });
		expect(capillary.most()).toBeLessThanOrEqual(concurrency);
		expect(capillary.held()).toEqual(everybody(70, 1));
		expect(Object.values(endings(run)).flat()).toHaveLength(70);
	});
});

test.each([0, -1, 201, 1.5, 'many'])(
	"'Concurrency' %p is refused, and nothing is sent",
	async (concurrency) => {
		const { failed } = await earn(3, { concurrency });
		expect(failed.map(({ json }) => String(json.error))).toEqual(
			Array(3).fill(expect.stringContaining('Concurrency')),
		);
		expect(capillary.came).toEqual([]);
	},
);

test('Automatic has no more than 200 under way, however fast the answers come', async () => {
	capillary.bearing.workMs = () => 60;
	const run = await earn(400);
	expect(endings(run)).toEqual(everybody(400, ['done']));
	expect(capillary.held()).toEqual(everybody(400, 1));
	expect(capillary.most()).toBeLessThanOrEqual(200);
	// It does grow.
	expect(capillary.most()).toBeGreaterThan(20);
});

test('two executions at once, under one limit: one badge each, and each keeps its own bound', async () => {
	capillary.bearing.refuses = byWindow(30, 300, tooMany(SOON));
	const [one, two] = await Promise.all([
		earn(80, { concurrency: 3 }, { executionId: '1' }),
		earn(80, { concurrency: 4 }, { executionId: '2', first: 1001 }),
	]);
	expect(endings(one)).toEqual(everybody(80, ['done']));
	expect(endings(two)).toEqual(everybody(80, ['done'], 1001));
	expect(capillary.held()).toEqual({ ...everybody(80, 1), ...everybody(80, 1, 1001) });
	expect(capillary.most()).toBeLessThanOrEqual(7);
});

test('answers that never come: each is asked as often as it may be, and is unknown', async () => {
	capillary.bearing.refuses = ({ method }) => (method === 'POST' ? 'never' : undefined);
	const run = await earn(12, { timeout: 150, maxAttempts: 2 });
	expect(endings(run)).toEqual(everybody(12, ['unknown']));
	expect(capillary.held()).toEqual({});
	expect(capillary.came.filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(24);
});

test('one customer who is refused for ever costs nobody else the badge', async () => {
	capillary.bearing.refuses = ({ customers }) => (customers[0] === 7 ? tooMany('0.02') : undefined);
	const run = await earn(60);
	expect(endings(run)).toEqual({ ...everybody(60, ['done']), 7: ['not'] });
	expect(capillary.held()).toEqual({ ...everybody(6, 1), ...everybody(53, 1, 8) });
});
