/** Fields whose rows come in several forms, such as limits, and how to read them. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { isRecord, membersOf } from '../../../shared/capillary/envelope';
import type { InputContext } from '../../../shared/editor/inputs';
import { present } from '../../../shared/editor/inputs';
import type { InputOf, Params, Shown, Type } from '../../../shared/editor/params';
import { fieldsOf, param, schemaOf } from '../../../shared/editor/params';

type Json = Record<string, unknown>;

/** A kind of row: its label, its members, and the reader of one row. */
export interface RowKind {
	displayName: string;
	values: INodeProperties[];
	read: (context: InputContext) => Type<Json>;
}

/**
 * Makes a kind of row.
 * @param make what the API takes of a row
 */
export const kind = <Members extends Params>(
	displayName: string,
	members: Members,
	make: (row: InputOf<Members>) => Json,
): RowKind => ({
	displayName,
	values: fieldsOf(members),
	read: (context) => schemaOf(members, context).transform(make),
});

type Kinds = Readonly<Record<string, RowKind>>;

/** A row as the editor stores it, without the members that are empty. */
const filled = (row: unknown): Json =>
	Object.fromEntries(
		Object.entries(membersOf(row))
			.map(([name, value]) => [name, present(value)] as const)
			.filter(([, value]) => value !== undefined),
	);

/** Rows of all kinds → what the API takes, in the order of the editor. No row at all counts as absent. */
const rowsOf = (kinds: Kinds, context: InputContext) => {
	const readers = Object.entries(kinds).map(([name, { read, ...shown }]) => ({
		...shown,
		name,
		schema: read(context),
	}));
	return z.unknown().transform((value, issues): Json[] | undefined => {
		const found: Json[] = [];
		for (const { name, displayName, values, schema } of readers) {
			const given = isRecord(value) ? value[name] : undefined;
			if (given === undefined) continue;
			for (const row of Array.isArray(given) ? given : [given]) {
				const parsed = schema.safeParse(filled(row));
				if (parsed.success) {
					found.push(parsed.data);
					continue;
				}
				const [{ path, message }] = parsed.error.issues;
				const label = values.find((field) => field.name === path[0])?.displayName;
				const place = label === undefined ? displayName : `${displayName} > ${label}`;
				issues.addIssue({ code: z.ZodIssueCode.custom, message: `(${place}) ${message}` });
				return z.NEVER;
			}
		}
		return found.length > 0 ? found : undefined;
	});
};

/**
 * A parameter of rows.
 * @param kinds by the names that workflows store, in the order of the editor
 * @param shown its label, its description, and the button's text as `placeholder`
 * @param multipleValues whether a kind may come several times
 */
export const rows = (
	kinds: Kinds,
	shown: Pick<Shown, 'displayName' | 'description' | 'placeholder'>,
	multipleValues = true,
) =>
	param(
		{
			...shown,
			type: 'fixedCollection',
			...(multipleValues ? { typeOptions: { multipleValues } } : {}),
			default: {},
			options: Object.entries(kinds).map(([name, { displayName, values }]) => ({
				displayName,
				name,
				values,
			})),
		},
		(context) => rowsOf(kinds, context),
	);
