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

test('the reference of the API has a heading for each endpoint, and is reached from its contents', () => {
	const page = read('docs/api.md');
	const table = page.split('\n## Endpoints\n')[1].split('\n## ')[0];
	const rows = [...table.matchAll(/^\| (\d+) .*\]\(#([\w-]+)\)/gm)];
	expect(rows.map(([, number]) => Number(number))).toEqual(
		Array.from({ length: 31 }, (_, i) => i + 1),
	);
	const contents = page.split('\n## Contents\n')[1].split('\n## ')[0];
	const reached = [...contents.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
	expect(reached).toEqual(expect.arrayContaining(rows.map(([, , anchor]) => anchor)));
});
