/** Reads parameters and input fields, with as few evaluations of expressions as possible. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { at, fieldReader, isContainer } from './dataPath';
import type { Source } from './source';

/** A name in quotes: without what JavaScript or n8n's braces would read in another way. */
const QUOTED = String.raw`\["[^"'\\{}\p{Cc}\u2028\u2029]+"\]|\['[^"'\\{}\p{Cc}\u2028\u2029]+'\]`;
/** `={{ $json.a.b }}` or `={{ $json["a b"] }}`, as drag and drop writes it: the path after `$json`. */
const DRAGGED = new RegExp(String.raw`^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|${QUOTED})+)\s*\}\}$`, 'u');
const STEP = /\.([A-Za-z_]\w*)|\[["']([^"']+)["']\]/g;

/** Names that n8n refuses in an expression, to guard JavaScript's own: it is left to say so. */
const REFUSED = new Set(
	'prototype constructor getPrototypeOf setPrototypeOf getOwnPropertyDescriptor getOwnPropertyDescriptors defineProperty defineProperties mainModule binding _linkedBinding _load prepareStackTrace caller callee arguments getBuiltinModule dlopen execve loadEnvFile'.split(
		' ',
	),
);
const isRefused = (name: string) => REFUSED.has(name) || name.startsWith('__');

/** The field names that a dragged expression names; undefined for any other expression. */
export function draggedPath(expression: string): string[] | undefined {
	const path = DRAGGED.exec(expression)?.[1];
	const names = [...(path ?? '').matchAll(STEP)].map(([, plain, quoted]) => plain ?? quoted);
	return names.length === 0 || names.some(isRefused) ? undefined : names;
}

const isScalar = (value: unknown) =>
	value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** Values that mean the same whether n8n evaluates the expression or we read the field. */
const isPlain = (value: unknown) =>
	isScalar(value) || (Array.isArray(value) && value.every(isScalar));

const hasExpression = (value: unknown): boolean => {
	if (typeof value === 'string') return value.startsWith('=');
	return isContainer(value) && Object.values(value).some(hasExpression);
};

type Reader = (item: number) => unknown;

/**
 * The node's parameters and input items. A parameter without an expression is read once; a dragged
 * field is read from the item, where that is sure to mean the same; everything else goes to n8n's
 * evaluation, which costs about a millisecond each time (docs/delivery.md).
 */
export function n8nSource(context: IExecuteFunctions, items: INodeExecutionData[]): Source {
	const raw: Record<string, unknown> = context.getNode().parameters;

	function readerFor(name: string, value: unknown): Reader {
		const evaluate: Reader = (item) => context.getNodeParameter(name, item);
		if (value === undefined) return () => undefined;
		if (!hasExpression(value)) {
			const fixed = evaluate(0);
			return () => fixed;
		}
		if (typeof value === 'string') {
			const path = draggedPath(value);
			if (!path) return evaluate;
			return (item) => {
				const field = at(items[item].json, path);
				return isPlain(field) ? field : evaluate(item);
			};
		}
		if (!isContainer(value) || Array.isArray(value)) return evaluate;
		const members = Object.entries(value).map(
			([member, inner]) => [member, readerFor(`${name}.${member}`, inner)] as const,
		);
		return (item) => Object.fromEntries(members.map(([member, read]) => [member, read(item)]));
	}

	const readers = new Map<string, Reader>();
	const field = fieldReader();
	return {
		parameter(name, item) {
			const reader = readers.get(name) ?? readerFor(name, raw[name]);
			readers.set(name, reader);
			return reader(item);
		},
		raw: (...path) => at(raw, path),
		value(code, item) {
			try {
				return context.evaluateExpression(`{{ ${code} }}`, item);
			} catch {
				// A piece that means nothing by itself; the whole was evaluated.
				return undefined;
			}
		},
		json: (item) => items[item].json,
		field: (name, item) => field(items[item].json, name),
	};
}
