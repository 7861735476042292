import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';
import { basicAuthorization, readAccount } from '../../capillary/account';
import type { Account } from '../../capillary/account';
import type { Fault } from '../../capillary/fault';
import type { AccountFacts, Operation } from '../operation';
import type { Outcome, Target } from './call';
import { deliver } from './deliver';
import { openMemo } from './memo';
import { n8nSource } from './parameters';
import { plan } from './plan';
import type { ItemRequest, Refusal } from './read';
import { requestReader } from './read';
import { Cancelled, startRun } from './run';
import type { World } from './run';
import type { Settled } from './settle';
import { stopText, summary, toItems } from './settle';
import type { Settings } from './settings';
import { settingsSchema } from './settings';
import { n8nTransport } from './transport';

const factsOf = (account: Account): AccountFacts => ({
	url: account.url,
	basicAuthorization: account.authentication === 'basic' ? basicAuthorization(account) : undefined,
	orgId: account.orgId,
	hasUserToken: account.userToken !== undefined,
});

function readSettings(context: IExecuteFunctions, operation: Operation): Settings {
	const given = context.getNodeParameter('options', 0, {});
	const parsed = settingsSchema(operation.bulk?.maxBatch).safeParse(given);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new NodeOperationError(
		context.getNode(),
		`The option '${String(issue.path[0])}' ${issue.message}`,
		{ description: "Correct it under 'Options'. Nothing was sent." },
	);
}

async function readCredential(context: IExecuteFunctions, operation: Operation) {
	const account = readAccount(await context.getCredentials('capillaryApi'));
	const lacks = operation.needs?.(factsOf(account));
	if (lacks === undefined) return account;
	throw new NodeOperationError(context.getNode(), lacks, {
		description: 'Open the Capillary API credential of this node. Nothing was sent.',
	});
}

function stop(context: IExecuteFunctions, fault: Fault, item: number, done: number, total: number) {
	const { message, description } = stopText(fault, item, done, total);
	const node = context.getNode();
	const options = { description, itemIndex: item };
	const error =
		fault.parameter === undefined
			? new NodeApiError(
					node,
					{ message },
					{ ...options, httpCode: String(fault.httpStatus ?? '') },
				)
			: new NodeOperationError(node, message, options);
	// Set again, since n8n replaces a message that holds certain words.
	error.message = message;
	error.description = description;
	return error;
}

const isRefusal = (read: ItemRequest | Refusal): read is Refusal => 'fault' in read;

/** Every outcome in input order: what was settled or remembered, and the items refused unsent. */
function inOrder(
	refusals: readonly Refusal[],
	targets: readonly Target[],
	outcomes: ReadonlyMap<Target, Outcome>,
): Settled[] {
	const settled = targets.flatMap((target): Settled[] => {
		const outcome = outcomes.get(target);
		return outcome ? [{ item: target.item, outcome }] : [];
	});
	if (refusals.length === 0) return settled;
	const refused = refusals.map(({ item, fault }): Settled => ({ item, outcome: { fault } }));
	return [...settled, ...refused].sort((a, b) => a.item - b.item);
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
	const continues = context.continueOnFail();
	const node = context.getNode();
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const settings = readSettings(context, operation);

	const read = requestReader(operation, context.getTimezone(), n8nSource(context, items));
	const requests: ItemRequest[] = [];
	const refusals: Refusal[] = [];
	for (let item = 0; item < items.length; item += 1) {
		const request = read(item);
		if (isRefusal(request)) refusals.push(request);
		else requests.push(request);
	}
	const [refused] = refusals;
	if (refused && !continues) {
		throw stop(context, refused.fault, refused.item, 0, items.length);
	}

	const account = await readCredential(context, operation);
	const memo = openMemo(
		context.getContext('node'),
		node.retryOnFail === true && operation.repeat !== 'safe',
		runIndex,
	);
	const { targets, calls } = plan(operation, requests, {
		account: factsOf(account),
		settings,
		executionScope: `${context.getExecutionId()} ${node.id} ${runIndex}`,
		remembered: memo,
	});

	const signal = context.getExecutionCancelSignal();
	const world: World = {
		now: Date.now,
		random: Math.random,
		sleep,
		cancelled: () => signal?.aborted === true,
	};
	const run = startRun(world, calls.length, settings.maxAttempts);
	const transport = n8nTransport(context, settings.timeout, account.authentication === 'oauth');
	const outcomes = new Map<Target, Outcome>();
	for (const target of targets) {
		const done = memo.recall(target);
		if (done) outcomes.set(target, { done });
	}
	await deliver(calls, {
		sending: { transport, run, world, maxAttempts: settings.maxAttempts },
		settings,
		stopOnFault: !continues,
		settle(target, outcome, call) {
			outcomes.set(target, outcome);
			memo.remember(target, outcome, call);
		},
	});

	const settled = inOrder(refusals, targets, outcomes);
	const failed = settled.find(({ outcome }) => 'fault' in outcome);
	if (!failed) memo.clear();
	if (failed && !continues && 'fault' in failed.outcome) {
		const done = settled.filter(({ outcome }) => 'done' in outcome).length;
		throw stop(context, failed.outcome.fault, failed.item, done, targets.length);
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

export { Cancelled };
