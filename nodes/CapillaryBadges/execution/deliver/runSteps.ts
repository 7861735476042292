/** Sends the requests of one call, one after the other, where each may depend on the answers before. */
import type { ApiError } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { Call } from '../plan/call';
import type { Sending } from './send';
import { send } from './send';

/** How a call's requests ended. */
export type CallResult = (
	| { data: unknown; warnings: ApiError[] }
	/** Why the last one that was sent gave nothing. */
	| { failure: Failure }
) & {
	/** Whether an earlier attempt of ours may have taken effect unseen. */
	repeatedBlindly: boolean;
	/** Whether a request was sent that changes something. */
	wrote: boolean;
};

/**
 * Sends what the steps ask for, one request after the other, and feeds each answer back.
 * @throws Cancelled when the execution was canceled
 */
export async function runSteps(
	call: Pick<Call, 'steps' | 'repeat' | 'about' | 'reopened'>,
	sending: Sending,
): Promise<CallResult> {
	const steps = call.steps();
	let repeatedBlindly = call.reopened === true;
	let wrote = false;
	let warnings: ApiError[] = [];
	let next = steps.next();
	while (next.done !== true) {
		wrote ||= next.value.method !== 'GET';
		const sent = await send(next.value, call, sending);
		repeatedBlindly ||= sent.repeatedBlindly;
		if ('failure' in sent.result) return { failure: sent.result.failure, repeatedBlindly, wrote };
		warnings = sent.result.envelope.warnings;
		next = steps.next(sent.result.envelope.data);
	}
	return { data: next.value, warnings, repeatedBlindly, wrote };
}
