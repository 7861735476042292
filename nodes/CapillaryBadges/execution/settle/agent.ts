/** What the model of an AI agent is told: short and plain, since it reads every word. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { defined } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import { onOneLine } from '../../../shared/capillary/failure';
import type { Operation } from '../../operation';
import { isReading } from '../../operation';
import type { ItemResult, Progress } from './settle';
import { progressText, toItems, warningTexts } from './settle';

/** Members of what was done that a model can use, besides IDs. */
const TOLD = new Set([
	'advice',
	'alreadyDone',
	'dryRun',
	'expiresOnISO',
	'id',
	'isActive',
	'name',
	'ownerType',
	'reason',
	'status',
	'wouldSend',
]);

const isTold = ([name, value]: [string, unknown]): boolean =>
	(TOLD.has(name) || name.endsWith('Id')) &&
	// One name for one thing: the field's, which stands beside it.
	name !== 'badgeMetaId' &&
	['string', 'number', 'boolean'].includes(typeof value);

/** One word for how a failure leaves things. */
const outcomeOf = ({ certainty }: Failure) => (certainty === 'unknown' ? 'unknown' : 'refused');

/** A record of what was done, or would be, in a dry run → what a model needs of it. */
function doneAnswer(json: IDataObject): IDataObject {
	const warnings = warningTexts(json);
	return {
		...(json.dryRun === true ? {} : { outcome: 'done' }),
		...Object.fromEntries(Object.entries(json).filter(isTold)),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

const failureAnswer = (failure: Failure): IDataObject =>
	defined({
		outcome: outcomeOf(failure),
		reason: failure.what,
		whatToDo: failure.fix,
		code: failure.code,
		customerId: failure.customerId,
		requestId: failure.requestId,
	}) as IDataObject;

/**
 * Outcomes in input order → the answer of a tool. Records that were only read come as they are.
 */
export const toAnswers = (
	results: readonly ItemResult[],
	operation: Operation,
): INodeExecutionData[] =>
	results.flatMap((result) => {
		const { item, outcome } = result;
		const pairedItem = { item };
		if ('failure' in outcome) return [{ json: failureAnswer(outcome.failure), pairedItem }];
		const items = toItems([result], { operation });
		if (isReading(operation)) return items;
		return items.map(({ json }) => ({ json: doneAnswer(json), pairedItem }));
	});

const capital = (word: string) => `${word[0].toUpperCase()}${word.slice(1)}`;

/** Who a failure is about: `Customer 5, request ID order-1.` */
function concerned({ customerId, requestId }: Failure): string {
	const ids = [
		customerId === undefined ? '' : `customer ${customerId}`,
		requestId === undefined ? '' : `request ID ${requestId}`,
	].filter((part) => part !== '');
	return ids.length === 0 ? '' : `${capital(ids.join(', '))}.`;
}

/** The one line that ends a tool's call: of an error an agent is given the message alone (docs/n8n.md#agents-and-tools). */
export function agentText(failure: Failure, progress: Progress): string {
	const { done, refused, unknown, unsent } = progress;
	const isAlone = done + refused + unknown + unsent <= 1;
	const parts = [
		`${capital(outcomeOf(failure))}: ${failure.what}.`,
		failure.fix,
		concerned(failure),
		isAlone ? '' : progressText(progress),
	];
	return onOneLine(parts.join(' '));
}

/** The error of a whole run, with all that it says in its message; anything else stays as it is. */
export function plainly(error: unknown): unknown {
	if (!(error instanceof Error) || !('description' in error)) return error;
	const { description, message } = error;
	if (typeof description !== 'string' || message.includes(description)) return error;
	error.message = onOneLine(`Refused: ${message.replace(/\.+$/, '')}. ${description}`);
	error.description = '';
	return error;
}
