/** Reads all that a run needs, before anything is sent. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Account } from '../../shared/capillary/account';
import type { Operation } from '../operation';
import type { Options } from '../options';
import { readCredential, readOptions } from './read/configuration';
import { isTool } from './nodeRun';
import { refuseTooMany } from './read/named';
import { n8nSource } from './read/expressions';
import type { ItemRequest } from './read/read';
import type { InvalidItem } from './read/invalid';
import { requestReader } from './read/read';
import type { ItemResult } from './settle/settle';
import { progressOf } from './settle/settle';
import { stopError } from './settle/stop';
import { failedEach } from './settle/wholeRun';

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

/** What a run begins with. */
interface Begun {
	options: Options;
	requests: ItemRequest[];
	invalidItems: InvalidItem[];
	account: Account;
	/** Whether nothing is written, and what would be is told instead. */
	isDry: boolean;
}

/** A run that cannot begin, where the node continues on failure. */
interface Unbegun {
	failed: ItemResult[];
	/** Undefined where they cannot be read. */
	options: Options | undefined;
}

/**
 * Reads all that a run needs. A fault of the whole run (options, credential) becomes one failed item
 * per input item where the node continues on failure: n8n would send all input items to the success
 * output if the node threw.
 * @throws what is wrong, or with the first item that is refused unsent, unless the node continues on failure or it is a dry run
 */
export async function begin(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<Begun | Unbegun> {
	const items = context.getInputData();
	let options: Options | undefined;
	let read: Pick<Begun, 'requests' | 'invalidItems'> | undefined;
	try {
		options = readOptions(context, operation);
		read = readAll(context, operation, items);
		const isDry = options.dryRun && operation.expects !== undefined;
		const [invalid] = read.invalidItems;
		// A dry run tells of all that is wrong at once.
		if (invalid && !isDry && !context.continueOnFail()) {
			if (invalid.thrown !== undefined) throw invalid.thrown;
			const progress = progressOf([], items.length, false);
			throw stopError(context.getNode(), invalid.failure, invalid.item, progress, isTool(context));
		}
		refuseTooMany(context.getNode(), operation, options, read.requests);
		return { options, ...read, account: await readCredential(context, operation), isDry };
	} catch (error) {
		return { failed: failedEach(context, error, read?.invalidItems), options };
	}
}
