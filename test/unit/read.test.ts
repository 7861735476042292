import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	factsOf,
	readCredential,
	readOptions,
} from '../../nodes/CapillaryBadges/execution/read/configuration';
import { at, dataPaths } from '../../nodes/CapillaryBadges/execution/read/dataPath';
import { n8nSource } from '../../nodes/CapillaryBadges/execution/read/expressions';
import { refuseIssue } from '../../nodes/CapillaryBadges/execution/read/invalid';
import { refuseTooMany } from '../../nodes/CapillaryBadges/execution/read/named';
import { requestReader } from '../../nodes/CapillaryBadges/execution/read/read';
import type { Source } from '../../nodes/CapillaryBadges/execution/read/source';
import { failEach, failedEach } from '../../nodes/CapillaryBadges/execution/settle/wholeRun';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import { readAccount } from '../../nodes/shared/capillary/account';
import { CREDENTIAL, NODE } from '../support/inProcess';
import { operationOf } from '../support/operationOf';

/** The first stage: an item's parameters become its request, or the words that refuse it. */

type Values = Record<string, unknown>;

const BADGE = '653df084b3cda7078c7c68f1';
const OWNED = { badgeId: BADGE, ownerType: 'Loyalty', referenceId: '1' };
const EARN = { ...OWNED, customerId: 7 };

const sourceOf = (items: Values[], more: Partial<Source>): Source => ({
	parameter: (name, item) => items[item][name],
	field: () => undefined,
	...more,
});
/** Reads one item. */
const read = (value: string, parameters: Values, more: Partial<Source> = {}) =>
	requestReader(operationOf(`customerBadge.${value}`), 'UTC', sourceOf([parameters], more))(0);
/** Parameter, what is wrong, and what to do. */
function refusalOf(...given: Parameters<typeof read>) {
	const said = read(...given);
	if (!('failure' in said)) throw new Error('It was read');
	const { parameter, what, fix, certainty } = said.failure;
	expect(certainty).toBe('notDone');
	expect(fix).toMatch(/\. Nothing was sent for this item\.$/);
	return [parameter, what, fix.replace(/\. Nothing was sent for this item\.$/, '')];
}

