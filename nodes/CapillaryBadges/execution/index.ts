/** Conducts the four stages: read → plan → deliver → settle. */
import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { isRecord } from '../../shared/capillary/envelope';
import type { Operation } from '../operation';
import type { Options } from '../options';
import type { Outcome, Plan, Target } from './plan/call';
import { aboutOf, subjectOf } from './plan/call';
import { openLedger } from './deliver/ledger';
import { makeRoom } from './deliver/room';
import type { Transport } from './deliver/send';
import { deliver } from './deliver/deliver';
import type { Journal } from './plan/journal';
import { openJournal, passingJournal } from './plan/journal';
import { nameOf } from './plan/planContext';
import { n8nSource } from './read/expressions';
import { plan } from './plan/plan';
import { factsOf, readCredential, readOptions } from './read/configuration';
import type { ItemRequest, InvalidItem } from './read/read';
import { requestReader } from './read/read';
import type { World } from './deliver/run';
import { startRun } from './deliver/run';
import type { ItemResult } from './settle/settle';
import { progressOf, summary, toItems } from './settle/settle';
import { stopError } from './settle/stop';
import { n8nTransport } from './deliver/transport';

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
		nonce: () => randomBytes(16).toString('hex'),
		sleep,
		cancelled: () => signal?.aborted === true,
	};
}

/** Whether what is done is kept for a later try: not where doing it again changes nothing at all. */
const isRemembered = ({ repeat, alreadyDone = [] }: Operation) =>
	repeat !== 'safe' || alreadyDone.length > 0;

/** Whether an agent calls the node. */
const isTool = (context: IExecuteFunctions) => context.getNode().type.endsWith('Tool');

/** Whether n8n can come back to this run: by 'Retry On Fail', by the Retry of a saved execution, or an agent's next try. */
const mayReturn = (context: IExecuteFunctions) =>
	!context.continueOnFail() || context.getNode().retryOnFail === true || isTool(context);

/** What of an item tells a call of an agent's from another for the same customer, or for none. */
function givenOf(input: unknown) {
	const { ownerType, referenceId, requestId } = aboutOf(input, undefined);
	const { name, decision } = isRecord(input) ? input : {};
	return [ownerType, referenceId, requestId, name, decision];
}

/** What a run is about, by which a tool's next try is known: another owner or request ID is another call. */
const runSubject = (operation: Operation, requests: readonly ItemRequest[]) =>
	requests
		.map(({ input }) => [
			subjectOf(nameOf(operation), input),
			givenOf(input),
			operation.bulk?.entries(input).map((entry) => operation.bulk?.customerOf(entry)),
		])
		.join(' ');

function journalFor(
	context: IExecuteFunctions,
	operation: Operation,
	requests: readonly ItemRequest[],
	world: World,
): Journal {
	const nonce = world.nonce();
	if (!isRemembered(operation) || !mayReturn(context)) return passingJournal(nonce, world.now());
	return openJournal({
		context: context.getContext('node'),
		runIndex: Number(context.getWorkflowDataProxy(0).$runIndex),
		isTool: isTool(context),
		subject: isTool(context) ? runSubject(operation, requests) : '',
		nonce,
		now: world.now(),
	});
}

/** Gives what succeeded, or throws the first failure where the node does not continue on failure. */
function conclude(
	context: IExecuteFunctions,
	operation: Operation,
	results: ItemResult[],
	total: number,
): INodeExecutionData[] {
	const failed = results.find(
		({ outcome }) => 'failure' in outcome && outcome.failure.isKeptBack !== true,
	);
	if (failed && 'failure' in failed.outcome && !context.continueOnFail()) {
		const progress = progressOf(results, total, isRemembered(operation));
		throw stopError(context.getNode(), failed.outcome.failure, failed.item, progress);
	}
	if (operation.bulk && (results.length > 1 || failed)) {
		context.addExecutionHints({
			message: summary(results, operation.bulk.done),
			type: failed ? 'warning' : 'info',
			location: 'outputPane',
		});
	}
	return toItems(results);
}

/** What the run reads of the outside; tests replace it. */
export interface Outside {
	world: World;
	transport: Transport;
}

/** Sends what is planned, and gathers each target's outcome; what an earlier try has finished is recalled. */
async function deliverAll(
	context: IExecuteFunctions,
	{ targets, calls, refused }: Plan,
	{ options, journal, world, transport }: Outside & { options: Options; journal: Journal },
): Promise<Map<Target, Outcome>> {
	const outcomes = new Map<Target, Outcome>();
	for (const target of targets) {
		const known = journal.recall(target);
		if (known) outcomes.set(target, known);
	}
	for (const [target, failure] of refused) outcomes.set(target, { failure });
	const stopOnFailure = !context.continueOnFail();
	if (stopOnFailure && refused.size > 0) return outcomes;
	const { maxAttempts } = options;
	const ledger = openLedger(context.getContext('node'), targets, outcomes, journal.began);
	const room = makeRoom(options.concurrency, world.now);
	const run = startRun(world, calls.length, maxAttempts);
	const notices = new Set<string>();
	const delivering = deliver(calls, {
		sending: { transport: room.measured(transport), room, run, world, maxAttempts },
		options,
		stopOnFailure,
		began: journal.began,
		ledger,
		onWrite: journal.sending,
		onCutUp: journal.cutUp,
		notify: (notice) => notices.add(notice),
		settle(target, outcome, call) {
			outcomes.set(target, outcome);
			journal.settle(target, outcome, call);
		},
	});
	await delivering.finally(() => ledger.close(world.now()));
	for (const message of notices) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	return outcomes;
}

/**
 * Runs one operation for all input items, through the four stages: read, plan, deliver, settle. What
 * comes back travels as HttpResult (one answer, or none) → ApiResponse (its envelope) → RequestResult
 * (after all attempts) → CallResult (after all steps) → TargetResult (what it says of one target) →
 * Outcome (what is proved) → ItemResult (the outcome at its input item).
 * @param outside the world and the network; n8n's where absent
 * @returns one output item per customer or record, in input order
 * @throws NodeApiError or NodeOperationError for the first item that failed, unless the node continues on failure
 */
export async function runOperation(
	context: IExecuteFunctions,
	operation: Operation,
	outside?: Outside,
): Promise<INodeExecutionData[]> {
	const options = readOptions(context, operation);
	const items = context.getInputData();
	const { requests, invalidItems } = readAll(context, operation, items);
	const [invalid] = invalidItems;
	if (invalid && !context.continueOnFail()) {
		const progress = progressOf([], items.length, false);
		throw stopError(context.getNode(), invalid.failure, invalid.item, progress);
	}
	const account = await readCredential(context, operation);
	const { world, transport } = outside ?? {
		world: worldOf(context),
		transport: n8nTransport(context, options.timeout, account.authentication === 'oauth'),
	};
	const journal = journalFor(context, operation, requests, world);
	try {
		const planned = plan(operation, requests, { account: factsOf(account), options, journal });
		const outcomes = await deliverAll(context, planned, { options, journal, world, transport });
		const results = inOrder(invalidItems, planned.targets, outcomes);
		const isOpen =
			outcomes.size < planned.targets.length || results.some(({ outcome }) => 'failure' in outcome);
		journal.close(isOpen);
		return conclude(context, operation, results, planned.targets.length + invalidItems.length);
	} finally {
		journal.release();
	}
}
