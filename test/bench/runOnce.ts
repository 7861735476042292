/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
// One run of a scenario in a process of its own, and what the server counted of it.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SandboxProcess } from '../support/sandboxProcess';
import type { Measured, Result, Scenario } from './scenarios';
import type { Network } from './startNetwork';

export const ROOT = path.resolve(__dirname, '../..');
export const E2E = path.join(ROOT, 'test/e2e');
const NODE_24 = path.join(E2E, 'node_modules/node/bin/node');
export const LATENCY_MS = 20;
/** More than the slowest scenario takes. */
const TIMEOUT_MS = 600_000;

interface Stats {
	total: number;
	maxInFlight: number;
}

interface State {
	counts: { issuals: number; earns: number };
}

/** The processes beside the measured one. */
export interface Servers {
	sandbox: SandboxProcess;
	network: Network;
}

/**
 * Runs a scenario against a fresh sandbox.
 * @throws when the measured process dies before it has told what it measured
 */
export async function runOnce(
	{ sandbox, network }: Servers,
	scenario: Scenario,
	nodeOptions: string[] = [],
): Promise<Result> {
	const { rateLimit, roundTrip, items, operation } = scenario;
	await sandbox.control('reset', {});
	await network.roundTrip(roundTrip ?? 0);
	await sandbox.control('faults', {
		clear: true,
		rules: [{ latencyMs: LATENCY_MS, times: null }],
		rateLimit: rateLimit === undefined ? null : { perSecond: rateLimit, retryAfter: '1' },
	});
	const child = promisify(execFile)(
		NODE_24,
		[
			...nodeOptions,
			'--require',
			'./test/bench/n8nCopy.cjs',
			'test/bench/.build/test/bench/measure.js',
			JSON.stringify(scenario),
			roundTrip === undefined ? sandbox.url : network.url,
		],
		{
			cwd: ROOT,
			encoding: 'utf8',
			timeout: TIMEOUT_MS,
			env: {
				...process.env,
				N8N_USER_FOLDER: path.join(__dirname, '.build'),
				NODE_EXTRA_CA_CERTS: network.root,
			},
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
	const done = operation === 'earn' ? counts.earns : counts.issuals;
	const { seconds, saidDone, saidFailed } = measured;
	return {
		...measured,
		requests: total,
		mostInFlight: maxInFlight,
		done,
		lost: items - done,
		wrong: Math.max(0, saidDone - done) + Math.max(0, saidFailed - (items - done)),
		perSecond: done / seconds,
	};
}
