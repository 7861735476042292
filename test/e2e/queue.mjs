// n8n in queue mode: PostgreSQL, Redis, one main process and workers, each a process of its own.
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newHome } from './home.mjs';
import { startN8n, startWebhookProcess, startWorker } from './n8n.mjs';
import { freePort, startProcess } from './process.mjs';
import { program } from './system.mjs';

/** PostgreSQL refuses to run as root, so it gets the user that its package made. */
function databaseUser() {
	if (process.getuid?.() !== 0) return {};
	const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

async function startPostgres(onStart) {
	const initdb = program('initdb');
	const folder = mkdtempSync(path.join(tmpdir(), 'capillary-e2e-postgres-'));
	const user = databaseUser();
	if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
	const data = path.join(folder, 'data');
	execFileSync(initdb, ['--username=n8n', '--auth=trust', '--no-sync', data], {
		...user,
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
	await startProcess({
		name: 'PostgreSQL',
		command: program('postgres'),
		args: ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
		...user,
		cwd: folder,
		onStart,
		onStop: () => rmSync(folder, { recursive: true, force: true }),
		ready: (log) => /ready to accept connections/.test(log),
	});
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
}

async function startRedis(onStart) {
	const port = await freePort();
	await startProcess({
		name: 'Redis',
		command: program('redis-server'),
		args: ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
		onStart,
		ready: (log) => /Ready to accept connections/.test(log),
	});
	return { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) };
}

/**
 * Starts n8n in queue mode with so many workers and processes for web hooks, each with the package in
 * a home of its own.
 * @param {{ workers: number, webHooks?: number, webHookUrl?: string, onStart: (started: { stop(): Promise<void> }) => void }} options
 *   `webHookUrl` is what stands before the processes for web hooks
 */
export async function startQueueMode({ workers: count, webHooks: hooks = 0, webHookUrl, onStart }) {
	const env = {
		...(await startPostgres(onStart)),
		...(await startRedis(onStart)),
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: 'shared-by-all-processes-of-this-n8n',
		// A worker that died is noticed within seconds instead of a minute.
		QUEUE_WORKER_LOCK_DURATION: '6000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '2000',
		...(webHookUrl ? { WEBHOOK_URL: webHookUrl } : {}),
	};
	const home = () => {
		const made = newHome();
		onStart({ stop: async () => made.remove() });
		return made;
	};
	const main = await startN8n({ home: home(), env, onStart });
	const addWorker = () => startWorker({ home: home(), env, onStart });
	const workers = [];
	for (let n = 0; n < count; n += 1) workers.push(await addWorker());
	const webHooks = [];
	for (let n = 0; n < hooks; n += 1) {
		webHooks.push(await startWebhookProcess({ home: home(), env, onStart }));
	}
	return { ...main, workers, addWorker, webHooks };
}
