/** Takes the answer of a bulk call apart, customer by customer. */
import { parseCustomerId } from '../../shared/capillary/ids';
import type { ApiError, EntryAnswer } from '../../shared/capillary/envelope';
import { isRecord, joined, readApiErrors, saidToFail } from '../../shared/capillary/envelope';

type Json = Record<string, unknown>;

/** Members that are read apart from the record. */
const SAID_APART = new Set(['error', 'errors', 'errorCode', 'errorMessage', 'warnings']);

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
	const { error, errors, errorCode, errorMessage } = entry;
	const said = [
		...readApiErrors({ errorCode, errorMessage }),
		...readApiErrors(error),
		...readApiErrors(errors),
	];
	if (said.length > 0) return joined(said);
	if (!isFailing) return saidToFail(entry, NOTHING);
	const { code, message } = entry;
	return joined(readApiErrors({ code, message })) ?? UNSAID;
}

/** No row of a bulk answer is asked to be declined. */
const NOTHING: ReadonlySet<string> = new Set();

/** The customer that an entry names. */
export const customerOf = (entry: Json): number | undefined => parseCustomerId(entry.customerId);

/** An entry of an answer → what it says; what holds for all stands beside it. */
export function answerOf(entry: Json, shared: Json, isFailing: boolean): EntryAnswer {
	const own = Object.entries(entry).filter(([name]) => !SAID_APART.has(name));
	const warnings = readApiErrors(entry.warnings);
	const failure = failureIn(entry, isFailing);
	return {
		data: { ...shared, ...Object.fromEntries(own) },
		...(failure ? { failure } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

const isEntry = (value: unknown): value is Json =>
	isRecord(value) && customerOf(value) !== undefined;

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
		([name, value]) => !leaveOut.includes(name) && !SAID_APART.has(name) && !Array.isArray(value),
	);
	const forAll = Object.fromEntries(kept);
	const failure = failureIn(Object.fromEntries(shared), false);
	const entries = lists.flatMap(([name, list]) =>
		list.filter(isEntry).map((entry) => ({ entry, isFailing: FAILING.test(name) })),
	);
	if (entries.length === 0 && isEntry(data)) entries.push({ entry: data, isFailing: false });
	const byCustomer = new Map<number, EntryAnswer[]>();
	for (const { entry, isFailing } of entries) {
		const customer = customerOf(entry);
		if (customer === undefined) continue;
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
