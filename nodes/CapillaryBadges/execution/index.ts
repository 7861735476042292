/** Conducts the four stages: read → plan → deliver (or, in a dry run, rehearse) → settle. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation } from '../operation';
import { begin } from './begin';
import type { Outside } from './deliverAll';
import { deliverAll, watched } from './deliverAll';
import type { Outcome, Target } from './plan/call';
import { including, rehearse } from './dryRun';
import { isRemembered, isTool, journalFor, worldOf } from './nodeRun';
import { plan } from './plan/plan';
import { nameOf } from './plan/planContext';
import { factsOf } from './read/configuration';
import type { InvalidItem } from './read/invalid';
import type { InputFields } from './settle/inputFields';
import { inputFieldsFor } from './settle/inputFields';
import { plainly, toAnswers } from './settle/agent';
import type { Beside, ItemResult } from './settle/settle';
import { progressOf, summary, toItems, warningsOf } from './settle/settle';
import { secretKeeper } from './settle/secrets';
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

/** What the end of a run depends on, besides its results. */
interface Concluding {
	/** How many targets there are. */
	total: number;
	isDry: boolean;
	inputFields: InputFields | undefined;
}

/** Results as output items, or as the answer that an agent is given. */
const told = (
	context: IExecuteFunctions,
	operation: Operation,
	results: readonly ItemResult[],
	beside: Beside,
) => (isTool(context) ? toAnswers(results, operation) : toItems(results, beside));

/** Gives what succeeded, or throws the first failure where the node does not continue on failure. */
function conclude(
	context: IExecuteFunctions,
	operation: Operation,
	results: ItemResult[],
	{ total, isDry, inputFields }: Concluding,
): INodeExecutionData[] {
	const failed = results.find(
		({ outcome }) => 'failure' in outcome && outcome.failure.isKeptBack !== true,
	);
	if (failed && 'failure' in failed.outcome && !context.continueOnFail()) {
		const settled = isDry ? results.filter(({ outcome }) => 'failure' in outcome) : results;
		const progress = progressOf(settled, total, isRemembered(operation));
		const node = context.getNode();
		throw stopError(node, failed.outcome.failure, failed.item, progress, isTool(context));
	}
	if (operation.bulk && !isDry && (results.length > 1 || failed)) {
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
	return told(context, operation, results, { inputFields, operation });
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
	try {
		return await run(context, operation, outside);
	} catch (error) {
		throw isTool(context) ? plainly(error) : error;
	}
}

async function run(
	context: IExecuteFunctions,
	operation: Operation,
	outside: Outside | undefined,
): Promise<INodeExecutionData[]> {
	const begun = await begin(context, operation);
	const inputFields = inputFieldsFor(context, begun.options);
	if ('failed' in begun) return told(context, operation, begun.failed, { inputFields });
	const { options, requests, account, isDry } = begun;
	// Where a dry run may not fail for an item, it tells of it beside the others.
	const shown = isDry && !context.continueOnFail() ? begun.invalidItems : [];
	const invalidItems = shown.length > 0 ? [] : begun.invalidItems;
	const isOAuth = account.authentication === 'oauth';
	const { world, transport: direct } = outside ?? {
		world: worldOf(context),
		transport: n8nTransport(context, options.timeout, isOAuth),
	};
	const keeper = secretKeeper(account);
	const transport = isOAuth ? watched(context, direct, keeper) : direct;
	const journal = journalFor(context, operation, requests, world, isDry);
	try {
		const facts = { account: factsOf(account), options, journal };
		const planned = including(plan(operation, requests, facts), shown);
		const deed = operation.identity?.deed ?? nameOf(operation);
		const delivering = { deed, options, journal, world, transport, keeper };
		const outcomes = isDry
			? await rehearse(context, operation, planned, { ...delivering, requests })
			: await deliverAll(context, planned, delivering);
		const results = inOrder(invalidItems, planned.targets, outcomes);
		const isOpen =
			outcomes.size < planned.targets.length || results.some(({ outcome }) => 'failure' in outcome);
		journal.close(isOpen);
		const total = planned.targets.length + invalidItems.length;
		return conclude(context, operation, results, { total, isDry, inputFields });
	} finally {
		journal.release();
	}
}
