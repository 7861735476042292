type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The selectors' own conditions, by which fields of the same name are told apart. */
const conditionOf = ({ displayOptions }: Json, name: string): string[] => {
	const show = isRecord(displayOptions) && isRecord(displayOptions.show) ? displayOptions.show : {};
	const values = show[name];
	return Array.isArray(values) ? values.map(String) : [];
};

/** What a member of a list is called: by value or name, and by the operation that it belongs to. */
function labelOf(member: unknown): string {
	if (!isRecord(member)) return JSON.stringify(member);
	const own = String(member.value ?? member.name ?? JSON.stringify(member));
	const place = [...conditionOf(member, 'resource'), ...conditionOf(member, 'operation')];
	return [...(place.length > 0 ? [place.join('.')] : []), own].join(' ');
}

/** Members by their labels; a label that comes again is numbered. */
function labelled(list: readonly unknown[]): Map<string, unknown> {
	const members = new Map<string, unknown>();
	for (const member of list) {
		const label = labelOf(member);
		const same = [...members.keys()].filter((name) => name.replace(/ #\d+$/, '') === label).length;
		members.set(same > 0 ? `${label} #${same + 1}` : label, member);
	}
	return members;
}

const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing';

/**
 * Every difference between two values that JSON can hold, a line each: `path: what was → what is`,
 * `path: added`, `path: gone` or `path: in another order`. Members of lists are known by their names.
 */
export function differences(was: unknown, is: unknown, path: string): string[] {
	if (Array.isArray(was) && Array.isArray(is)) {
		const [before, after] = [labelled(was), labelled(is)];
		const kept = (one: Map<string, unknown>, other: Map<string, unknown>) =>
			[...one.keys()].filter((label) => other.has(label)).join(', ');
		const isMoved = kept(before, after) !== kept(after, before);
		return [
			...(isMoved ? [`${path}: in another order`] : []),
			...ofMembers(Object.fromEntries(before), Object.fromEntries(after), path),
		];
	}
	if (isRecord(was) && isRecord(is)) return ofMembers(was, is, path);
	return shown(was) === shown(is) ? [] : [`${path}: ${shown(was)} → ${shown(is)}`];
}

function ofMembers(was: Json, is: Json, path: string): string[] {
	const names = new Set([...Object.keys(was), ...Object.keys(is)]);
	return [...names].flatMap((name) => {
		const place = `${path} > ${name}`;
		if (was[name] === undefined) return is[name] === undefined ? [] : [`${place}: added`];
		if (is[name] === undefined) return [`${place}: gone`];
		return differences(was[name], is[name], place);
	});
}
