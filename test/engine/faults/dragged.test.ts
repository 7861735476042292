import fc from '../../support/fastCheck';
import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { n8nSource } from '../../../nodes/CapillaryBadges/execution/read/expressions';
import { contextOf } from '../../support/context';
import type { Engine } from '../../support/engine';
import { startEngine } from '../../support/engine';

/**
 * A dragged field is read from the item without n8n's evaluation, which is slow; the value must be the
 * one that n8n would have given.
 */

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});

const PLAIN = ['a', 'id', 'customer_ID', '_x', 'B2', 'class', 'json', 'length', 'first', 'isEmpty'];
const ODD = [
	'a b',
	'a.b',
	'1st',
	'0',
	'-1',
	'naïve',
	'ключ',
	'顧客',
	'😀',
	'x-y',
	'$x',
	'[0]',
	'{{x}}',
];
const QUOTED = ["it's", 'say "hi"', 'back\\slash', 'line\nbreak', ' ', 'a]'];
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then'];
const REFUSED = ['prototype', 'getPrototypeOf', 'mainModule', 'binding', '_load', 'defineProperty'];

const name = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...PLAIN) },
	{ weight: 2, arbitrary: fc.constantFrom(...ODD) },
	fc.constantFrom(...QUOTED),
	fc.constantFrom(...INHERITED),
	fc.constantFrom(...REFUSED),
	fc.string({ minLength: 1, maxLength: 6 }),
);

const scalar = fc.oneof(
	fc.constantFrom<unknown>(
		'',
		' ',
		'=1+1',
		'={{ $json.a }}',
		'{{ $json.a }}',
		'null',
		'\u00a0',
		'0',
	),
	fc.constantFrom<unknown>('2026-03-15', '2026-03-15T11:20:00Z', '[1, 2]', '{"a":1}', 'false', '١'),
	fc.constantFrom<unknown>(null, true, false, 0, -0, 1e21, 1e-9, 2 ** 53 + 2, 62090013),
	fc.string(),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** JSON as items hold it, with own fields of any name, also of those that objects inherit. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'json' },
		{ weight: 3, arbitrary: scalar },
		fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'json' }),
		fc
			.array(fc.tuple(name, tie('value')), { maxLength: 4, depthIdentifier: 'json' })
			.map((entries) => Object.fromEntries(entries)),
	),
}));

/** One step of a path as an expression writes it: with a dot, or quoted in either way. */
const step = (part: string, style: number) => {
	const isPlain = /^[A-Za-z_$][\w$]*$/.test(part);
	if (style === 0 && isPlain) return `.${part}`;
	return style === 1 ? `['${part}']` : `["${part}"]`;
};

interface Case {
	json: IDataObject;
	expression: string;
}

const sample: fc.Arbitrary<Case> = fc
	.tuple(
		fc.array(fc.tuple(name, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 3 }),
		value,
		fc.array(fc.tuple(name, value), { maxLength: 3 }),
		fc.boolean(),
		fc.constantFrom<[string, string]>(
			['={{ ', ' }}'],
			['={{', '}}'],
			['= {{ ', ' }}'],
			['={{ ', ' }} '],
		),
	)
	.map(([path, leaf, others, isThere, [open, close]]) => {
		const nested = path.reduceRight<unknown>(
			(inner, [part]) => Object.fromEntries([[part, inner]]),
			leaf,
		);
		const own =
			typeof nested === 'object' && nested !== null && isThere ? Object.entries(nested) : [];
		return {
			json: Object.fromEntries([...others, ...own]) as IDataObject,
			expression: `${open}$json${path.map(([part, style]) => step(part, style)).join('')}${close}`,
		};
	});

const itemsOf = (...jsons: IDataObject[]): INodeExecutionData[] => jsons.map((json) => ({ json }));

/** A value, or the words of what was thrown instead. */
function outcome(read: () => unknown): unknown {
	try {
		return { value: read() };
	} catch (error) {
		return { thrown: error instanceof Error ? error.message : String(error) };
	}
}

