/** Turns the parameters of an item into checked input, or into the reason why it cannot be sent. */
import { isRecord } from '../../../shared/capillary/envelope';
import { quoted } from '../../../shared/capillary/failure';
import { USUAL_CUSTOMER_FIELD } from '../../../shared/capillary/ids';
import { nameInLabel } from '../../../shared/editor/badgeLabel';
import { choice, present } from '../../../shared/editor/inputs';
import { labelsIn } from '../../../shared/editor/labels';
import type { Operation } from '../../operation';
import { doubtOfRequestId, flawOf, tidied } from './doubts';
import { isContainer } from './dataPath';
import { refuserOf, takeColumns } from './columns';
import type { InvalidItem } from './invalid';
import { refuseField, unevaluated } from './invalid';
import type { Source } from './source';

/** One item's request, checked. */
export interface ItemRequest<Input = unknown> {
	item: number;
	input: Input;
	/** The same object for neighbors that are known to differ in the entries of a bulk operation alone. */
	alike?: object;
	/** The badge's name, where it was picked from the list. */
	badgeName?: string;
}

/** Where bulk operations read the customers; absent where there is no such parameter. */
const customersFrom = choice(['field', 'list'] as const).optional();

/** The collections whose members count as parameters of their own, by their frozen names; 'Options' is read apart. */
const COLLECTIONS = new Set(['additionalFields', 'filters', 'sort', 'updateFields']);

const labelMaps = new WeakMap<Operation, Map<string, string>>();

/** The label that the user sees of each parameter and option of an operation. */
export function labelsOf(operation: Operation): Map<string, string> {
	const labels = labelMaps.get(operation) ?? labelsIn(operation.fields);
	labelMaps.set(operation, labels);
	return labels;
}

type Values = Record<string, unknown>;

/** Whether two items have the same values, but for one. */
function sameBut(name: string, left: Values, right: Values): boolean {
	const names = Object.keys(right);
	return (
		names.length === Object.keys(left).length &&
		names.every((key) => key === name || (key in left && left[key] === right[key]))
	);
}

interface Flaw {
	name: string;
	message: string;
}

/** The first value that is wrong whatever it is for; those that a flawless item had as well are not. */
function flawIn(values: Values, flawless: Values = {}): Flaw | undefined {
	for (const name of Object.keys(values)) {
		if (values[name] === flawless[name]) continue;
		const message = flawOf(name, values[name]);
		if (message !== undefined) return { name, message };
	}
	return undefined;
}

/** The same reader; a value that comes several times in a row is read once. */
function onceInARow<T>(read: (value: unknown) => T): (value: unknown) => T {
	let last: { value: unknown; result: T } | undefined;
	return (value) => {
		if (!last || last.value !== value) last = { value, result: read(value) };
		return last.result;
	};
}

/** Longest that a badge's name may be in a sentence. */
const LONGEST_NAME = 60;

/** The name of the badge that was picked from the list, as n8n keeps it; undefined for any other way. */
function pickedName(typed: unknown): string | undefined {
	if (!isRecord(typed) || typed.mode !== 'list' || typeof typed.value !== 'string')
		return undefined;
	const { value, cachedResultName: label } = typed;
	if (value.startsWith('=') || typeof label !== 'string') return undefined;
	const name = quoted(nameInLabel(label)).slice(0, LONGEST_NAME);
	return name === '' || name === value ? undefined : name;
}

type Schema = ReturnType<Operation['input']>;

/** The schemas of operations by time zone: making one costs more than reading with it. */
const schemas = new WeakMap<Operation, Map<string, Schema>>();

function schemaFor(operation: Operation, zone: string): Schema {
	const known = schemas.get(operation) ?? new Map<string, Schema>();
	schemas.set(operation, known);
	const schema = known.get(zone) ?? operation.input({ zone });
	known.set(zone, schema);
	return schema;
}

/** A parameter that is read for each item. */
interface Parameter {
	name: string;
	/** Its value as it counts, where it is no collection. */
	valueOf(value: unknown): unknown;
}

/** The parameters of an operation, but for 'Options'. */
const parametersOf = ({ fields }: Operation): Parameter[] =>
	fields
		.filter(({ name }) => name !== 'options')
		.map(({ name }) => ({ name, valueOf: onceInARow((value) => tidied(name, value)) }));

