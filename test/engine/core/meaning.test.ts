import { SEED } from '../../../sandbox';
import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** What is said of an item, and how many requests were sent. */
async function said(operation: string, parameters: object, json: object = {}) {
	const run = await stage.run(
		operation,
		{ ...(parameters as { x?: string }) },
		{ items: [{ ...json }] },
	);
	return {
		errors: run.failed.map(({ json: { error } }) => String(error)),
		sent: stage.requests().length,
	};
}

const GROUPED = [
	'62,090,013',
	'62 090 013',
	'62\u00A0090\u00A0013',
	'62\u202F090\u202F013',
	"62'090'013",
	'62’090’013',
	'62.090.013',
	'6,20,90,013',
	'1,234',
	'5, 62,090,013',
	'62090013,62 090 014',
	['5', '62,090,013'],
	'["62,090,013"]',
];

describe('digits in groups are nobody', () => {
	test.each(GROUPED)('%j in a list', async (customers) => {
		const { errors, sent } = await said('customerBadge.enrol', {
			...GOOD['customerBadge.enrol'],
			customers,
		});
		expect(errors).toEqual([expect.stringContaining('a number with separators, or several: ')]);
		expect(sent).toBe(0);
	});

	test.each(GROUPED)('%j in an input field', async (id) => {
		const parameters = {
			...GOOD['customerBadge.enrol'],
			customersFrom: 'field',
			customerField: 'id',
		};
		const { errors, sent } = await said('customerBadge.enrol', parameters, { id });
		expect(errors).toEqual([expect.stringContaining('a number with separators, or several: ')]);
		expect(sent).toBe(0);
	});

	test.each(GROUPED.filter((value) => typeof value === 'string' && !/[[]|, |,62 /.test(value)))(
		'%j as one customer',
		async (customerId) => {
			const { errors } = await said('customerBadge.earn', {
				...GOOD['customerBadge.earn'],
				customerId,
			});
			expect(errors).toEqual([
				expect.stringContaining("'Customer ID' is a number with separators"),
			]);
		},
	);
});

test.each([
	['62090013, 123', [62090013, 123]],
	['62090013,123', [62090013, 123]],
	['123\n456', [123, 456]],
	['123, 456', [123, 456]],
	['\u200B62090013\uFEFF', [62090013]],
	['62090013 62090014', [62090013, 62090014]],
])('%j are customers %j', async (customers, ids) => {
	const { items } = await stage.run('customerBadge.enrol', {
		...GOOD['customerBadge.enrol'],
		customers,
	});
	expect(items.map(({ json }) => json.customerId)).toEqual(ids);
});

test.each([
	['0x10', /is not a customer ID: "0x10"/],
	['1e3', /is not a customer ID: "1e3"/],
	['6209\u200B0013', /holds an invisible character \(U\+200B\)/],
	['ann@example.com', /is an email address, not a customer ID: "ann@example\.com"/],
	['62090013\uD83D', /half of a character|not a customer ID/],
])('%j is no customer', async (customerId, words) => {
	const parameters = { ...GOOD['customerBadge.earn'], customerId };
	const { errors, sent } = await said('customerBadge.earn', parameters);
	expect(errors).toEqual([expect.stringMatching(words)]);
	expect(sent).toBe(0);
});

test('an email address is told where to get the numeric ID', async () => {
	const { failed } = await stage.run('customerBadge.enrol', {
		...GOOD['customerBadge.enrol'],
		customers: 'ann@example.com',
	});
	expect(failed[0].json.details).toMatchObject({
		advice: expect.stringContaining('numeric ID here. Look it up first, with Customer > Find'),
	});
});

test.each(['0x10', '1e2', ' 0b11 '])('%j is no whole number', async (maxAttempts) => {
	const { errors } = await said('badge.get', { badgeId: SEED.earnBadge, options: { maxAttempts } });
	expect(errors).toEqual([expect.stringContaining("'Max Attempts' must be a whole number")]);
});

describe('an identifier', () => {
	const of = (customerId: string) => ({
		customerIdentifierType: 'externalId',
		customerId,
		badgeId: SEED.earnBadge,
	});

	test.each(['.', '..', ' .. '])('%j does not change the path', async (customerId) => {
		const { errors, sent } = await said('customerBadge.get', of(customerId));
		expect(errors).toEqual([expect.stringContaining('is not an ID')]);
		expect(sent).toBe(0);
	});

	test.each([
		['a\u200Bb', /invisible character \(U\+200B\)/],
		['a\uD83Db', /half of a character/],
	])('%j is refused', async (customerId, words) => {
		const { errors, sent } = await said('customerBadge.get', of(customerId));
		expect(errors).toEqual([expect.stringMatching(words)]);
		expect(sent).toBe(0);
	});

	test('is sent without what nobody sees around it', async () => {
		await said('customerBadge.get', of('\uFEFFCRM-1\u200B'));
		expect(stage.requests()[0].path).toMatch(/\/management\/CRM-1\/badge\//);
	});
});

test('half of a character ends one item, not the run', async () => {
	const { items, failed } = await stage.run(
		'badgeGroup.create',
		{ name: '={{ $json.name }}', rank: 1 },
		{ items: [{ name: 'Drinks' }, { name: 'cut \uD83D' }, { name: 'Food 👍' }] },
	);
	expect(items).toHaveLength(2);
	expect(failed.map(({ json }) => json.error)).toEqual(["'Name' holds half of a character"]);
});

describe('a date', () => {
	const earned = (earnEventDate: string) =>
		said('customerBadge.earn', {
			...GOOD['customerBadge.earn'],
			additionalFields: { earnEventDate },
		});

	test.each([
		'11:20',
		'11:20 BST',
		'12',
		'101010',
		'2026',
		'2026-03-15 11:20 BST',
		'2026-03-15T11:20:00 EST',
		'2026-03-15 11:20 GMT',
		'2026-03-15 11:20 Mars/Base',
	])('%j is none', async (value) => {
		const { errors, sent } = await earned(value);
		expect(errors).toEqual([expect.stringContaining("'Earn Event Date' is not a date")]);
		expect(sent).toBe(0);
	});

	test.each([
		['2026-03-15 11:20 UTC', '2026-03-15T11:20:00.000Z'],
		['2026-03-15 11:20:00 Europe/Berlin', '2026-03-15T10:20:00.000Z'],
		['2026-03-15T11:20:00+01:00[Europe/Berlin]', '2026-03-15T10:20:00.000Z'],
		['1773573600.9999', '2026-03-15T11:20:00.999Z'],
	])('%j is %s', async (value, iso) => {
		await earned(value);
		expect(stage.requests()[0].body).toMatchObject({ earnEventDate: iso });
	});
});

describe('a request ID', () => {
	const ORDER = '=order-{{ $json.orderNumber }}';
	const withId = (requestId: string, json: object) =>
		said(
			'customerBadge.earn',
			{ ...GOOD['customerBadge.earn'], additionalFields: { requestId } },
			json,
		);

	test.each([
		[ORDER, {}, /takes 'orderNumber' from the item, which has no such field/],
		[ORDER, { orderNumber: null }, /which has no value there/],
		[ORDER, { orderNumber: { id: 1 } }, /which has a list or an object there/],
		[ORDER, { orderNumber: 123456789012345680 }, /a number there that was rounded/],
		[ORDER, { orderNumber: '' }, /is "order-" without what its expression should add/],
		[ORDER, { orderNumber: ' ' }, /is "order- " without what its expression should add/],
		['={{ $json.orderNumber }}', {}, /which has no such field/],
		['={{ $json.body.orderNumber }}', { body: {} }, /takes 'body.orderNumber' from the item/],
		['={{ "" + $json.orderNumber }}', {}, /holds no value .*"undefined"/],
		['={{ "order-" + $json.orderNumber }}', {}, /holds no value .*"order-undefined"/],
		['={{ "order-" + $json.orderNumber }}', { orderNumber: null }, /holds no value .*"order-null"/],
		[
			'={{ "order-" + $json.orderNumber }}',
			{ orderNumber: {} },
			/holds no value .*\[object Object\]/,
		],
		['={{ "order-" + Number($json.orderNumber) }}', { orderNumber: 'x' }, /"order-NaN"/],
		...[
			'={{ "order-" + ($json.orderNumber || "") }}',
			"={{ 'order-' + ($json.orderNumber ?? '').trim() }}",
			'={{ ("order-" + ($json.orderNumber || "")).trim() }}',
			'={{ `order-${$json.orderNumber ?? ""}` }}',
			'=order-{{ "" + ($json.orderNumber || "") }}',
			'={{ "order-" + ($json.orderNumber || "none") }}',
			'={{ `order-${$json.orderNumber || "none"}` }}',
			'={{ "order" + $json.orderNumber }}',
		].map((requestId): [string, object, RegExp] => [
			requestId,
			{},
			/ without what its expression /,
		]),
		['order-{{ $json.orderNumber }}', {}, /holds no value/],
		['=order-{{ $json.orderNumber }}', { orderNumber: '#N/A' }, /holds no value/],
	])('%j of %j is refused unsent', async (requestId, json, words) => {
		const { errors, sent } = await withId(requestId, json);
		expect(errors).toEqual([expect.stringMatching(words)]);
		expect(errors[0]).toMatch(/^'Request ID' /);
		expect(sent).toBe(0);
	});

	test.each([
		[ORDER, { orderNumber: 4711 }, 'order-4711'],
		[ORDER, { orderNumber: 0 }, 'order-0'],
		[ORDER, { orderNumber: 'undefinedLtd-1' }, 'order-undefinedLtd-1'],
		['order-4711', {}, 'order-4711'],
		['={{ "order-" + ($json.orderNumber || "") }}', { orderNumber: 5 }, 'order-5'],
		['={{ "order-" + ($json.orderNumber || "none") }}', { orderNumber: 5 }, 'order-5'],
		['={{ `order-${$json.orderNumber}` }}', { orderNumber: 5 }, 'order-5'],
		['={{ "order-" + "4711" }}', {}, 'order-4711'],
		['={{ $json.isBig ? "big" : "small" }}', {}, 'small'],
		['={{ "a-" + ($json.isBig ? "big" : "small") }}', {}, 'a-small'],
		['={{ "a-" + ["x"].join("-") }}', {}, 'a-x'],
		['=order-{{ $json.a }}-{{ $json.b }}', { a: 1, b: 'x' }, 'order-1-x'],
	])('%j of %j is %s', async (requestId, json, id) => {
		await withId(requestId, json);
		expect(stage.requests()[0].body).toMatchObject({ requestId: id });
	});

	test('an empty one is made by the node', async () => {
		await withId('={{ $json.id }}', { id: '' });
		expect(stage.requests()[0].body).toMatchObject({ requestId: expect.stringMatching(/^n8n-/) });
	});
});
