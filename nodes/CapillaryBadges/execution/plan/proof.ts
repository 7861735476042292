/** What an answer proves of one target. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiError, EntryAnswer } from '../../../shared/capillary/envelope';
import {
	isRecord,
	joined,
	membersOf,
	readApiErrors,
	saidToFail,
	shownError,
} from '../../../shared/capillary/envelope';
import type { Operation } from '../../operation';
import type { Json, TargetResult } from './call';
import { isToCome } from '../../../shared/capillary/deed';
import { formOf, isId } from '../../../shared/capillary/proof';
import { finish, foundOf } from './call';

type Proving = Pick<Operation, 'proof' | 'names' | 'repeat' | 'alreadyDone'>;

const textOf = (value: unknown): string | undefined => {
	const text = typeof value === 'number' ? String(value) : value;
	return typeof text === 'string' && text.trim() !== '' ? text.trim().toLowerCase() : undefined;
};

/** Whether an answer says another ID than was asked for. @param isStrict whether its form does not matter */
function differs(said: unknown, wanted: unknown, isStrict: boolean): boolean {
	if (said === wanted) return false;
	const saidText = textOf(said);
	const wantedText = textOf(wanted);
	if (saidText === undefined || wantedText === undefined || saidText === wantedText) return false;
	return isStrict || formOf(saidText) === formOf(wantedText);
}

/**
 * Whether a record names another than was asked for. Badge and customer are side members of many
 * answers: what has another form than an ID there names nobody.
 */
export function namesAnother(record: unknown, asked: Json, names: Proving['names'] = {}): boolean {
	if (!isRecord(record)) return false;
	const differsAt = (member: string, wanted: unknown) =>
		!(member in names) && differs(record[member], wanted, false);
	// Somebody who was named by an email address comes back with the numeric ID.
	const isByOther = typeof asked.customerId === 'string';
	return (
		Object.keys(names).some((member) => differs(record[member], asked[names[member]], true)) ||
		differsAt('badgeMetaId', asked.badgeId) ||
		(!isByOther && differsAt('customerId', asked.customerId))
	);
}

/** Whether a view, or a row of it, shows what another customer has, or of another badge. */
export const showsAnother = (view: unknown, { badgeId, customerId }: About): boolean =>
	isRecord(view) &&
	(namesAnother(view, { badgeId, customerId }) ||
		namesAnother({ badgeMetaId: view.id }, { badgeId }));

/** States of what a customer has got. */
const GIVEN = /^(?:active|live|upcoming)$/i;

/**
 * Whether an entry that is refused names what was given nevertheless. The ID of an enrolment alone
 * does not: it may be that of another, which is over or was there already (docs/api.md#enrol-issue).
 */
function isGivenAll({ repeat, alreadyDone = [] }: Proving, { data, failure }: EntryAnswer) {
	const { code, isBare } = failure ?? {};
	if (repeat !== 'keyed' || (code !== undefined && alreadyDone.includes(code))) return false;
	if (isBare && isId(data.issuedId)) return true;
	const isEnrolled = isId(data.issuedId) && GIVEN.test(String(data.status));
	return isId(data.earnedBadgeId) || isEnrolled;
}

/** Whether a record proves the deed for what was asked. */
export const proves = (
	{ proof, names }: Pick<Proving, 'proof' | 'names'>,
	record: unknown,
	asked: Json,
): boolean => proof(record) && !namesAnother(record, asked, names);

/** Refusals that a record holds itself, whatever they are called there. */
export function refusalIn(record: unknown): ApiError | undefined {
	if (!isRecord(record)) return undefined;
	const { error, errors, errorCode, errorMessage } = record;
	return joined([
		...readApiErrors({ errorCode, errorMessage }),
		...readApiErrors(error),
		...readApiErrors(errors),
	]);
}

/** What the answer to a write says of a failure in words, such as `status: "FAILED"`; a state that was asked for is none. */
export function failureIn(record: unknown, asked: Json): ApiError | undefined {
	const words = new Set(Object.values(asked).map((value) => String(value).toLowerCase()));
	return isRecord(record) ? saidToFail(record, words) : undefined;
}

/** An item's json with the warnings that came with it, where there are any. */
export function warned(json: Json, warnings: readonly ApiError[]): Json {
	if (warnings.length === 0) return json;
	const texts = new Set(warnings.map((warning) => JSON.stringify(shownError(warning))));
	return { ...json, warnings: [...texts].map((text): unknown => JSON.parse(text)) };
}

/** Longest quotation of an answer, in characters. */
const LONGEST_QUOTE = 300;

/** What a record says, in short: its members that are no lists or objects. */
export function inShort(record: unknown): string {
	const plain = Object.entries(membersOf(record)).filter(([, value]) => typeof value !== 'object');
	return JSON.stringify(Object.fromEntries(plain)).slice(0, LONGEST_QUOTE);
}

/**
 * All that a bulk answer says of one target → what it proves. Named as done and as refused, or without
 * proof, it proves nothing.
 * @param warnings those of the whole answer
 */
export function resultOf(
	operation: Proving,
	answers: readonly EntryAnswer[],
	about: About,
	warnings: readonly ApiError[],
): TargetResult | undefined {
	const asked: Json = { badgeId: about.badgeId, customerId: about.customerId };
	const own = answers.filter(
		({ data, isOther }) => !isOther && !namesAnother(data, asked, operation.names),
	);
	const [other] = answers;
	if (own.length === 0 && other !== undefined) return { contrary: inShort(other.data) };
	const refused = own.filter(({ failure }) => failure !== undefined);
	const done = own.filter(
		({ data, failure }) => failure === undefined && operation.proof(data) && !isToCome(data),
	);
	if (refused.length > 0 && done.length > 0) return undefined;
	if (refused.some((entry) => isGivenAll(operation, entry))) return undefined;
	const refusal = joined(refused.flatMap(({ failure }) => (failure ? [failure] : [])));
	if (refusal) return { refusal, json: foundOf(refused[0].data, about) };
	const last = done.at(-1);
	if (!last) return undefined;
	const all = [...warnings, ...(last.warnings ?? [])];
	return { json: [warned(finish(last.data, about), all)] };
}
