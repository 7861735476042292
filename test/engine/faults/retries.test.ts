import { SEED } from '../../../sandbox';
import type { FaultRule } from '../../../sandbox';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

/** What is repeated, how often, and what is said afterwards; counted where the requests arrive. */

const BADGE = { badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge } };
const OWNER = { ownerType: 'Loyalty', referenceId: '123694' };
const EARN = { ...BADGE, ...OWNER, customerId: '={{ $json.who }}' };
const ENTITY = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const people = (n: number, from = 1) => Array.from({ length: n }, (_, i) => ({ who: from + i }));
const UNKNOWN = /the outcome is unknown$/;

type Ending = 'unknown' | 'refused' | 'done';

/** What goes wrong for one item, always; how often it is sent (repeat safe, keyed, never); how it ends. */
const KINDS: Array<
	[what: string, rule: FaultRule, sent: [number, number, number], ends: Ending, keyed?: Ending]
> = [
	['dropped before the effect', { drop: 'before' }, [3, 3, 1], 'unknown'],
	['dropped after the effect', { drop: 'after' }, [3, 3, 1], 'unknown'],
	['body broken off', { cutBody: true }, [3, 3, 1], 'unknown'],
	// The second answer, 809 by its status alone, is a refusal: the look-up shows what the first attempt did.
	['JSON cut', { truncateJson: true }, [3, 2, 1], 'unknown', 'done'],
	['empty answer', { empty: true }, [3, 2, 1], 'unknown', 'done'],
	['web page with status 200', { html: true, status: 200 }, [3, 3, 1], 'unknown'],
	['web page with status 502', { html: true }, [3, 3, 1], 'unknown'],
	['status 408', { status: 408 }, [3, 3, 1], 'unknown'],
	['status 500', { status: 500, retryAfter: '0.01' }, [3, 3, 1], 'unknown'],
	['status 503 with Retry-After', { status: 503, retryAfter: '0.01' }, [3, 3, 1], 'unknown'],
	[
		'refused',
		{ answer: { status: 400, json: { errors: [{ code: 4711 }] } } },
		[1, 1, 1],
		'refused',
	],
	['status 404 without envelope', { status: 404 }, [1, 1, 1], 'refused'],
];

describe.each([
	['safe', 0, 'badge.claim', { ...BADGE, ownerType: 'Loyalty', referenceId: '={{ $json.who }}' }],
	['keyed', 1, 'customerBadge.earn', EARN],
	['never', 2, 'approvalRequest.requestEarn', { ...EARN, ...ENTITY }],
] as const)('a request whose repeat is %s', (repeat, column, operation, parameters) => {
	test('is sent as often as its failure allows', async () => {
		// Items without faults, so that the budget for repeats is large enough for all kinds at once.
		const items = [...people(100), ...people(KINDS.length, 901)];
		for (const [i, [, rule]] of KINDS.entries()) {
			const match = { body: `\\b${901 + i}\\b` };
			stage.sandbox.faults.add({ times: null, match, ...rule });
		}
		const { failed } = await stage.run(operation, parameters, { items });
		const wordsOf = (item: number) => linked(failed).find((one) => one.item === item)?.error;
		const endOf = (words: unknown): Ending =>
			words === undefined ? 'done' : UNKNOWN.test(String(words)) ? 'unknown' : 'refused';
		const seen = KINDS.map(([what], i) => {
			const mine = new RegExp(`\\b${901 + i}\\b`);
			const sent = stage.requests().filter(({ body }) => mine.test(JSON.stringify(body))).length;
			return [what, sent, endOf(wordsOf(100 + i))];
		});
		expect(seen).toEqual(
			KINDS.map(([what, , sent, ends, keyed = ends]) => [
				what,
				sent[column],
				repeat === 'keyed' ? keyed : ends,
			]),
		);
		expect(
			failed.filter(({ pairedItem }) => Number((pairedItem as { item: number }).item) < 100),
		).toEqual([]);
	});

	test('is sent again after 429 until the run gives up, and nothing was done', async () => {
		stage.sandbox.faults.add({ times: null, status: 429, retryAfter: '0.01' });
		const { failed } = await stage.run(operation, parameters, { items: people(1) });
		expect(failed.map(({ json }) => json.error)).toEqual([
			'Capillary asks to wait 1 second before the next request',
		]);
		expect(stage.requests()).toHaveLength(6);
	});
});

test('a glitch costs one repeat under the same request ID, and no second badge', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const { items } = await stage.run('customerBadge.earn', EARN, { items: people(1) });
	expect(items.map(({ json }) => [json.customerId, json.alreadyDone])).toEqual([[1, true]]);
	const posts = stage.requests().filter(({ method }) => method === 'POST');
	const ids = posts.map(({ body }) => (body as { requestId: string }).requestId);
	expect(ids).toEqual([ids[0], ids[0]]);
	expect(stage.sandbox.state.earns.size).toBe(1);
});