describe('values of the fields', () => {
	test('are read with those of collections beside them; what is absent is left out', () => {
		const additionalFields = { requestId: ' o-1 ', earnEventDate: '' };
		expect(read('earn', { ...EARN, additionalFields })).toEqual({
			item: 0,
			input: { ...EARN, requestId: 'o-1' },
			alike: {},
		});
		for (const nothing of [null, 'text', undefined]) {
			expect(read('earn', { ...EARN, additionalFields: nothing })).toMatchObject({ input: EARN });
		}
	});

	test('IDs count without what nobody sees around them', () => {
		const additionalFields = { requestId: '\u200Bo-1' };
		expect(read('earn', { ...EARN, badgeId: `${BADGE}\u200B`, additionalFields })).toMatchObject({
			input: { badgeId: BADGE, requestId: 'o-1' },
		});
	});

	test("dates are those of the workflow's time zone", () => {
		const dated = { ...EARN, additionalFields: { earnEventDate: '2026-03-15T11:20' } };
		const earn = operationOf('customerBadge.earn');
		const dates = ['UTC', 'Asia/Kolkata', 'UTC'].map((zone) => {
			const one = requestReader(earn, zone, sourceOf([dated], {}))(0);
			return 'input' in one ? one.input : one;
		});
		expect(dates).toMatchObject(
			['11:20', '05:50', '11:20'].map((time) => ({
				earnEventDate: new Date(`2026-03-15T${time}:00Z`),
			})),
		);
	});

	test('all but the options are asked for, each once an item', () => {
		const asked: string[] = [];
		read('earn', {}, { parameter: (name) => void asked.push(name) });
		expect(asked).toEqual([
			'badgeId',
			'customerId',
			'ownerType',
			'referenceId',
			'additionalFields',
		]);
	});

	test.each<[parameters: Values, refusal: string[]]>([
		[
			{ badgeId: undefined },
			[
				'badgeId',
				"'Badge' is missing",
				"Fill in 'Badge', or what its expression takes from the item",
			],
		],
		[
			{ ownerType: 'x' },
			[
				'ownerType',
				expect.stringMatching(/^'Owner Type' is "x", which is not one of /),
				"Correct 'Owner Type'",
			],
		],
		[
			{ additionalFields: { earnEventDate: 'soon' } },
			[
				'earnEventDate',
				'\'Earn Event Date\' is not a date: "soon"',
				expect.stringMatching(/^Use ISO 8601/),
			],
		],
		[
			{ referenceId: 'a\uD83D' },
			[
				'referenceId',
				expect.stringMatching(/^'\w+( \w+)*' holds half of a character$/),
				expect.stringMatching(/^A text with an emoji/),
			],
		],
		[
			{ additionalFields: { requestId: 'order-undefined' } },
			[
				'requestId',
				'\'Request ID\' holds no value where there should be one: "order-undefined"',
				`A request ID must tell this request from all others: correct the expression, or leave 'Request ID' empty`,
			],
		],
	])('%j is refused', (change, refusal) => {
		expect(refusalOf('earn', { ...EARN, ...change })).toEqual(refusal);
	});

	test('an expression that throws is told with its words, and the error stays at hand', () => {
		const thrown = new Error('Referenced node\ndoes not exist.');
		const throwing = (error: unknown) => ({
			parameter: (name: string) => {
				if (name === 'customerId') throw error;
				return (EARN as Values)[name];
			},
		});
		expect(refusalOf('earn', EARN, throwing(thrown))).toEqual([
			'customerId',
			"The expression in 'Customer ID' could not be evaluated: Referenced node does not exist",
			'Check the expression, and that the nodes and fields that it names are there for this item',
		]);
		expect(read('earn', EARN, throwing(thrown))).toMatchObject({ thrown });
		expect(refusalOf('earn', EARN, throwing('text'))[1]).toBe(
			"The expression in 'Customer ID' could not be evaluated",
		);
	});

	test('what has no label is named as it is', () => {
		expect(refuseIssue(new Map(), 2, { message: 'is missing', path: ['some'] })).toMatchObject({
			item: 2,
			failure: { what: "'some' is missing", parameter: 'some' },
		});
		expect(refuseIssue(new Map([['a', 'An A']]), 0, { message: 'is odd', path: [] }, 'a')).toEqual(
			refuseIssue(new Map([['a', 'An A']]), 0, { message: 'is odd', path: ['a'] }),
		);
		expect(refuseIssue(new Map(), 0, { message: 'is odd', path: [] }).failure.what).toBe(
			"'' is odd",
		);
	});
});

describe('request IDs', () => {
	const idOf = (requestId: unknown, typed: string, json: object = {}) =>
		read(
			'earn',
			{ ...EARN, additionalFields: { requestId } },
			{
				raw: (...path) => (path.join('.') === 'additionalFields.requestId' ? typed : undefined),
				json: () => json,
			},
		);

	test('of an expression that gives nothing are refused, those that are left empty are not', () => {
		for (const nothing of ['null', null, undefined, '']) {
			expect(idOf(nothing, '={{ $json.a }}')).toHaveProperty('failure.parameter', 'requestId');
			expect(idOf(nothing, '')).toMatchObject({ input: EARN });
			// An agent may leave it out.
			expect(idOf(nothing, "={{ $fromAI('id') }}")).toMatchObject({ input: EARN });
			expect(idOf(nothing, "={{\n$fromAI('id') }}")).toMatchObject({ input: EARN });
		}
		expect(idOf('null', 'null')).toMatchObject({ input: EARN });
		expect(idOf('o-7', '=o-{{ $json.a }}', { a: 7 })).toMatchObject({
			input: { requestId: 'o-7' },
		});
	});

	test('of an expression are taken as they come, whatever stands beside them', () => {
		const raw = (...path: string[]) =>
			path.join('.') === 'additionalFields.requestId' ? '={{ $json.a.trim() }}' : undefined;
		const additionalFields = { requestId: 'null', earnEventDate: '2026-01-01' };
		expect(read('earn', { ...EARN, additionalFields }, { raw })).toHaveProperty(
			'failure.parameter',
			'requestId',
		);
		const long = 'o-123456789012345680';
		expect(idOf(long, "=o-{{ $('Sheet').item.json.id }}")).toMatchObject({
			input: { requestId: long },
		});
	});

	test('are measured by what a piece of the expression gives for the item', () => {
		const big = 123_456_789_012_345_680;
		const asked: unknown[] = [];
		const refused = read(
			'earn',
			{ ...EARN, additionalFields: { requestId: `o-${big}` } },
			{
				raw: () => "=o-{{ $('Sheet').item.json.id }}",
				value: (code, item) => {
					asked.push([code, item]);
					return big;
				},
			},
		);
		expect(asked).toEqual([["$('Sheet').item.json.id", 0]]);
		expect(refused).toHaveProperty('failure.parameter', 'requestId');
	});
});

