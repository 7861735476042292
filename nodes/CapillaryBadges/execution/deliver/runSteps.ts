/** Sends what the steps of a call ask for, one request after the other. */
import type { ApiError } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Call } from '../plan/call';
import type { Sending } from './send';
import { send } from './send';

/** How a call's requests ended. */
export type CallResult = (
	| { data: unknown; warnings: ApiError[] }
	/** Why the last one that was sent gave nothing. */
	| { failure: Failure }
) & {
	/** Whether an attempt got no answer and may have taken effect. */
	wasUnanswered: boolean;
	/** Whether a request was sent that changes something. */
	wrote: boolean;
};

/**
 * Sends the requests of a call and feeds each answer back to its steps.
 * @param onWrite is told of each request that changes something, before it is sent
 * @throws Cancelled when the execution was canceled
 */
export async function runSteps(
	call: Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'> & { isUnderWay?: boolean },
	sending: Sending,
	onWrite?: (request: ApiRequest) => void,
): Promise<CallResult> {
	const steps = call.steps();
	let wasUnanswered = call.reopened === true;
	let wrote = false;
	let isUnderWay = call.isUnderWay === true;
	let warnings: ApiError[] = [];
	let next = steps.next();
	while (next.done !== true) {
		const request = next.value;
		wrote ||= request.method !== 'GET';
		const { result, wasUnanswered: isOpen } = await send(
			request,
			{ ...call, isUnderWay, reopened: call.reopened && request.method !== 'GET', onWrite },
			sending,
		);
		isUnderWay = true;
		wasUnanswered ||= isOpen && request.method !== 'GET';
		if ('failure' in result) return { failure: result.failure, wasUnanswered, wrote };
		warnings = result.response.warnings;
		next = steps.next(result.response.data);
	}
	return { data: next.value, warnings, wasUnanswered, wrote };
}
