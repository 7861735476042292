/** Items that are refused before anything is sent, and why, in words. */
import type { z } from 'zod';
import type { Failure } from '../../../shared/capillary/failure';
import { quoted } from '../../../shared/capillary/failure';
import { wordsOf } from '../../../shared/editor/inputs';

/** An item that is refused before anything is sent. */
export interface InvalidItem {
	item: number;
	failure: Failure;
	/** What n8n threw, where an expression could not be evaluated. */
	thrown?: unknown;
}

/** The labels of parameters by their names. */
type Labels = ReadonlyMap<string, string>;

type Issue = Pick<z.ZodIssue, 'message' | 'path'>;

/** Refuses an item: what is wrong, and what to do, without a full stop. */
export const refuse = (
	item: number,
	parameter: string,
	what: string,
	fix: string,
): InvalidItem => ({
	item,
	failure: {
		what,
		fix: `${fix}. Nothing was sent for this item.`,
		certainty: 'notDone',
		parameter,
	},
});

/** An expression that n8n could not evaluate for an item. */
export function unevaluated(
	item: number,
	name: string,
	label: string,
	thrown: unknown,
): InvalidItem {
	const words = thrown instanceof Error ? quoted(thrown.message) : '';
	const what = `The expression in '${label}' could not be evaluated`;
	return refuse(
		item,
		name,
		words === '' ? what : `${what}: ${words}`,
		'Check the expression, and that the nodes and fields that it names are there for this item',
	);
}

/** What a schema refuses, in words. */
export function refuseIssue(
	labels: Labels,
	item: number,
	issue: Issue,
	parameter?: string,
): InvalidItem {
	const name = parameter ?? String(issue.path[0] ?? '');
	const label = labels.get(name) ?? name;
	const { wrong, advice } = wordsOf(issue.message);
	const fix = wrong.endsWith('is missing')
		? `Fill in '${label}', or what its expression takes from the item`
		: `Correct '${label}'`;
	return refuse(item, name, `'${label}' ${wrong}`, advice ?? fix);
}

/** The same for customers that come from a field of the item, since 'Customers' is hidden then. */
export function refuseField(
	labels: Labels,
	item: number,
	field: string,
	message: string,
): InvalidItem {
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
}