describe('the name of the badge', () => {
	const nameOf = (typed: unknown) => {
		const one = read('earn', EARN, { raw: (name) => (name === 'badgeId' ? typed : undefined) });
		return 'badgeName' in one ? one.badgeName : undefined;
	};
	const picked = { mode: 'list', value: BADGE, cachedResultName: 'Old Timer' };

	test('is known where it was picked from the list', () => {
		expect(nameOf(picked)).toBe('Old Timer');
		expect(nameOf({ ...picked, cachedResultName: 'Old Timer (expired 1 Jan 2022)' })).toBe(
			'Old Timer',
		);
		expect(nameOf({ ...picked, cachedResultName: 'x'.repeat(99) })).toBe('x'.repeat(60));
	});

	test.each([
		'text',
		{ ...picked, mode: 'id' },
		{ ...picked, value: 5 },
		{ ...picked, value: '={{ $json.id }}' },
		{ ...picked, cachedResultName: undefined },
		{ ...picked, cachedResultName: '' },
		{ ...picked, cachedResultName: BADGE },
	])('is not known of %j', (typed) => {
		expect(nameOf(typed)).toBeUndefined();
		expect(read('earn', EARN, { raw: () => typed })).not.toHaveProperty('badgeName');
	});
});

describe('customers of a field of the input', () => {
	const ENROL = { ...OWNED, customersFrom: 'field' };
	const SET =
		"Set 'Customer ID Field' to the name (not the value) of the field that holds the customer ID, and fill in that field";
	const fields = (values: Values) => ({ field: (name: string) => values[name] });

	test('are found by its name, the usual one where none is given', () => {
		expect(read('enrol', ENROL, fields({ customerId: 5 }))).toMatchObject({
			input: { customers: [5] },
		});
		expect(
			read('enrol', { ...ENROL, customerField: 'who' }, fields({ who: '6, 7' })),
		).toMatchObject({ input: { customers: [6, 7] } });
		// Spelling is forgiven, and with a list the field does not count.
		expect(
			read('enrol', { ...ENROL, customersFrom: 'Field' }, fields({ customerId: 5 })),
		).toMatchObject({ input: { customers: [5] } });
		const list = { ...ENROL, customersFrom: 'list', customers: '8' };
		expect(read('enrol', list, fields({ customerId: 5 }))).toMatchObject({
			input: { customers: [8] },
		});
	});

	test('that are not there are refused by the name of the field', () => {
		for (const nothing of [undefined, null, '']) {
			expect(refusalOf('enrol', ENROL, fields({ customerId: nothing }))).toEqual([
				'customerField',
				"The input item has no customer ID in 'customerId', its 'Customer ID Field'",
				SET,
			]);
		}
		expect(
			refusalOf('enrol', ENROL, {
				raw: (name) => (name === 'customerField' ? '={{ $json.x }}' : undefined),
			}),
		).toEqual(['customerField', "'Customer ID Field' is missing", SET]);
		expect(refusalOf('enrol', ENROL, { raw: () => 'typed' })[1]).toContain("in 'customerId'");
	});

	test('that are none are refused with what is wrong with them', () => {
		const who = { ...ENROL, customerField: 'who' };
		expect(refusalOf('enrol', who, fields({ who: 'Ada' }))).toEqual([
			'customerField',
			'\'Customer ID Field\' (who) holds a value that is not a customer ID: "Ada"',
			expect.stringMatching(/^Customer IDs are positive whole numbers/),
		]);
		expect(refusalOf('enrol', who, fields({ who: [] }))).toEqual([
			'customerField',
			"'Customer ID Field' (who) names no customer",
			'Name one customer at least, or leave such items out with a Filter node before this one',
		]);
		// Anything else is told of its own parameter.
		expect(refusalOf('enrol', { ...who, ownerType: 'x' }, fields({ who: 5 }))[0]).toBe('ownerType');
	});

	test('come from nowhere else', () => {
		expect(refusalOf('enrol', { ...OWNED, customersFrom: 'sheet' })).toEqual([
			'customersFrom',
			'\'Customers From\' is "sheet", which is not one of field, list',
			"Correct 'Customers From'",
		]);
	});
});

