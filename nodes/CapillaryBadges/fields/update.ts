/** What updates share: which fields to change, and which to empty. */
import { z } from 'zod';
import { checklist } from '../../shared/editor/controls';
import { advised } from '../../shared/editor/inputs';
import type { Collection, Params, Type } from '../../shared/editor/params';

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
