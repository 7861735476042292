/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command line program beside n8n, not inside it */
/** `pnpm release:check [--tag NAME]`: says what has to be set before a release, and ends with 1 if there is anything. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { read, readManifest, ROOT, staleFiles } from './files';
import { findings } from './rules';

/** Whether the commit that is checked out is on the main branch of `origin`. */
function isOnMain(): boolean {
	const args = ['merge-base', '--is-ancestor', 'HEAD', 'origin/main'];
	return spawnSync('git', args, { cwd: ROOT, stdio: 'ignore' }).status === 0;
}

async function main(): Promise<void> {
	const { tag } = parseArgs({ options: { tag: { type: 'string' } } }).values;
	const missing = findings({
		manifest: readManifest(),
		changelog: read('CHANGELOG.md'),
		stale: Object.keys(await staleFiles()),
		runsIn: process.env.GITHUB_REPOSITORY,
		tag: tag === undefined ? undefined : { name: tag, isOnMain: isOnMain() },
	});
	if (missing.length === 0) {
		console.log(`${readManifest().version} may be released.`);
		return;
	}
	console.error('Not to be released yet. Set this first (README, "Releases"):');
	for (const finding of missing) console.error(`- ${finding}`);
	process.exitCode = 1;
}

void main();
