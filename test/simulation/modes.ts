/** What n8n does with the node in each mode: which jobs there are, and how each ended. */
import type { Json } from './cases';
import type { Ending, Execution, Host } from './host';
import { runNode } from './host';
import { operationFor } from './operations';
import type { Mode, Scenario } from './scenario';
import type { Send } from './server/network';

/** What somebody wants once: a run of the node with its tries, and n8n's retry of it. */
export interface Job {
	items: readonly Json[];
	/** What each item's targets are known by. */
	subjects: readonly string[][];
	/** When it began, by n8n's clock. */
	began: number;
	/** How it ended, each time that somebody saw an end of it, and who had asked until then. */
	endings: Array<{ ending: Ending; by: string[] }>;
	/** Who had asked in a process that was killed. */
	killed: string[];
	/** How often it was begun. */
	runs: number;
}

/** Runs one job in an execution, and notes how it ended. */
type Run = (
	execution: Execution,
	job: Job,
	runIndex: number,
	nextRun?: (runIndex: number) => number,
	/** When the process is killed, in epoch milliseconds. */
	diesAt?: number,
) => Promise<void>;

export const RETRIES: readonly Mode[] = ['retryStop', 'retryContinue', 'loopRetry', 'toolRetry'];
/** n8n's own retry of an execution that was stored. */
export const SAVED: readonly Mode[] = ['savedRetry', 'cancelRetry', 'killRetry'];
export const CONTINUES: readonly Mode[] = [
	'continue',
	'retryContinue',
	'loop',
	'again',
	'againBulk',
	'killRun',
];

const newExecution = (number: number): Execution => ({ id: String(100 + number), context: {} });

/** What n8n gives back to a retry: the same, as it was stored. */
const stored = ({ context }: Execution, number: number): Execution => ({
	id: String(100 + number),
	context: JSON.parse(JSON.stringify(context)) as Record<string, unknown>,
});

const jobOf = ({ its }: Scenario, items: readonly Json[], began: number): Job => ({
	items,
	subjects: items.map((item) => its.subjects(item)),
	began,
	endings: [],
	killed: [],
	runs: 0,
});

/** Rounds of a loop, each with a part of the items; a customer may come in several. */
async function loop(scenario: Scenario, host: Host, run: Run, jobs: Job[]) {
	const execution = newExecution(0);
	const size = Math.ceil(scenario.items.length / 2);
	for (let round = 0; round * size < scenario.items.length; round += 1) {
		const part = scenario.items.slice(round * size, (round + 1) * size);
		const job = jobOf(scenario, part, host.clock.now());
		jobs.push(job);
		await run(execution, job, round);
		if ('error' in job.endings[0].ending) return;
	}
}

/** Calls of an agent's tool, each with one item; every try has a run index of its own. */
async function tool(scenario: Scenario, host: Host, run: Run, jobs: Job[], isParallel: boolean) {
	const execution = newExecution(0);
	let runIndex = 0;
	const call = async (item: Json, index: number) => {
		const job = jobOf(scenario, [item], host.clock.now());
		jobs.push(job);
		runIndex = index;
		await run(execution, job, index, (before) => (runIndex = before + 1));
	};
	if (isParallel) {
		await Promise.all(scenario.items.map((item) => call(item, 0)));
		return;
	}
	for (const item of scenario.items) {
		await call(item, runIndex);
		runIndex += 1;
	}
}

/** The same customer, as an operation for many is given it. */
const ONE_AS_LIST = { customersFrom: 'list', customers: '={{ $json.customerId }}' };

/** The workflow is run again, as a new execution, perhaps with another batch size or one more item. */
async function again(scenario: Scenario, host: Host, run: Run, jobs: Job[]) {
	const { random, items } = scenario;
	for (let number = 0; number < 2; number += 1) {
		if (number > 0 && scenario.mode === 'againBulk') {
			host.operation = operationFor('customerBadge.earnBulk');
			host.parameters = { ...host.parameters, ...ONE_AS_LIST };
		}
		const more = number > 0 && random.chance(0.2) ? [{ ...items[0], orderId: 'order-0' }] : [];
		const job = jobOf(scenario, [...more, ...items], host.clock.now());
		jobs.push(job);
		await run(newExecution(number), job, 0);
		const options = scenario.parameters.options as Json;
		if (options.batchSize && random.chance(0.3)) options.batchSize = random.int(1, 20);
		// Executions closer than Capillary's clock is known may take each other's badge for their own
		// (docs/delivery.md, not promised).
		await host.clock.sleep(Math.max(2_000, random.int(0, 60_000)));
	}
}

