/** Habits of answers that no rule decides: rows about many, forms of errors, warnings, types of members. */
import { HABITS, type Habits } from './habits';
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
	const twice = habits['named-twice'] === 'last' ? namedTwice(data) : data;
	const said =
		habits['failure-words'] === 'data' && isObject(twice) ? { ...twice, success: false } : twice;
	const own = habits['customer-ids'] === 'text' ? retyped(said, customersAsText) : said;
	return habits['side-members'] === 'other' ? retyped(own, otherSideMembers) : own;
}

/** One envelope as the habits have it. */
function dressed(habits: Habits, envelope: unknown, write: boolean): unknown {
	if (!isObject(envelope) || !('data' in envelope)) return envelope;
	const done = envelope.data !== null;
	const words = write && done ? habits['failure-words'] : 'none';
	return {
		...envelope,
		...(words === 'envelope' ? { success: false } : {}),
		...('errors' in envelope ? { errors: errorsAs(habits.errors, envelope.errors) } : {}),
		...(write && done ? { data: typed(habits, envelope.data) } : {}),
		...(write && done && habits.warnings === 'some' && 'warnings' in envelope
			? { warnings: [...(Array.isArray(envelope.warnings) ? envelope.warnings : []), A_WARNING] }
			: {}),
	};
}

/** The status of a refusal; those of credentials, rights, rate and breakdowns are the server's own. */
function statusOf(habit: Habits['refusal-status'], { status, body }: Answer): number {
	const isRefusal = isObject(body) && body.data === null && status >= 400 && status < 500;
	const isOwn = [401, 403, 404, 429].includes(status);
	return habit === 'documented' || !isRefusal || isOwn ? status : Number(habit);
}

/** Lists of those that are done, and where the same answer names those that failed. */
const REFUSED_BESIDE = {
	earnedBadgesList: 'failedEarnBadgeErrorList',
	issuedBadges: 'issuedBadges',
	revokedIssuedBadges: 'revokedIssuedBadges',
};

/** What an answer about many holds, with the last of those that are done also among those that failed. */
function namedTwice(data: unknown): unknown {
	if (!isObject(data)) return data;
	const found = Object.entries(REFUSED_BESIDE).find(([name]) => Array.isArray(data[name]));
	if (!found) return data;
	const [done, failed] = found;
	const last = (data[done] as JsonObject[]).filter((row) => !row.error).at(-1);
	if (!last) return data;
	const error = { code: 999_999, message: 'Earn limit is reached', reference: null };
	const row = { customerId: last.customerId, error };
	return { ...data, [failed]: [...((data[failed] ?? []) as JsonObject[]), row] };
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

const ABOUT_ANSWERS = [
	'errors',
	'warnings',
	'side-members',
	'customer-ids',
	'import-answer',
	'named-twice',
	'failure-words',
	'refusal-status',
] as const;

/** An answer as the habits have it; with all of them usual, the answer itself. */
export function dressAnswer(habits: Habits, { method }: Call, answer: Answer): Answer {
	const form = habits['import-answer'];
	if (ABOUT_ANSWERS.every((name) => habits[name] === HABITS[name].start)) return answer;
	const write = method !== 'GET';
	const { body } = answer;
	const status = statusOf(habits['refusal-status'], answer);
	if (!Array.isArray(body)) return { ...answer, status, body: dressed(habits, body, write) };
	const rows = body.map((row) => dressed(habits, row, write));
	return { ...answer, status, body: importRows(form, rows) };
}
