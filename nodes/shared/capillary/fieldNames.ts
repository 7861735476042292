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
	const entries = Object.entries(record).flatMap(([name, value]): Array<[string, unknown]> => {
		const field = Object.hasOwn(names, name) ? names[name] : undefined;
		const isMissing = field !== undefined && value != null && !Object.hasOwn(record, field);
		return isMissing
			? [
					[name, value],
					[field, value],
				]
			: [[name, value]];
	});
	return Object.fromEntries(entries);
}

function withRowNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withRowNames);
	if (!isRecord(value)) return value;
	const inner = Object.entries(value).map(([name, member]) => [name, withRowNames(member)]);
	return withNames(Object.fromEntries(inner), OF_ROWS);
}

/**
 * A record, or the members that a schema describes, with the fields' names beside Capillary's.
 * @param own names that hold for this operation's records alone
 */
export const withFieldNames = (record: Json, own: Names = {}): Json =>
	withNames(withRowNames(record) as Json, { ...OF_RECORD, ...own });
