/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs beside n8n, not inside it */
/**
 * `pnpm bench [--runs N] [--only text]`: our node beside n8n's HTTP Request node on Node 24, in the
 * engine and with the expressions of the n8n in test/e2e. Each run has a process of its own; the
 * sandbox, which counts, has another, and so has the network. `pnpm bench --size [--items N]`: what so
 * many one-customer items cost in one run.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSandboxProcess } from '../support/sandboxProcess';
import { drawChart } from './chart';
import { figures, summarize, table } from './report';
import { E2E, LATENCY_MS, ROOT, runOnce, type Servers } from './runOnce';
import { scenarios, type Result } from './scenarios';
import { measureSizes } from './size';
import { startNetwork } from './startNetwork';

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

async function compare(servers: Servers, runs: number, only: string | undefined): Promise<void> {
	const chosen = scenarios.filter(({ name }) => name.includes(only ?? ''));
	const results = new Map<string, Result[]>(chosen.map(({ name }) => [name, []]));
	// In turn, so that a slow minute of the machine meets everybody.
	for (let run = 1; run <= runs; run += 1) {
		for (const scenario of chosen) {
			const result = await runOnce(servers, scenario);
			results.get(scenario.name)?.push(result);
			const { seconds, cpuSeconds, done } = result;
			console.error(
				`${run}/${runs} ${scenario.name}: ${done} in ${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s`,
			);
		}
		if (only === undefined) write(results, run);
	}
	console.log(`\n${table(summarize(results))}`);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			runs: { type: 'string', default: '3' },
			only: { type: 'string' },
			size: { type: 'boolean', default: false },
			items: { type: 'string', default: '1000000' },
		},
	});
	execFileSync('npx', ['-y', 'pnpm@10', '--dir', E2E, 'install', '--frozen-lockfile'], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	execFileSync('npx', ['tsc', '-p', 'test/bench/tsconfig.json'], { cwd: ROOT, stdio: 'inherit' });
	const sandbox = await startSandboxProcess();
	try {
		const network = await startNetwork(sandbox.url);
		const servers = { sandbox, network };
		try {
			if (values.size) await measureSizes(servers, Number(values.items));
			else await compare(servers, Number(values.runs), values.only);
		} finally {
			await network.stop();
		}
	} finally {
		await sandbox.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
