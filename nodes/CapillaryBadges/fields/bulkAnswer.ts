/** Takes the answer of a bulk call apart, customer by customer. */
import { parseCustomerId } from '../../shared/capillary/ids';
import type { ApiError, EntryAnswer } from '../../shared/capillary/envelope';
import { isRecord, joined, readApiErrors, saidToFail } from '../../shared/capillary/envelope';

type Json = Record<string, unknown>;

/** Members that are read apart from the record. */
const SAID_APART = ['error', 'errors', 'errorCode', 'errorMessage', 'warnings'];
const isSaidApart = (name: string) => SAID_APART.includes(name);
const saysApart = (entry: Json) => SAID_APART.some((name) => name in entry);

/** Lists of customers for whom nothing was done, by their name. */
const FAILING = /fail|error|reject|invalid/i;

const UNSAID: ApiError = {
	code: undefined,
	message: 'The customer stands in the list of those that failed, without a reason',
	reference: undefined,
};

/**
 * How an entry's failure is written: an `error` or `errors` in any form, or code and message beside
 * the ID. Whoever stands in a list of failures has failed in any case.
 */
function failureIn(entry: Json, isFailing: boolean): ApiError | undefined {
	const { error, errors, errorCode, errorMessage, code, message } = entry;
	const apart = saysApart(entry) ? [{ errorCode, errorMessage }, error, errors] : [];
	const said = apart.flatMap((one) => readApiErrors(one));
	if (said.length > 0) return joined(said);
	if (!isFailing) return saidToFail(entry, NOTHING);
	return joined(readApiErrors({ code, message })) ?? UNSAID;
}

/** No row of a bulk answer is asked to be declined. */
const NOTHING: ReadonlySet<string> = new Set();

/** The customer that an entry names. */
export const customerOf = (entry: Json): number | undefined => parseCustomerId(entry.customerId);

/** What an entry says besides; most say nothing apart. */
const recordOf = (entry: Json): Json =>
	saysApart(entry)
		? Object.fromEntries(Object.entries(entry).filter(([name]) => !isSaidApart(name)))
		: entry;

/** An entry of an answer → what it says; what holds for all stands beside it. */
export function answerOf(entry: Json, shared: Json, isFailing: boolean): EntryAnswer {
	const warnings = readApiErrors(entry.warnings);
	const failure = failureIn(entry, isFailing);
	return {
		data: { ...shared, ...recordOf(entry) },
		...(failure ? { failure } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

/** The records of a list that name a customer. */
function entriesIn(list: readonly unknown[], isFailing = false) {
	const entries: Array<{ entry: Json; customer: number; isFailing: boolean }> = [];
	for (const entry of list) {
		const customer = isRecord(entry) ? customerOf(entry) : undefined;
		if (isRecord(entry) && customer !== undefined) entries.push({ entry, customer, isFailing });
	}
	return entries;
}

/** A bulk answer's lists of entries, by name, and what holds for all of them. */
export function partsOf(data: unknown) {
	const members = Object.entries(isRecord(data) ? data : { '': data });
	const isList = ([, value]: [string, unknown]) => Array.isArray(value) && value.some(isRecord);
	const lists = members.filter(isList) as Array<[string, unknown[]]>;
	const shared = members.filter((member) => !isList(member));
	return { lists, shared };
}

/**
 * All that a bulk answer says of each customer. Neither the order nor the name of a list counts: an
 * entry speaks of the customer that it names, and of nobody else. An answer that is itself such an
 * entry speaks of one customer (docs/api.md#enrol-issue, docs/api.md#issue-to-many-earn-bulk).
 * @param leaveOut members of the whole that mean nothing for one customer
 */
export function answersByCustomer(
	data: unknown,
	leaveOut: readonly string[] = [],
): Map<number, EntryAnswer[]> {
	const { lists, shared } = partsOf(data);
	const kept = shared.filter(
		([name, value]) => !leaveOut.includes(name) && !isSaidApart(name) && !Array.isArray(value),
	);
	const forAll = Object.fromEntries(kept);
	const failure = failureIn(Object.fromEntries(shared), false);
	const entries = lists.flatMap(([name, list]) => entriesIn(list, FAILING.test(name)));
	const byCustomer = new Map<number, EntryAnswer[]>();
	for (const { entry, customer, isFailing } of entries.length > 0 ? entries : entriesIn([data])) {
		const answer = answerOf(entry, entry === data ? {} : forAll, isFailing);
		const answers = byCustomer.get(customer);
		// Where an error is said of all, nobody who is named as done is known to be.
		const all = failure && entry !== data ? [answer, { ...answer, failure }] : [answer];
		if (answers) answers.push(...all);
		else byCustomer.set(customer, all);
	}
	return byCustomer;
}

/** What the answer to a request for one customer says, whether it names the customer or not. */
export const splitOne = (data: unknown): EntryAnswer[] =>
	isRecord(data) ? [answerOf(data, {}, false)] : [];

/** The same for each of the given customers, in their order. */
export function splitByCustomer(
	data: unknown,
	customers: readonly number[],
	leaveOut: readonly string[] = [],
): EntryAnswer[][] {
	const answers = answersByCustomer(data, leaveOut);
	return customers.map((customer) => answers.get(customer) ?? []);
}
