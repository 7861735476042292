/** The nodes' own names for IDs that Capillary calls otherwise: what one node gives out, another's field takes. */
import { isRecord } from './envelope';

type Json = Record<string, unknown>;
type Names = Readonly<Record<string, string>>;

/** Capillary's name → the name of the field that takes it. */
const EVERYWHERE: Names = { badgeMetaId: 'badgeId', earnId: 'earnedBadgeId' };

/** A record with the fields' names beside Capillary's; what has such a name already stays. */
export function withNames(record: Json, names: Names): Json {
	const entries = Object.entries(record).flatMap(([name, value]): Array<[string, unknown]> => {
		const field = Object.hasOwn(names, name) ? names[name] : undefined;
		const isMissing = field !== undefined && value != null && !Object.hasOwn(record, field);
		return isMissing ? [[name, value], [field, value]] : [[name, value]];
	});
	return Object.fromEntries(entries);
}

/**
 * The same at any depth, for the names that mean the same everywhere. A schema is given them like a
 * record that it describes.
 */
export function withFieldNames(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withFieldNames);
	if (!isRecord(value)) return value;
	const inner = Object.entries(value).map(([name, member]) => [name, withFieldNames(member)]);
	return withNames(Object.fromEntries(inner), EVERYWHERE);
}
