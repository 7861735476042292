/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command line program beside n8n, not inside it */
/** `pnpm pages`: writes what README, CONTRIBUTING and docs/ say of the operations, the trigger and the probe. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { withAgentTable } from './agentPages';
import { operationsPage, withTables } from './pages';
import { withChoices, withProbe } from './probe/pages';
import { withTriggerTables } from './triggerPages';

const root = path.resolve(__dirname, '..');

async function write(file: string, text: string): Promise<void> {
	const target = path.join(root, file);
	const config = await resolveConfig(target);
	writeFileSync(target, await format(text, { ...config, filepath: target }));
}

async function main(): Promise<void> {
	const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
	for (const page of ['README.md', 'CONTRIBUTING.md']) await write(page, withTables(read(page)));
	await write('docs/operations.md', operationsPage());
	await write('docs/agents.md', withAgentTable(read('docs/agents.md')));
	await write('docs/trigger.md', withTriggerTables(read('docs/trigger.md')));
	await write('docs/choices.md', withChoices(read('docs/choices.md')));
	await write('docs/probe.md', await withProbe(read('docs/probe.md')));
}

void main();
