/** What a dry run gives out: an item for each target, and a sentence that sums the run up. */
import type { NodeExecutionHint } from 'n8n-workflow';
import { count } from '../../../shared/capillary/advice';
import { defined } from '../../../shared/capillary/envelope';
import { exactDigits } from '../../../shared/capillary/exactJson';
import { withoutSecrets } from '../../../shared/capillary/redact';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Operation } from '../../operation';
import type { Call, Json, Target } from '../plan/call';
import { knownOf } from '../plan/call';

/** What a dry run knows of one target. */
export interface Foresight {
	target: Target;
	/** Why it would not be sent, or would be refused. */
	refused?: { code?: number; what: string; fix?: string };
	/** Whether it was done before, and counts as done. */
	isSo: boolean;
	/** Phrases for what reading does not answer. */
	notKnown: string[];
	/** What the customer has, where that was read and can be told. */
	holding?: { earnedBefore: number | undefined; enrolled: boolean | undefined };
	/** Each of several customers of one request; `reason` is absent for those who pass. */
	customers?: Array<{ customerId: number | string | undefined; reason: string | undefined }>;
	/** The request that it travels in; absent where nothing is sent for it. */
	call?: Call;
	foreseen?: { number: number; reads: number; request?: ApiRequest };
}

/** Stands for a request ID that the node has not made yet. */
const MADE_LATER = '(made when it is sent)';

/** A body as it would be sent, but for secrets and the request ID that is made only then. */
function bodyOf(body: unknown, { requestId, origin }: Call): unknown {
	const own = origin === 'node' ? requestId : undefined;
	const shown = withoutSecrets(body, (text) =>
		text === own ? MADE_LATER : (exactDigits(text) ?? text),
	);
	// A member that is undefined is not sent.
	return body === undefined ? undefined : JSON.parse(JSON.stringify(shown));
}

/** The request that a target travels in. The body is told once, since it is the same for all who share it. */
function requestOf({ call, foreseen, customers }: Foresight, isFirst: boolean): Json | undefined {
	const request = foreseen?.request;
	if (!call || !foreseen || !request) return undefined;
	const isOfCustomers = call.targets[0].about.customerId !== undefined;
	const count = customers?.length ?? (isOfCustomers ? call.targets.length : undefined);
	return defined({
		number: foreseen.number,
		method: request.method,
		path: request.path,
		customers: count,
		body: isFirst ? bodyOf(request.body, call) : undefined,
	});
}

const isSent = ({ refused, customers }: Foresight): boolean =>
	!refused || customers?.some(({ reason }) => reason === undefined) === true;

/**
 * The item that a dry run gives for a target.
 * @param isFirst whether it is the first of those that share a request
 */
export function foresightItem(foresight: Foresight, isFirst: boolean): Json {
	const { target, refused, isSo, notKnown, holding, customers, call } = foresight;
	const requestId = call?.origin === 'content' ? call.requestId : target.about.requestId;
	return defined({
		dryRun: true,
		wouldSend: isSent(foresight),
		reason: refused?.what,
		advice: refused?.fix,
		code: refused?.code,
		notKnown: notKnown.length > 0 ? notKnown : undefined,
		alreadyDone: isSo || undefined,
		...knownOf({ ...target.about, requestId }),
		...holding,
		customers: customers?.map(({ reason, customerId }) =>
			defined({ customerId, wouldSend: reason === undefined, reason }),
		),
		request: requestOf(foresight, isFirst),
	});
}

const counted = (n: number, word: string) => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

/** `3 requests`, or `6 requests (3 of them only read)`. */
function requestsText(foresights: readonly Foresight[]): string {
	const calls = new Map(foresights.map(({ call, foreseen }) => [call, foreseen]));
	const known = [...calls.values()].filter((foreseen) => foreseen !== undefined);
	const writes = known.filter(({ request }) => request !== undefined).length;
	const reads = known.reduce((sum, foreseen) => sum + foreseen.reads, 0);
	const all = counted(writes + reads, 'request');
	return reads === 0 ? all : `${all} (${count(reads)} of them only read${reads === 1 ? 's' : ''})`;
}

/** What a real run does at a failure. */
interface Stopping {
	stopOnFailure: boolean;
	/** The first item that is refused before anything is sent. */
	unsentAt: number | undefined;
}

/** Where a real run would stop, if it would; what is refused unsent stops it before its first request. */
function stopText({ stopOnFailure, unsentAt }: Stopping, first: number | undefined): string {
	if (!stopOnFailure || first === undefined) return '';
	const where =
		unsentAt === undefined
			? `It would stop at item ${first}`
			: `As it is, it would send nothing, because of item ${unsentAt}`;
	return `${where}, since 'On Error' is 'Stop Workflow'.`;
}

/** Sums a dry run up for n8n's output pane. */
export function foresightSummary(
	{ expects }: Operation,
	foresights: readonly Foresight[],
	stopping: Stopping,
): NodeExecutionHint {
	const isOfCustomers = expects?.rules.includes('customer') === true;
	const entries = foresights.flatMap((one) =>
		one.customers ? one.customers.map(({ reason }) => reason === undefined) : [isSent(one)],
	);
	const sent = entries.filter(Boolean).length;
	const not = entries.length - sent;
	const unknown = foresights.filter(({ notKnown }) => notKnown.length > 0).length;
	const first = foresights.find((one) => !isSent(one))?.target.item;
	const would = [
		`${counted(sent, isOfCustomers ? 'customer' : 'record')} would be sent`,
		not > 0 ? `${count(not)} would not (see 'reason')` : '',
	];
	const sentences = [
		'Dry run: nothing was changed.',
		`A real run takes ${requestsText(foresights)}: ${would.filter((part) => part !== '').join(', ')}.`,
		unknown > 0
			? `For ${counted(unknown, 'item')} reading does not tell everything (see 'notKnown').`
			: '',
		stopText(stopping, first),
	];
	return {
		message: sentences.filter((sentence) => sentence !== '').join(' '),
		type: not > 0 ? 'warning' : 'info',
		location: 'outputPane',
	};
}