describe('neighbors', () => {
	const readAll = (value: string, items: Values[]) => {
		const one = requestReader(operationOf(`customerBadge.${value}`), 'UTC', sourceOf(items, {}));
		return items.map((_, item) => {
			const given = one(item);
			return 'alike' in given ? given.alike : undefined;
		});
	};

	test('are known as alike where they differ in their customers alone', () => {
		const [a, b, c, d, e] = readAll('enrol', [
			{ ...OWNED, customers: '1' },
			{ ...OWNED, customers: '2' },
			{ ...OWNED, customers: '3', referenceId: '2' },
			{ ...OWNED, customers: '4', referenceId: '2', additionalFields: { requestId: 'o' } },
			{ ...OWNED, customers: '5', referenceId: '2' },
		]);
		expect(a).toBe(b);
		expect(new Set([b, c, d, e]).size).toBe(4);
	});

	test('of an operation for one customer never are', () => {
		const [a, b] = readAll('earn', [EARN, EARN]);
		expect(a).not.toBe(b);
	});

	test('a flaw is found also where the item before had the same names', () => {
		const items = [
			{ ...OWNED, customers: '1' },
			{ ...OWNED, customers: '2', referenceId: '\uD83D' },
			{ ...OWNED, customers: '3', referenceId: '\uD83D' },
		];
		const [a, b, c] = readAll('enrol', items);
		expect([a === undefined, b, c]).toEqual([false, undefined, undefined]);
	});
});

describe('columns of the input', () => {
	const AUTO = { rowsFrom: 'columns', columns: { mappingMode: 'autoMapInputData' } };
	const json = { badge: BADGE, customer: '7', 'Earned On': '2026-01-01', expiry: '2027-01-01' };
	const NAME = "Name a column so, or choose 'Map Each Column Manually' under 'Mapping Column Mode'";
	const refused = (item: Values, parameters: Values = AUTO) =>
		refusalOf('import', parameters, { json: () => item });

	test('are found by their names', () => {
		expect(read('import', AUTO, { json: () => json })).toMatchObject({
			input: { badgeId: BADGE, customerId: 7, earnEventDate: new Date('2026-01-01') },
		});
	});

	test('that are not there, or twice, are named', () => {
		expect(refused({ ...json, badge: undefined })).toEqual([
			'columns',
			"'Badge ID' (column 'badge') is missing",
			'Fill it in',
		]);
		const others = Object.entries(json).filter(([name]) => name !== 'customer');
		expect(refused(Object.fromEntries(others))).toEqual([
			'columns',
			"The input item has no column 'Customer ID'",
			NAME,
		]);
		expect(refused({ ...json, Customer: 8 })).toEqual([
			'columns',
			"Several columns may be 'Customer ID': 'customer' and 'Customer'",
			NAME.replace('Name a column so', 'Keep one of them'),
		]);
		expect(read('import', AUTO, {})).toMatchObject({
			failure: { what: "The input item has no column 'Badge ID'" },
		});
		expect(read('import', AUTO, { json: () => ['x'] })).toMatchObject({
			failure: { what: "The input item has no column 'Badge ID'" },
		});
	});

	test('that hold something else are told by their own name', () => {
		expect(refused({ ...json, customer: [] })).toEqual([
			'columns',
			"'Customer ID' (column 'customer') is not a customer ID: []",
			expect.stringMatching(/^Customer IDs are/),
		]);
		expect(refused({ ...json, customer: '..' })).toEqual([
			'columns',
			"'Customer ID' (column 'customer') is not an ID: \"..\"",
			'Correct it in the input item',
		]);
		expect(refused({ ...json, expiry: '2027-01-01\uD83D' })[1]).toBe(
			"'Earn Expires On' (column 'expiry') holds half of a character",
		);
	});

	test('are those that the user mapped, where that is wanted', () => {
		const mapped = { badgeId: ` ${BADGE}`, customerId: '7', earnEventDate: '2026-01-01' };
		const by = (value: unknown) => ({
			rowsFrom: 'columns',
			columns: { mappingMode: 'defineBelow', value },
		});
		const whole = { ...mapped, earnExpiresOn: '2027-01-01' };
		expect(read('import', by(whole), { json: () => ({ badge: 'x' }) })).toMatchObject({
			input: { badgeId: BADGE, customerId: 7 },
		});
		expect(refused(json, by({ ...whole, customerId: ' ' }))).toEqual([
			'columns',
			"'Customer ID' is missing",
			'Fill it in',
		]);
		expect(refused(json, by({ ...whole, badgeId: 'a b' }))[1]).toBe(
			'\'Badge ID\' is not the ID of a badge: "a b"',
		);
		expect(refused(json, by(null))[1]).toBe("'Badge ID' is missing");
		const other = { rowsFrom: 'columns', columns: { mappingMode: 'x', value: { badgeId: 'x' } } };
		expect(read('import', other, { json: () => json })).toMatchObject({
			input: { badgeId: BADGE },
		});
	});

	test('do not count where the fields do', () => {
		const fields = {
			rowsFrom: 'fields',
			columns: { mappingMode: 'defineBelow', value: { badgeId: 'x' } },
			...{ badgeId: BADGE, customerId: 8, earnEventDate: '2026-01-01' },
		};
		expect(
			read('import', { ...fields, earnExpiresOn: '2027-01-01' }, { json: () => json }),
		).toMatchObject({ input: { badgeId: BADGE, customerId: 8 } });
		expect(refused(json, fields)[1]).toBe("'Earn Expires On' is missing");
	});
});

