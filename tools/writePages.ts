/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** `pnpm pages`: writes what README, CONTRIBUTING and docs/operations.md say of the operations. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { operationsPage, withTables } from './pages';

const root = path.resolve(__dirname, '..');

async function write(file: string, text: string): Promise<void> {
	const target = path.join(root, file);
	const config = await resolveConfig(target);
	writeFileSync(target, await format(text, { ...config, filepath: target }));
}

async function main(): Promise<void> {
	for (const page of ['README.md', 'CONTRIBUTING.md']) {
		await write(page, withTables(readFileSync(path.join(root, page), 'utf8')));
	}
	await write('docs/operations.md', operationsPage());
}

void main();