/** The execution fails, or is canceled, and is retried by hand from what n8n stored of it. */
async function savedRetry(scenario: Scenario, host: Host, run: Run, jobs: Job[]) {
	const { random } = scenario;
	const job = jobOf(scenario, scenario.items, host.clock.now());
	jobs.push(job);
	let execution = newExecution(0);
	if (scenario.mode === 'cancelRetry') host.cancelAt = host.clock.now() + random.int(20, 20_000);
	for (let number = 1; number <= 3; number += 1) {
		await run(execution, job, 0);
		host.cancelAt = Infinity;
		const last = job.endings.at(-1);
		if (last && 'output' in last.ending) return;
		await host.clock.sleep(random.int(1_000, 120_000));
		execution = stored(execution, number);
	}
}

/** What nobody hears of any more. */
const never = async () => await new Promise<never>(() => undefined);

/** The network of a process that is killed: nothing leaves it, and nothing comes back to it. */
const mortal =
	(send: Send, clock: Host['clock'], diesAt: number): Send =>
	async (request) => {
		if (clock.now() >= diesAt) return await never();
		const result = await send(request);
		return clock.now() >= diesAt ? await never() : result;
	};

/** Runs a job whose process is killed after so many milliseconds. @returns whether it had ended before */
async function runAndKill(execution: Execution, job: Job, host: Host, run: Run, ms: number) {
	const before = job.endings.length;
	const dying = run(execution, job, 0, undefined, host.clock.now() + ms);
	await Promise.race([dying, host.clock.sleep(ms)]);
	return job.endings.length > before;
}

/** The process is killed before n8n has stored anything; then the workflow is run again. */
async function killRun(scenario: Scenario, host: Host, run: Run, jobs: Job[]) {
	const { random, items } = scenario;
	for (let number = 0; number < 2; number += 1) {
		const job = jobOf(scenario, items, host.clock.now());
		jobs.push(job);
		if (number > 0) await run(newExecution(number), job, 0);
		else await runAndKill(newExecution(number), job, host, run, random.int(20, 20_000));
		await host.clock.sleep(random.int(0, 60_000));
	}
}

/** The retry of a stored execution is killed, and made again from what was stored before. */
async function killRetry(scenario: Scenario, host: Host, run: Run, jobs: Job[]) {
	const { random } = scenario;
	const job = jobOf(scenario, scenario.items, host.clock.now());
	jobs.push(job);
	const first = newExecution(0);
	await run(first, job, 0);
	if ('output' in job.endings[0].ending) return;
	const kept = stored(first, 1);
	await host.clock.sleep(random.int(1_000, 120_000));
	if (await runAndKill(stored(kept, 1), job, host, run, random.int(20, 20_000))) return;
	await host.clock.sleep(random.int(1_000, 120_000));
	await run(stored(kept, 2), job, 0);
}

/**
 * Does what n8n does in the scenario's mode.
 * @param sendFor makes the sender for who asks
 * @returns every job, with all of its endings
 */
export async function runMode(
	scenario: Scenario,
	host: Host,
	sendFor: (by: string) => Send,
): Promise<Job[]> {
	const jobs: Job[] = [];
	const run: Run = async (execution, job, runIndex, nextRun, diesAt) => {
		const mine = `${jobs.indexOf(job)}.${job.runs}`;
		job.runs += 1;
		const alive = sendFor(mine);
		const send = diesAt === undefined ? alive : mortal(alive, host.clock, diesAt);
		if (diesAt !== undefined) job.killed.push(mine);
		const ending = await runNode(host, execution, runIndex, job.items, send, nextRun);
		if (diesAt !== undefined) {
			if (host.clock.now() >= diesAt) return await never();
			job.killed.pop();
		}
		const before = job.endings.at(-1)?.by ?? [];
		job.endings.push({ ending, by: [...before, mine] });
	};
	switch (scenario.mode) {
		case 'loop':
		case 'loopRetry':
			await loop(scenario, host, run, jobs);
			break;
		case 'tool':
		case 'toolRetry':
			await tool(scenario, host, run, jobs, false);
			break;
		case 'toolParallel':
			await tool(scenario, host, run, jobs, true);
			break;
		case 'again':
		case 'againBulk':
			await again(scenario, host, run, jobs);
			break;
		case 'savedRetry':
		case 'cancelRetry':
			await savedRetry(scenario, host, run, jobs);
			break;
		case 'killRun':
			await killRun(scenario, host, run, jobs);
			break;
		case 'killRetry':
			await killRetry(scenario, host, run, jobs);
			break;
		default:
			jobs.push(jobOf(scenario, scenario.items, host.clock.now()));
			await run(newExecution(0), jobs[0], 0);
	}
	return jobs;
}
