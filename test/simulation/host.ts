/** What the stages see of n8n, and what n8n does with a node: its tries, its runs, its executions. */
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { runOperation } from '../../nodes/CapillaryBadges/execution';
import type { Json } from './cases';
import type { Clock } from './clock';
import type { Random } from './random';
import type { Send } from './server/network';

/** An execution of a workflow, as far as one node of it is concerned. */
export interface Execution {
	id: string | undefined;
	/** What n8n keeps for the node over its runs and tries. */
	context: Record<string, unknown>;
}

/** How the node is set up, and where it runs. */
export interface Host {
	operation: Operation;
	parameters: Json;
	clock: Clock;
	/** For the node's own random numbers. */
	random: Random;
	continues: boolean;
	/** Whether an agent calls it, as a tool. */
	isTool: boolean;
	/** How often n8n tries; 1 without Retry On Fail. */
	tries: number;
	waitBetweenTries: number;
	/** When somebody cancels the execution, in epoch milliseconds; never where infinite. */
	cancelAt: number;
}

/** What a run of the node gave: items, or the error that stops the workflow. */
export type Ending = { output: INodeExecutionData[] } | { error: Error };

const CREDENTIAL = {
	authentication: 'basic',
	cluster: 'https://eu.api.capillarytech.com',
	username: 'store.server',
	password: 'server123',
	orgId: '50933',
	userToken: 'token',
};

/** An expression of the few kinds that the cases use. */
function evaluate(value: unknown, json: Json, clock: Clock): unknown {
	if (typeof value !== 'string' || !value.startsWith('=')) return value;
	if (value === '={{ $now }}') return new Date(clock.now()).toISOString();
	const name = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
	if (name === undefined) throw new Error(`Cannot evaluate ${value}`);
	return json[name];
}

/** The part of n8n's context that the stages use; anything else is missing, and breaks loudly. */
function contextOf(
	host: Host,
	execution: Execution,
	runIndex: number,
	items: INodeExecutionData[],
): IExecuteFunctions {
	const { parameters, clock, continues, isTool, tries } = host;
	const node = {
		id: 'node',
		name: 'Badges',
		type: `n8n-nodes-capillary-badges.capillaryBadges${isTool ? 'Tool' : ''}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		retryOnFail: tries > 1,
		maxTries: tries,
	} as unknown as INode;
	const context = {
		getInputData: () => items,
		getNode: () => node,
		getNodeParameter(name: string, item: number, fallback?: unknown) {
			const value = name
				.split('.')
				.reduce<unknown>((inner, part) => (inner as Json | undefined)?.[part], parameters);
			return evaluate(value ?? fallback, items[item].json, clock);
		},
		getTimezone: () => 'UTC',
		getCredentials: async () => CREDENTIAL,
		getContext: () => execution.context,
		getExecutionId: () => execution.id,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => continues,
		addExecutionHints: () => undefined,
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: 'workflow', active: true }),
	};
	return context as unknown as IExecuteFunctions;
}

/** One try of the node. */
async function tryOnce(
	host: Host,
	execution: Execution,
	runIndex: number,
	items: readonly Json[],
	send: Send,
): Promise<Ending> {
	const { clock, random } = host;
	const input = items.map((json) => ({ json: json as INodeExecutionData['json'] }));
	const world = {
		now: clock.now,
		random: random.next,
		nonce: () =>
			Array.from({ length: 4 }, () =>
				Math.floor(random.next() * 2 ** 32)
					.toString(16)
					.padStart(8, '0'),
			).join(''),
		sleep: clock.sleep,
		cancelled: () => clock.now() >= host.cancelAt,
		onCancel(tell: () => void) {
			if (Number.isFinite(host.cancelAt)) clock.wake(host.cancelAt - clock.now(), tell);
			return () => undefined;
		},
	};
	try {
		const context = contextOf(host, execution, runIndex, input);
		return { output: await runOperation(context, host.operation, { world, transport: send }) };
	} catch (error) {
		return { error: error as Error };
	}
}

/**
 * A run of the node with all its tries, as n8n's engine does it: again after an error, and where the
 * node continued, when its first item is a failed one.
 * @param nextRun gives the run index of a further try; a tool's tries have one each
 */
export async function runNode(
	host: Host,
	execution: Execution,
	runIndex: number,
	items: readonly Json[],
	send: Send,
	nextRun: (runIndex: number) => number = (index) => index,
): Promise<Ending> {
	let index = runIndex;
	for (let attempt = 1; ; attempt += 1) {
		const ending = await tryOnce(host, execution, index, items, send);
		const isFailed = 'error' in ending || Boolean(ending.output[0]?.json.error);
		const isOver = attempt >= host.tries || host.clock.now() >= host.cancelAt;
		if (!isFailed || isOver) return ending;
		if (host.waitBetweenTries > 0) await host.clock.sleep(host.waitBetweenTries);
		index = nextRun(index);
	}
}