/** The values of an item's parameters, members of collections beside the others; or the one that n8n could not evaluate. */
function valuesOf(
	source: Source,
	parameters: readonly Parameter[],
	labels: ReadonlyMap<string, string>,
	item: number,
): { values: Values; givenId: unknown } | InvalidItem {
	const values: Values = {};
	let givenId: unknown;
	for (const { name, valueOf } of parameters) {
		let value: unknown;
		try {
			value = present(source.parameter(name, item));
		} catch (thrown) {
			return { ...unevaluated(item, name, labels.get(name) ?? name, thrown), thrown };
		}
		if (!COLLECTIONS.has(name)) values[name] = valueOf(value);
		else if (isContainer(value)) {
			for (const [member, inner] of Object.entries(value)) {
				values[member] = tidied(member, present(inner));
				if (member === 'requestId') givenId = inner;
			}
		}
	}
	return { values, givenId };
}

/** The field that holds the customers: the usual one where none is named, unless an expression should. */
function customerFieldOf(source: Source, named: unknown): string {
	const typed = source.raw?.('customerField');
	const isExpression = typeof typed === 'string' && typed.startsWith('=');
	return String(named ?? (isExpression ? '' : USUAL_CUSTOMER_FIELD));
}

/**
 * Makes the reader of an operation: an item's parameters → its request, or why it is refused.
 * Members of collections stand beside the other parameters; what is absent is left out. Pure but for
 * the source.
 * @param zone IANA name of the workflow's time zone
 */
export function requestReader(operation: Operation, zone: string, source: Source) {
	const parameters = parametersOf(operation);
	const labels = labelsOf(operation);
	const schema = schemaFor(operation, zone);

	const typedId = source.raw?.('additionalFields', 'requestId');
	const isOwnId = typeof typedId === 'string' && /^=(?!.*\$fromAI)/s.test(typedId);
	/** Why the request ID of an item cannot be meant. */
	const doubt = (item: number, values: Values, given: unknown): Flaw | undefined => {
		if (!labels.has('requestId')) return undefined;
		const value = isOwnId ? given : values.requestId;
		const valueOf = (code: string) => source.value?.(code, item);
		const message = doubtOfRequestId(value, typedId, source.json?.(item), valueOf);
		return message === undefined ? undefined : { name: 'requestId', message };
	};

	const readFrom = onceInARow((value) => customersFrom.safeParse(value));
	const picked = pickedName(source.raw?.('badgeId'));
	const named = picked === undefined ? {} : { badgeName: picked };

	const own = operation.bulk?.own;
	let before: { values: Values; input: unknown; alike: object } | undefined;

	/** The request of an item that differs from the one before in its entries alone; undefined for any other. */
	const asBefore = (values: Values) => {
		if (!own || !before || !isRecord(before.input)) return undefined;
		if (!sameBut(own.name, before.values, values)) return undefined;
		const entries = own.read(values[own.name]);
		if (entries === undefined) return undefined;
		return {
			success: true as const,
			data: { ...before.input, [own.name]: entries },
			alike: before.alike,
		};
	};

	return (item: number): ItemRequest | InvalidItem => {
		const read = valuesOf(source, parameters, labels, item);
		if ('failure' in read) return read;
		const { values, givenId } = read;
		const columns = takeColumns(operation.columns, values, source.json?.(item));
		const refuseOne = refuserOf(labels, item, columns);
		const flaw = flawIn(values, before?.values) ?? doubt(item, values, givenId);
		if (flaw) return refuseOne(flaw.name, flaw.message);
		const from = readFrom(values.customersFrom);
		if (!from.success) return refuseOne('customersFrom', from.error.issues[0].message);
		const field = from.data === 'field' ? customerFieldOf(source, values.customerField) : undefined;
		if (field !== undefined) values.customers = present(source.field(field, item));
		const input = asBefore(values) ?? schema.safeParse(values);
		if (!input.success) {
			const [issue] = input.error.issues;
			return field !== undefined && issue.path[0] === 'customers'
				? refuseField(labels, item, field, issue.message)
				: refuseOne(String(issue.path[0] ?? ''), issue.message);
		}
		const alike = 'alike' in input ? input.alike : {};
		before = { values, input: input.data, alike };
		return { item, input: input.data, alike, ...named };
	};
}
