/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
// Starts the network process of the benchmark.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { makeChain } from './certificates';

export interface Network {
	url: string;
	/** The certificate to trust. */
	root: string;
	/** Sets how long a round trip takes, in milliseconds. */
	roundTrip(ms: number): Promise<void>;
	stop(): Promise<void>;
}

/** @param sandboxUrl where the network leads */
export async function startNetwork(sandboxUrl: string): Promise<Network> {
	const { root, certificates, key } = makeChain(path.join(__dirname, '.build/certificates'));
	const { port: sandboxPort } = new URL(sandboxUrl);
	const child = fork(path.join(__dirname, 'network.ts'), [sandboxPort, certificates, key], {
		execArgv: ['--require', 'tsx/cjs'],
	});
	const ended = once(child, 'exit');
	const died = ended.then(() => Promise.reject(new Error('The network did not start')));
	died.catch(() => undefined);
	const [port] = (await Promise.race([once(child, 'message'), died])) as [number];
	return {
		url: `https://127.0.0.1:${port}`,
		root,
		async roundTrip(ms) {
			const ready = once(child, 'message');
			child.send(ms);
			await ready;
		},
		async stop() {
			child.disconnect();
			await ended;
		},
	};
}
