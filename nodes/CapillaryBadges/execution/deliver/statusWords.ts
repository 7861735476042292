/** What HTTP statuses and waits are called in words. */
import type { About } from '../../../shared/capillary/catalogue';
import type { Failure } from '../../../shared/capillary/failure';
import { wordsOfStatus } from '../../../shared/capillary/hostWords';

/** Milliseconds in words. */
export function seconds(ms: number): string {
	const count = Math.ceil(ms / 1000);
	return count === 1 ? '1 second' : `${count} seconds`;
}

/** Whether a status refuses the credential, or what it may do, rather than the request. */
export const isDenial = (status: number | undefined) => status === 401 || status === 403;

/** The gateway is too busy to begin. */
export const SEARCH_BUSY = 461;

/** Sends on to the address of what came of the request. */
export const SEE_OTHER = 303;

/** Say that somebody on the way has given up waiting. */
const GIVEN_UP = new Set([408, 460, 499]);

/** Whether a request may have been carried out although it ended with this status. */
export const saysNothing = (status: number) => status >= 500 || GIVEN_UP.has(status);

/** Whether a status sends on to another address, and the request with it. */
export const isRedirect = (status: number) => status >= 300 && status < 400 && status !== SEE_OTHER;

/** What a status alone says, without words of Capillary's. */
export function statusAdvice(status: number): Pick<Failure, 'what' | 'fix'> {
	const words = status < 408 ? wordsOfStatus(status) : undefined;
	if (words) return words;
	return {
		what: `Capillary refused the request with HTTP status ${status}`,
		fix: 'Check the values of this item. If they are right, ask Capillary support.',
	};
}

/** What to do after a read that gave nothing. */
export const READ_AGAIN = 'Nothing was changed. Run it again later.';

/** A read whose answer is of no use. */
export const unread = (why: string, about: About): Failure => ({
	what: `Capillary's answer could not be read: ${why}`,
	fix: `${READ_AGAIN} If it keeps happening, check the cluster or base URL in the credential, or ask Capillary support.`,
	certainty: 'notDone',
	customerId: about.customerId,
	requestId: about.requestId,
});
