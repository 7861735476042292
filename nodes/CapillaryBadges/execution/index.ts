/** Conducts the four stages: read → plan → deliver → settle. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Account } from '../../shared/capillary/account';
import type { Failure } from '../../shared/capillary/failure';
import { accountOf } from '../../shared/capillary/http';
import type { Operation } from '../operation';
import type { Options } from '../options';
import type { Call, Outcome, Plan, Target } from './plan/call';
import { openLedger } from './deliver/ledger';
import { makeRoom } from './deliver/room';
import type { Transport } from './deliver/send';
import { deliver } from './deliver/deliver';
import { isRemembered, journalFor, worldOf } from './nodeRun';
import type { Journal } from './plan/runJournal';
import { n8nSource } from './read/expressions';
import { plan } from './plan/plan';
import { factsOf, readCredential, readOptions } from './read/configuration';
import type { ItemRequest, InvalidItem } from './read/read';
import { requestReader } from './read/read';
import type { World } from './deliver/run';
import { Cancelled, startRun } from './deliver/run';
import type { ItemResult } from './settle/settle';
import { progressOf, summary, toItems, warningsOf } from './settle/settle';
import type { SecretKeeper } from './settle/secrets';
import { secretKeeper } from './settle/secrets';
import { failEach } from './settle/wholeRun';
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
	const warnings = warningsOf(results);
	if (warnings !== undefined) {
		context.addExecutionHints({ message: warnings, type: 'warning', location: 'outputPane' });
	}
	return toItems(results);
}

/** What the run reads of the outside; tests replace it. */
export interface Outside {
	world: World;
	transport: Transport;
}

interface Delivering extends Outside {
	options: Options;
	journal: Journal;
	keeper: SecretKeeper;
}

/** The transport, which also learns a token that was fetched on the way, so that no answer gives it out. */
function watched(
	context: IExecuteFunctions,
	transport: Transport,
	keeper: SecretKeeper,
): Transport {
	let isKnown = false;
	return async (request) => {
		const result = await transport(request);
		const isDenied = result.kind === 'status' && result.status === 401;
		if (!isKnown || isDenied) keeper.learn(await accountOf(context));
		isKnown = (result.kind === 'answer' || result.kind === 'status') && !isDenied;
		return result;
	};
}

/** What is said of a target where the node itself breaks down. */
const BROKEN: Failure = {
	what: 'The node met an unexpected condition, so the outcome is unknown',
	fix: 'Look it up before you run it again: with Get or Get Many of the same resource. Then tell the makers of this node.',
	certainty: 'unknown',
};

/** The targets that want a badge of their own: whoever repeats another's request shares its badge. */
function contenders(targets: Target[], calls: readonly Call[]): Target[] {
	const followers = new Set(calls.flatMap((call) => [...(call.followers?.values() ?? [])].flat()));
	return followers.size === 0 ? targets : targets.filter((target) => !followers.has(target));
}

/** Sends what is planned, and gathers each target's outcome; what an earlier try has finished is recalled. */
async function deliverAll(
	context: IExecuteFunctions,
	{ targets, calls, refused }: Plan,
	{ options, journal, world, transport, keeper }: Delivering,
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
	const ledger = openLedger(
		context.getContext('node'),
		contenders(targets, calls),
		outcomes,
		journal,
	);
	const room = makeRoom(options.concurrency, world.now);
	const run = startRun(world, calls.length, maxAttempts);
	const notices = new Set<string>();
	const delivering = deliver(calls, {
		sending: { transport: room.measured(transport), room, run, world, maxAttempts },
		options,
		stopOnFailure,
		began: journal.began,
		ledger,
		onWrite: (call, request) => journal.sending(call, request),
		onCutUp: (call) => journal.cutUp(call),
		notify: (notice) => notices.add(notice),
		settle(target, outcome, call) {
			const cleaned = keeper.clean(outcome);
			outcomes.set(target, cleaned);
			journal.settle(target, cleaned, call);
		},
	});
	try {
		await delivering;
	} catch (error) {
		if (stopOnFailure || error instanceof Cancelled) throw error;
		for (const target of targets) {
			if (outcomes.has(target)) continue;
			outcomes.set(target, { failure: { ...BROKEN, customerId: target.about.customerId } });
		}
	} finally {
		ledger.close(world.now());
	}
	for (const message of notices) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
	return outcomes;
}

/** What a run begins with. */
interface Begun {
	options: Options;
	requests: ItemRequest[];
	invalidItems: InvalidItem[];
	account: Account;
}

/**
 * Reads all that a run needs. A fault of the whole run (options, credential) becomes one failed item
 * per input item where the node continues on failure: n8n would send all input items to the success
 * output if the node threw.
 * @throws what is wrong, or with the first item that is refused unsent, unless the node continues on failure
 */
async function begin(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<Begun | INodeExecutionData[]> {
	const items = context.getInputData();
	let read: Pick<Begun, 'requests' | 'invalidItems'> | undefined;
	try {
		const options = readOptions(context, operation);
		read = readAll(context, operation, items);
		const [invalid] = read.invalidItems;
		if (invalid && !context.continueOnFail()) {
			if (invalid.thrown !== undefined) throw invalid.thrown;
			const progress = progressOf([], items.length, false);
			throw stopError(context.getNode(), invalid.failure, invalid.item, progress);
		}
		return { options, ...read, account: await readCredential(context, operation) };
	} catch (error) {
		return failEach(context, error, read?.invalidItems);
	}
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
	const begun = await begin(context, operation);
	if (Array.isArray(begun)) return begun;
	const { options, requests, invalidItems, account } = begun;
	const isOAuth = account.authentication === 'oauth';
	const { world, transport: direct } = outside ?? {
		world: worldOf(context),
		transport: n8nTransport(context, options.timeout, isOAuth),
	};
	const keeper = secretKeeper(account);
	const transport = isOAuth ? watched(context, direct, keeper) : direct;
	const journal = journalFor(context, operation, requests, world);
	try {
		const planned = plan(operation, requests, { account: factsOf(account), options, journal });
		const outcomes = await deliverAll(context, planned, {
			options,
			journal,
			world,
			transport,
			keeper,
		});
		const results = inOrder(invalidItems, planned.targets, outcomes);
		const isOpen =
			outcomes.size < planned.targets.length || results.some(({ outcome }) => 'failure' in outcome);
		journal.close(isOpen);
		return conclude(context, operation, results, planned.targets.length + invalidItems.length);
	} finally {
		journal.release();
	}
}
