/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface SandboxProcess {
	url: string;
	/** Asks or tells the sandbox something below `/__sandbox/`; a body makes it a POST. */
	control<T>(name: string, body?: unknown): Promise<T>;
	stop(): Promise<void>;
}

/**
 * Starts the sandbox in a process of its own, so that it takes no time of the one that is watched.
 * For programs that run in the project's folder. Habits are written `name=value`.
 * @param onStart is told as soon as there is something to stop
 */
export async function startSandboxProcess(
	port = 0,
	habits: string[] = [],
	onStart?: (started: Pick<SandboxProcess, 'stop'>) => void,
): Promise<SandboxProcess> {
	const settings = ['--port', String(port), ...habits.flatMap((habit) => ['--habit', habit])];
	const child = spawn(
		process.execPath,
		['--require', 'tsx/cjs', 'sandbox/main.ts', ...settings],
		// A group of its own: Ctrl-C reaches whoever started it, who then stops it in order.
		{ stdio: ['ignore', 'pipe', 'inherit'], detached: true },
	);
	const ended = once(child, 'exit');
	const stop = async () => {
		child.kill('SIGTERM');
		await ended;
	};
	onStart?.({ stop });
	const url = await new Promise<string>((resolve, reject) => {
		createInterface({ input: child.stdout }).on('line', (line) => {
			const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
			if (found) resolve(found[0]);
		});
		void ended.then(() => reject(new Error('The sandbox did not start')));
	});
	return {
		url,
		async control<T>(name: string, body?: unknown): Promise<T> {
			const options =
				body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), ...asJson };
			const response = await fetch(`${url}/__sandbox/${name}`, options);
			if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
			return (await response.json()) as T;
		},
		stop,
	};
}

const asJson = { headers: { 'content-type': 'application/json' } };
