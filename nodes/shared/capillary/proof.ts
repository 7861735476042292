/** What an answer must hold to prove a deed: nothing but that counts (docs/api.md#evidence). */
import { isRecord } from './envelope';

type Json = Record<string, unknown>;

/** Whether a record of an answer proves the deed. */
export type Proof = (record: unknown) => boolean;

/** Any record: all that is asked of each row of a list. Its members are not walked through. */
export const anyRecord: Proof = isRecord;

/** Whether a value is an ID: text or a number. */
export const isId = (value: unknown): boolean =>
	typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');

/** Forms of IDs: only what has the same form can be told from another. */
const FORMS = [/^\d{1,20}$/, /^[0-9a-f]{24}$/i, /^[0-9a-f-]{36}$/i];

/** Which of the usual forms an ID has; -1 for none of them. */
export const formOf = (id: string): number => FORMS.findIndex((form) => form.test(id));

/** A record that holds an ID in one of the given members; one that is there and empty proves nothing. */
export const proofBy =
	(...names: readonly string[]): Proof =>
	(record) => {
		if (!isRecord(record)) return false;
		const name = names.find((one) => one in record);
		return name !== undefined && isId(record[name]);
	};

/** A record that holds an ID in each of the given members. */
export const proofByAll =
	(...names: readonly string[]): Proof =>
	(record) =>
		isRecord(record) && names.every((name) => isId(record[name]));

const STATES: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

/** Whether a record says that it is switched on, or off; undefined where it says neither. */
const isActive = ({ isActive: said, active }: Json): boolean | undefined =>
	STATES[String(said ?? active).toLowerCase()];

/** Whether a record says the opposite of a state. */
export const saysOtherwise = (record: Json, wanted: boolean): boolean =>
	isActive(record) === !wanted;

/** A record that one of the members names, and that does not say the opposite of the state that was asked for. */
export const proofOfState =
	(wanted: boolean, ...names: readonly string[]): Proof =>
	(record) => {
		if (!isRecord(record)) return false;
		const state = isActive(record);
		const isNamed = names.some((name) => isId(record[name]));
		return state === undefined ? isNamed : state === wanted;
	};
