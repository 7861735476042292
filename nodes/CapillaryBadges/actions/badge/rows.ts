/** Fields whose rows come in several forms, such as limits, and how to read them. */
import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord } from '../../../shared/capillary/envelope';
import { present } from '../../../shared/editor/inputs';

type Json = Record<string, unknown>;

/**
 * Makes a field of rows: a fixed collection with the given groups.
 * @param placeholder what the button says: `Add Limit`
 * @param multipleValues whether a group may come several times
 */
export const rowsField =
	(options: INodePropertyCollection[], placeholder: string, multipleValues: boolean) =>
	(name: string, displayName: string, description: string): INodeProperties => ({
		displayName,
		name,
		type: 'fixedCollection',
		...(multipleValues ? { typeOptions: { multipleValues } } : {}),
		placeholder,
		default: {},
		description,
		options,
	});

/** Reads one row of a kind; its result is what the API takes. */
type RowReader = z.ZodType<Json, z.ZodTypeDef, unknown>;

/** A row as the editor stores it, without the members that are empty. */
const filled = (row: unknown): Json =>
	Object.fromEntries(
		Object.entries(isRecord(row) ? row : {})
			.map(([name, value]) => [name, present(value)] as const)
			.filter(([, value]) => value !== undefined),
	);

/**
 * A zod type for a fixed collection: its rows of all kinds, as the API takes them, in the order of the
 * editor. No row at all counts as absent.
 * @param groups the collection's options, whose labels a refusal names
 * @param readers one per group, by its name
 */
export const rows = (
	groups: readonly INodePropertyCollection[],
	readers: Readonly<Record<string, RowReader>>,
) =>
	z.unknown().transform((value, context): Json[] | undefined => {
		const found: Json[] = [];
		for (const { name, displayName, values } of groups) {
			const given = isRecord(value) ? value[name] : undefined;
			if (given === undefined) continue;
			for (const row of Array.isArray(given) ? given : [given]) {
				const parsed = readers[name].safeParse(filled(row));
				if (parsed.success) {
					found.push(parsed.data);
					continue;
				}
				const [{ path, message }] = parsed.error.issues;
				const label = values.find((field) => field.name === path[0])?.displayName;
				const place = label === undefined ? displayName : `${displayName} > ${label}`;
				context.addIssue({ code: z.ZodIssueCode.custom, message: `(${place}) ${message}` });
				return z.NEVER;
			}
		}
		return found.length > 0 ? found : undefined;
	});
