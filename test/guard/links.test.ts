/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { anchorsOf } from '../support/anchors';
import { ROOT } from '../support/engine';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The pages of a folder. */
const pagesIn = (folder: string) =>
	readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => path.posix.join(folder, file));

const pages = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'sandbox/README.md'],
	...pagesIn('docs'),
	...pagesIn('.github'),
];

/** Links to files and headings, without those to other sites. */
const linksOf = (page: string) => [
	...read(page).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]+))?\)/g),
];

test.each(pages)('the links of %s lead somewhere', (page) => {
	for (const [, file, anchor] of linksOf(page)) {
		const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
		expect([target, existsSync(path.join(ROOT, target))]).toEqual([target, true]);
		if (anchor === undefined || !target.endsWith('.md')) continue;
		expect([target, ...anchorsOf(read(target))]).toContain(anchor);
	}
});

test.each(pages)(
	'no two headings of %s have the same anchor, since comments point to them',
	(page) => {
		const anchors = anchorsOf(read(page));
		expect(anchors).toEqual([...new Set(anchors)]);
	},
);

describe('the reference of the API', () => {
	const page = read('docs/api.md');
	/** The text below a heading, up to the next one. */
	const section = (anchor: string) =>
		page.split(/^(?=#{2,3} )/m).find((part) => anchorsOf(part)[0] === anchor) ?? '';
	const rows = [...section('endpoints').matchAll(/^\| (\d+) +\| (.*?) +\| \[.*?\]\(#([\w-]+)\)/gm)];

	test('numbers the endpoints, and has a heading for each that gives method and path', () => {
		expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_, i) => i + 1));
		expect(rows.length).toBeGreaterThan(25);
		const wordless = rows.filter(([, , cell, anchor]) =>
			[...cell.matchAll(/`([^`]+)`/g)].some(([, words]) => !section(anchor).includes(words)),
		);
		expect(wordless).toEqual([]);
	});

	test('is reached from its contents', () => {
		const reached = [...section('contents').matchAll(/\]\(#([\w-]+)\)/g)].map(
			([, anchor]) => anchor,
		);
		expect(reached).toEqual(expect.arrayContaining(rows.map(([, , , anchor]) => anchor)));
	});
});
