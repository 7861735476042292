// A real n8n on Node 24, in a process of its own.
import path from 'node:path';
import { E2E, newHome } from './home.mjs';
import { freePort, startProcess } from './process.mjs';

/** Where Node 24 is. */
export const BIN = path.join(E2E, 'node_modules/node/bin');

/** What every process of an n8n is told. */
const environment = async (home) => ({
	PATH: `${BIN}:${process.env.PATH}`,
	HOME: home.folder,
	N8N_USER_FOLDER: home.folder,
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
});

const answers = (url) =>
	fetch(url).then(
		({ ok }) => ok,
		() => false,
	);

const run = (name, args, options) =>
	startProcess({
		name,
		command: path.join(BIN, 'node'),
		args: [path.join(E2E, 'node_modules/n8n/bin/n8n'), ...args],
		...options,
	});

/**
 * Starts n8n with the package.
 * @param {{ port?: number, home?: { folder: string, remove(): void }, env?: object, onStart?: (started: { stop(): Promise<void> }) => void }} options
 *   any free port by default; a home of its own, removed at the end, unless one is given;
 *   `onStart` is told as soon as there is something to stop
 */
export async function startN8n({ port, home, env = {}, onStart } = {}) {
	const own = home ?? newHome();
	const n8nPort = port ?? (await freePort());
	const url = `http://127.0.0.1:${n8nPort}`;
	const n8n = await run('n8n', ['start'], {
		env: {
			...(await environment(own)),
			N8N_PORT: String(n8nPort),
			WEBHOOK_URL: `${url}/`,
			...env,
		},
		onStart,
		onStop: home ? undefined : own.remove,
		ready: async (log) =>
			/Editor is now accessible/.test(log) && (await answers(`${url}/healthz/readiness`)),
	});
	return { url, ...n8n };
}

/**
 * Starts a worker of an n8n in queue mode.
 * @param {{ home: { folder: string }, env: object, onStart?: (started: { stop(): Promise<void> }) => void }} options
 */
export async function startWorker({ home, env, onStart }) {
	const health = await freePort();
	return await run('worker', ['worker', '--concurrency=10'], {
		env: {
			...(await environment(home)),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(health),
			...env,
		},
		onStart,
		ready: () => answers(`http://127.0.0.1:${health}/healthz/readiness`),
	});
}

/**
 * Starts a process of an n8n in queue mode that takes web hooks, and nothing else.
 * @param {{ home: { folder: string }, env: object, onStart?: (started: { stop(): Promise<void> }) => void }} options
 */
export async function startWebhookProcess({ home, env, onStart }) {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const started = await run('web hooks', ['webhook'], {
		env: { ...(await environment(home)), N8N_PORT: String(port), ...env },
		onStart,
		ready: () => answers(`${url}/healthz/readiness`),
	});
	return { url, ...started };
}
