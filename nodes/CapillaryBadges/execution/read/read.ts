/** Turns the parameters of an item into checked input, or into the reason why it cannot be sent. */
import type { z } from 'zod';
import { isRecord } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { quoted } from '../../../shared/capillary/failure';
import { choice, present, wordsOf } from '../../../shared/editor/inputs';
import { labelsIn } from '../../../shared/editor/labels';
import type { Operation } from '../../operation';
import { doubtOfRequestId, flawOf, tidied } from './doubts';

/** One item's request, checked. */
export interface ItemRequest<Input = unknown> {
	item: number;
	input: Input;
}

/** An item that is refused before anything is sent. */
export interface InvalidItem {
	item: number;
	failure: Failure;
	/** What n8n threw, where an expression could not be evaluated. */
	thrown?: unknown;
}

/** Where an item's values come from. */
export interface Source {
	/** A parameter's value for an item. */
	parameter(name: string, item: number): unknown;
	/** A parameter as it was typed, an expression included; a member of a collection by both names. */
	raw?(...path: string[]): unknown;
	/** An input item's json. */
	json?(item: number): unknown;
	/** A field of the input item, dots for depth; undefined where it has none. */
	field(name: string, item: number): unknown;
}

/** Where bulk operations read the customers; absent where there is no such parameter. */
const customersFrom = choice(['field', 'list'] as const).optional();

/** The collections whose members count as parameters of their own, by their frozen names; 'Options' is read apart. */
const COLLECTIONS = new Set(['additionalFields', 'filters', 'sort', 'updateFields']);

/** The label that the user sees of each parameter and option of an operation. */
export const labelsOf = (operation: Operation) => labelsIn(operation.fields);

const refuse = (item: number, parameter: string, what: string, fix: string): InvalidItem => ({
	item,
	failure: {
		what,
		fix: `${fix}. Nothing was sent for this item.`,
		certainty: 'notDone',
		parameter,
	},
});

/** An expression that n8n could not evaluate for an item. */
function unevaluated(item: number, name: string, label: string, thrown: unknown): InvalidItem {
	const words = thrown instanceof Error ? quoted(thrown.message) : '';
	const what = `The expression in '${label}' could not be evaluated`;
	return refuse(
		item,
		name,
		words === '' ? what : `${what}: ${words}`,
		'Check the expression, and that the nodes and fields that it names are there for this item',
	);
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

type Issue = Pick<z.ZodIssue, 'message' | 'path'>;

interface Flaw {
	name: string;
	message: string;
}

/** The first value that is wrong whatever it is for. */
function flawIn(values: Values): Flaw | undefined {
	for (const [name, value] of Object.entries(values)) {
		const message = flawOf(name, value);
		if (message !== undefined) return { name, message };
	}
	return undefined;
}

/**
 * Makes the reader of an operation: an item's parameters → its request, or why it is refused.
 * Members of collections stand beside the other parameters; what is absent is left out. Pure but for
 * the source.
 * @param zone IANA name of the workflow's time zone
 */
export function requestReader(operation: Operation, zone: string, source: Source) {
	const names = operation.fields.map(({ name }) => name).filter((name) => name !== 'options');
	const labels = labelsOf(operation);
	const schema = operation.input({ zone });

	const refuseIssue = (item: number, issue: Issue, parameter?: string): InvalidItem => {
		const name = parameter ?? String(issue.path[0] ?? '');
		const label = labels.get(name) ?? name;
		const { wrong, advice } = wordsOf(issue.message);
		const fix = wrong.endsWith('is missing')
			? `Fill in '${label}', or what its expression takes from the item`
			: `Correct '${label}'`;
		return refuse(item, name, `'${label}' ${wrong}`, advice ?? fix);
	};

	/** The same for customers that come from a field of the item, since 'Customers' is hidden then. */
	const refuseField = (item: number, field: string, message: string): InvalidItem => {
		const label = labels.get('customerField') ?? 'customerField';
		const { wrong, advice } = wordsOf(message);
		if (wrong !== 'is missing') {
			const fix = advice ?? `Correct the field '${field}' of the input item`;
			return refuse(item, 'customerField', `'${label}' (${field}) ${wrong}`, fix);
		}
		const what =
			field === ''
				? `'${label}' is missing`
				: `The input item has no customer ID in '${field}', its '${label}'`;
		const fix = `Set '${label}' to the name (not the value) of the field that holds the customer ID, and fill in that field`;
		return refuse(item, 'customerField', what, fix);
	};

	const hasRequestId = labels.has('requestId');
	/** Why the request ID of an item cannot be meant. */
	const doubt = (item: number, values: Values, given: unknown): Flaw | undefined => {
		if (!hasRequestId) return undefined;
		const typed = source.raw?.('additionalFields', 'requestId');
		const isOurs = typeof typed === 'string' && /^=(?!.*\$fromAI)/s.test(typed);
		const value = isOurs ? given : values.requestId;
		const message = doubtOfRequestId(value, typed, source.json?.(item));
		return message === undefined ? undefined : { name: 'requestId', message };
	};

	const own = operation.bulk?.own;
	let before: { values: Values; input: unknown } | undefined;

	/** The request of an item that differs from the one before in its entries alone; undefined for any other. */
	const asBefore = (values: Values) => {
		if (!own || !before || !isRecord(before.input)) return undefined;
		if (!sameBut(own.name, before.values, values)) return undefined;
		const entries = own.schema.safeParse(values[own.name]);
		if (!entries.success) return undefined;
		return { success: true as const, data: { ...before.input, [own.name]: entries.data } };
	};

	return (item: number): ItemRequest | InvalidItem => {
		const values: Values = {};
		let givenId: unknown;
		for (const name of names) {
			let value: unknown;
			try {
				value = present(source.parameter(name, item));
			} catch (thrown) {
				return { ...unevaluated(item, name, labels.get(name) ?? name, thrown), thrown };
			}
			if (!COLLECTIONS.has(name)) values[name] = tidied(name, value);
			else if (typeof value === 'object' && value !== null) {
				for (const [member, inner] of Object.entries(value)) {
					values[member] = tidied(member, present(inner));
					if (member === 'requestId') givenId = inner;
				}
			}
		}
		const flaw = flawIn(values) ?? doubt(item, values, givenId);
		if (flaw) return refuseIssue(item, { message: flaw.message, path: [flaw.name] });
		const from = customersFrom.safeParse(values.customersFrom);
		if (!from.success) return refuseIssue(item, from.error.issues[0], 'customersFrom');
		const field = from.data === 'field' ? String(values.customerField ?? '') : undefined;
		if (field !== undefined) values.customers = present(source.field(field, item));
		const input = asBefore(values) ?? schema.safeParse(values);
		if (!input.success) {
			const [issue] = input.error.issues;
			return field !== undefined && issue.path[0] === 'customers'
				? refuseField(item, field, issue.message)
				: refuseIssue(item, issue);
		}
		before = { values, input: input.data };
		return { item, input: input.data };
	};
}
