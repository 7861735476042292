/** Which enrolments to revoke: fields, input, body and answer. */
import { z } from 'zod';
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { recordId } from '../../../shared/capillary/ids';
import { badge } from '../../../shared/editor/badgeField';
import { dropdown } from '../../../shared/editor/controls';
import type { InputContext } from '../../../shared/editor/inputs';
import { locator } from '../../../shared/editor/locator';
import type { Param, Type } from '../../../shared/editor/params';
import { orUsual, param, schemaOf, shownFor } from '../../../shared/editor/params';
import { answersByCustomer } from '../../fields/bulkAnswer';
import { customer, customers } from '../../fields/customers';

const revoke = orUsual(
	dropdown(
		'Revoke',
		'Which enrolments for the badge to revoke',
		{
			'All Enrolments of Customers': {
				value: 'customers',
				description: 'Whatever enrolments these customers have for the badge',
			},
			'One Enrolment': {
				value: 'enrolment',
				description: 'A single enrolment per input item, by its ID',
			},
		},
		'customers',
		// With an expression here n8n would show the fields of both ways, and want all filled in.
		{ noDataExpression: true },
	),
);

const enrolment = {
	customerId: customer,
	issueId: param(
		locator({
			displayName: 'Enrolment ID',
			record: "customer's enrolment",
			search: 'searchEnrolments',
			example: '69807865a1b2c3d4e5f60718',
			description: "Which enrolment to revoke: one of the list, or its 'issuedId' from Enrol",
		}),
		() => recordId("a customer's enrolment"),
	),
};

/** Shown for one way of revoking; what the other way has left behind there is not read. */
const only = (way: 'customers' | 'enrolment', one: Param) =>
	shownFor(
		param(one.shown, () => z.unknown()),
		'revoke',
		way,
	);

/** Which enrolments to revoke: all of some customers, or one of one customer. */
export const revocationParams = {
	badgeId: badge,
	revoke,
	customersFrom: only('customers', customers.customersFrom),
	customers: only('customers', customers.customers),
	customerField: only('customers', customers.customerField),
	customerId: only('enrolment', enrolment.customerId),
	issueId: only('enrolment', enrolment.issueId),
};

/** Of the same: exactly the enrolments that 'Revoke' asks for. */
export const asked = (
	schema: Type<{ badgeId: string; revoke: 'customers' | 'enrolment' }>,
	context: InputContext,
) =>
	schema.transform((input, issues) => {
		const { badgeId, revoke: way } = input;
		const parsed =
			way === 'customers'
				? schemaOf({ customers: customers.customers }, context).safeParse(input)
				: schemaOf(enrolment, context)
						.transform((one) => ({ enrolment: one }))
						.safeParse(input);
		if (parsed.success) return { badgeId, revoke: way, ...parsed.data };
		parsed.error.issues.forEach(issues.addIssue);
		return z.NEVER;
	});

type Revocation = z.infer<ReturnType<typeof asked>>;

/** One entry of a call: a customer, and the enrolment where a single one is meant. */
interface Revoked {
	customerId: number;
	issueId?: string;
}

export const revocationsOf = (input: Revocation): Revoked[] =>
	'customers' in input ? input.customers.map((customerId) => ({ customerId })) : [input.enrolment];

/** The body; the API takes customers or enrolments, not both (docs/api.md#revoke-enrolment). */
export const revocationBody = (input: Revocation, entries: readonly Revoked[]) => ({
	badgeMetaId: input.badgeId,
	...('customers' in input
		? { customers: entries.map((entry) => entry.customerId) }
		: { revokeIssuals: entries }),
});

const LIST = 'revokedIssuedBadges';

/** The enrolment that a row names; undefined where it names none, or in another form than an ID. */
const named = ({ data }: EntryAnswer): string | undefined =>
	typeof data.issuedId === 'string' && data.issuedId !== ''
		? data.issuedId.toLowerCase()
		: undefined;