describe('paths of fields', () => {
	test('lead through own fields alone', () => {
		const json = { a: { b: null }, list: [5], text: 'abc' };
		expect(at(json, [])).toBe(json);
		expect(at(json, ['a', 'b'])).toBe(null);
		expect(at(json, ['list', '0'])).toBe(5);
		for (const path of [['text', '0'], ['a', 'b', 'c'], ['toString'], ['list', 'map'], ['x']]) {
			expect(at(json, path)).toBeUndefined();
		}
		expect(at(undefined, ['a'])).toBeUndefined();
	});

	test('are one where a text can mean one thing', () => {
		expect(dataPaths(' a ')).toEqual([['a']]);
		expect(dataPaths('$json.a')).toEqual([['$json', 'a'], ['$json.a'], ['a']]);
		expect(dataPaths('$json')).toEqual([['$json']]);
		expect(dataPaths('a b]')).toEqual([['a b]']]);
		expect(dataPaths("x['a\\'b']")).toContainEqual(['x', "a'b"]);
	});
});

describe("n8n's parameters", () => {
	const sourceFor = (parameters: IDataObject, items: IDataObject[], throws = false) => {
		const asked: string[] = [];
		const context = {
			getNode: () => ({ parameters }),
			getNodeParameter: (name: string, item: number) => {
				asked.push(`${name} ${item}`);
				return `${name} of ${item}`;
			},
			evaluateExpression: (expression: string, item: number) => {
				if (throws) throw new Error('No');
				return `${expression} for ${item}`;
			},
		} as unknown as IExecuteFunctions;
		return {
			source: n8nSource(
				context,
				items.map((json) => ({ json })),
			),
			asked,
		};
	};

	test('without an expression are read once for all items, whatever they hold', () => {
		const fixed = { a: 'text', b: 7, c: { x: ['y'] } };
		const { source, asked } = sourceFor(fixed, [{}, {}]);
		for (const name of Object.keys(fixed)) {
			expect([0, 1].map((item) => source.parameter(name, item))).toEqual([
				`${name} of 0`,
				`${name} of 0`,
			]);
		}
		expect(asked).toEqual(['a 0', 'b 0', 'c 0']);
		expect([source.parameter('none', 0), asked.length]).toEqual([undefined, 3]);
	});

	test('with any other expression are evaluated for each item, lists as a whole', () => {
		const { source, asked } = sourceFor(
			{ a: '={{ $json.x + 1 }}', list: ['={{ $json.x }}'], name: '={{ $json.constructor }}' },
			[{ x: 1 }, { x: 2 }],
		);
		expect(source.parameter('a', 1)).toBe('a of 1');
		expect(source.parameter('list', 1)).toBe('list of 1');
		expect(source.parameter('name', 1)).toBe('name of 1');
		expect(asked).toEqual(['a 1', 'list 1', 'name 1']);
	});

	test('of a collection are read member by member', () => {
		const { source, asked } = sourceFor({ c: { id: '={{ $json.x }}', more: { a: 'b' } } }, [
			{ x: 1 },
			{ x: 2 },
		]);
		expect([0, 1].map((item) => source.parameter('c', item))).toEqual([
			{ id: 1, more: 'c.more of 0' },
			{ id: 2, more: 'c.more of 0' },
		]);
		expect(asked).toEqual(['c.more 0']);
	});

	test('and pieces of an expression are evaluated where that can be done', () => {
		expect(sourceFor({}, [{}]).source.value?.('$json.a', 3)).toBe('{{ $json.a }} for 3');
		expect(sourceFor({}, [{}], true).source.value?.('$json.a', 3)).toBeUndefined();
		const { source } = sourceFor({ c: { id: 'x' } }, [{ a: { b: 5 } }]);
		expect(source.raw?.('c', 'id')).toBe('x');
		expect(source.raw?.('c', 'none')).toBeUndefined();
		expect(source.json?.(0)).toEqual({ a: { b: 5 } });
		expect(source.field('a.b', 0)).toBe(5);
	});
});

