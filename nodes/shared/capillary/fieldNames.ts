/** The nodes' own names for IDs that Capillary calls otherwise: what one node gives out, another's field takes. */
import { isRecord } from './envelope';

type Json = Record<string, unknown>;
type Names = Readonly<Record<string, string>>;

/** Of a record: Capillary's name → the name of the field that takes it. Calls inside of it stay as they were sent. */
const OF_RECORD: Names = { badgeMetaId: 'badgeId' };

/** The same of any row inside of it, which no request has. */
const OF_ROWS: Names = { earnId: 'earnedBadgeId' };

/** A record with the fields' names beside Capillary's; what has such a name already stays. */
function withNames(record: Json, names: Names): Json {
	const renamed = Object.keys(names).filter(
		(name) =>
			Object.hasOwn(record, name) && record[name] != null && !Object.hasOwn(record, names[name]),
	);
	if (renamed.length === 0) return record;
	const entries: Array<[string, unknown]> = [];
	for (const name of Object.keys(record)) {
		entries.push([name, record[name]]);
		if (renamed.includes(name)) entries.push([names[name], record[name]]);
	}
	return Object.fromEntries(entries);
}

/** A copy of a record and of all inside of it, with the names of rows and others beside Capillary's. */
function copyWithNames(record: Json, others?: Names): Json {
	const asRow = withNames(record, OF_ROWS);
	const named = others ? withNames(asRow, others) : asRow;
	const copy = named === record ? { ...record } : named;
	for (const name of Object.keys(copy)) {
		if (typeof copy[name] === 'object') copy[name] = withRowNames(copy[name]);
	}
	return copy;
}

function withRowNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withRowNames);
	return isRecord(value) ? copyWithNames(value) : value;
}

/**
 * A copy of a record, or of the members that a schema describes, with the fields' names beside Capillary's.
 * @param own names that hold for this operation's records alone
 */
export const withFieldNames = (record: Json, own?: Names): Json =>
	copyWithNames(record, own ? { ...OF_RECORD, ...own } : OF_RECORD);
