/** The error that stops the workflow. */
import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../../shared/capillary/failure';
import { agentText } from './agent';
import type { Progress } from './settle';
import { stopText } from './settle';

/** Tells n8n (2.37 and later) that waiting helps, and how long. */
const waitHint = ({ httpStatus, retryAfterMs }: Failure) =>
	httpStatus === 429 ? { failure: { cause: 'rate-limited' as const, retryAfterMs } } : {};

/**
 * The error that stops the workflow for a failed item, and says how far the run had come.
 * @param isTool whether it is read by the model of an agent
 */
export function stopError(
	node: INode,
	failure: Failure,
	item: number,
	progress: Progress,
	isTool = false,
) {
	const { message, description } = isTool
		? { message: agentText(failure, progress), description: '' }
		: stopText(failure, item, progress);
	const options = { message, description, itemIndex: item };
	const error =
		failure.parameter === undefined
			? new NodeApiError(
					node,
					{ message },
					{ ...options, ...waitHint(failure), httpCode: failure.httpStatus?.toString() },
				)
			: new NodeOperationError(node, message, options);
	// Set again, since n8n replaces a message that holds certain words, and adds its own texts.
	error.message = message;
	error.description = description;
	return error;
}
