/** How the journal writes a record as a short row of text, and reads it back. */
import { hash } from 'node:crypto';
import type { Json } from './call';

/** Longest piece of text that rows are gathered in; a short one would be many pieces. */
const LONGEST_PIECE = 65_536;

/** Rows as n8n keeps them: the names of each kind of record once, and rows in a few long pieces. */
export interface Rows {
	names: string[][];
	pieces: string[];
}

/** A request ID of our own is a number, which this mark precedes. */
const OWN_ID = '#';

/** Marks between the columns of a row and between rows: characters that JSON need not escape. */
const COLUMN = '|';
const ROW = '~';

/** JSON without the marks: they can stand in its texts only, where an escape means the same. */
const escaped = (value: unknown) =>
	`=${JSON.stringify(value)}`.replaceAll(COLUMN, '\\u007c').replaceAll(ROW, '\\u007e');

/** A value as text without the marks; empty is kept for "as in the row before". */
function written(value: unknown, ownIds: string): string {
	if (typeof value === 'number') return `+${value}`;
	if (typeof value !== 'string') return escaped(value);
	if (value.startsWith(ownIds)) return OWN_ID + value.slice(ownIds.length);
	return value === '' || /^[+=#]|[|~]/.test(value) ? escaped(value) : value;
}

function valueOf(text: string, ownIds: string): unknown {
	if (text.startsWith('+')) return Number(text.slice(1));
	if (text.startsWith('=')) return JSON.parse(text.slice(1));
	return text.startsWith(OWN_ID) ? ownIds + text.slice(OWN_ID.length) : text;
}

/** One row, read: its kind, its place column, and the record that it holds. */
export interface Row {
	kind: string;
	places: string;
	record: Json;
}

/** What tells a target from all others of the same item, of which there may be a million: 54 bits of a hash of its subject. */
export const subjectMark = (subject: string): string =>
	hash('sha256', subject, 'base64url').slice(0, 9);

/**
 * Makes the writer of rows. A value that equals the one of the row before is left out, so that a
 * customer costs little more than the IDs that are the customer's own.
 * @param ownIds what all request IDs of this journal begin with
 */
export function rowWriter(rows: Rows, ownIds: string) {
	/** The last row of each shape: its values, and how they are written. */
	const before = new Map<number, { values: unknown[]; texts: string[] }>();
	const known = new Map(rows.names.map((names, i) => [names.join('\t'), i]));
	let piece = '';
	let index = rows.pieces.length;

	const kindOf = (names: string[]) => {
		const key = names.join('\t');
		const kind = known.get(key) ?? rows.names.push(names) - 1;
		known.set(key, kind);
		return kind;
	};
	return (kind: string, places: string, record: Json) => {
		const names = Object.keys(record).filter((name) => record[name] !== undefined);
		const shape = kindOf(names);
		const last = before.get(shape);
		const values = names.map((name) => record[name]);
		const texts = values.map((value, i) =>
			last && last.values[i] === value ? last.texts[i] : written(value, ownIds),
		);
		before.set(shape, { values, texts });
		const shown = last ? texts.map((text, i) => (last.texts[i] === text ? '' : text)) : texts;
		piece += `${[kind, places, shape, ...shown].join(COLUMN)}${ROW}`;
		rows.pieces[index] = piece;
		if (piece.length < LONGEST_PIECE) return;
		// A new piece can be read by itself.
		piece = '';
		index += 1;
		before.clear();
	};
}

/** All rows, in the order they were written. */
export function* readRows(rows: Rows, ownIds: string): Generator<Row> {
	for (const piece of rows.pieces) {
		const before = new Map<number, string[]>();
		for (const line of piece.split(ROW).slice(0, -1)) {
			const [kind, places, shapeText, ...shown] = line.split(COLUMN);
			const shape = Number(shapeText);
			const last = before.get(shape) ?? [];
			const values = shown.map((text, i) => (text === '' ? last[i] : text));
			before.set(shape, values);
			const names = rows.names[shape] ?? [];
			const record = Object.fromEntries(
				names.map((name, i) => [name, valueOf(values[i] ?? '=null', ownIds)]),
			);
			yield { kind, places, record };
		}
	}
}
