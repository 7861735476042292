import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Engine, NodeOptions, NodeRun } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import { BADGE, endings, OWNER, people } from '../../support/identity';
import type { Bearing, Came, Limiting, Refused } from '../../support/limitingCapillary';
import { startLimiting } from '../../support/limitingCapillary';

/**
 * What is promised of limits, measured where requests arrive: nobody is lost or doubled, a pause that was asked for
 * is kept, no more are under way than may be, and the run goes on as soon as it can.
 */

let capillary: Limiting;
let engine: Engine;
beforeAll(async () => {
	[capillary, engine] = await Promise.all([startLimiting(), startEngine()]);
});
beforeEach(() => capillary.reset());
afterAll(() => capillary.close());

const OAUTH = { authentication: 'oauth', clientKey: 'key', clientSecret: 'secret' };

/** Gives each customer a badge; by the error output unless told otherwise. */
async function earn(
	count: number,
	options: IDataObject = {},
	more: Partial<NodeOptions> & { first?: number; account?: object; operation?: string } = {},
): Promise<NodeRun> {
	const { first = 1, account, operation = 'earn', ...rest } = more;
	const credential = {
		...{ authentication: 'basic', username: 'till', password: 'secret', accessToken: '' },
		...{ cluster: 'custom', baseUrl: capillary.url, orgId: '1', ...account },
	} as ICredentialDataDecryptedObject;
	const customers =
		operation === 'earn'
			? { customerId: '={{ $json.who }}' }
			: { customersFrom: 'field', customerField: 'who' };
	return await runNode(engine, {
		...{ credential, onError: 'continueErrorOutput', ...rest },
		items: people(...Array.from({ length: count }, (_, i) => first + i)),
		parameters: {
			...{ resource: 'customerBadge', operation, badgeId: BADGE, ...OWNER, ...customers },
			options: { timeout: 4000, ...options },
		},
	});
}

const everybody = <Value>(count: number, value: Value, first = 1): Record<string, Value> =>
	Object.fromEntries(Array.from({ length: count }, (_, i) => [first + i, value]));

/** 429 in the words of a gateway. */
const tooMany = (retryAfter?: string, body = '<html>Too Many Requests</html>'): Refused => ({
	status: 429,
	body,
	headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
});

type Refuses = Bearing['refuses'];

/** So many in each window of the clock. */
function byWindow(count: number, ms: number, answer = tooMany()): Refuses {
	let window = -1;
	let used = 0;
	return ({ at }) => {
		const present = Math.floor(at / ms);
		if (present !== window) [window, used] = [present, 0];
		used += 1;
		return used > count ? answer : undefined;
	};
}

/** So many in any such time. */
function byRollingWindow(count: number, ms: number, answer = tooMany()): Refuses {
	let accepted: number[] = [];
	return ({ at }) => {
		accepted = accepted.filter((one) => one > at - ms);
		if (accepted.length >= count) return answer;
		accepted.push(at);
		return undefined;
	};
}

/** A bucket that holds so many, and fills up so often a second. */
function byBucket(holds: number, perSecond: number, answer = tooMany()): Refuses {
	let tokens = holds;
	let last: number | undefined;
	return ({ at }) => {
		tokens = Math.min(holds, tokens + ((at - (last ?? at)) * perSecond) / 1000);
		last = at;
		if (tokens < 1) return answer;
		tokens -= 1;
		return undefined;
	};
}

const onlyTo =
	(applies: (came: Came) => boolean, refuses: Refuses): Refuses =>
	(came) =>
		applies(came) ? refuses(came) : undefined;

/** The first so many are met by one limit, the others by another. */
function changing(after: number, before: Refuses, later: Refuses): Refuses {
	return (came) => (came.nth < after ? before(came) : later(came));
}

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

