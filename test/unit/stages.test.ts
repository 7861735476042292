import fc from '../support/fastCheck';
import { backoffMs } from '../../nodes/CapillaryBadges/execution/deliver/backoff';
import { retryAfterMs } from '../../nodes/shared/capillary/retryAfter';
import { cutBatches } from '../../nodes/CapillaryBadges/execution/plan/batches';
import {
	contentRequestId,
	nodeRequestId,
} from '../../nodes/CapillaryBadges/execution/plan/requestIds';
import { draggedPath } from '../../nodes/CapillaryBadges/execution/read/expressions';
import { summary, toItems } from '../../nodes/CapillaryBadges/execution/settle/settle';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';

const NOW = Date.UTC(2026, 2, 15, 11, 20);
const FAULT = { what: 'No', fix: 'Do.', certainty: 'notDone' as const };

describe('backoff', () => {
	it('stays within an exponential bound and its cap', () => {
		const attempts = fc.integer({ min: 1, max: 40 });
		fc.assert(
			fc.property(
				attempts,
				fc.boolean(),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(n, limited, random) => {
					const wait = backoffMs(n, limited, random);
					expect(wait).toBeGreaterThanOrEqual(0);
					expect(wait).toBeLessThanOrEqual(Math.min(20_000, (limited ? 500 : 250) * 2 ** (n - 1)));
				},
			),
		);
		expect([1, 2, 3, 10].map((n) => backoffMs(n, false, 1))).toEqual([250, 500, 1000, 20_000]);
	});

	it.each([
		['3', 3000],
		[' 3 ', 3000],
		['0', 0],
		['1.5', 1500],
		[2, 2000],
		[['4', '9'], 4000],
		['Sun, 15 Mar 2026 11:20:05 GMT', 5000],
		['Sunday, 15-Mar-26 11:20:05 GMT', 5000],
		['Sun Mar 15 11:20:05 2026 GMT', 5000],
		['Sun, 15 Mar 2026 11:00:00 GMT', 0],
		['-5', undefined],
		['1/2', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[null, undefined],
		[{}, undefined],
	])('reads Retry-After %j as %p ms', (header, wait) => {
		expect(retryAfterMs(header, NOW)).toBe(wait);
	});
});

describe('request IDs', () => {
	it('of the content are the same for the same content, and differ by deed and content', () => {
		const base = contentRequestId('earn', { x: 1 });
		expect(contentRequestId('earn', { x: 1 })).toBe(base);
		expect(base).toMatch(/^n8n-[0-9a-f]{32}$/);
		const others = [contentRequestId('enrol', { x: 1 }), contentRequestId('earn', { x: 2 })];
		expect(new Set([base, ...others]).size).toBe(3);
	});
	it('of the node are a nonce and a number', () => {
		expect(nodeRequestId('ab', 7)).toBe('n8n-ab-7');
	});
});

describe('cutBatches', () => {
	it('keeps everybody, nobody twice in a load, no load too big, order within a load', () => {
		const lists = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 60 });
		fc.assert(
			fc.property(lists, fc.integer({ min: 1, max: 10 }), (customers, size) => {
				const members = customers.map((customer, place) => ({ customer, place }));
				const loads = cutBatches(members, ({ customer }) => customer, size);
				const places = loads.flat().map(({ place }) => place);
				expect([...places].sort((a, b) => a - b)).toEqual(members.map(({ place }) => place));
				for (const load of loads) {
					expect(load.length).toBeLessThanOrEqual(size);
					expect(new Set(load.map(({ customer }) => customer)).size).toBe(load.length);
					expect(load.every(({ place }, i) => i === 0 || place > load[i - 1].place)).toBe(true);
				}
			}),
		);
	});
});

describe('settle', () => {
	it('makes one linked item per outcome, in order', () => {
		const settled = [
			{ item: 0, outcome: { done: [{ a: 1 }, { a: 2 }] } },
			{ item: 1, outcome: { failure: { ...FAULT, code: 5, httpStatus: 400 } } },
			{ item: 2, outcome: { done: [] } },
		];
		expect(toItems(settled)).toEqual([
			{ json: { a: 1 }, pairedItem: { item: 0 } },
			{ json: { a: 2 }, pairedItem: { item: 0 } },
			{
				json: { error: 'No', details: { code: 5, httpStatus: 400, advice: 'Do.', retry: 'safe' } },
				pairedItem: { item: 1 },
			},
		]);
	});
	it('sums up in a sentence', () => {
		const done = (json = {}) => ({ item: 0, outcome: { done: [json] } });
		const many = Array.from({ length: 9996 }, () => done());
		const failed = { item: 1, outcome: { failure: FAULT } };
		const open = { item: 2, outcome: { failure: { ...FAULT, certainty: 'unknown' as const } } };
		const rest = [done({ alreadyDone: true }), failed];
		expect(summary([...many, ...rest], 'enrolled')).toBe(
			'9,997 enrolled, 1 of them found to be done already, 1 not',
		);
		expect(summary([done(), failed, open, open], 'issued')).toBe('1 issued, 1 not, 2 unknown');
		expect(summary([done()], 'issued')).toBe('1 issued');
	});
});

test.each([
	['={{ $json.a }}', ['a']],
	['={{$json.a.b}}', ['a', 'b']],
	['={{ $json["a b"]["c"] }}', ['a b', 'c']],
	["={{ $json['x'].y }}", ['x', 'y']],
	['={{ $json.a + 1 }}', undefined],
	['={{ $json.a }} ', undefined],
	['= {{ $json.a }}', undefined],
	['={{ $json }}', undefined],
	// n8n refuses these names itself.
	['={{ $json.a.constructor }}', undefined],
	['={{ $json.__proto__.a }}', undefined],
	['={{ $json.a__ }}', ['a__']],
	['={{ $json.a[0] }}', undefined],
	['plain', undefined],
])('a dragged field: %s', (expression, names) => {
	expect(draggedPath(expression)).toEqual(names);
});

test('the options have defaults, and a batch size that the operation may bound', () => {
	expect(optionsSchema(20).parse({ timeout: '5' })).toEqual({
		alreadyDone: 'fail',
		checkCustomers: false,
		dryRun: false,
		maxCustomers: 0,
		requestIdScope: 'execution',
		batchSize: 20,
		checkForChanges: false,
		concurrency: 200,
		includeInputFields: false,
		maxAttempts: 3,
		timeout: 5,
	});
	expect(optionsSchema(20).safeParse({ batchSize: 21 }).success).toBe(false);
});
