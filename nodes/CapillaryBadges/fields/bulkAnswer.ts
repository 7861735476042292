import { z } from 'zod';
import { readFault } from '../../capillary/envelope';
import type { EntryAnswer } from '../operation';

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
function faultOf(entry: Record<string, unknown>) {
	if ('errorCode' in entry || 'errorMessage' in entry) {
		return readFault({ code: entry.errorCode, message: entry.errorMessage });
	}
	return readFault(entry.error);
}

/**
 * Splits a bulk answer into one answer per customer: what the answer says for all, and what its
 * lists say of that customer. The lists' order does not count (API notes, enrol and earn bulk).
 * @param listNames the lists that hold customers
 * @param leaveOut fields of the whole that mean nothing for one customer
 */
export function splitByCustomer(
	data: unknown,
	customers: readonly number[],
	listNames: readonly string[],
	leaveOut: readonly string[] = [],
): Array<EntryAnswer | undefined> {
	const parts = partsOf(data, listNames);
	const byCustomer = new Map<number, EntryAnswer>();
	const shared = Object.entries(parts?.shared ?? {}).filter(([name]) => !leaveOut.includes(name));
	for (const entry of Object.values(parts?.lists ?? {}).flat()) {
		const own = Object.entries(entry).filter(([name]) => !FAULT_FIELDS.has(name));
		const answer = { data: Object.fromEntries([...shared, ...own]), fault: faultOf(entry) };
		byCustomer.set(entry.customerId, answer);
	}
	return customers.map((customer) => byCustomer.get(customer));
}
