/** Turns outcomes into output items, and sums a run up. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../../../shared/capillary/failure';
import { describeFailure, quoted } from '../../../shared/capillary/failure';
import { count } from '../../../shared/capillary/advice';
import { readApiErrors } from '../../../shared/capillary/envelope';
import { withFieldNames } from '../../../shared/capillary/fieldNames';
import type { Operation } from '../../operation';
import type { Json, Outcome } from '../plan/call';
import type { InputFields } from './inputFields';
import type { Resending } from './resend';
import { resendOf } from './resend';

/** How one output or failure belongs to an input item. */
export interface ItemResult {
	item: number;
	outcome: Outcome;
}

/** What output items hold beside what came of their targets. */
export interface Beside {
	/** The fields of the input, where the user wants them. */
	inputFields?: InputFields;
	/** What was done or failed; absent where the run could not begin. */
	operation?: Resending & Pick<Operation, 'fieldNames'>;
}

/**
 * A failure as an item that n8n routes to the error output with its input data, link and details.
 * Only `error` and `details` may stand in its json: any other key would make it a success
 * (docs/n8n.md#error-items).
 */
function errorItem(
	item: number,
	failure: Failure,
	{ inputFields, operation }: Beside = {},
): INodeExecutionData {
	const { code, apiMessage, httpStatus, customerId, requestId, supportId } = failure;
	const known = { code, apiMessage, httpStatus, customerId, requestId, supportId };
	const details = { ...known, advice: failure.fix, retry: resendOf(failure, operation) };
	return {
		json: {
			...(inputFields?.alsoFailed ? (inputFields.of(item) as IDataObject) : {}),
			error: failure.what,
			details: Object.fromEntries(
				Object.entries(details).filter(([, value]) => value !== undefined),
			),
		},
		pairedItem: { item },
	};
}

/**
 * Outcomes in input order → output items, each linked to the item that asked for it. Pure.
 * @param beside what they hold besides; a result wins over an input field of the same name
 */
export function toItems(settled: readonly ItemResult[], beside: Beside = {}): INodeExecutionData[] {
	return settled.flatMap(({ item, outcome }) => {
		if ('failure' in outcome) return [errorItem(item, outcome.failure, beside)];
		const fields = beside.inputFields?.of(item);
		return outcome.done.map((json): INodeExecutionData => {
			const named = withFieldNames(json, beside.operation?.fieldNames);
			const whole = fields ? { ...fields, ...named } : named;
			return { json: whole as IDataObject, pairedItem: { item } };
		});
	});
}

const warningsIn = (json: Json): unknown[] => (Array.isArray(json.warnings) ? json.warnings : []);

const warningText = (warning: unknown): string => {
	const [said] = readApiErrors(warning);
	const { code, message = '' } = said ?? {};
	const words = quoted(message);
	return [words, code === undefined ? '' : `(code ${code})`]
		.filter((part) => part !== '')
		.join(' ');
};

/** The warnings that came with a record, in words. */
export const warningTexts = (json: Json): string[] => warningsIn(json).map(warningText);

/** Most warnings that one hint quotes. */
const MOST_WARNINGS = 3;

/** A sentence on the warnings that came with what was done; undefined for none. */
export function warningsOf(results: readonly ItemResult[]): string | undefined {
	const jsons = results.flatMap(({ outcome }) => ('done' in outcome ? outcome.done : []));
	const concerned = jsons.filter((json) => warningsIn(json).length > 0);
	if (concerned.length === 0) return undefined;
	const texts = new Set(concerned.flatMap(warningTexts));
	const shown = [...texts].slice(0, MOST_WARNINGS).join('; ');
	const more = texts.size > MOST_WARNINGS ? ` and ${texts.size - MOST_WARNINGS} more` : '';
	const items = concerned.length === 1 ? '1 item' : `${count(concerned.length)} items`;
	return `Done, but Capillary warns for ${items}: ${shown}${more}`;
}

/** How far a run had come when it stopped. */
export interface Progress {
	done: number;
	refused: number;
	unknown: number;
	unsent: number;
	/** Whether a further try of the node leaves out what was done. */
	remembered: boolean;
}

/** How far a run has come. @param total how many targets there are */
export function progressOf(
	results: readonly ItemResult[],
	total: number,
	remembered: boolean,
): Progress {
	const failures = results.flatMap(({ outcome }) =>
		'failure' in outcome ? [outcome.failure] : [],
	);
	const done = results.length - failures.length;
	const unknown = failures.filter(({ certainty }) => certainty === 'unknown').length;
	const refused = failures.filter(
		({ certainty, isUnsent }) => certainty === 'notDone' && isUnsent !== true,
	).length;
	return { done, refused, unknown, unsent: total - done - unknown - refused, remembered };
}

/** `20 of 98 were done, 1 was refused, 2 are unknown, 75 were not sent.` */
export function progressText({ done, refused, unknown, unsent }: Progress): string {
	const total = done + refused + unknown + unsent;
	const parts = [
		`${count(done)} of ${count(total)} ${done === 1 ? 'was' : 'were'} done`,
		refused > 0 ? `${count(refused)} ${refused === 1 ? 'was' : 'were'} refused` : '',
		unknown > 0 ? `${count(unknown)} ${unknown === 1 ? 'is' : 'are'} unknown` : '',
		unsent > 0 ? `${count(unsent)} ${unsent === 1 ? 'was' : 'were'} not sent` : '',
	].filter((part) => part !== '');
	return `${parts.join(', ')}.`;
}

/** Whoever runs it again must know it: a new execution makes new request IDs. */
const againText = ({ done, remembered }: Progress): string =>
	done > 0 && remembered
		? ` Running the workflow again repeats ${done === 1 ? 'that one' : `those ${count(done)}`}; 'Retry On Fail' does not.`
		: '';

/** The words of the error that stops the workflow. */
export function stopText(failure: Failure, item: number, progress: Progress) {
	const { done, refused, unknown, unsent } = progress;
	const more =
		done + refused + unknown + unsent > 1
			? ` ${progressText(progress)}${againText(progress)} To keep going past such items, set 'On Error' to 'Continue (using error output)'.`
			: '';
	return {
		message: `${failure.what} [item ${item}]`,
		description: `${describeFailure(failure)}${more}`,
	};
}

/** The sentence that sums up a bulk run: `9,996 enrolled, 3 not, 1 unknown`. */
export function summary(settled: readonly ItemResult[], done: string): string {
	const failures = settled.flatMap(({ outcome }) =>
		'failure' in outcome ? [outcome.failure] : [],
	);
	const unknown = failures.filter(({ certainty }) => certainty === 'unknown').length;
	const failed = failures.length - unknown;
	const already = settled.filter(
		({ outcome }) => 'done' in outcome && outcome.done[0]?.alreadyDone === true,
	).length;
	const parts = [
		`${count(settled.length - failures.length)} ${done}`,
		// Not "before this run": a look-up after a lost answer marks what this run has done, too.
		already > 0 ? `${count(already)} of them found to be done already` : '',
		failed > 0 ? `${count(failed)} not` : '',
		unknown > 0 ? `${count(unknown)} unknown` : '',
	];
	return parts.filter((part) => part !== '').join(', ');
}
