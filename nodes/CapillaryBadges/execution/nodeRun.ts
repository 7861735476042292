/** What a run of the node is in n8n: its world, whether n8n can come back to it, and its journal. */
import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { deepCopy, sleep } from 'n8n-workflow';
import { isRecord, membersOf } from '../../shared/capillary/envelope';
import type { Operation } from '../operation';
import { isReading } from '../operation';
import type { World } from './deliver/run';
import { aboutOf, subjectOf } from './plan/call';
import type { Journal } from './plan/runJournal';
import { openJournal, passingJournal } from './plan/journal';
import { nameOf } from './plan/planContext';
import type { ItemRequest } from './read/read';

/** n8n's world: its clock, its cancel. */
export function worldOf(context: IExecuteFunctions): World {
	const signal = context.getExecutionCancelSignal();
	// Where the clock is set back meanwhile, a pause would last so much longer, and answers would take no time.
	const began = Date.now() - performance.now();
	return {
		now: () => Math.round(began + performance.now()),
		random: Math.random,
		nonce: () => randomBytes(16).toString('hex'),
		sleep,
		cancelled: () => signal?.aborted === true,
		onCancel(tell) {
			signal?.addEventListener('abort', tell);
			return () => signal?.removeEventListener('abort', tell);
		},
	};
}

/** Whether what is done is kept for a later try: not an update, whose values may be others by then. */
export const isRemembered = ({ repeat, alreadyDone = [], isWholeState = false }: Operation) =>
	repeat !== 'safe' || alreadyDone.length > 0 || isWholeState;

/** What n8n says of who calls the node; older releases do not (docs/n8n.md#agents-and-tools). */
type Called = Pick<IExecuteFunctions, 'getNode'> &
	Partial<Pick<IExecuteFunctions, 'isToolExecution'>>;

/** Whether an agent calls the node: n8n says so, or runs it under the name of a tool. */
export const isTool = (context: Called) =>
	context.isToolExecution?.() === true || context.getNode().type.endsWith('Tool');

/** Whether n8n can come back to this run: by 'Retry On Fail', by the Retry of a saved execution, or an agent's next try. */
const mayReturn = (context: IExecuteFunctions) =>
	!context.continueOnFail() || context.getNode().retryOnFail === true || isTool(context);

/** What of an item tells a call of an agent's from another for the same customer, or for none. */
function givenOf(input: unknown) {
	const { ownerType, referenceId, requestId } = aboutOf(input, undefined);
	const { name, decision } = membersOf(input);
	return [ownerType, referenceId, requestId, name, decision];
}

/** What a run is about, by which a tool's next try is known: another owner or request ID is another call. */
const runSubject = (operation: Operation, requests: readonly ItemRequest[]) =>
	requests
		.map(({ input }) => {
			const entries = operation.bulk?.entries(input);
			// An agent may name them in another order.
			const customers = entries?.map((entry) => String(operation.bulk?.customerOf(entry))).sort();
			const known = customers && isRecord(input) ? { ...input, customers } : input;
			return [subjectOf(nameOf(operation), known), givenOf(input), customers];
		})
		.join(' ');

/**
 * The journal of this run: the one that an earlier try left, or a new one; none is kept where n8n cannot
 * come back. A dry run has a copy of it, so that it leaves no trace.
 */
export function journalFor(
	context: IExecuteFunctions,
	operation: Operation,
	requests: readonly ItemRequest[],
	world: World,
	isDry = false,
): Journal {
	const nonce = world.nonce();
	if (isReading(operation) || !mayReturn(context)) return passingJournal(nonce, world.now());
	const kept = context.getContext('node');
	return openJournal({
		context: isDry ? deepCopy(kept) : kept,
		runIndex: Number(context.getWorkflowDataProxy(0).$runIndex),
		isTool: isTool(context),
		subject: isTool(context) ? runSubject(operation, requests) : '',
		nonce,
		now: world.now(),
	});
}
