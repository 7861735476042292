/** The failures that delivering itself finds, in words. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiError } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { failureOf } from '../../../shared/capillary/failure';
import type { Call, Target } from '../plan/call';
import { isDenial, LOOK_IT_UP } from './classify';
import { inDoubt } from './send';

/** The outcome of a target that no answer tells of. */
const unknown = (what: string, call: Call, target: Target): Failure => ({
	what: `${what}, so the outcome is unknown`,
	fix: LOOK_IT_UP,
	certainty: 'unknown',
	customerId: target.about.customerId,
	requestId: call.requestId,
});

/** An answer left the target out. */
export const unmentioned = (call: Call, target: Target) =>
	unknown("Capillary's answer does not say what became of this item", call, target);

/** A look after a lost answer was of no use. */
export const untold = (call: Call, target: Target) =>
	unknown(
		'The answer was lost, and looking the customer up did not tell whether the badge was issued',
		call,
		target,
	);

/** A look after a lost answer found that the target has got nothing. */
export const notGiven = (call: Call, target: Target): Failure => ({
	what: 'Capillary accepted the request, but this customer did not get the badge',
	fix: 'Run this customer again to see the reason.',
	certainty: 'notDone',
	customerId: target.about.customerId,
	requestId: call.requestId,
	isRequestIdUsed: true,
});

/** A refusal of one target by an answer that accepted the call as a whole. */
export const refusedInside = (
	refusal: ApiError,
	about: About,
	advice: Call['advice'],
): Failure => ({
	...failureOf([refusal], about, 200, advice),
	isRequestIdUsed: true,
});

/** A failure for a call that was not sent because the run cannot go on. */
export function notSent(failure: Failure, { reopened, requestId }: Call, target: Target): Failure {
	const unsent: Failure = {
		...failure,
		fix: `${failure.fix} Not sent: the requests before it failed the same way.`,
		certainty: 'notDone',
		customerId: target.about.customerId,
		requestId: undefined,
	};
	return reopened ? { ...inDoubt(unsent), requestId } : unsent;
}

/**
 * Whether a refusal of a whole call may be about one of its customers: Capillary judged the request,
 * in an envelope or by its status, and the reason is none that concerns everybody.
 */
export function mayBlameOne({
	certainty,
	wholeCall,
	retryAfterMs,
	httpStatus,
	apiMessage,
}: Failure) {
	if (certainty !== 'notDone' || wholeCall || retryAfterMs !== undefined) return false;
	const status = httpStatus ?? 200;
	if (isDenial(status)) return false;
	return apiMessage !== undefined || (status >= 400 && status < 429);
}
