/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs beside n8n, not inside it */
// `pnpm compat`: loads the packed package in older and newer releases of n8n and claims a badge with
// each, on each Node that the release allows. Prints the table that the README shows.
import type { ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startSandbox } from '../../sandbox';

interface Release {
	/** The n8n release that brings these two. */
	n8n: string;
	core: string;
	workflow: string;
	zod: string;
	luxon: string;
	/** Major versions of Node that the release runs on. */
	nodes: number[];
}

const RELEASES: Release[] = [
	{
		n8n: '1.100',
		core: '1.99.0',
		workflow: '1.97.0',
		zod: '3.25.67',
		luxon: '3.4.4',
		nodes: [20, 22],
	},
	{
		n8n: '1.123',
		core: '1.122.0',
		workflow: '1.120.0',
		zod: '3.25.67',
		luxon: '3.4.4',
		nodes: [20, 22, 24],
	},
	{
		n8n: '2.0',
		core: '2.0.0',
		workflow: '2.0.0',
		zod: '3.25.67',
		luxon: '3.4.4',
		nodes: [20, 22, 24],
	},
	{
		n8n: '2.11',
		core: '2.11.1',
		workflow: '2.11.1',
		zod: '3.25.67',
		luxon: '3.7.2',
		nodes: [22, 24],
	},
	{
		n8n: '2.41',
		core: '2.41.1',
		workflow: '2.41.0',
		zod: '3.25.76',
		luxon: '3.7.2',
		nodes: [24],
	},
];

const root = path.resolve(__dirname, '../..');
const work = mkdtempSync(path.join(tmpdir(), 'capillary-compat-'));
const quiet: ExecFileSyncOptionsWithStringEncoding = {
	stdio: ['ignore', 'pipe', 'pipe'],
	encoding: 'utf8',
};

const SETTINGS = `managePackageManagerVersions: false
overrides:
  '@langchain/langgraph-checkpoint': 1.1.5
  '@langchain/protocol': 0.0.19
`;

/** Installs npm packages into a folder of their own. */
function install(name: string, dependencies: Record<string, string>, scripts: boolean): string {
	const folder = path.join(work, name);
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
	const allowed = scripts ? 'onlyBuiltDependencies:\n  - node\n' : '';
	writeFileSync(path.join(folder, 'pnpm-workspace.yaml'), `${SETTINGS}${allowed}`);
	execFileSync('npx', ['-y', 'pnpm@10', 'install', ...(scripts ? [] : ['--ignore-scripts'])], {
		...quiet,
		cwd: folder,
	});
	return folder;
}

/** The package as it would be published, unpacked. */
function packed(): string {
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', work], {
		...quiet,
		cwd: root,
	});
	const file = readdirSync(work).find((name) => name.endsWith('.tgz'));
	if (!file) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', file], { ...quiet, cwd: work });
	return path.join(work, 'package');
}

/** A Node binary of a major version: the running one, or npm's `node` package. */
function nodeBinary(major: number): string {
	if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
	return path.join(
		install(`node-${major}`, { node: String(major) }, true),
		'node_modules/.bin/node',
	);
}

/** Runs a claim in a release's folder; gives the last line that it printed. */
async function claim(node: string, folder: string, args: string[]): Promise<string> {
	const env = {
		...process.env,
		// n8n lets a community package find what n8n supplies in the same way.
		NODE_PATH: path.join(folder, 'node_modules'),
		N8N_USER_FOLDER: mkdtempSync(path.join(work, 'user-')),
		N8N_ENCRYPTION_KEY: 'compat',
	};
	const script = path.join(__dirname, 'claim.cjs');
	const options = { cwd: folder, env, timeout: 60_000 };
	// A child that ends with 1 has printed why.
	const { stdout } = await promisify(execFile)(node, [script, ...args], options).catch(
		(error: { stdout?: string; message: string }) => ({ stdout: error.stdout || error.message }),
	);
	return stdout.trim().split('\n').pop() ?? '';
}

async function main() {
	const sandbox = await startSandbox();
	const { username, password } = sandbox.credentials;
	const packageFolder = packed();
	const majors = [...new Set(RELEASES.flatMap(({ nodes }) => nodes))].sort();
	const binaries = new Map(majors.map((major) => [major, nodeBinary(major)]));
	console.log(`| n8n | n8n-core | ${majors.map((major) => `Node ${major}`).join(' | ')} |`);
	console.log(`|---|---|${majors.map(() => '---|').join('')}`);
	for (const { n8n, core, workflow, zod, luxon, nodes } of RELEASES) {
		const packages = { 'n8n-core': core, 'n8n-workflow': workflow, zod, luxon };
		const folder = install(`n8n-${n8n}`, packages, false);
		const cells: string[] = [];
		for (const major of majors) {
			if (!nodes.includes(major)) {
				cells.push('not supported by n8n');
				continue;
			}
			sandbox.reset();
			const said = await claim(binaries.get(major) ?? process.execPath, folder, [
				packageFolder,
				sandbox.url,
				username,
				password,
			]);
			const claimed = /"referenceId":"123"/.test(said) && /"isActive":true/.test(said);
			if (!claimed) {
				process.exitCode = 1;
				console.error(`n8n ${n8n} on Node ${major}: ${said}`);
			}
			cells.push(claimed ? 'works' : 'fails');
		}
		console.log(`| ${n8n} | ${core} | ${cells.join(' | ')} |`);
	}
	await sandbox.close();
	rmSync(work, { recursive: true, force: true });
}

void main();
