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

/** A copy of a value, with the fields' names in each of its rows. */
function withRowNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withRowNames);
	if (!isRecord(value)) return value;
	const copy = { ...value };
	for (const name of Object.keys(copy)) copy[name] = withRowNames(copy[name]);
	return withNames(copy, OF_ROWS);
}

/**
 * A record, or the members that a schema describes, with the fields' names beside Capillary's.
 * @param own names that hold for this operation's records alone
 */
export const withFieldNames = (record: Json, own?: Names): Json =>
	withNames(withRowNames(record) as Json, own ? { ...OF_RECORD, ...own } : OF_RECORD);
