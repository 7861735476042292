import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { requestReader } from '../../nodes/CapillaryBadges/execution/read/read';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import { caseOf } from '../fixtures/operations';

/** What the editor offers and what is read are one: values of dropdowns, bounds and defaults. */

type Values = Record<string, unknown>;

const COLLECTIONS = ['additionalFields', 'filters', 'sort', 'updateFields'];
const keyOf = ({ resource, value }: Operation) => `${resource}.${value}`;
const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;
const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;
const isField = (option: object): option is INodeProperties => 'type' in option;

/** Reads a value that a field holds; gives what is wrong with it, if anything. */
type Read = (value: unknown) => string | undefined;

interface Leaf {
	/** `badge.create additionalFields > images > image > tag`. */
	path: string;
	field: INodeProperties;
	/** Whether n8n gives the default where nothing is stored: not inside of a collection. */
	isOwn: boolean;
	read: Read;
	/** What comes out of a value, to be compared with another's. */
	result: (value: unknown) => unknown;
}

/** Reads one item of an operation whose parameters are given, as the node does. */
function reading(operation: Operation, parameters: Values) {
	const read = requestReader(operation, 'UTC', {
		parameter: (name) => parameters[name],
		field: (name) => (name === 'customerId' ? 62090013 : undefined),
		// Its columns may be asked for.
		json: () => caseOf(keyOf(operation)).input,
	})(0);
	return 'failure' in read ? { wrong: read.failure } : { input: read.input };
}

/** The good input of an operation in which a field is shown, by the field's conditions. */
const goodFor = (operation: Operation, { displayOptions }: INodeProperties): Values => {
	const choices = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => name !== 'resource' && name !== 'operation')
		.map(([name, values]) => [name, values?.[0]]);
	return {
		...caseOf(keyOf(operation)).input,
		customerId: 62090013,
		customerField: 'customerId',
		issueId: '64f0b1c2b3d4e5f600000001',
		...Object.fromEntries(choices),
	};
};

const DATE = '2026-03-15T11:20:00.000Z';

/** A row in which every member holds something. */
const rowOf = ({ values }: INodePropertyCollection): Values =>
	Object.fromEntries(
		values.map(({ name, type, default: first }) => {
			const some = type === 'dateTime' ? DATE : 'x';
			return [name, first === '' ? some : first];
		}),
	);

/** A field and those of its rows; `put` gives the operation's parameters with a value in the field. */
function leavesOf(
	operation: Operation,
	path: string,
	field: INodeProperties,
	isOwn: boolean,
	put: (value: unknown) => Values,
): Leaf[] {
	const read: Read = (value) => {
		const { wrong } = reading(operation, put(value));
		return wrong && `${wrong.what}. ${wrong.fix}`;
	};
	const result = (value: unknown) => reading(operation, put(value)).input;
	const place = `${path} > ${field.name}`;
	const inRows = (field.options ?? []).filter(isGroup).flatMap((group) =>
		group.values.flatMap((member) =>
			leavesOf(operation, `${place} > ${group.name}`, member, false, (value) => {
				const row = { ...rowOf(group), [member.name]: value };
				return put({ [group.name]: field.typeOptions?.multipleValues ? [row] : row });
			}),
		),
	);
	return [{ path: place, field, isOwn, read, result }, ...inRows];
}

/** Every parameter of an operation but the options, which are read for the whole run. */
const fieldsOf = (operation: Operation): Leaf[] =>
	operation.fields
		.filter(({ name }) => name !== 'options')
		.flatMap((field) => {
			const good = goodFor(operation, field);
			const path = keyOf(operation);
			if (!COLLECTIONS.includes(field.name)) {
				return leavesOf(operation, path, field, true, (value) => ({
					...good,
					[field.name]: value,
				}));
			}
			return (field.options ?? []).filter(isField).flatMap((member) =>
				leavesOf(operation, `${path} ${field.name}`, member, false, (value) => ({
					...good,
					[field.name]: { ...(good[field.name] as Values), [member.name]: value },
				})),
			);
		});

