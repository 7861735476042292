// Folders in which an n8n finds the package as a user would have installed it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runToEnd } from './process.mjs';

export const E2E = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(E2E, '../..');
export const NAME = 'n8n-nodes-capillary-badges';

/** pnpm without a word but on what fails: npm would warn of the settings that pnpm hands on. */
const pnpm = (cwd, ...args) => ({
	command: 'npx',
	args: ['-y', 'pnpm@10', ...args],
	cwd,
	stdio: ['ignore', 'ignore', 'inherit'],
	env: { ...process.env, npm_config_loglevel: 'error' },
});

/** Builds the package, and shows what was printed only if it fails. */
export const build = (onStart) =>
	runToEnd({
		name: 'Building the package',
		command: process.execPath,
		args: ['tools/quietly.mjs', 'pnpm', 'build'],
		cwd: ROOT,
		onStart,
	});

/** Installs n8n, Node 24 and the browser's driver, unless they are there. */
export const install = (onStart) =>
	runToEnd({ name: 'Installing n8n', ...pnpm(E2E, 'install', '--frozen-lockfile'), onStart });

/** Unpacks the package's tarball where n8n keeps installed community nodes. */
function installPackage(folder) {
	const nodes = path.join(folder, '.n8n/nodes');
	const target = path.join(nodes, 'node_modules', NAME);
	mkdirSync(target, { recursive: true });
	const { command, args, ...options } = pnpm(ROOT, 'pack', '--pack-destination', folder);
	execFileSync(command, args, options);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	execFileSync('tar', ['-xzf', path.join(folder, tarball), '-C', target, '--strip-components=1']);
	const { version } = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [NAME]: version } };
	writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest));
}

/** A new user folder with nothing in it. */
export function emptyHome() {
	const folder = mkdtempSync(path.join(tmpdir(), 'capillary-e2e-'));
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A new user folder with the packed package installed in it. */
export function newHome() {
	const home = emptyHome();
	installPackage(home.folder);
	return home;
}
