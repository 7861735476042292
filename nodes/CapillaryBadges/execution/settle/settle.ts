/** Turns outcomes into output items, and sums a run up. */
import type { INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../../../shared/capillary/failure';
import { describeFailure } from '../../../shared/capillary/failure';
import type { Outcome } from '../plan/call';

/** How one output or failure belongs to an input item. */
export interface ItemResult {
	item: number;
	outcome: Outcome;
}

/**
 * A failure as an item that n8n routes to the error output with its input data, link and details.
 * Only `error` and `details` may stand in its json: any other key would make it a success
 * (docs/n8n.md#error-items).
 */
export function errorItem(item: number, failure: Failure): INodeExecutionData {
	const { code, apiMessage, httpStatus, customerId, requestId } = failure;
	const details = { code, apiMessage, httpStatus, customerId, requestId, advice: failure.fix };
	return {
		json: {
			error: failure.what,
			details: Object.fromEntries(
				Object.entries(details).filter(([, value]) => value !== undefined),
			),
		},
		pairedItem: { item },
	};
}

/** Outcomes in input order → output items, each linked to the item that asked for it. Pure. */
export function toItems(settled: readonly ItemResult[]): INodeExecutionData[] {
	return settled.flatMap(({ item, outcome }) =>
		'failure' in outcome
			? [errorItem(item, outcome.failure)]
			: outcome.done.map(
					(json): INodeExecutionData => ({
						json: json as INodeExecutionData['json'],
						pairedItem: { item },
					}),
				),
	);
}

/** How far a run had come when it stopped. */
export interface Progress {
	/** How many targets were done. */
	done: number;
	/** How many targets there are. */
	total: number;
	/** Whether a further try of the node leaves out what was done. */
	remembered: boolean;
}

/** The words of the error that stops the workflow. */
export function stopText(failure: Failure, item: number, { done, total, remembered }: Progress) {
	// To be known before running it again: a new execution makes new request IDs.
	const again = ` Running the workflow again repeats ${done === 1 ? 'that one' : `those ${done}`}; 'Retry On Fail' does not.`;
	const progress =
		total > 1
			? ` ${done} of ${total} ${done === 1 ? 'was' : 'were'} done.${done > 0 && remembered ? again : ''} To keep going past such items, set 'On Error' to 'Continue (using error output)'.`
			: '';
	return {
		message: `${failure.what} [item ${item}]`,
		description: `${describeFailure(failure)}${progress}`,
	};
}

const count = (n: number) => n.toLocaleString('en-US');

/** The sentence that sums up a bulk run: `9,996 enrolled, 3 not, 1 unknown`. */
export function summary(settled: readonly ItemResult[], done: string): string {
	const failures = settled.flatMap(({ outcome }) =>
		'failure' in outcome ? [outcome.failure] : [],
	);
	const unknown = failures.filter(({ certainty }) => certainty === 'unknown').length;
	const failed = failures.length - unknown;
	const already = settled.filter(
		({ outcome }) => 'done' in outcome && outcome.done[0]?.alreadyDone === true,
	).length;
	const parts = [
		`${count(settled.length - failures.length)} ${done}`,
		already > 0 ? `${count(already)} of them before this run` : '',
		failed > 0 ? `${count(failed)} not` : '',
		unknown > 0 ? `${count(unknown)} unknown` : '',
	];
	return parts.filter((part) => part !== '').join(', ');
}
