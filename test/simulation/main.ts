/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- a command line program beside n8n, not inside it */
/**
 * pnpm simulate --seeds N [--from K] [--workers W]   tries N seeds, from number K on
 * pnpm simulate --replay SEED                        plays one seed again, and shows what travels
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { replay } from './replay';
import { seedOf } from './scenario';
import { simulate } from './simulate';
import type { Summary } from './summary';
import { addResult, emptySummary, merge, textOf } from './summary';

/** Every `step`-th seed of a range. */
function* seedsOf(from: number, count: number, step: number): Generator<string> {
	for (let number = from; number < from + count; number += step) yield seedOf(number);
}

/** Each process may keep so many megabytes of young objects: most are garbage soon. */
const YOUNG = '--max-semi-space-size=64';

/** The part of one worker process, given on its command line. */
async function work(from: number, count: number, step: number): Promise<void> {
	// Each run that stops makes an error, whose stack nobody reads.
	Error.stackTraceLimit = 0;
	const summary = emptySummary();
	const before = process.cpuUsage();
	await simulate(seedsOf(from, count, step), (result) => addResult(summary, result));
	const { user, system } = process.cpuUsage(before);
	process.send?.({ ...summary, cpu: (user + system) / 1e6 });
}

function startWorker(from: number, count: number, step: number): Promise<Summary> {
	const args = ['--work', '--from', `${from}`, '--seeds', `${count}`, '--workers', `${step}`];
	const worker = fork(__filename, args, { execArgv: [...process.execArgv, YOUNG] });
	return new Promise((resolve, reject) => {
		worker.on('message', (summary) => resolve(summary as Summary));
		worker.on('error', reject);
		worker.on('exit', (code) => {
			if (code !== 0) reject(new Error(`A worker ended with code ${code}`));
		});
	});
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			seeds: { type: 'string', default: '5000' },
			from: { type: 'string', default: '0' },
			workers: { type: 'string', default: String(availableParallelism()) },
			replay: { type: 'string' },
			work: { type: 'boolean', default: false },
		},
	});
	const [count, from, workers] = [values.seeds, values.from, values.workers].map(Number);
	if (values.replay !== undefined) {
		const seed = /^\d+$/.test(values.replay) ? seedOf(Number(values.replay)) : values.replay;
		const { lines, result } = await replay(seed);
		console.log([seed, ...lines].join('\n'));
		process.exitCode = result.violations.length > 0 ? 1 : 0;
		return;
	}
	if (values.work) return await work(from, count, workers);
	const began = performance.now();
	const parts = await Promise.all(
		Array.from({ length: workers }, (_, i) => startWorker(from + i, count - i, workers)),
	);
	const summary = emptySummary();
	for (const part of parts) merge(summary, part);
	console.log(textOf(summary, (performance.now() - began) / 1000));
	process.exitCode = summary.failed > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
