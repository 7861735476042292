/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command line program beside n8n, not inside it */
/** The first step of `pnpm build`: writes the names that package.json holds to wherever else they stand. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, staleFiles } from './files';

async function main(): Promise<void> {
	for (const [file, text] of Object.entries(await staleFiles())) {
		writeFileSync(path.join(ROOT, file), text);
	}
}

void main();
