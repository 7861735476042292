/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf } from '../support/anchors';
import { ROOT } from '../support/engine';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The sources of a folder, as paths from the project's root. */
const sources = (folder: string): string[] =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !file.includes('node_modules'))
		.map((file) => path.posix.join(folder, file.split(path.sep).join('/')));

const published = [...sources('nodes'), ...sources('credentials')];
const all = [...published, ...sources('sandbox'), ...sources('test')].filter(
	(file) => file !== 'test/guard/comments.test.ts',
);

/** What the comments of a file say. */
const commentsOf = (file: string) =>
	[...read(file).matchAll(/\/\*[^]*?\*\/|(?:^|\s)\/\/.*/g)].map(([comment]) => comment).join('\n');

/** The pages that comments point to: `docs/api.md#claim`. */
const pointersOf = (file: string) => [
	...commentsOf(file).matchAll(
		/(?:docs\/[\w-]+|README|CONTRIBUTING|sandbox\/README)\.md(?:#[\w-]*)?/g,
	),
];

test('what comments point to is there: page and heading', () => {
	const pointers = all.flatMap((file) =>
		pointersOf(file).map(([pointer]) => [file, ...pointer.split('#')]),
	);
	expect(pointers.length).toBeGreaterThan(100);
	const lost = pointers.filter(
		([, page, anchor]) =>
			!existsSync(path.join(ROOT, page)) ||
			(anchor !== undefined && !anchorsOf(read(page)).includes(anchor)),
	);
	expect(lost).toEqual([]);
});

test('a choice that comments name by its number is in the table of contradictions', () => {
	const table = read('docs/api.md').split('\n## Contradictions\n')[1].split('\n## ')[0];
	const rows = [...table.matchAll(/^\| (\d+) /gm)].map(([, number]) => number);
	const named = all.flatMap((file) =>
		[...commentsOf(file).matchAll(/\bchoice (\d+)/g)].map(([, number]) => number),
	);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((number) => !rows.includes(number))).toEqual([]);
});

test('comments cite nothing that only its author has', () => {
	const elsewhere =
		/\b(API|n8n) notes\b|\b[Rr]eference (§ ?)?\d|\bcatalogue of section\b|\bsection \d/;
	expect(all.filter((file) => elsewhere.test(commentsOf(file)))).toEqual([]);
});

test('each published file begins with one line that says what it is for', () => {
	const first = (file: string) => read(file).split('\n', 1)[0];
	const says = /^(\/\*\* [A-Z'].*[.)] \*\/|\/\/ [A-Z'].*[.)])$/;
	expect(published.length).toBeGreaterThan(80);
	expect(published.filter((file) => !says.test(first(file)))).toEqual([]);
	expect(published.filter((file) => first(file).length > 140)).toEqual([]);
});
