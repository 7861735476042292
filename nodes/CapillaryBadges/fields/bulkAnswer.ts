/** Takes the answer of a bulk call apart, customer by customer or row by row. */
import { z } from 'zod';
import type { ApiError } from '../../shared/capillary/envelope';
import { isRecord, readApiResponse, readApiError } from '../../shared/capillary/envelope';
import type { EntryAnswer } from '../../shared/capillary/envelope';

const list = z.array(z.object({ customerId: z.coerce.number() }).passthrough());

/** The lists that a bulk answer may hold, by the name of the API. */
type Lists = Record<string, z.infer<typeof list>>;

/** A bulk answer: what holds for all, and its lists of customers. Undefined for another shape. */
function partsOf(data: unknown, listNames: readonly string[]) {
	if (typeof data !== 'object' || data === null) return undefined;
	const shared: Record<string, unknown> = {};
	const lists: Lists = {};
	for (const [name, value] of Object.entries(data)) {
		if (!listNames.includes(name)) shared[name] = value;
		else if (value != null) {
			const parsed = list.safeParse(value);
			if (!parsed.success) return undefined;
			lists[name] = parsed.data;
		}
	}
	return { shared, lists };
}

const FAULT_FIELDS = new Set(['error', 'errorCode', 'errorMessage']);

/** How a failed customer of the list is written: an `error` object, or code and message beside the ID. */
function failureIn(entry: Record<string, unknown>) {
	if ('errorCode' in entry || 'errorMessage' in entry) {
		return readApiError({ code: entry.errorCode, message: entry.errorMessage });
	}
	return readApiError(entry.error);
}

/**
 * All that a bulk answer says of each customer: what holds for all, and each entry of its lists. The
 * lists' order does not count (docs/api.md#enrol-issue, docs/api.md#issue-to-many-earn-bulk).
 * @param listNames the lists that hold customers
 * @param leaveOut fields of the whole that mean nothing for one customer
 */
export function answersByCustomer(
	data: unknown,
	listNames: readonly string[],
	leaveOut: readonly string[] = [],
): Map<number, EntryAnswer[]> {
	const parts = partsOf(data, listNames);
	const byCustomer = new Map<number, EntryAnswer[]>();
	const shared = Object.entries(parts?.shared ?? {}).filter(([name]) => !leaveOut.includes(name));
	for (const entry of Object.values(parts?.lists ?? {}).flat()) {
		const own = Object.entries(entry).filter(([name]) => !FAULT_FIELDS.has(name));
		const answer = { data: Object.fromEntries([...shared, ...own]), failure: failureIn(entry) };
		byCustomer.set(entry.customerId, [...(byCustomer.get(entry.customerId) ?? []), answer]);
	}
	return byCustomer;
}

/** What several entries of one customer say together: nothing where one says done and another refused. */
const agreed = (answers: readonly EntryAnswer[] = []): EntryAnswer | undefined =>
	answers.every(({ failure }) => (failure === undefined) === (answers[0].failure === undefined))
		? answers.at(-1)
		: undefined;

/** One answer per customer, of a call in which each has one entry; the last of several that agree counts. */
export function splitByCustomer(
	data: unknown,
	customers: readonly number[],
	listNames: readonly string[],
	leaveOut: readonly string[] = [],
): Array<EntryAnswer | undefined> {
	const answers = answersByCustomer(data, listNames, leaveOut);
	return customers.map((customer) => agreed(answers.get(customer)));
}

/** Several refusals as one: the first gives the code, all of them are quoted. Undefined for none. */
export function joined(failures: readonly ApiError[]): ApiError | undefined {
	const known = failures.find(({ code }) => code !== undefined) ?? failures[0];
	return known && { ...known, message: failures.map(({ message }) => message).join('; ') };
}

/**
 * Splits an answer that is a list with one envelope per row, in the order of the rows
 * (docs/api.md#import). Undefined for every row of an answer of another length, since it does not say
 * which row is missing.
 */
export function splitRows(data: unknown, rows: number): Array<EntryAnswer | undefined> {
	const answers: unknown[] = Array.isArray(data) && data.length === rows ? data : [];
	return Array.from({ length: rows }, (_, i): EntryAnswer | undefined => {
		const envelope = readApiResponse(answers[i]);
		if (typeof envelope === 'string') return undefined;
		const record = isRecord(envelope.data) ? envelope.data : {};
		return { data: record, failure: joined(envelope.errors) };
	});
}
