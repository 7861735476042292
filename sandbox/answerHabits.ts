/** Habits of answers that no rule decides: rows about many, forms of errors, warnings, types of members. */
import type { Habits } from './habits';
import { iso } from './time';
import type { Answer, Call, JsonObject } from './types';
import { isObject } from './validate';

/** The rows of an answer about many, in the order and with the gaps that are the habit. */
export function manyRows<T>(
	habits: Habits,
	rows: readonly T[],
	failed: (row: T) => boolean,
): readonly T[] {
	const missing = habits['left-out'];
	const kept =
		missing === 'failed'
			? rows.filter((row) => !failed(row))
			: missing === 'last'
				? rows.slice(0, -1)
				: rows;
	return habits['row-order'] === 'reversed' ? [...kept].reverse() : kept;
}

/** `errors` that are not empty, in another form than a list of objects. */
function errorsAs(form: Habits['errors'], errors: unknown): unknown {
	if (!Array.isArray(errors) || errors.length === 0 || form === 'list') return errors;
	const texts = errors.map((error: JsonObject) => `${String(error.code)} ${String(error.message)}`);
	if (form === 'object') return errors[0] as unknown;
	return form === 'text' ? texts.join('; ') : texts;
}

const A_WARNING = { code: 903, message: 'The coupon of the badge could not be issued' };

type Retype = (name: string, member: unknown, owner: JsonObject) => unknown;

/** A value whose members, wherever they stand, have other types than the samples. */
function retyped(value: unknown, retype: Retype): unknown {
	if (Array.isArray(value)) return value.map((one) => retyped(one, retype));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [
			name,
			retyped(retype(name, member, value), retype),
		]),
	);
}

const otherSideMembers: Retype = (name, member, owner) => {
	if (name === 'expiresOn' && typeof member === 'number') return iso(member * 1000);
	if (name === 'expiresOnISO' && typeof member === 'string') return Date.parse(member) / 1000;
	// An enrolment's own ID proves it and stays; beside the ID of an earn it proves nothing.
	if (name === 'issuedId' && 'earnedBadgeId' in owner) {
		return typeof member === 'string' ? Number.parseInt(member.slice(-8), 16) : 0;
	}
	return member;
};

const customersAsText: Retype = (name, member) =>
	name === 'customerId' && typeof member === 'number' ? String(member) : member;

/** What an answer to a write holds, typed as the habits have it. */
function typed(habits: Habits, data: unknown): unknown {
	const own = habits['customer-ids'] === 'text' ? retyped(data, customersAsText) : data;
	return habits['side-members'] === 'other' ? retyped(own, otherSideMembers) : own;
}

/** One envelope as the habits have it. */
function dressed(habits: Habits, envelope: unknown, write: boolean): unknown {
	if (!isObject(envelope) || !('data' in envelope)) return envelope;
	const done = envelope.data !== null;
	return {
		...envelope,
		...('errors' in envelope ? { errors: errorsAs(habits.errors, envelope.errors) } : {}),
		...(write && done ? { data: typed(habits, envelope.data) } : {}),
		...(write && done && habits.warnings === 'some' && 'warnings' in envelope
			? { warnings: [...(Array.isArray(envelope.warnings) ? envelope.warnings : []), A_WARNING] }
			: {}),
	};
}

/** Import answers with a list of envelopes; another form holds the same rows. */
function importRows(form: Habits['import-answer'], rows: readonly unknown[]): unknown {
	if (form === 'envelopes') return rows;
	const records = rows.filter(isObject).map(({ data, errors }) => {
		const [error] = Array.isArray(errors) ? (errors as unknown[]) : [];
		return data ?? { error: error ?? errors };
	});
	return form === 'records' ? records : { data: records, errors: [], warnings: [] };
}

/** An answer as the habits have it; with all of them usual, the answer itself. */
export function dressAnswer(habits: Habits, { method }: Call, answer: Answer): Answer {
	const { errors, warnings, 'import-answer': form } = habits;
	const types = habits['side-members'] === 'usual' && habits['customer-ids'] === 'numbers';
	const usual = errors === 'list' && warnings === 'none' && types;
	if (usual && (form === 'envelopes' || !Array.isArray(answer.body))) return answer;
	const write = method !== 'GET';
	const { body } = answer;
	if (!Array.isArray(body)) return { ...answer, body: dressed(habits, body, write) };
	const rows = body.map((row) => dressed(habits, row, write));
	return { ...answer, body: importRows(form, rows) };
}