describe('most customers per call', () => {
	const requestsOf = (...inputs: unknown[]) => inputs.map((input, item) => ({ item, input }));
	const guard = (maxCustomers: number, ...inputs: unknown[]) => {
		const options = optionsSchema(undefined).parse({ maxCustomers });
		const earn = operationOf('customerBadge.earn');
		refuseTooMany(NODE, earn, options, requestsOf(...inputs));
	};

	test('counts each customer once, and 0 is no bound', () => {
		expect(() => guard(2, { customerId: 1 }, { customerId: 2 })).not.toThrow();
		expect(() => guard(1, { customerId: 1 }, { customerId: 1 })).not.toThrow();
		expect(() => guard(0, { customers: [1, 2] })).not.toThrow();
	});

	test.each([
		[[{ customerId: 1 }, { customerId: 2 }]],
		[[{ customers: [1, 2] }]],
		[[{ customers: [1] }, { customers: [1, 2] }]],
	])('more are refused: %j', (inputs) => {
		expect(() => guard(1, ...inputs)).toThrow(
			expect.objectContaining({
				message: "2 customers are named, but 'Most Customers per Call' is 1",
				description: 'Name fewer customers in one call. Nothing was sent.',
			}),
		);
	});
});

test('customers are counted wherever an operation has them: also in enrolments that end one by one', () => {
	const options = optionsSchema(undefined).parse({ maxCustomers: 1 });
	const revoke = operationOf('customerBadge.revokeEnrolment');
	const one = (customerId: number) => ({
		badgeId: '66276dc68fe258516a88ff8e',
		revoke: 'enrolment',
		enrolment: { customerId, issueId: '66276dc68fe258516a88ff8f' },
	});
	const guard = (...customers: number[]) =>
		refuseTooMany(
			NODE,
			revoke,
			options,
			customers.map((customer, item) => ({ item, input: one(customer) })),
		);
	expect(() => guard(7, 7)).not.toThrow();
	expect(() => guard(7, 8)).toThrow('2 customers are named');
});

