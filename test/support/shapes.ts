type Json = Record<string, unknown>;

/** Whether n8n sends an item's json to the error output. */
export const isFailed = (json: Json): boolean =>
	Boolean(json.error) &&
	Object.keys(json).every((name) => ['error', 'message', 'details'].includes(name));

/** Whether a value is an object with members, and no list. */
const isRecord = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of all members of a value, without those below the given ones. */
export function pathsOf(value: unknown, fixed: ReadonlySet<string>, path = ''): string[] {
	const entries: Array<[string, unknown]> = Array.isArray(value)
		? value.map((entry, i) => [String(i), entry])
		: isRecord(value)
			? Object.entries(value)
			: [];
	return entries.flatMap(([name, inner]) => {
		const own = path === '' ? name : `${path}.${name}`;
		const kind = own.replace(/(^|\.)\d+(?=\.|$)/g, '$1*');
		const isElement = Array.isArray(value);
		if (fixed.has(kind) && !isRecord(inner) && !Array.isArray(inner)) return [];
		const here = isElement || fixed.has(kind) ? [] : [own];
		return [...here, ...pathsOf(inner, fixed, own)];
	});
}

/** A value whose member at a path is another one, or is gone. */
export function withMember(value: unknown, path: string, other: { value: unknown } | 'absent') {
	const copy: unknown = structuredClone(value);
	const names = path.split('.');
	const last = names.pop() ?? '';
	const parent = names.reduce<unknown>((inner, name) => (inner as Json)[name], copy) as Json;
	if (other === 'absent') delete parent[last];
	else parent[last] = other.value;
	return copy;
}
