// A real n8n on Node 24 with the packed package in it, in a folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const E2E = path.dirname(fileURLToPath(import.meta.url));
export const ROOT = path.resolve(E2E, '../..');
const NAME = 'n8n-nodes-capillary-badges';
const READY_MS = 120_000;
const STOP_MS = 15_000;

/** Installs n8n, Node 24 and the browser's driver, unless they are there. */
export function install() {
	execFileSync('npx', ['-y', 'pnpm@10', 'install', '--frozen-lockfile'], {
		cwd: E2E,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A port that is free now. */
export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

/** Unpacks the package's tarball where n8n keeps installed community nodes. */
function installPackage(userFolder) {
	const nodes = path.join(userFolder, '.n8n/nodes');
	const target = path.join(nodes, 'node_modules', NAME);
	mkdirSync(target, { recursive: true });
	execFileSync('npx', ['-y', 'pnpm@10', 'pack', '--pack-destination', userFolder], {
		cwd: ROOT,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const tarball = readdirSync(userFolder).find((name) => name.endsWith('.tgz'));
	execFileSync('tar', [
		'-xzf',
		path.join(userFolder, tarball),
		'-C',
		target,
		'--strip-components=1',
	]);
	const { version } = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [NAME]: version } };
	writeFileSync(path.join(nodes, 'package.json'), JSON.stringify(manifest));
}

/**
 * Starts n8n with the package.
 * @param {{ port?: number, onStart?: (started: { stop(): Promise<void> }) => void }} options
 *   any free port by default; `onStart` is told as soon as there is something to stop
 */
export async function startN8n({ port, onStart } = {}) {
	const userFolder = mkdtempSync(path.join(tmpdir(), 'capillary-e2e-'));
	installPackage(userFolder);
	const n8nPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${n8nPort}`;
	const child = spawn(
		path.join(E2E, 'node_modules/node/bin/node'),
		[path.join(E2E, 'node_modules/n8n/bin/n8n'), 'start'],
		{
			// A group of its own: Ctrl-C reaches whoever started it, who then stops it in order.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				PATH: `${path.join(E2E, 'node_modules/node/bin')}:${process.env.PATH}`,
				HOME: userFolder,
				N8N_USER_FOLDER: userFolder,
				N8N_PORT: String(n8nPort),
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_SECURE_COOKIE: 'false',
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				N8N_HIRING_BANNER_ENABLED: 'false',
				N8N_LOG_LEVEL: 'info',
				GENERIC_TIMEZONE: 'UTC',
				WEBHOOK_URL: `${url}/`,
			},
		},
	);
	const log = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => log.push(String(chunk)));
	}
	const ended = once(child, 'exit');
	const signal = (name) => {
		try {
			process.kill(-child.pid, name);
		} catch {
			// It has ended already.
		}
	};
	const stop = async () => {
		signal('SIGTERM');
		await Promise.race([ended, sleep(STOP_MS)]);
		signal('SIGKILL');
		await ended;
		rmSync(userFolder, { recursive: true, force: true });
	};
	onStart?.({ stop });
	const until = Date.now() + READY_MS;
	for (;;) {
		const answer = await fetch(`${url}/healthz/readiness`).catch(() => undefined);
		if (answer?.ok && /Editor is now accessible/.test(log.join(''))) break;
		if (child.exitCode !== null || Date.now() > until) {
			await stop();
			throw new Error(`n8n did not start:\n${log.join('')}`);
		}
		await sleep(200);
	}
	return { url, log, stop };
}
