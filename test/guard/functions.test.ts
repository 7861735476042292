/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/engine';

const MOST_LINES = 60;

/** Every function of a file, with the lines from its first to its last. */
function functionsOf(text: string): Array<{ line: number; lines: number }> {
	const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true);
	const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
	const found: Array<{ line: number; lines: number }> = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) {
			const line = lineOf(node.getStart(source));
			found.push({ line, lines: lineOf(node.getEnd()) - line + 1 });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

test('no function that is published is longer than 60 lines', () => {
	const files = readdirSync(path.join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => path.join('nodes', file));
	const all = files.flatMap((file) =>
		functionsOf(readFileSync(path.join(ROOT, file), 'utf8')).map((one) => ({ file, ...one })),
	);
	expect(all.length).toBeGreaterThan(200);
	const long = all.filter(({ lines }) => lines > MOST_LINES);
	expect(long.map(({ file, line, lines }) => `${file}:${line}: ${lines} lines`)).toEqual([]);
});

test('a function is found wherever it stands', () => {
	const text = ['const one = {', '\ttwo() {', '\t\treturn () => 1;', '\t},', '};'].join('\n');
	expect(functionsOf(text)).toEqual([
		{ line: 2, lines: 3 },
		{ line: 3, lines: 1 },
	]);
});
