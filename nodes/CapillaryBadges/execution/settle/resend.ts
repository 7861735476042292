/** Whether what failed may be sent again, by whoever corrects it and runs it once more. */
import { USED_BEFORE } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { Operation } from '../../operation';

/** What a failed item says of it in `details.retry`. */
type Resend =
	/** Nothing was done: it may be sent again, once it is corrected. */
	| 'safe'
	/** It may have been done: under the same request ID, Capillary will not do it twice. */
	| 'sameRequestId'
	/** It may have been done: look first. */
	| 'lookItUp'
	/** It is so already, or it is over: there is nothing left to send. */
	| 'no';

/** What is known of something that failed. */
export interface Failed {
	isUnknown: boolean;
	/** Whether the deed is over although it failed. */
	isFinal: boolean;
	isUnsent: boolean;
	code: 'usedBefore' | 'soAlready' | 'other';
	repeat: Operation['repeat'];
	hasRequestId: boolean;
}

/** The rules, the first that applies decides. Table: docs/delivery.md, what you may send again. */
const RULES: ReadonlyArray<[applies: (it: Failed) => boolean, resend: Resend]> = [
	[(it) => it.isFinal, 'no'],
	[(it) => it.isUnknown && it.repeat === 'safe', 'safe'],
	[(it) => it.isUnknown && it.repeat === 'keyed' && it.hasRequestId, 'sameRequestId'],
	[(it) => it.isUnknown, 'lookItUp'],
	// Another item of the same run asks for the very same.
	[(it) => it.code === 'usedBefore' && it.isUnsent, 'no'],
	// It proves that the ID is known, and not what became of the request.
	[(it) => it.code === 'usedBefore', 'lookItUp'],
	[(it) => it.code === 'soAlready', 'no'],
];

/** Whether something that failed may be sent again. Pure. */
export function judgeResend(failed: Failed): Resend {
	const rule = RULES.find(([applies]) => applies(failed));
	return rule ? rule[1] : 'safe';
}

/** What of an operation decides it. */
export type Resending = Pick<Operation, 'repeat' | 'alreadyDone'>;

/** Of a run that could not begin, nothing was sent: how its operation takes a second sending is of no account. */
const UNBEGUN: Resending = { repeat: 'never' };

/** Whether a failed target of an operation may be sent again. */
export function resendOf(
	{ certainty, isFinal, isUnsent, code, requestId, wholeCall }: Failure,
	{ repeat, alreadyDone = [] }: Resending = UNBEGUN,
): Resend {
	// What concerns everybody, such as a badge that is not there, was never "so already".
	const isSo = code !== undefined && alreadyDone.includes(code) && wholeCall !== true;
	return judgeResend({
		isUnknown: certainty === 'unknown',
		isFinal: isFinal === true,
		isUnsent: isUnsent === true,
		code: code === USED_BEFORE ? 'usedBefore' : isSo ? 'soAlready' : 'other',
		repeat,
		hasRequestId: requestId !== undefined,
	});
}
