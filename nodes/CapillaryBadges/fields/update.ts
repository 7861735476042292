/** What updates share: which fields to change, and reading a record before it is written. */
import { z } from 'zod';
import { defined, isRecord } from '../../shared/capillary/envelope';
import type { ApiRequest, Steps } from '../../shared/capillary/request';
import { UNREADABLE } from '../../shared/capillary/request';
import { checklist } from '../../shared/editor/controls';
import { advised } from '../../shared/editor/inputs';
import type { Collection, Params, Type } from '../../shared/editor/params';

type Json = Record<string, unknown>;

/**
 * Names the fields to empty. An empty value means "not given" everywhere in this node, since AI agents
 * and sheets write it for nothing; so emptying is asked for by name.
 * @param emptiable members of the request by their labels
 */
export const emptyFields = <const Member extends string>(
	emptiable: Readonly<Record<string, Member>>,
) =>
	checklist(
		'Fields to Empty',
		'Which fields lose their value. A field that is left empty elsewhere keeps its value.',
		emptiable,
	);

/** The 'Update Fields' collection, with what can change. */
export const updateFields = <Members extends Params>(members: Members): Collection<Members> => ({
	shown: {
		displayName: 'Update Fields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		description: 'What is to change; everything else stays as it is',
	},
	members,
});

/** Of an update: it must change something, one of the given parameters at least. */
export const changing =
	(names: readonly string[]) =>
	<Input extends object>(schema: Type<Input>): Type<Input> =>
		schema.superRefine((input, context) => {
			const given = Object.entries(input).filter(([, value]) => value !== undefined);
			if (given.some(([name]) => names.includes(name))) return;
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
	// Another record than the one that was asked for must not be written over.
	const isIt = isRecord(found) && path.toLowerCase().endsWith(`/${found.id}`.toLowerCase());
	return isIt ? yield write(found) : UNREADABLE;
}
