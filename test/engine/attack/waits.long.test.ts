import { sleep } from 'n8n-workflow';
import { endings } from '../../support/identity';
import { onlyTo, tooMany } from '../../support/limitForms';
import type { Limiting, Refused } from '../../support/limitingCapillary';
import type { LimitingStage } from '../../support/limitingStage';
import { everybody, startLimitingStage } from '../../support/limitingStage';

/** What is promised of waiting, measured where requests arrive: a pause that was asked for is kept, and a cancel ends it. */

let capillary: Limiting;
let earn: LimitingStage['earn'];
beforeAll(async () => {
	({ capillary, earn } = await startLimitingStage());
});
beforeEach(() => capillary.reset());
afterAll(() => capillary.close());

const OAUTH = { authentication: 'oauth', clientKey: 'key', clientSecret: 'secret' };

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

	test("a pause ends in its time also where n8n's clock is set back meanwhile", async () => {
		const { now } = Date;
		const clock = jest.spyOn(Date, 'now');
		capillary.bearing.refuses = ({ nth }) => {
			if (nth !== 20) return undefined;
			// After the node has read the answer.
			void sleep(100).then(() => clock.mockImplementation(() => now() - 8000));
			return tooMany('0.4');
		};
		const run = await earn(60);
		clock.mockRestore();
		expect(endings(run)).toEqual(everybody(60, ['done']));
		expect(Math.min(...later().filter((ms) => ms >= 400))).toBeLessThan(4000);
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
