/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command line program beside n8n, not inside it */
/** pnpm model [--sequences N] [--seed K]   plays N random sequences, on all processors */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openAccount } from './account';
import { play } from './play';

/** Sequences between two lines that tell how far it is. */
const TELL = 1_000;

/** Each process may keep so many megabytes of young objects: most are garbage soon. */
const YOUNG = '--max-semi-space-size=64';

/** One process of several: its share of the sequences, each thousand from a seed of its own. */
async function work(sequences: number, seed: number): Promise<void> {
	const account = await openAccount();
	let commands = 0;
	try {
		for (let done = 0; done < sequences; done += TELL) {
			const part = Math.min(TELL, sequences - done);
			commands += await play(account, { sequences: part, seed: seed + done });
			process.send?.({ sequences: done + part, commands });
		}
	} finally {
		await account.close();
	}
}

interface Progress {
	sequences: number;
	commands: number;
}

function startWorker(share: number, seed: number, tell: (progress: Progress) => void) {
	const args = ['--work', '--sequences', `${share}`, '--seed', `${seed}`];
	const worker = fork(__filename, args, { execArgv: [...process.execArgv, YOUNG] });
	worker.on('message', tell);
	return new Promise<void>((resolve, reject) => {
		worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('It went wrong'))));
	});
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			sequences: { type: 'string', default: '10000' },
			seed: { type: 'string', default: '1' },
			work: { type: 'boolean', default: false },
		},
	});
	const [sequences, seed] = [Number(values.sequences), Number(values.seed)];
	if (values.work) return await work(sequences, seed);
	const workers = availableParallelism();
	const began = performance.now();
	const progress: Progress[] = [];
	const tell = (index: number) => (one: Progress) => {
		progress[index] = one;
		const sum = (name: keyof Progress) => progress.reduce((all, part) => all + part[name], 0);
		const seconds = Math.round((performance.now() - began) / 1000);
		console.log(`${seconds} s: ${sum('sequences')} sequences, ${sum('commands')} commands`);
	};
	const share = Math.ceil(sequences / workers);
	await Promise.all(
		Array.from({ length: workers }, (_, i) => startWorker(share, seed + i * share, tell(i))),
	);
	console.log('All of them went as the model says.');
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
