/** Which enrolments to revoke: fields, input, body and answer. */
import { z } from 'zod';
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { recordId } from '../../../shared/capillary/ids';
import { badge } from '../../../shared/editor/badgeField';
import { dropdown } from '../../../shared/editor/controls';
import type { InputContext } from '../../../shared/editor/inputs';
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
		{
			displayName: 'Enrolment ID',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 69807865a1b2c3d4e5f60718',
			description: "Which enrolment to revoke: 'issuedId' of the enrolling",
		},
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

/** Whether an answer names another enrolment than the one that was asked for. */
const isOther = ({ data }: EntryAnswer, { issueId }: Revoked) =>
	issueId !== undefined && typeof data.issuedId === 'string' && data.issuedId !== issueId;

/** What is said of each customer; all enrolments that ended stand in `revokedIssuedBadges`. */
export function splitRevocations(data: unknown, entries: readonly Revoked[]): EntryAnswer[][] {
	const answers = answersByCustomer(data, ['requestId']);
	return entries.map((entry) => {
		const rows = (answers.get(entry.customerId) ?? []).filter((row) => !isOther(row, entry));
		const refused = rows.filter(({ failure }) => failure !== undefined);
		const done = rows.filter(({ failure }) => failure === undefined);
		if (done.length === 0) return refused;
		const ended = done.map((row) => ({
			customerId: entry.customerId,
			issuedId: row.data.issuedId,
		}));
		return [...refused, { ...done[0], data: { ...done[0].data, [LIST]: ended } }];
	});
}
