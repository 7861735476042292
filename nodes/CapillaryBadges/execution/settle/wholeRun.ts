/** Turns a fault of the whole run into one failed item per input item. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../../../shared/capillary/failure';
import { onOneLine } from '../../../shared/capillary/failure';
import type { InvalidItem } from '../read/invalid';
import type { InputFields } from './inputFields';
import type { ItemResult } from './settle';
import { toItems } from './settle';

const words = z.object({
	name: z.string().catch(''),
	message: z.string().catch(''),
	description: z.string().nullish().catch(undefined),
});

/** What was thrown before anything was sent → why nothing was done. Only words meant for users are shown. */
function failureOfRun(error: unknown): Failure {
	const { name, message, description } = words.safeParse(error).data ?? {};
	const said = name === 'ZodError' ? '' : onOneLine(message ?? '');
	const fix = onOneLine(description ?? '');
	const isSaid = /Nothing was sent\.$/.test(fix);
	return {
		what: said.replace(/\.+$/, '') || 'The node could not begin',
		fix: [fix, isSaid ? '' : 'Nothing was sent.'].filter((part) => part !== '').join(' '),
		certainty: 'notDone',
		isUnsent: true,
	};
}

/**
 * One failed result per input item, for a fault that concerns them all.
 * @param own what is wrong with some items anyway
 * @throws the fault itself, unless the node continues on failure
 */
export function failedEach(
	context: IExecuteFunctions,
	error: unknown,
	own: readonly InvalidItem[] = [],
): ItemResult[] {
	if (!context.continueOnFail()) throw error;
	const failures = new Map(own.map(({ item, failure }) => [item, failure]));
	const failure = failureOfRun(error);
	return context
		.getInputData()
		.map((_, item) => ({ item, outcome: { failure: failures.get(item) ?? failure } }));
}

/**
 * The same as output items.
 * @param inputFields what the items take over of the input
 */
export const failEach = (
	context: IExecuteFunctions,
	error: unknown,
	inputFields: InputFields | undefined,
): INodeExecutionData[] => toItems(failedEach(context, error), { inputFields });
