/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command line program beside n8n, not inside it */
/** `pnpm release:pack`: the tarball of a release at release/package.tgz, its checksum, and the tag that npm gives it. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readManifest, ROOT } from './files';
import { distTag } from './rules';

const folder = path.join(ROOT, 'release');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const packed = execFileSync(
	'npm',
	['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
	{
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	},
);
const [{ filename }] = JSON.parse(packed) as Array<{ filename: string }>;
const tarball = path.join(folder, 'package.tgz');
renameSync(path.join(folder, filename), tarball);

const sha256 = createHash('sha256').update(readFileSync(tarball)).digest('hex');
const outputs = `sha256=${sha256}\ntag=${distTag(readManifest().version)}\n`;
console.log(`release/package.tgz\n${outputs}`);
// Where GitHub's runner reads what a later job is given.
const { GITHUB_OUTPUT } = process.env;
if (GITHUB_OUTPUT !== undefined) appendFileSync(GITHUB_OUTPUT, outputs);
