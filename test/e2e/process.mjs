// Programs that run beside the tests and are ended with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const READY_MS = 120_000;
const STOP_MS = 15_000;

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

/**
 * Runs a program to its end, in a group of its own, and shows what it prints.
 * @param {object} options `onStart` is told at once, since there is something to stop; the rest (cwd, env) is for spawn
 * @throws if it fails
 */
export async function runToEnd({ name, command, args, onStart, ...spawning }) {
	const stdio = ['ignore', 'inherit', 'inherit'];
	const child = spawn(command, args, { detached: true, stdio, ...spawning });
	const ended = once(child, 'exit');
	const stop = async () => {
		if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGTERM');
		await ended;
	};
	onStart?.({ name, stop });
	const [code] = await ended;
	if (code !== 0) throw new Error(`${name} failed`);
}

/**
 * Starts a program and waits until it is ready.
 * @param {object} options `ready` is asked, with all that was printed, until it says true; `onStart`
 *   is told as soon as there is something to stop; `onStop` tidies up when the program has ended;
 *   the rest (env, uid, gid) is for spawn
 * @throws with what was printed, if the program ends or is not ready within two minutes
 */
export async function startProcess({ name, command, args, ready, onStart, onStop, ...spawning }) {
	const child = spawn(command, args, {
		// A group of its own: Ctrl-C reaches whoever started it, who then stops it in order.
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
		...spawning,
	});
	const log = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk) => log.push(String(chunk)));
	}
	const ended = once(child, 'exit');
	const signal = (which) => {
		try {
			process.kill(-child.pid, which);
		} catch {
			// It has ended already.
		}
	};
	/** As if the machine had gone: no time to tidy up. */
	const kill = async () => {
		signal('SIGKILL');
		await ended;
	};
	const stop = async () => {
		signal('SIGTERM');
		await Promise.race([ended, sleep(STOP_MS)]);
		await kill();
		onStop?.();
	};
	onStart?.({ name, log, stop });
	const until = Date.now() + READY_MS;
	while (!(await ready(log.join('')))) {
		if (child.exitCode !== null || Date.now() > until) {
			await stop();
			throw new Error(`${name} did not start:\n${log.join('')}`);
		}
		await sleep(200);
	}
	return { log, stop, kill };
}

/**
 * What was started and has to be ended, also by Ctrl-C: the last first, each once.
 * @param {number} exitCode what a signal ends this process with
 */
export function newSet(exitCode) {
	const running = [];
	let interrupted = false;
	const stopAll = async () => {
		while (running.length > 0) await running.pop().stop();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => {
			if (interrupted) return;
			interrupted = true;
			console.log('Stopping …');
			void stopAll().then(() => process.exit(exitCode));
		});
	}
	return {
		/** Takes something with a `stop`, and gives it back. */
		started(one) {
			running.push(one);
			return one;
		},
		/** What the programs that run have printed, as `[name, text]`. */
		logs: () => running.filter(({ log }) => log).map(({ name, log }) => [name, log.join('')]),
		stopAll,
		/** Whether a signal has begun to end it all. */
		interrupted: () => interrupted,
	};
}