describe('what holds for the whole run', () => {
	const contextOf = (more: object) => ({ getNode: () => NODE, ...more }) as IExecuteFunctions;
	const enrol = operationOf('customerBadge.enrol');
	const optionsOf = (given: unknown) =>
		readOptions(
			contextOf({ getNodeParameter: (name: string) => (name === 'options' ? given : 'other') }),
			enrol,
		);

	test('options: what is absent has its usual value, whatever its form', () => {
		const usual = optionsSchema(enrol.bulk?.maxBatch).parse({});
		for (const nothing of [undefined, null, '', {}, { batchSize: '', timeout: null }]) {
			expect(optionsOf(nothing)).toEqual(usual);
		}
		expect(optionsOf({ batchSize: '7', alreadyDone: 'Continue' })).toEqual({
			...usual,
			batchSize: 7,
			alreadyDone: 'continue',
		});
	});

	test('options of an operation for one customer are read alike', () => {
		const context = contextOf({ getNodeParameter: () => ({ timeout: '7' }) });
		expect(readOptions(context, operationOf('customerBadge.earn'))).toMatchObject({ timeout: 7 });
	});

	test('options out of bounds are refused by their label', () => {
		expect(() => optionsOf({ batchSize: 0 })).toThrow(
			expect.objectContaining({
				message: expect.stringMatching(
					/^The option 'Batch Size' must be a whole number from 1 to /,
				),
				description: "Correct it under 'Options'. Nothing was sent.",
			}),
		);
	});

	const withCredential = (credential: object) =>
		contextOf({
			getCredentials: async (name: string) => (name === 'capillaryApi' ? credential : {}),
		});

	test('a credential that lacks what the operation needs is refused', async () => {
		const request = operationOf('approvalRequest.requestEarn');
		await expect(
			readCredential(withCredential({ ...CREDENTIAL, userToken: '' }), request),
		).rejects.toMatchObject({
			message: expect.stringContaining("'User Token'"),
			description: 'Open the Capillary API credential of this node. Nothing was sent.',
		});
		const account = await readCredential(withCredential(CREDENTIAL), request);
		expect(account).toEqual(readAccount(CREDENTIAL));
		const bare = { ...CREDENTIAL, userToken: '' };
		expect(await readCredential(withCredential(bare), enrol)).toEqual(readAccount(bare));
	});

	test('operations know of the account no more than they need', () => {
		const oauth = { ...CREDENTIAL, authentication: 'oauth', clientKey: 'key', userToken: '' };
		expect(factsOf(readAccount(CREDENTIAL))).toEqual({
			url: 'https://eu.api.capillarytech.com',
			basicAuthorization: expect.stringMatching(/^Basic /),
			orgId: '50933',
			hasUserToken: true,
		});
		expect(factsOf(readAccount(oauth))).toMatchObject({
			basicAuthorization: undefined,
			hasUserToken: false,
		});
	});

	describe('a fault', () => {
		const items = [{ json: {} }, { json: {} }];
		const context = contextOf({ getInputData: () => items, continueOnFail: () => true });
		const failureOf = (error: unknown) => {
			const [{ outcome }] = failedEach(context, error);
			if (!('failure' in outcome)) throw new Error('It was done');
			return [outcome.failure.what, outcome.failure.fix];
		};

		test.each<[error: unknown, what: string, fix: string]>([
			[new Error('It is 1.5 so..'), 'It is 1.5 so', 'Nothing was sent.'],
			[
				Object.assign(new Error('A\nb'), { description: 'Do\nthis.' }),
				'A b',
				'Do this. Nothing was sent.',
			],
			[
				Object.assign(new Error('A'), { description: 'Do. Nothing was sent.' }),
				'A',
				'Do. Nothing was sent.',
			],
			[
				Object.assign(new Error('A'), { description: 'Nothing was sent. Do.' }),
				'A',
				'Nothing was sent. Do. Nothing was sent.',
			],
			[Object.assign(new Error('A'), { description: null }), 'A', 'Nothing was sent.'],
			[
				Object.assign(new Error('[{}]'), { name: 'ZodError' }),
				'The node could not begin',
				'Nothing was sent.',
			],
			[{ message: 5, description: 5 }, 'The node could not begin', 'Nothing was sent.'],
			['text', 'The node could not begin', 'Nothing was sent.'],
			[undefined, 'The node could not begin', 'Nothing was sent.'],
		])('%j is told', (error, what, fix) => {
			expect(failureOf(error)).toEqual([what, fix]);
		});

		test('becomes one failed item each, but for those that have a fault of their own', () => {
			const own = { what: 'Own', fix: 'Do.', certainty: 'notDone' as const };
			const whole = { what: 'A', fix: 'Nothing was sent.', certainty: 'notDone', isUnsent: true };
			expect(failedEach(context, new Error('A'), [{ item: 1, failure: own }])).toEqual([
				{ item: 0, outcome: { failure: whole } },
				{ item: 1, outcome: { failure: own } },
			]);
			const inputFields = { of: (item: number) => ({ n: item }), alsoFailed: true };
			expect(failEach(context, new Error('A'), inputFields)).toMatchObject([
				{ json: { n: 0, error: 'A', details: { retry: 'safe' } }, pairedItem: { item: 0 } },
				{ json: { n: 1, error: 'A' }, pairedItem: { item: 1 } },
			]);
		});

		test('is thrown as it is where the workflow stops', () => {
			const error = new Error('A');
			const stopping = contextOf({ getInputData: () => items, continueOnFail: () => false });
			expect(() => failedEach(stopping, error)).toThrow(error);
		});
	});
});
