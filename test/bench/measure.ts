/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- runs beside n8n, not inside it */
/** One run of one scenario, in a process of its own: `measure.ts <scenario as JSON> <sandbox URL>`. */
import { Expression } from 'n8n-workflow';
import type { Measured, Scenario } from './scenarios';
import { prepare } from './subjects';

async function main(): Promise<Measured> {
	const scenario = JSON.parse(process.argv[2]) as Scenario;
	// As n8n 2.41 starts it by default.
	await Expression.initExpressionEngine({
		engine: 'vm',
		poolSize: 1,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 5000,
		bridgeMemoryLimit: 128,
		lazyAcquire: false,
		compileCache: false,
	});
	const work = await prepare(scenario, process.argv[3]);
	const cpu = process.cpuUsage();
	const began = performance.now();
	const said = await work();
	const seconds = (performance.now() - began) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const peakMemory = process.resourceUsage().maxRSS / 1024;
	await Expression.disposeExpressionEngine();
	return {
		seconds,
		cpuSeconds: (user + system) / 1e6,
		peakMemory,
		...said,
	};
}

main().then(
	(measured) => {
		console.log(JSON.stringify(measured));
		process.exit(0);
	},
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
