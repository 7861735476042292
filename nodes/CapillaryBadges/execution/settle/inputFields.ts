/** The fields of an input item that stand beside what came of it, where the user wants so. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { isRecord } from '../../../shared/capillary/envelope';
import type { Options } from '../../options';
import type { Json } from '../plan/call';

/** What output items take over of the input. */
export interface InputFields {
	of(item: number): Json;
	/** Whether failed items take it over as well. */
	alsoFailed: boolean;
}

/** What this node says of an outcome: it speaks of an earlier run where an input item holds it. */
const SAID = new Set(['error', 'alreadyDone', 'warnings', 'wouldSend', 'reason', 'dryRun']);

/** Whether a value is no more than its members: no date or other instance of a class. */
const isPlain = (value: object): boolean => !('toJSON' in value);

/** A copy of a field: nodes that follow may change one item, and mean no other. */
function copyOf(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(copyOf);
	return isRecord(value) && isPlain(value)
		? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner)]))
		: value;
}

/** The fields of an item, without what an earlier run of such a node said of it. */
function ownFields(json: Json): Json {
	const isFailed = 'error' in json;
	const kept = Object.entries(json).filter(
		([name]) => !SAID.has(name) && !(isFailed && name === 'details'),
	);
	return Object.fromEntries(kept.map(([name, value]) => [name, copyOf(value)]));
}

/**
 * The fields that a run's output items take over; undefined where they take none. n8n itself adds them
 * to a failed item for the error output, and knows that one only without them (docs/n8n.md#error-items).
 * @param options those of the run; undefined where they cannot be read, so that the stored value counts
 */
export function inputFieldsFor(
	context: IExecuteFunctions,
	options: Pick<Options, 'includeInputFields'> | undefined,
): InputFields | undefined {
	const { parameters, onError } = context.getNode();
	const stored: Json = { ...(parameters.options as object | undefined) };
	const isWanted = options?.includeInputFields ?? stored.includeInputFields === true;
	if (!isWanted) return undefined;
	const items = context.getInputData();
	return {
		of: (item) => ownFields(items[item].json),
		alsoFailed: onError !== 'continueErrorOutput',
	};
}
