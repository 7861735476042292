/** What updates share: which fields to change, and reading a record before it is written. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { z } from 'zod';
import { defined, isRecord } from '../../shared/capillary/envelope';
import { advised, choices } from '../../shared/editor/inputs';
import type { ApiRequest, Steps } from '../../shared/capillary/request';
import { UNREADABLE } from '../../shared/capillary/request';
import { byLabel } from './list';

type Json = Record<string, unknown>;

/**
 * Names the fields to empty. An empty value means "not given" everywhere in this node, since AI agents
 * and sheets write it for nothing; so emptying is asked for by name.
 */
const emptyField = (options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Fields to Empty',
	name: 'emptyFields',
	type: 'multiOptions',
	default: [],
	description:
		'Which fields lose their value. A field that is left empty elsewhere keeps its value.',
	options,
});

/**
 * The 'Update Fields' collection.
 * @param fields what can change
 * @param emptiable what can be emptied: members of the request, sorted by label
 */
export const updateFields = (
	fields: INodeProperties[],
	emptiable: INodePropertyOptions[] = [],
): INodeProperties => ({
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'What is to change; everything else stays as it is',
	options: [...fields, ...(emptiable.length > 0 ? [emptyField(emptiable)] : [])].sort(byLabel),
});

/** Input of 'Fields to Empty', with the values of its options. */
export const emptyInput = <Word extends string>(words: readonly Word[]) => ({
	emptyFields: choices(words).optional(),
});

/**
 * The input of an update, which must change something.
 * @param changes what may change, all of it optional
 * @param rest what else the operation takes
 */
export const updateInput = <Changes extends z.ZodRawShape, Rest extends z.ZodRawShape>(
	changes: Changes,
	rest: Rest,
) =>
	z.object({ ...changes, ...rest }).superRefine((input: Json, context) => {
		if (Object.keys(changes).some((name) => input[name] !== undefined)) return;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['updateFields'],
			message: advised('names nothing to change', 'Add the fields that are to change'),
		});
	});

/** What is `defined` of a value, at any depth. */
export function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (!isRecord(value)) return value;
	return defined(
		Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutNulls(field)])),
	);
}

/**
 * Steps that read a record and write it back changed: the API replaces the whole record, so what the
 * user did not name must be sent as it was found.
 * @param path of the record, from the host on
 * @param write the record as found → the request that stores it
 */
export function* readThenWrite(path: string, write: (found: Json) => ApiRequest): Steps {
	const found = yield { method: 'GET', path };
	if (!isRecord(found) || typeof found.id !== 'string') return UNREADABLE;
	return yield write(found);
}
