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
	/** One sentence without a full stop. What it quotes of Capillary's is made harmless by `quoted`. */
	what: string;
	/** What to change, in full sentences. */
	fix: string;
	certainty: Certainty;
	code?: number;
	apiMessage?: string;
	httpStatus?: number;
	customerId?: number | string;
	requestId?: string;
	/** `X-CAP-REQUEST-ID` of the answer: what Capillary's support asks for. */
	supportId?: string;
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

const withReference = ({ message, reference }: ApiError) => {
	if (message === '') return reference ?? '';
	return reference ? `${message} (${reference})` : message;
};

/** n8n replaces a message that holds one of these, whatever stands around it (docs/n8n.md#nodeapierror). */
const N8N_WORDS =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/gi;

/** Longest that Capillary's words may be in a headline. */
const LONGEST = 140;

/** A word of Capillary's that n8n would replace the message for → the same, parted: `badge Exists`. */
const parted = (word: string): string => {
	const hump = word.search(/(?<=[a-z_])[A-Z]/);
	return hump < 0 ? `${word[0]}-${word.slice(1)}` : `${word.slice(0, hump)} ${word.slice(hump)}`;
};

/** A text without the words that n8n would replace it for. */
export const withoutN8nWords = (text: string) => text.replace(N8N_WORDS, parted);

/** Any text on one line, without control characters. */
export const onOneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/**
 * Words of Capillary's for a headline: on one line, not too long, without a full stop, and without what
 * n8n would replace the message for.
 */
export function quoted(text: string): string {
	const line = withoutN8nWords(onOneLine(text));
	return (line.length > LONGEST ? `${line.slice(0, LONGEST).trim()}…` : line).replace(
		/[.\s]+$/,
		'',
	);
}

/** Longest that Capillary's words may be in the details. */
const LONGEST_IN_DETAILS = 2000;

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
	const advice: Advice =
		known.advice ?? special(known.code) ?? adviceFor(known.code, known.message);
	const words = redactText(
		failures
			.map(withReference)
			.filter((text) => text !== '')
			.join('; '),
	);
	const what = typeof advice.what === 'string' ? advice.what : advice.what(about);
	const quote = advice.isQuoting ? quoted(words) : '';
	return {
		what: quote === '' ? what : `${what}: ${quote}`,
		fix: advice.fix,
		certainty: 'notDone',
		code: known.code,
		apiMessage: words.slice(0, LONGEST_IN_DETAILS),
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
		failure.supportId === undefined
			? ''
			: `Capillary's support finds it by the request ID ${failure.supportId} (X-CAP-REQUEST-ID).`,
	]
		.filter((sentence) => sentence !== '')
		.join(' ');
}
