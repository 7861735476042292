import { z } from 'zod';
import {
	badgeId,
	customerId,
	customerIds,
	invisibleIn,
	listParts,
	parseCustomerId,
	parseCustomerIds,
	picked,
	recordId,
	visibleText,
} from '../../nodes/shared/capillary/ids';

/** IDs as users give them: typed, copied, picked, or as the address that a browser shows. */

const ID = '653df084b3cda7078c7c68f1';
const problemOf = (type: z.ZodTypeAny, value: unknown) =>
	type.safeParse(value).error?.issues.map(({ message }) => message.replace('\n', ' -- '));

describe('the ID of a record', () => {
	test.each<[value: unknown, id: string]>([
		[ID, ID],
		[` \u200b${ID}\u200b\n`, ID],
		[{ mode: 'id', value: ID }, ID],
		[7, '7'],
		['a_b-C', 'a_b-C'],
		['a'.repeat(64), 'a'.repeat(64)],
		[`https://eu.api.capillarytech.com/api_gateway/v1/badges/badgeMeta/${ID}/claim`, ID],
		[`HTTPS://x.example/#/badges?id=${ID}&tab=1`, ID],
		[`http://x.example/${ID.toUpperCase()}`, ID.toUpperCase()],
		[`https://x.example/${ID}#top`, ID],
	])('%j', (value, id) => {
		expect(badgeId.parse(value)).toBe(id);
	});

	const EXAMPLE = `IDs look like ${ID}`;
	test.each<[value: unknown, problem: string]>([
		['', 'is missing'],
		[undefined, 'is missing'],
		[null, 'is missing'],
		[{ value: null }, 'is missing'],
		[{ id: ID }, 'is missing'],
		['a/b', `is not the ID of a badge: "a/b" -- ${EXAMPLE}`],
		['a'.repeat(65), `is not the ID of a badge: "${'a'.repeat(59)}… -- ${EXAMPLE}`],
		[`x ${ID}`, `is not the ID of a badge: "x ${ID}" -- ${EXAMPLE}`],
		[
			'https://x.example/badges',
			`is an address without the ID of a badge: "https://x.example/badges" -- ${EXAMPLE}`,
		],
		[
			`https://x.example/${ID}0`,
			`is an address without the ID of a badge: "https://x.example/${ID}0" -- ${EXAMPLE}`,
		],
		[`x https://x/${ID}`, `is not the ID of a badge: "x https://x/${ID}" -- ${EXAMPLE}`],
		[`ftp://x/${ID}`, `is not the ID of a badge: "ftp://x/${ID}" -- ${EXAMPLE}`],
	])('%j is refused', (value, problem) => {
		expect(problemOf(badgeId, value)).toEqual([problem]);
	});

	test('another record, and another example', () => {
		expect(problemOf(recordId('a request', '42'), '?')).toEqual([
			'is not the ID of a request: "?" -- IDs look like 42',
		]);
	});

	test('a picker that was left empty is absent', () => {
		const type = picked(z.string().optional());
		expect(type.parse({ mode: 'list', value: '' })).toBe(undefined);
		expect(type.parse({ mode: 'id', value: 'a' })).toBe('a');
		expect(type.parse('a')).toBe('a');
	});
});

describe('a customer', () => {
	test.each<[value: unknown, id: number | undefined]>([
		[7, 7],
		[' 0062090013\u200b', 62090013],
		['9007199254740991', 9007199254740991],
		[9007199254740991, 9007199254740991],
		['9007199254740992', undefined],
		[9007199254740992, undefined],
		['00000000000000007', undefined],
		[0, undefined],
		['0', undefined],
		[-7, undefined],
		[1.5, undefined],
		['1.0', undefined],
		['7a', undefined],
		['a7', undefined],
		[true, undefined],
		[null, undefined],
	])('%j is %j', (value, id) => {
		expect(parseCustomerId(value)).toBe(id);
		if (id !== undefined) expect(customerId.parse(value)).toBe(id);
	});

	const RULE = 'Customer IDs are positive whole numbers up to 9007199254740991';
	test.each<[value: unknown, problem: RegExp]>([
		[undefined, /^is missing$/],
		[' x ', new RegExp(`^is not a customer ID: "x" -- ${RULE}$`)],
		[0, /^is not a customer ID: 0 -- /],
		['62,090,013', /^is a number with separators, or several: "62,090,013" -- Give IDs without/],
		['62 090 013', /^is a number with separators, or several/],
		['6,20,90,013', /^is a number with separators, or several/],
		['a@b.example', /^is an email address, not a customer ID: "a@b.example" -- Capillary needs/],
		['62\u200b090', new RegExp(`holds an invisible character \\(U\\+200B\\) -- ${RULE}$`)],
		['1, 2', /^must name exactly one customer, but is "1, 2" -- Give each customer an input item/],
		[[1, 2], /^must name exactly one customer, but is \[1,2\] -- /],
		[1.234, /^is not a customer ID: 1\.234 -- /],
		[[1], /^is not a customer ID: \[1\] -- /],
		['1, x', /^is not a customer ID: "1, x" -- /],
	])('%j is refused', (value, problem) => {
		expect(problemOf(customerId, value)).toEqual([expect.stringMatching(problem)]);
	});
});

describe('a list of customers', () => {
	test.each<[value: unknown, parts: unknown[]]>([
		['1, 2\n3;4\t5', ['1', '2', '3', '4', '5']],
		['1,2', ['1', '2']],
		['1 2', ['1', '2']],
		['1 ,2', ['1', '2']],
		['62,090,013', ['62,090,013']],
		['62,090,013\n7', ['62,090,013', '7']],
		['62,090,013, 7', ['62,090,013', '7']],
		['\u200b 1,\n\n 2 , ', ['1', '2']],
		['', []],
		[' [1, "2"] ', [1, '2']],
		['[1, 2', ['[1', '2']],
		[
			[1, 'a b'],
			[1, 'a b'],
		],
		[7, [7]],
		[undefined, [undefined]],
	])('%j has the parts %j', (value, parts) => {
		expect(listParts(value)).toEqual(parts);
	});

	test('is its numbers, in their order, as often as they come', () => {
		expect(parseCustomerIds('3, 1, 3')).toEqual([3, 1, 3]);
		expect(customerIds.parse([3, '1'])).toEqual([3, 1]);
		expect(parseCustomerIds('3, x')).toBe(undefined);
		expect(parseCustomerIds('')).toBe(undefined);
	});

	test.each<[value: unknown, problem: RegExp]>([
		[undefined, /^is missing$/],
		['', /^names no customer -- Name one customer at least, /],
		[[], /^names no customer -- Name one customer at least, /],
		['1, x', /^holds a value that is not a customer ID: "x" -- /],
		['1, 62,090,013', /^holds a value that is a number with separators, or several/],
		['1, a@b.example', /^holds a value that is an email address/],
	])('%j is refused', (value, problem) => {
		expect(problemOf(customerIds, value)).toEqual([expect.stringMatching(problem)]);
	});
});

test('invisible characters: cut at the ends, named where they stand inside', () => {
	expect(visibleText('\ufeff \u00ada\u200bb\u2060\r\n')).toBe('a\u200bb');
	expect(invisibleIn('a\u200bb\u00ad')).toBe('U+200B');
	expect(invisibleIn('a\u00ad')).toBe('U+00AD');
	expect(invisibleIn('a b')).toBe(undefined);
});
