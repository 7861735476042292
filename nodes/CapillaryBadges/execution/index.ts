import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { Operation } from '../operation';
import type { Outcome, Target } from './plan/call';
import { deliver } from './deliver/deliver';
import { openMemo } from './plan/journal';
import { n8nSource } from './read/expressions';
import { plan } from './plan/plan';
import { factsOf, readCredential, readOptions } from './read/configuration';
import type { ItemRequest, InvalidItem } from './read/read';
import { requestReader } from './read/read';
import type { World } from './deliver/run';
import { makeRoom } from './deliver/room';
import { startRun } from './deliver/run';
import type { ItemResult } from './settle/settle';
import { summary, toItems } from './settle/settle';
import { stopError } from './settle/stop';
import { n8nTransport } from './deliver/transport';
import { WIDEST } from './deliver/width';

/** Every outcome in input order: what was settled or remembered, and the items refused unsent. */
function inOrder(
	invalidItems: readonly InvalidItem[],
	targets: readonly Target[],
	outcomes: ReadonlyMap<Target, Outcome>,
): ItemResult[] {
	const settled = targets.flatMap((target): ItemResult[] => {
		const outcome = outcomes.get(target);
		return outcome ? [{ item: target.item, outcome }] : [];
	});
	if (invalidItems.length === 0) return settled;
	const refused = invalidItems.map(
		({ item, failure }): ItemResult => ({ item, outcome: { failure } }),
	);
	return [...settled, ...refused].sort((a, b) => a.item - b.item);
}

/** Reads all items: the requests, and what is refused before anything is sent. */
function readAll(context: IExecuteFunctions, operation: Operation, items: INodeExecutionData[]) {
	const read = requestReader(operation, context.getTimezone(), n8nSource(context, items));
	const requests: ItemRequest[] = [];
	const invalidItems: InvalidItem[] = [];
	for (let item = 0; item < items.length; item += 1) {
		const request = read(item);
		if ('failure' in request) invalidItems.push(request);
		else requests.push(request);
	}
	return { requests, invalidItems };
}

function worldOf(context: IExecuteFunctions): World {
	const signal = context.getExecutionCancelSignal();
	return {
		now: Date.now,
		random: Math.random,
		sleep,
		cancelled: () => signal?.aborted === true,
	};
}

/** Whether what is done is kept for "Retry On Fail": not where doing it again changes nothing at all. */
const isRemembered = ({ repeat, alreadyDone = [] }: Operation) =>
	repeat !== 'safe' || alreadyDone.length > 0;

/** Gives what succeeded, or throws the first failure where the node does not continue on failure. */
function conclude(
	context: IExecuteFunctions,
	operation: Operation,
	settled: ItemResult[],
	total: number,
): INodeExecutionData[] {
	const failed = settled.find(({ outcome }) => 'failure' in outcome);
	if (failed && 'failure' in failed.outcome && !context.continueOnFail()) {
		const done = settled.filter(({ outcome }) => 'done' in outcome).length;
		const progress = { done, total, remembered: isRemembered(operation) };
		throw stopError(context.getNode(), failed.outcome.failure, failed.item, progress);
	}
	if (operation.bulk && (settled.length > 1 || failed)) {
		context.addExecutionHints({
			message: summary(settled, operation.bulk.done),
			type: failed ? 'warning' : 'info',
			location: 'outputPane',
		});
	}
	return toItems(settled);
}

/**
 * Runs one operation for all input items, through the four stages: read, plan, deliver, settle.
 * @returns one output item per customer or record, in input order
 * @throws NodeApiError or NodeOperationError for the first item that failed, unless the node continues on failure
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const node = context.getNode();
	const options = readOptions(context, operation);
	const { requests, invalidItems } = readAll(context, operation, items);
	const stopOnFailure = !context.continueOnFail();
	const [refused] = invalidItems;
	if (refused && stopOnFailure) {
		const progress = { done: 0, total: items.length, remembered: false };
		throw stopError(node, refused.failure, refused.item, progress);
	}

	const account = await readCredential(context, operation);
	const runIndex = Number(context.getWorkflowDataProxy(0).$runIndex);
	const mayRunAgain = node.retryOnFail === true && isRemembered(operation);
	const memo = openMemo(context.getContext('node'), mayRunAgain, runIndex);
	const { targets, calls } = plan(operation, requests, {
		account: factsOf(account),
		options,
		executionScope: `${context.getExecutionId()} ${node.id} ${runIndex}`,
		remembered: memo,
	});

	const { maxAttempts, timeout } = options;
	const world = worldOf(context);
	const run = startRun(world, calls.length);
	const room = makeRoom(options.concurrency ?? WIDEST, world.now);
	const transport = room.measured(
		n8nTransport(context, timeout, account.authentication === 'oauth'),
	);
	const outcomes = new Map<Target, Outcome>();
	for (const target of targets) {
		const known = memo.recall(target);
		if (known) outcomes.set(target, known);
	}
	await deliver(calls, {
		sending: { transport, room, run, world, maxAttempts },
		options,
		stopOnFailure,
		settle(target, outcome, call) {
			outcomes.set(target, outcome);
			memo.remember(target, outcome, call);
		},
	});

	const settled = inOrder(invalidItems, targets, outcomes);
	if (settled.every(({ outcome }) => 'done' in outcome)) memo.clear();
	return conclude(context, operation, settled, targets.length);
}
