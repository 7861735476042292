/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** What the pages say of the probe's questions is what it asks, and what the sandbox answers. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBES, UNSEEN } from '../../tools/probe/probes';
import { withChoices, withProbe } from '../../tools/probe/pages';
import { ROOT } from '../support/engine';

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Text without what only the formatter decides: the width of tables, empty lines. */
const plain = (text: string) =>
	text
		.replace(/[ \t]+/g, ' ')
		.replace(/-{3,}/g, '---')
		.replace(/\n{2,}/g, '\n')
		.trim();

// To mend these: npx -y pnpm@10 pages
test('docs/choices.md lists every question, and the habits that are answers to it', () => {
	const page = read('docs/choices.md');
	expect(page).toContain('<!-- /choices -->');
	expect(plain(withChoices(page))).toBe(plain(page));
});

test('docs/probe.md shows what the sandbox answers', async () => {
	const page = read('docs/probe.md');
	for (const part of ['probe', 'unseen']) expect(page).toContain(`<!-- /${part} -->`);
	expect(plain(await withProbe(page))).toBe(plain(page));
});

test('each question stands alone and says what it is about', () => {
	const all = [...PROBES, ...UNSEEN];
	for (const pick of ['id', 'question'] as const) {
		expect(new Set(all.map((one) => one[pick])).size).toBe(all.length);
	}
	for (const { id, question, documents, assumes, matters } of all) {
		expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
		expect(question).toMatch(/^[A-Z].*[?)]$/);
		for (const text of [documents, assumes, matters]) expect(text).not.toMatch(/^$|[.]$/);
	}
});

test('the probe takes nothing from the nodes but what the node assumes', () => {
	const files = readdirSync(path.join(ROOT, 'tools/probe'), { recursive: true, encoding: 'utf8' });
	const imports = files
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => [...read(`tools/probe/${file}`).matchAll(/from '[./]+\/(nodes\/[^']+)'/g)])
		.map(([, name]) => name);
	expect([...new Set(imports)].sort()).toEqual([
		'nodes/CapillaryBadges/options',
		'nodes/shared/capillary/account',
		'nodes/shared/capillary/catalogue',
	]);
});