test('what was lost stays unknown, although a later attempt was certainly not done', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	stage.sandbox.faults.add({ times: null, status: 429, retryAfter: '0.01' });
	const { failed } = await stage.run('customerBadge.earn', EARN, { items: people(1) });
	expect(failed.map(({ json }) => json.error)).toEqual([
		'Capillary asks to wait 1 second before the next request, and an attempt before got no answer, so the outcome is unknown',
	]);
	expect(stage.sandbox.state.earns.size).toBe(1);
});

describe('an outage', () => {
	test('costs at most 1.2 requests a call', async () => {
		stage.sandbox.faults.add({ times: null, status: 502 });
		const { failed } = await stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { concurrency: 50 } },
			{ items: people(500) },
		);
		expect([failed.length, stage.requests().length]).toEqual([500, 600]);
	});

	test('costs a small run ten repeats', async () => {
		stage.sandbox.faults.add({ times: null, status: 500 });
		await stage.run('customerBadge.earn', EARN, { items: people(20) });
		expect(stage.requests()).toHaveLength(30);
	});

	test('of 429 answers ends the run after three calls, and says what was not sent', async () => {
		stage.sandbox.faults.add({ times: null, status: 429, retryAfter: '0.01' });
		const { failed } = await stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { concurrency: 5 } },
			{ items: people(1000) },
		);
		expect(failed).toHaveLength(1000);
		// The first call alone, then the five that were under way when the third one gave up.
		expect(stage.requests().length).toBeLessThanOrEqual(4 + 5 * 4 + 4);
		const advice = failed.map(({ json }) => (json.details as { advice: string }).advice);
		expect(advice[999]).toBe(
			"Lower 'Concurrency' in the options, or run it again later. Nothing was done. Not sent: the requests before it failed the same way.",
		);
		expect(stage.sandbox.state.earns.size).toBe(0);
	});
});

describe('Retry-After', () => {
	test.each([
		['429, in seconds', { status: 429, retryAfter: '3600' }],
		['429, as a date', { status: 429, retryAfter: 'Fri, 01 Jan 2100 00:00:00 GMT' }],
		['503', { status: 503, retryAfter: '3600' }],
	])('of more than a minute ends the run at once (%s)', async (_form, rule) => {
		stage.sandbox.faults.add({ times: null, ...rule });
		const { failed } = await stage.run('customerBadge.earn', EARN, { items: people(30) });
		expect([stage.requests().length, failed.length]).toEqual([1, 30]);
		const [first] = failed.map(({ json }) => (json.details as { advice: string }).advice);
		expect(first).toMatch(
			/Capillary asks to wait \d+ seconds; the node waits no longer than a minute\.$/,
		);
	});

	test('as a date is waited for', async () => {
		const until = Math.ceil(Date.now() / 1000) * 1000 + 1000;
		stage.sandbox.faults.add({ status: 429, retryAfter: new Date(until).toUTCString() });
		const { items } = await stage.run('customerBadge.earn', EARN, { items: people(1) });
		expect(items).toHaveLength(1);
		expect(stage.requests()[1].at).toBeGreaterThanOrEqual(until);
	});

	test('holds every request of the run, then lets one find out', async () => {
		const { faults } = stage.sandbox;
		faults.add({ times: null, latencyMs: 10 });
		faults.add({ skip: 5, status: 429, retryAfter: '0.7' });
		const { items } = await stage.run(
			'customerBadge.earn',
			{ ...EARN, options: { concurrency: 4 } },
			{ items: people(20) },
		);
		expect([items.length, stage.requests().length]).toEqual([20, 21]);
		const limited = stage.requests().find(({ status }) => status === 429);
		if (!limited) throw new Error('No request was limited');
		const after = stage.requests().map(({ at }) => at - limited.at);
		expect(after.filter((ms) => ms > 300 && ms < 700)).toEqual([]);
		const [probe, next] = after.filter((ms) => ms >= 700);
		expect(next - probe).toBeGreaterThanOrEqual(9);
	});
});

test('a redirect ends the run: the address is wrong for everybody', async () => {
	stage.sandbox.faults.add({ times: null, status: 302, headers: { location: '/' } });
	const { failed } = await stage.run('customerBadge.earn', EARN, { items: people(50) });
	expect([failed.length, stage.requests().length]).toEqual([50, 1]);
});

test('a client secret that is refused costs one token call, and no request', async () => {
	const { clientKey } = stage.sandbox.credentials;
	const oauth = { authentication: 'oauth', clientKey, clientSecret: 'wrong' };
	const { failed } = await stage.run('customerBadge.earn', EARN, {
		items: people(50),
		credential: { ...stage.basic, ...oauth },
	});
	expect(failed.map(({ json }) => json.error)).toEqual(
		Array(50).fill('Capillary did not accept the credential'),
	);
	expect(stage.requests().map(({ path }) => path)).toEqual(['/v3/oauth/token/generate']);
});