const hasFailed = ({ failure }: EntryAnswer) => failure !== undefined;

/**
 * What is said of single enrolments of one customer: a row speaks of the enrolment that it names. Rows
 * that name none speak of those of which nothing else is said, where there are as many.
 */
function ofEnrolments(rows: readonly EntryAnswer[], entries: readonly Revoked[]): EntryAnswer[][] {
	const own = entries.map(({ issueId }) =>
		rows.filter((row) => named(row) === issueId?.toLowerCase()),
	);
	const unnamed = rows.filter((row) => named(row) === undefined);
	const left = own.filter((said) => said.length === 0).length;
	// Which of them each means is not said: all of them must have ended the same way.
	const isAlike = unnamed.every(hasFailed) || !unnamed.some(hasFailed);
	if (left > 0 && left === unnamed.length && isAlike) {
		let next = 0;
		return own.map((said) => (said.length === 0 ? [unnamed[next++]] : said));
	}
	if (entries.length === 1 && unnamed.length > 0) return [[...own[0], ...unnamed]];
	// What names another enrolment than any that was asked for contradicts the request.
	const known = new Set(entries.map(({ issueId }) => issueId?.toLowerCase()));
	const others = rows
		.filter((row) => named(row) !== undefined && !known.has(named(row)))
		.map((row): EntryAnswer => ({ ...row, isOther: true }));
	return own.map((said) => (said.length === 0 ? others : said));
}

const count = (n: number) => (n === 1 ? '1 enrolment' : `${n} enrolments`);

/** Some of a customer's enrolments ended, others did not: it failed, and says which ended. */
function partly(
	done: readonly EntryAnswer[],
	refused: EntryAnswer[],
	ended: object[],
): EntryAnswer {
	const [{ data, failure }] = refused;
	const ids = done.map((row) => String(row.data.issuedId)).join(', ');
	const advice = {
		what: `Only ${count(done.length)} of ${done.length + refused.length} of customer ${String(data.customerId)} ${done.length === 1 ? 'was' : 'were'} revoked`,
		fix: `Revoked: ${ids}. Capillary's message says why the others were not. Look at what the customer has with Customer Badge > Get.`,
	};
	return {
		data: { ...data, [LIST]: ended },
		failure: { code: undefined, message: '', reference: undefined, ...failure, advice },
	};
}

/** What is said of a customer's enrolments together; all that ended stand in `revokedIssuedBadges`. */
function together(rows: readonly EntryAnswer[], customerId: number): EntryAnswer[] {
	const refused = rows.filter(hasFailed);
	const done = rows.filter((row) => !hasFailed(row));
	if (done.length === 0) return refused;
	const ended = done.map(({ data }) => ({ customerId, issuedId: data.issuedId }));
	if (refused.length > 0) return [partly(done, refused, ended)];
	return [{ ...done[0], data: { ...done[0].data, [LIST]: ended } }];
}

/** What is said of each entry: its own rows alone. */
export function splitRevocations(data: unknown, entries: readonly Revoked[]): EntryAnswer[][] {
	const answers = answersByCustomer(data, ['requestId']);
	const byCustomer = new Map<number, Revoked[]>();
	for (const entry of entries) {
		byCustomer.set(entry.customerId, [...(byCustomer.get(entry.customerId) ?? []), entry]);
	}
	const said = new Map<Revoked, EntryAnswer[]>();
	for (const [customerId, own] of byCustomer) {
		const rows = answers.get(customerId) ?? [];
		if (own[0].issueId === undefined) {
			for (const entry of own) said.set(entry, together(rows, customerId));
			continue;
		}
		for (const [i, ofEntry] of ofEnrolments(rows, own).entries()) {
			const isOne = ofEntry.some(({ isOther }) => isOther) || ofEntry.some(hasFailed);
			said.set(own[i], isOne ? ofEntry : together(ofEntry, customerId));
		}
	}
	return entries.map((entry) => said.get(entry) ?? []);
}