const optionsOf = (operation: Operation): Leaf[] => {
	const schema = optionsSchema(operation.bulk?.maxBatch);
	const parse = (name: string, value: unknown) => schema.safeParse({ [name]: value });
	return operation.fields
		.filter(({ name }) => name === 'options')
		.flatMap(({ options = [] }) => options.filter(isField))
		.map((field) => ({
			path: `${keyOf(operation)} options > ${field.name}`,
			field,
			isOwn: true,
			read: (value) => parse(field.name, value).error?.issues[0].message,
			result: (value) => parse(field.name, value).data,
		}));
};

const leaves = operations.flatMap((operation) => [...fieldsOf(operation), ...optionsOf(operation)]);

/** The leaves for which a rule names something. */
const breaking = (rule: (leaf: Leaf) => unknown[]) =>
	leaves.flatMap((leaf) => rule(leaf).map((what) => [leaf.path, what]));

const offeredBy = ({ options = [] }: INodeProperties) =>
	options.filter(isChoice).map(({ value }) => String(value));
/** Dropdowns whose values are known here; others are loaded from Capillary. */
const isDropdown = ({ field }: Leaf) =>
	['options', 'multiOptions'].includes(field.type) && offeredBy(field).length > 0;

test('the parameters are found', () => {
	const kinds = new Set(leaves.map(({ field }) => field.type));
	expect([...kinds].sort()).toEqual(
		expect.arrayContaining(['boolean', 'dateTime', 'fixedCollection', 'multiOptions', 'number']),
	);
	expect(leaves.filter(isDropdown).length).toBeGreaterThan(40);
	expect(leaves.filter(({ path }) => /images > image > tag$/.test(path))).toHaveLength(2);
});

test('every value of a dropdown is read, and no other', () => {
	const UNKNOWN = 'NO_SUCH_VALUE';
	expect(
		breaking((leaf) => {
			if (!isDropdown(leaf)) return [];
			const offered = offeredBy(leaf.field);
			const list = (value: string) => (leaf.field.type === 'multiOptions' ? [value] : value);
			const refused = offered.flatMap((value) => leaf.read(list(value)) ?? []);
			// What is read besides is named where another value is refused.
			const message = leaf.read(list(UNKNOWN)) ?? 'reads any value';
			const known = /which is not one of ([\w, -]+)/.exec(message)?.[1].split(', ') ?? [message];
			const hidden = known.filter((value) => !offered.includes(value));
			return [...refused, ...hidden];
		}),
	).toEqual([]);
});

test('numbers are read up to their bounds, and not beyond', () => {
	expect(
		breaking(({ field: { type, typeOptions = {} }, read }) => {
			if (type !== 'number') return [];
			const { minValue, maxValue, numberPrecision } = typeOptions;
			const most = maxValue ?? Number.MAX_SAFE_INTEGER;
			const within = [minValue, minValue === undefined ? 0 : minValue + 1, most];
			const beyond = [
				...(minValue === undefined ? [] : [minValue - 1]),
				most + 1,
				...(numberPrecision === 0 ? [1.5] : []),
			];
			return [
				...within.filter((value) => value !== undefined && read(value) !== undefined),
				...beyond.filter((value) => read(value) === undefined),
			];
		}),
	).toEqual([]);
});

test('what a field shows at first is read, or counts as not filled in', () => {
	const isEmpty = (value: unknown) =>
		value === '' ||
		(typeof value === 'object' &&
			Object.values(value ?? {}).every(
				(inner) => inner === '' || inner === 'list' || inner === 'id',
			));
	expect(
		breaking(({ field, read }) => {
			const wrong = read(field.default);
			const isMissing = / (is missing|names nothing)/.test(wrong ?? '') && isEmpty(field.default);
			return wrong === undefined || isMissing ? [] : [wrong];
		}),
	).toEqual([]);
});

test('a parameter that is not stored means the same as its default', () => {
	expect(
		breaking(({ field, isOwn, read, result }) => {
			if (!isOwn || read(undefined) !== undefined) return [];
			const [absent, shown] = [result(undefined), result(field.default)].map((one) =>
				JSON.stringify(one),
			);
			return absent === shown ? [] : [`${absent} ≠ ${shown}`];
		}),
	).toEqual([]);
});