const PLACES: Array<[string, (expression: string) => INode['parameters'], string]> = [
	['a parameter', (customerId) => ({ customerId }), 'customerId'],
	['a resource locator', (id) => ({ badgeId: { __rl: true, mode: 'id', value: id } }), 'badgeId'],
	[
		'a member of a collection',
		(requestId) => ({ additionalFields: { requestId } }),
		'additionalFields',
	],
];

test.each(PLACES)('gives in %s what n8n gives', (_place, parametersOf, parameter) => {
	fc.assert(
		fc.property(sample, ({ json, expression }) => {
			const items = itemsOf(json);
			const context = contextOf(
				engine,
				{ resource: 'customerBadge', operation: 'earn', ...parametersOf(expression) },
				items,
			);
			const ours = outcome(() => n8nSource(context, items).parameter(parameter, 0));
			expect(ours).toEqual(outcome(() => context.getNodeParameter(parameter, 0)));
		}),
		{ numRuns: 200 },
	);
});

/** The context, with a list of the parameters that n8n was asked for. */
function counted(context: IExecuteFunctions): { context: IExecuteFunctions; asked: string[] } {
	const asked: string[] = [];
	const proxy = new Proxy(context, {
		get(target, key, receiver) {
			if (key !== 'getNodeParameter') return Reflect.get(target, key, receiver) as unknown;
			return (parameter: string, item: number) => {
				asked.push(parameter);
				return target.getNodeParameter(parameter, item);
			};
		},
	});
	return { context: proxy, asked };
}

test('asks n8n once for what is fixed, and never for a dragged field', () => {
	const items = itemsOf(
		...Array.from({ length: 50 }, (_, i) => ({ who: i, order: { no: `o-${i}` } })),
	);
	const { context, asked } = counted(
		contextOf(
			engine,
			{
				resource: 'customerBadge',
				operation: 'earn',
				badgeId: { __rl: true, mode: 'id', value: '66276dc68fe258516a88ff8e' },
				customerId: '={{ $json.who }}',
				ownerType: 'Loyalty',
				referenceId: "={{ 'prefix-' + $json.who }}",
				additionalFields: { requestId: '={{ $json.order["no"] }}' },
			},
			items,
		),
	);
	const source = n8nSource(context, items);
	const names = ['badgeId', 'customerId', 'ownerType', 'referenceId', 'additionalFields'];
	const read = items.map((_, item) => names.map((one) => source.parameter(one, item)));
	expect(read[49]).toEqual([
		{ __rl: true, mode: 'id', value: '66276dc68fe258516a88ff8e' },
		49,
		'Loyalty',
		'prefix-49',
		{ requestId: 'o-49' },
	]);
	const times = names.map((one) => [one, asked.filter((parameter) => parameter === one).length]);
	expect(Object.fromEntries(times)).toEqual({
		badgeId: 1,
		customerId: 0,
		ownerType: 1,
		referenceId: 50,
		additionalFields: 0,
	});
});

test('finds the field of the customer ID at any depth, or under a name with dots', () => {
	const jsons: IDataObject[] = [
		{ customer: { ids: { capillary: 7 } } },
		{ 'customer.ids.capillary': 8 },
		{ customer: { ids: null } },
		{ customer: { ids: { capillary: null } } },
		{},
	];
	const items = itemsOf(...jsons);
	const source = n8nSource(
		contextOf(engine, { resource: 'customerBadge', operation: 'enrol' }, items),
		items,
	);
	expect(items.map((_, item) => source.field('customer.ids.capillary', item))).toEqual([
		7,
		8,
		undefined,
		undefined,
		undefined,
	]);
	expect(
		['toString', '__proto__', 'customer.constructor'].map((field) => source.field(field, 0)),
	).toEqual([undefined, undefined, undefined]);
});
