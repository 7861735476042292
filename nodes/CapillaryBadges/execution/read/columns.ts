/** Reads an item's values from its columns, found by their names or mapped by the user. */
import { membersOf } from '../../../shared/capillary/envelope';
import type { Column } from '../../../shared/editor/importColumns';
import { headersOf } from '../../../shared/editor/importColumns';
import { present, wordsOf } from '../../../shared/editor/inputs';
import { tidied } from './doubts';
import type { InvalidItem } from './invalid';
import { refuse, refuseIssue } from './invalid';

type Values = Record<string, unknown>;

/** A column, with what an item has for it. */
interface Found {
	column: Column;
	/** Fields of the item that bear its name; one is as it should be. Absent where the user mapped it. */
	headers?: string[];
	value: unknown;
}

/**
 * What an item has for each column.
 * @param mapping the user's, as n8n stores it
 * @param json the item
 */
function columnsIn(columns: readonly Column[], mapping: unknown, json: unknown): Found[] {
	const { mappingMode, value } = membersOf(mapping);
	const fields = membersOf(json);
	const mapped = membersOf(value);
	return columns.map((column): Found => {
		if (mappingMode === 'defineBelow') return { column, value: present(mapped[column.id]) };
		const headers = headersOf(column, Object.keys(fields));
		return {
			column,
			headers,
			value: headers.length === 1 ? present(fields[headers[0]]) : undefined,
		};
	});
}

/** n8n's own words for it: of the parameter's label it shows nothing. */
const MANUALLY = "choose 'Map Each Column Manually' under 'Mapping Column Mode'";

/** Why a column cannot be read, in words. */
function refuseColumn(
	item: number,
	{ column, headers, value }: Found,
	message: string,
): InvalidItem {
	const label = column.displayName;
	const { wrong, advice } = wordsOf(message);
	const [header, ...others] = headers ?? [];
	if (others.length > 0) {
		const names = [header, ...others].map((name) => `'${name}'`).join(' and ');
		return refuse(
			item,
			'columns',
			`Several columns may be '${label}': ${names}`,
			`Keep one of them, or ${MANUALLY}`,
		);
	}
	if (headers?.length === 0) {
		return refuse(
			item,
			'columns',
			`The input item has no column '${label}'`,
			`Name a column so, or ${MANUALLY}`,
		);
	}
	const where = header === undefined ? '' : ` (column '${header}')`;
	const fix = value === undefined ? 'Fill it in' : 'Correct it in the input item';
	return refuse(item, 'columns', `'${label}'${where} ${wrong}`, advice ?? fix);
}

/**
 * Takes an item's values from its columns, where the user wants that, and puts them where those of the
 * fields would stand.
 * @returns what was found; undefined where the fields count
 */
export function takeColumns(
	columns: readonly Column[] | undefined,
	values: Values,
	json: unknown,
): Found[] | undefined {
	if (!columns) return undefined;
	const mapping = values.columns;
	delete values.columns;
	if (values.rowsFrom !== 'columns') return undefined;
	const found = columnsIn(columns, mapping, json);
	for (const { column, value } of found) values[column.id] = tidied(column.id, value);
	return found;
}

/** Makes what refuses a value of an item, in the words of the column that it comes from, if any. */
export const refuserOf =
	(labels: ReadonlyMap<string, string>, item: number, columns: Found[] | undefined) =>
	(name: string, message: string): InvalidItem => {
		const found = columns?.find(({ column }) => column.id === name);
		return found
			? refuseColumn(item, found, message)
			: refuseIssue(labels, item, { message, path: [name] });
	};
