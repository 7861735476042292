/** Changing a record by reading it and writing it back whole, without losing what others or this run wrote. */
import { defined, isRecord, membersOf } from '../../shared/capillary/envelope';
import { exactDigits } from '../../shared/capillary/exactJson';
import type { ApiRequest, Step, Steps, Stop, WritingBack } from '../../shared/capillary/request';
import { stop } from '../../shared/capillary/request';

type Json = Record<string, unknown>;

/** What is `defined` of a value, at any depth. */
function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (!isRecord(value)) return value;
	return defined(
		Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutNulls(field)])),
	);
}

/** The name of a date's other form: the server believes `…ISO`, so the one must not outlive the other. */
export const sibling = (name: string) => (name.endsWith('ISO') ? name.slice(0, -3) : `${name}ISO`);

/** Whether a value is a number, also one that is kept as its digits. */
const isNumber = (value: unknown): boolean =>
	typeof value === 'number' || exactDigits(value) !== undefined;

/**
 * A record without the ISO form of a time that it also holds as a number. That form has no fraction
 * of a second and wins over the number, so sending it back would move a time that must stay (723).
 */
function exactTimes(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(exactTimes);
	if (!isRecord(value)) return value;
	const kept = Object.entries(value).filter(
		([name]) => !name.endsWith('ISO') || !isNumber(value[sibling(name)]),
	);
	return Object.fromEntries(kept.map(([name, field]) => [name, exactTimes(field)]));
}

/** What only answers have, of any record. */
const ANSWER_ONLY = [
	'createdBy',
	'createdOn',
	'createdOnISO',
	'lastUpdatedBy',
	'lastUpdatedOn',
	'lastUpdatedOnISO',
	'orgId',
];

/**
 * A record as it was read → what of it goes back: unknown members as well, since a write replaces the
 * whole record.
 * @param answerOnly what only answers have of such a record
 */
export function asFound(found: Json, answerOnly: readonly string[]): Json {
	const record = exactTimes(withoutNulls(found));
	const left = new Set([...ANSWER_ONLY, ...answerOnly]);
	return isRecord(record)
		? Object.fromEntries(Object.entries(record).filter(([name]) => !left.has(name)))
		: {};
}

/** A record that is changed by reading it and writing it back whole. */
interface Kept {
	/** What it is in a sentence: `badge`. */
	record: string;
	id: string;
	/** Where it is read, from the host on. */
	path: string;
	/** Members that the API requires of a write: each in one of its forms, with a dot for depth. */
	required: ReadonlyArray<readonly string[]>;
}

/** How a change of a record is written. */
interface Change {
	/** What the request names, in the API's names. */
	changes: Json;
	/** Which members it empties. */
	emptied?: readonly string[];
	/** The record as found, with what this run wrote of it that no answer shows → the request that stores it. */
	write(found: Json): ApiRequest;
}

const UNTOUCHED = 'Nothing was changed.';

const memberAt = (record: Json, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), record);

const isThere = (value: unknown): boolean =>
	value !== undefined &&
	value !== null &&
	value !== '' &&
	!(Array.isArray(value) && value.length === 0);

/** The ID that a record has, digit by digit. */
const idOf = ({ id }: Json): string => exactDigits(id) ?? String(id);

/** Why what was read must not be written back: it is another record, or not the whole one. Undefined where it may. */
function whyNot(found: unknown, { record, id, required }: Kept): Stop | undefined {
	if (!isRecord(found)) {
		return stop(
			`Capillary's answer holds no ${record}`,
			`${UNTOUCHED} Run it again later. If it keeps happening, ask Capillary support.`,
		);
	}
	if (idOf(found).toLowerCase() !== id.toLowerCase()) {
		const said = found.id == null ? 'one without an ID' : shownId(idOf(found));
		return stop(
			`Capillary answered with another ${record} than the one asked for: ${said}`,
			`${UNTOUCHED} Check the ID. If it is right, ask Capillary support.`,
		);
	}
	const missing = required.filter((forms) => !forms.some((form) => isThere(memberAt(found, form))));
	if (missing.length === 0) return undefined;
	return stop(
		`Capillary's answer lacks what the ${record} must have to be written back: ${missing.map(([form]) => form).join(', ')}`,
		`${UNTOUCHED} An update replaces the whole ${record}, so what the answer lacks would be lost. Ask Capillary support why it is left out.`,
	);
}

const LONGEST_ID = 64;
const shownId = (id: string) => id.slice(0, LONGEST_ID);

/** When a record was changed last, as text; undefined where it does not say. */
const stampOf = (record: unknown): string | undefined => {
	if (!isRecord(record)) return undefined;
	const { lastUpdatedOn, lastUpdatedOnISO } = record;
	return lastUpdatedOn == null && lastUpdatedOnISO == null
		? undefined
		: JSON.stringify([lastUpdatedOn, lastUpdatedOnISO]);
};

/** Looks at a record once more, and ends where it is not as it was read before. */
function* checkAgain(found: Json, { record }: Kept, read: ApiRequest): Generator<Step, void> {
	const before = stampOf(found);
	if (before === undefined) {
		yield stop(
			`Capillary does not say when the ${record} was last changed`,
			`${UNTOUCHED} Without that, 'Check for Changes' cannot work: leave the option out.`,
		);
	}
	if (stampOf(yield read) === before) return;
	yield stop(
		`Somebody changed the ${record} meanwhile`,
		`${UNTOUCHED} Look at the ${record}, and run it again if your change is still wanted.`,
	);
}

/**
 * What this run wrote of a record that its answers do not show, after one more change.
 * @param before the same before that change
 * @param answer to the write
 */
function stillUnshown(before: Json, { changes, emptied = [] }: Change, answer: unknown): Json {
	const shown = membersOf(answer);
	const isShown = (name: string) => shown[name] != null || shown[sibling(name)] != null;
	return Object.fromEntries(
		Object.entries({ ...before, ...changes }).filter(
			([name]) => !emptied.includes(name) && !isShown(name),
		),
	);
}

/**
 * Steps that read a record and write it back changed: the API replaces the whole record, so what the
 * user did not name must be sent as it was found, numbers digit by digit. Nothing is written unless the
 * whole of the right record was read.
 */
export function* readThenWrite(
	kept: Kept,
	change: Change,
	{ checkForChanges, unshown }: WritingBack,
): Steps {
	const read: ApiRequest = { method: 'GET', path: kept.path, exact: true };
	const found = yield read;
	const flaw = whyNot(found, kept);
	if (flaw || !isRecord(found)) return flaw && (yield flaw);
	if (checkForChanges) yield* checkAgain(found, kept, read);
	const name = `${kept.record} ${idOf(found)}`;
	const before = unshown.get(name) ?? {};
	const answer = yield change.write({ ...before, ...defined(found) });
	unshown.set(name, stillUnshown(before, change, answer));
	return answer;
}
