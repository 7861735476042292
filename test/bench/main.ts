/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs beside n8n, not inside it */
/**
 * `pnpm bench [--runs N] [--only text]`: our node beside n8n's HTTP Request node on Node 24, in the
 * engine and with the expressions of the n8n in test/e2e. Each run has a process of its own; the
 * sandbox, which counts, has another.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startSandboxProcess, type SandboxProcess } from '../support/sandboxProcess';
import { drawChart } from './chart';
import { figures, summarize, table } from './report';
import { scenarios, type Measured, type Result, type Scenario } from './scenarios';

const ROOT = path.resolve(__dirname, '../..');
const E2E = path.join(ROOT, 'test/e2e');
const NODE_24 = path.join(E2E, 'node_modules/node/bin/node');
const LATENCY_MS = 20;
/** More than the slowest scenario takes. */
const TIMEOUT_MS = 180_000;

interface Stats {
	total: number;
	maxInFlight: number;
}

interface State {
	counts: { issuals: number; earns: number };
}

async function runOnce(sandbox: SandboxProcess, scenario: Scenario): Promise<Result> {
	await sandbox.control('reset', {});
	const { rateLimit } = scenario;
	await sandbox.control('faults', {
		clear: true,
		rules: [{ latencyMs: LATENCY_MS, times: null }],
		rateLimit: rateLimit === undefined ? null : { perSecond: rateLimit, retryAfter: '1' },
	});
	const child = promisify(execFile)(
		NODE_24,
		[
			'--require',
			'./test/bench/n8nCopy.cjs',
			'test/bench/.build/test/bench/measure.js',
			JSON.stringify(scenario),
			sandbox.url,
		],
		{
			cwd: ROOT,
			encoding: 'utf8',
			timeout: TIMEOUT_MS,
			env: { ...process.env, N8N_USER_FOLDER: path.join(__dirname, '.build') },
		},
	);
	// The expression engine's library sometimes crashes when the process ends, after all is measured.
	const { stdout } = await child.catch((error: { stdout?: string }) => {
		if (!error.stdout) throw error;
		return { stdout: error.stdout };
	});
	const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
	const { total, maxInFlight } = await sandbox.control<Stats>('stats');
	const { counts } = await sandbox.control<State>('state');
	const done = scenario.operation === 'earn' ? counts.earns : counts.issuals;
	return {
		...measured,
		requests: total,
		mostInFlight: maxInFlight,
		done,
		perSecond: done / measured.seconds,
	};
}

/** Keeps what was measured so far: results.json, and the README's picture. */
function write(results: Map<string, Result[]>, runs: number): void {
	const summary = summarize(results);
	const reached = figures(summary);
	console.log(`\nAfter ${runs} of each:\n${reached.map(({ text }) => text).join('\n')}`);
	const { length, 0: first } = cpus();
	const kept = {
		machine: `${length} × ${first?.model ?? 'unknown processor'}`,
		n8n: '2.41.1',
		httpRequest: '4.5',
		expressions: 'vm',
		runs,
		latencyMs: LATENCY_MS,
		summary,
		figures: reached,
	};
	writeFileSync(path.join(__dirname, 'results.json'), `${JSON.stringify(kept, null, '\t')}\n`);
	mkdirSync(path.join(ROOT, 'docs/images'), { recursive: true });
	writeFileSync(path.join(ROOT, 'docs/images/bench.svg'), drawChart(summary));
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { runs: { type: 'string', default: '3' }, only: { type: 'string' } },
	});
	const runs = Number(values.runs);
	const chosen = scenarios.filter(({ name }) => name.includes(values.only ?? ''));
	execFileSync('npx', ['-y', 'pnpm@10', '--dir', E2E, 'install', '--frozen-lockfile'], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	execFileSync('npx', ['tsc', '-p', 'test/bench/tsconfig.json'], { cwd: ROOT, stdio: 'inherit' });
	const sandbox = await startSandboxProcess();
	const results = new Map<string, Result[]>(chosen.map(({ name }) => [name, []]));
	try {
		// In turn, so that a slow minute of the machine meets everybody.
		for (let run = 1; run <= runs; run += 1) {
			for (const scenario of chosen) {
				const result = await runOnce(sandbox, scenario);
				results.get(scenario.name)?.push(result);
				const { seconds, cpuSeconds, done } = result;
				console.error(
					`${run}/${runs} ${scenario.name}: ${done} in ${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s`,
				);
			}
			if (values.only === undefined) write(results, run);
		}
	} finally {
		await sandbox.stop();
	}
	console.log(`\n${table(summarize(results))}`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
