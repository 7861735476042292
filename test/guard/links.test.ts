/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/engine';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

const pages = [
	'README.md',
	'CHANGELOG.md',
	'sandbox/README.md',
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (file: string) =>
	read(file)
		.split('\n')
		.filter((line) => /^#{1,6} /.test(line))
		.map((line) =>
			line
				.replace(/^#+ /, '')
				.toLowerCase()
				.replace(/[^\w\- ]/g, '')
				.replace(/ /g, '-'),
		);

test.each(pages)('the links of %s lead somewhere', (page) => {
	const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
	for (const [, file, anchor] of links) {
		const target = file === '' ? page : path.join(path.dirname(page), file);
		expect([target, existsSync(path.join(ROOT, target))]).toEqual([target, true]);
		if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
	}
});
