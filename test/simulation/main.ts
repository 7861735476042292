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

/** How often progress is told, in milliseconds. */
const TELL_MS = 10_000;

/** The part of one worker process, given on its command line. */
async function work(from: number, count: number, step: number): Promise<void> {
	// Each run that stops makes an error, whose stack nobody reads.
	Error.stackTraceLimit = 0;
	const summary = emptySummary();
	const before = process.cpuUsage();
	let told = performance.now();
	await simulate(seedsOf(from, count, step), (result) => {
		addResult(summary, result);
		for (const { kind, text } of result.violations) console.error(`${kind} ${result.seed} ${text}`);
		if (performance.now() - told < TELL_MS) return;
		told = performance.now();
		process.send?.({ soFar: summary.runs, failed: summary.failed });
	});
	const { user, system } = process.cpuUsage(before);
	process.send?.({ ...summary, cpu: (user + system) / 1e6 });
}

/** How far a worker has come: its runs so far, and how many of them had violations. */
interface Progress {
	soFar: number;
	failed: number;
}

function startWorker(
	from: number,
	count: number,
	step: number,
	tell: (progress: Progress) => void,
): Promise<Summary> {
	const args = ['--work', '--from', `${from}`, '--seeds', `${count}`, '--workers', `${step}`];
	const worker = fork(__filename, args, { execArgv: [...process.execArgv, YOUNG] });
	return new Promise((resolve, reject) => {
		worker.on('message', (said: Summary | Progress) => {
			if ('soFar' in said) tell(said);
			else resolve(said);
		});
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
	const progress: Progress[] = [];
	const tell = (worker: number, one: Progress) => {
		progress[worker] = one;
		// Each tells as often; one line for all of them.
		if (worker > 0) return;
		const all = progress.reduce((a, b) => ({
			soFar: a.soFar + b.soFar,
			failed: a.failed + b.failed,
		}));
		const seconds = Math.round((performance.now() - began) / 1000);
		console.error(`${seconds} s: ${all.soFar} of ${count} runs, ${all.failed} with violations`);
	};
	const parts = await Promise.all(
		Array.from({ length: workers }, (_, i) =>
			startWorker(from + i, count - i, workers, (one) => tell(i, one)),
		),
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
