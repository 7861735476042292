/** Finds the input field that the user names, as typed or as n8n writes a dragged one. */

export const isContainer = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** The value at a path of own fields; undefined where there is none. */
export function at(json: unknown, path: readonly string[]): unknown {
	let value = json;
	for (const name of path) {
		if (!isContainer(value) || !Object.hasOwn(value, name)) return undefined;
		value = value[name];
	}
	return value;
}

/** `.name` or the first name, `[0]`, `['a name']` or `["a name"]` (docs/n8n.md#data-paths). */
const STEP = /(?:^|\.)([^.[\]]+)|\[(?:(\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y;

/** The item itself, where a path begins with it. */
const ITEM = /^\$(?:json|item)\.?(?=.)/;

/** The names along a path in n8n's own form; undefined for any other text. */
function stepsOf(path: string): string[] | undefined {
	const names: string[] = [];
	for (STEP.lastIndex = 0; STEP.lastIndex < path.length; ) {
		const step = STEP.exec(path);
		if (!step) return undefined;
		const [, plain, index, single, double] = step;
		names.push(plain ?? index ?? (single ?? double).replace(/\\(['"])/g, '$1'));
	}
	return names;
}

/** The paths that a text can mean: with dots for depth, one field of that name, and n8n's form. */
export function dataPaths(text: string): string[][] {
	const name = text.trim();
	if (name === '') return [];
	const written = stepsOf(name.replace(ITEM, '')) ?? [];
	const paths = [name.split('.'), [name], written].filter((path) => path.length > 0);
	const known = new Map(paths.map((path) => [JSON.stringify(path), path]));
	return [...known.values()];
}

/**
 * Makes the reader of fields that a text names: an item's json → the value, undefined where there is
 * none. The text is mostly the same for all items, so it is taken apart once.
 */
export function fieldReader() {
	let last: { text: string; paths: string[][] } | undefined;
	return (json: unknown, text: string): unknown => {
		if (last?.text !== text) last = { text, paths: dataPaths(text) };
		const path = last.paths.find((one) => at(json, one) != null);
		return path && at(json, path);
	};
}
