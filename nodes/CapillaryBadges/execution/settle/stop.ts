import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Fault } from '../../../shared/capillary/fault';
import type { Progress } from './settle';
import { stopText } from './settle';

/** Tells n8n (2.37 and later) that waiting helps, and how long. */
const failureOf = ({ httpStatus, retryAfterMs }: Fault) =>
	httpStatus === 429 ? { failure: { cause: 'rate-limited' as const, retryAfterMs } } : {};

/** The error that stops the workflow for a failed item, and says how far the run had come. */
export function stopError(node: INode, fault: Fault, item: number, progress: Progress) {
	const { message, description } = stopText(fault, item, progress);
	const options = { message, description, itemIndex: item };
	const error =
		fault.parameter === undefined
			? new NodeApiError(
					node,
					{ message },
					{ ...options, ...failureOf(fault), httpCode: fault.httpStatus?.toString() },
				)
			: new NodeOperationError(node, message, options);
	// Set again, since n8n replaces a message that holds certain words, and adds its own texts.
	error.message = message;
	error.description = description;
	return error;
}
