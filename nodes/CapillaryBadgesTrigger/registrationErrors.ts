/** Why a registration did not succeed, in words. */
import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { adviceFor } from '../shared/capillary/catalogue';
import type { ApiError } from '../shared/capillary/envelope';
import { readApiResponse } from '../shared/capillary/envelope';
import type { Failure } from '../shared/capillary/failure';
import { describeFailure, failureOf, FORBIDDEN } from '../shared/capillary/failure';
import { REDIRECTED } from '../shared/capillary/hostWords';
import type { HttpResult } from '../shared/capillary/httpResult';
import type { Removal } from '../shared/capillary/redact';

type Words = Pick<Failure, 'what' | 'fix'>;

const UNREACHABLE: Words = {
	what: 'Capillary could not be reached',
	fix: 'Check the cluster or base URL in the Capillary API credential and the network of this n8n, then publish the workflow again.',
};

const NO_RIGHT: Words = {
	what: 'The credential may not register web hooks: its access group "webhook" is missing',
	fix: `Ask your Capillary administrator to give this user or API client the access group "webhook" with read and write permission. Or set 'Registration' to 'Manual' and have the web hook set up by hand.`,
};

const NO_API: Words = {
	what: 'This address has no Capillary web hook API',
	fix: 'Check the cluster or base URL in the Capillary API credential.',
};

const NAME_TAKEN: Words = {
	what: 'Another web hook in Capillary has this name already',
	fix: 'Publish the workflow again: each registration gets a fresh name.',
};

const URL_REFUSED: Words = {
	what: 'Capillary did not accept the address of this n8n',
	fix: "n8n takes it from the environment variable WEBHOOK_URL: set it to the address under which the internet reaches this n8n, with https://. Or set 'Registration' to 'Manual'.",
};

const NOT_ABLE: Words = {
	what: 'Capillary was not able to answer',
	fix: 'Publish the workflow again later.',
};

/** Words for a refusal that speaks of one field of the registration. */
function wordsOfField({ reference, message }: ApiError): Words | undefined {
	if (reference === 'name' || /\bname\b.*\b(unique|exists|taken)\b/i.test(message)) {
		return NAME_TAKEN;
	}
	return reference === 'webHookUrl' || /webHookUrl/i.test(message) ? URL_REFUSED : undefined;
}

/** Words for a refusal that has no code of its own. */
function wordsOfStatus(status: number): Words | undefined {
	if (status === 401)
		return { what: 'Capillary did not accept the credential', fix: adviceFor(401).fix };
	if (status === 403) return NO_RIGHT;
	if (status === 429 || status >= 500) return NOT_ABLE;
	if (status < 400) return REDIRECTED;
	return status === 404 ? NO_API : undefined;
}

/** An HTTP result that is no success → why, and what to change. */
export function failureFrom(httpResult: HttpResult): Failure {
	const certainty = 'notDone';
	if (httpResult.kind === 'broken') return { ...UNREACHABLE, certainty };
	if (httpResult.kind === 'forbidden') return { ...FORBIDDEN, certainty };
	if (httpResult.kind === 'noToken') {
		const { status, refused } = httpResult;
		const words = wordsOfStatus(refused ? 401 : status || 500) ?? NOT_ABLE;
		return { ...words, certainty, httpStatus: status || undefined, isUnsent: true };
	}
	const httpStatus = httpResult.kind === 'status' ? httpResult.status : undefined;
	const envelope = readApiResponse(httpResult.body);
	const [first, ...rest] = typeof envelope === 'string' ? [] : envelope.errors;
	const words = httpStatus === undefined ? undefined : wordsOfStatus(httpStatus);
	if (!first) {
		const what = typeof envelope === 'string' ? `Capillary sent ${envelope}` : NOT_ABLE.what;
		return { ...(words ?? { ...NO_API, what }), certainty, httpStatus };
	}
	const failure = failureOf([first, ...rest], {}, httpStatus);
	const isRight = first.code === 403 ? NO_RIGHT : undefined;
	return { ...failure, ...(isRight ?? words ?? wordsOfField(first)) };
}

/**
 * The error of a registration that does not succeed. n8n shows only the message of a failed
 * publishing, so the advice is a part of it.
 */
function errorOf(node: INode, { what, fix }: Words, description?: string): NodeOperationError {
	const error = new NodeOperationError(node, `${what}. ${fix}`, { description });
	error.context.reason = what;
	return error;
}

/** Why a registration did not succeed, in one sentence without a full stop and without advice. */
export const reasonOf = (error: unknown): string =>
	error instanceof NodeOperationError && typeof error.context.reason === 'string'
		? error.context.reason
		: String(error instanceof Error ? error.message : error);

/** The error of a registration that was not given up. */
export const stillActiveError = (node: INode, cause: unknown) =>
	errorOf(node, {
		what: `Capillary may go on sending events to this workflow: ${reasonOf(cause)}`,
		fix: 'Publish the workflow and unpublish it again later, or switch its web hook off in Capillary, at Organization Settings > Event Notifications.',
	});

/**
 * The error of a registration that Capillary refused or did not answer.
 * @param remove takes secrets out of Capillary's words
 */
export function registrationError(
	node: INode,
	httpResult: HttpResult,
	remove: Removal,
): NodeOperationError {
	const failure = failureFrom(httpResult);
	const words = { what: remove(failure.what), fix: remove(failure.fix) };
	return errorOf(node, words, remove(describeFailure({ ...failure, fix: '' })));
}

/** The error of a registration that Capillary accepted without a word of its ID. */
export const noIdError = (node: INode) =>
	errorOf(node, {
		what: 'Capillary did not say which ID the registered web hook has',
		fix: 'Publish the workflow again: the registration is found by its URL then, and replaced.',
	});

/** The error of a registration whose name is taken, and the next one too. */
export const nameTakenError = (node: INode) => errorOf(node, NAME_TAKEN);

/** Whether a registration was refused for its name. */
export const isNameTaken = (httpResult: HttpResult): boolean =>
	failureFrom(httpResult).what === NAME_TAKEN.what;

/** The error of an n8n that Capillary's servers cannot call. */
export const unreachableHere = (node: INode, host: string) =>
	errorOf(node, {
		what: `Capillary cannot reach this n8n at ${host}`,
		fix: `Capillary calls it over the internet, and "${host}" means the machine itself. Set the environment variable WEBHOOK_URL of n8n to its public address, or open a tunnel for a test. To set up the web hook by hand, set 'Registration' to 'Manual'.`,
	});

/** The error of a trigger that n8n gives no address. */
export const noUrlError = (node: INode) =>
	errorOf(node, {
		what: 'n8n gave this trigger no URL',
		fix: 'Save the workflow, and publish it again.',
	});
