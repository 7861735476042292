/** The nodes' own names for IDs that Capillary calls otherwise: what one node gives out, another's field takes. */
import { isRecord } from './envelope';

type Json = Record<string, unknown>;
type Names = Readonly<Record<string, string>>;

/** Of any row: Capillary's name → the name of the field that takes it. No request has it. */
const OF_ROWS: Names = { earnId: 'earnedBadgeId' };

/** Of the record itself. Calls inside of it stay as they were sent. */
const OF_RECORD: Names = { ...OF_ROWS, badgeMetaId: 'badgeId' };

/** Sets a member; that of this name would set what the record inherits from. */
function setMember(record: Json, name: string, value: unknown): void {
	if (name !== '__proto__') record[name] = value;
	else Object.defineProperty(record, name, { ...OWN, value });
}

const OWN = { configurable: true, enumerable: true, writable: true };

/** A copy of a record and of all inside of it, with the fields' names beside Capillary's; what has such a name already stays. */
function copyWithNames(record: Json, names: Names): Json {
	const copy: Json = {};
	for (const name of Object.keys(record)) {
		const value = withRowNames(record[name]);
		setMember(copy, name, value);
		if (value == null || !Object.hasOwn(names, name)) continue;
		if (!Object.hasOwn(record, names[name])) copy[names[name]] = value;
	}
	return copy;
}

function withRowNames(value: unknown): unknown {
	if (typeof value !== 'object') return value;
	if (Array.isArray(value)) return value.map(withRowNames);
	return isRecord(value) ? copyWithNames(value, OF_ROWS) : value;
}

/**
 * A copy of a record, or of the members that a schema describes, with the fields' names beside Capillary's.
 * @param own names that hold for this operation's records alone
 */
export const withFieldNames = (record: Json, own?: Names): Json =>
	copyWithNames(record, own ? { ...OF_RECORD, ...own } : OF_RECORD);
