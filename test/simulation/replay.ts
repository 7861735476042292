/** Plays one seed again, and writes down all that travels: the same text each time. */
import type { Result } from './simulate';
import { simulate } from './simulate';

/** Request IDs that the node makes are random: they are shown by their order. */
function namer() {
	const names = new Map<string, string>();
	const nameOf = (id: string) => {
		const name = names.get(id) ?? `made-${names.size + 1}`;
		names.set(id, name);
		return name;
	};
	return (text: string) => text.replace(/n8n-[0-9a-f]{6,}(?:-[0-9a-z]+)*/g, nameOf);
}

/** @returns the lines of what travelled, and how it ended */
export async function replay(seed: string): Promise<{ lines: string[]; result: Result }> {
	const lines: string[] = [];
	const named = namer();
	let result: Result | undefined;
	await simulate(
		[seed],
		(ended) => (result = ended),
		(line, what) => {
			const text = what === undefined ? '' : ` ${JSON.stringify(what)}`;
			lines.push(named(`${line}${text}`));
		},
	);
	if (!result) throw new Error(`${seed} did not end`);
	for (const { kind, text } of result.violations) lines.push(`! ${kind} ${text}`);
	return { lines, result };
}