describe('Retry-After', () => {
	/** When requests came, by the time after the first 429 was sent, in milliseconds. */
	const later = () => {
		const refused = capillary.came.find(({ status }) => status === 429 || status === 503);
		const { answeredAt = NaN, nth = NaN } = refused ?? {};
		return capillary.came.filter((one) => one.nth > nth).map(({ at }) => at - answeredAt);
	};
	/** One after the other, so that nothing else is on its way when the third is refused. */
	const afterThird = async (answer: () => Refused) => {
		capillary.bearing.refuses = ({ nth }) => (nth === 2 ? answer() : undefined);
		const run = await earn(8, { concurrency: 1 });
		expect(endings(run)).toEqual(everybody(8, ['done']));
		expect(capillary.came).toHaveLength(9);
		return Math.min(...later());
	};

	test.each([429, 503])('%i: none comes before its end', async (status) => {
		const answer = { status, headers: { 'retry-after': '0.4' } };
		if (status === 503) {
			capillary.bearing.refuses = ({ nth }) => (nth === 2 ? answer : undefined);
			await earn(8, { concurrency: 1 });
			expect(Math.min(...later())).toBeGreaterThanOrEqual(400);
		} else expect(await afterThird(() => answer)).toBeGreaterThanOrEqual(400);
	});

	test.each([
		['as far ahead as it says', 0],
		['of a server whose clock is five minutes ahead', 300_000],
		['of a server whose clock is five minutes behind', -300_000],
	])('an HTTP date %s: none comes before its end', async (_, aheadMs) => {
		capillary.bearing.aheadMs = aheadMs;
		// A date has whole seconds.
		const from = await afterThird(() => tooMany(capillary.dateIn(1000)));
		expect(from).toBeGreaterThanOrEqual(1000);
	});

	test.each(['0', '-3', 'soon', '', '1e3', 'Sun, 06 Nov 1994 08:49:37 GMT'])(
		'"%s" asks for nothing: the node waits by itself, and goes on',
		async (retryAfter) => {
			expect(await afterThird(() => tooMany(retryAfter))).toBeGreaterThanOrEqual(0);
		},
	);

	test.each(['61', '99999999999999999999', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
		'%s is longer than a minute: nothing more is sent, and each item says so',
		async (retryAfter) => {
			capillary.bearing.refuses = ({ nth }) => (nth >= 2 ? tooMany(retryAfter) : undefined);
			const { items, failed } = await earn(30, { concurrency: 1 });
			expect([items.length, failed.length, capillary.came.length]).toEqual([2, 28, 3]);
			for (const { json } of failed) {
				expect(json.details).toMatchObject({
					retry: 'safe',
					advice: expect.stringContaining('the node waits no longer than a minute'),
				});
			}
		},
	);

	test('many at once: what comes within the pause was on its way', async () => {
		capillary.bearing.workMs = () => 20;
		capillary.bearing.refuses = ({ nth }) => (nth === 60 ? tooMany('1') : undefined);
		const run = await earn(150);
		expect(capillary.held()).toEqual(everybody(150, 1));
		expect(endings(run)).toEqual(everybody(150, ['done']));
		// A request takes some milliseconds to arrive.
		expect(later().filter((ms) => ms > 500 && ms < 1000)).toEqual([]);
	});

	test('of the endpoint for tokens: none comes before its end, and nobody is lost', async () => {
		let tokens = 0;
		capillary.bearing.refuses = onlyTo(
			({ path }) => path.includes('/oauth/'),
			() => ((tokens += 1) <= 2 ? tooMany('0.4') : undefined),
		);
		const clientKey = `limited ${performance.now()}`;
		const run = await earn(30, {}, { account: { ...OAUTH, clientKey } });
		expect(endings(run)).toEqual(everybody(30, ['done']));
		expect(tokens).toBe(3);
		expect(Math.min(...later())).toBeGreaterThanOrEqual(400);
	});
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

describe('a cancel', () => {
	/** So long is what was on its way when the run ended, at most. */
	const rest = async () => await sleep(400);

	test.each([1, 200])('in a pause ends the run at once, width %i', async (concurrency) => {
		capillary.bearing.refuses = ({ nth }) => (nth >= 30 ? tooMany('50') : undefined);
		const cancelWhen = () => capillary.came.some(({ status }) => status === 429);
		const began = performance.now();
		await earn(100, { concurrency }, { cancelWhen });
		// Far less than the pause.
		expect(performance.now() - began).toBeLessThan(25_000);
		await rest();
		const { length } = capillary.came;
		expect(length).toBeLessThan(100);
		await rest();
		expect(capillary.came).toHaveLength(length);
	});

	test('ends requests whose answers never come, and those that wait for room', async () => {
		capillary.bearing.refuses = ({ nth }) => (nth > 0 ? 'never' : undefined);
		const cancelWhen = () => capillary.came.length > 3;
		const began = performance.now();
		await earn(100, { concurrency: 5, timeout: 50_000 }, { cancelWhen });
		expect(performance.now() - began).toBeLessThan(25_000);
		await rest();
		// All are cut, and none comes later.
		expect(capillary.came.map(({ status }) => status)).toEqual([200, ...Array(5).fill(0)]);
	});
});
