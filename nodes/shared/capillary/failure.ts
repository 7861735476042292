/** Why something was not done, in words for the user. */
import type { About, Advice } from './catalogue';
import { adviceFor } from './catalogue';
import type { ApiError } from './envelope';
import { redactText } from './redact';

/** What is known about a call that did not succeed. */
export type Certainty =
	/** Nothing was done: refused, or it never arrived. */
	| 'notDone'
	/** It may have been done: the answer was lost after sending. */
	| 'unknown';

/** Why one target (a customer, a record) has no result, in words for a no-code builder. */
export interface Failure {
	/** One sentence without a full stop, free of API text. */
	what: string;
	/** What to change, in full sentences. */
	fix: string;
	certainty: Certainty;
	code?: number;
	apiMessage?: string;
	httpStatus?: number;
	customerId?: number | string;
	requestId?: string;
	/** How long Capillary asked to wait, in milliseconds. */
	retryAfterMs?: number;
	/** The parameter that was refused before anything was sent. */
	parameter?: string;
	/** Whether the deed is over although it failed, so that no later try may send it again. */
	isFinal?: true;
	/** Whether nothing was sent for it. */
	isUnsent?: true;
	/** Whether it was only kept back, since another request of the run failed. */
	isKeptBack?: true;
	/** Whether splitting a batch cannot help, because the refusal concerns the whole call. */
	wholeCall?: boolean;
}

/** What is said where n8n forbids a request to the host of the credential. */
export const FORBIDDEN: Pick<Failure, 'what' | 'fix'> = {
	what: 'This n8n does not allow requests to the host of the credential',
	fix: 'Check the cluster or base URL in the credential. If it is right, ask the administrator of this n8n to allow the host. Nothing was sent.',
};

const withReference = ({ message, reference }: ApiError) =>
	reference ? `${message} (${reference})` : message;

/**
 * API errors of one answer → a failure: the first known code gives the advice, all of them are quoted.
 * @param failures at least one entry
 * @param about what the call named
 * @param special advice for codes that mean something else here
 */
export function failureOf(
	failures: readonly [ApiError, ...ApiError[]],
	about: About,
	httpStatus?: number,
	special: (code: number | undefined) => Advice | undefined = () => undefined,
): Failure {
	const known = failures.find(({ code }) => code !== undefined) ?? failures[0];
	const advice = special(known.code) ?? adviceFor(known.code);
	return {
		what: typeof advice.what === 'string' ? advice.what : advice.what(about),
		fix: advice.fix,
		certainty: 'notDone',
		code: known.code,
		apiMessage: redactText(failures.map(withReference).join('; ')),
		httpStatus,
		customerId: about.customerId,
		requestId: about.requestId,
		wholeCall: advice.wholeCall ?? false,
	};
}

/**
 * A failure → the second paragraph of an error: the advice, then the API's code and message and the
 * ids to look it up by.
 */
export function describeFailure(failure: Failure): string {
	const said = [
		failure.code === undefined ? '' : `code ${failure.code}`,
		failure.apiMessage ? `"${failure.apiMessage}"` : '',
		failure.httpStatus === undefined ? '' : `HTTP ${failure.httpStatus}`,
	].filter((part) => part !== '');
	const ids = [
		failure.customerId === undefined ? '' : `customer ${failure.customerId}`,
		failure.requestId === undefined ? '' : `request ID ${failure.requestId}`,
	].filter((part) => part !== '');
	return [
		failure.fix,
		said.length > 0 ? `Capillary said: ${said.join(', ')}.` : '',
		ids.length > 0 ? `This concerns ${ids.join(', ')}.` : '',
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}
