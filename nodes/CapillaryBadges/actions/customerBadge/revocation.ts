/** Which enrolments to revoke: fields, input, body and answer. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { badgeId, customerId, customerIds, recordId } from '../../../shared/capillary/ids';
import { choice } from '../../../shared/editor/inputs';
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { badgeField } from '../../fields/badge';
import { answersByCustomer } from '../../fields/bulkAnswer';
import { customerField, customersFields } from '../../fields/customers';

const when = (revoke: string, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { ...field.displayOptions?.show, revoke: [revoke] } },
});

/** Which enrolments to revoke: all of some customers, or one of one customer. */
export const revocationFields: INodeProperties[] = [
	badgeField,
	{
		displayName: 'Revoke',
		name: 'revoke',
		type: 'options',
		// With an expression here n8n would show the fields of both ways, and want all filled in.
		noDataExpression: true,
		default: 'customers',
		description: 'Which enrolments for the badge to revoke',
		options: [
			{
				name: 'All Enrolments of Customers',
				value: 'customers',
				description: 'Whatever enrolments these customers have for the badge',
			},
			{
				name: 'One Enrolment',
				value: 'enrolment',
				description: 'A single enrolment per input item, by its ID',
			},
		],
	},
	...customersFields.map((field) => when('customers', field)),
	when('enrolment', customerField),
	when('enrolment', {
		displayName: 'Enrolment ID',
		name: 'issueId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 69807865a1b2c3d4e5f60718',
		description: "Which enrolment to revoke: 'issuedId' of the enrolling",
	}),
];

const enrolment = z.object({ customerId, issueId: recordId("a customer's enrolment") });

/** Input of the same; exactly the enrolments that the parameter 'Revoke' asks for. */
export const revocationInput = () =>
	z
		.object({ badgeId, revoke: choice(['customers', 'enrolment'] as const).default('customers') })
		.passthrough()
		.transform(({ badgeId: badge, revoke, ...others }, context) => {
			const parsed =
				revoke === 'customers'
					? z.object({ customers: customerIds }).safeParse(others)
					: enrolment.transform((one) => ({ enrolment: one })).safeParse(others);
			if (parsed.success) return { badgeId: badge, revoke, ...parsed.data };
			parsed.error.issues.forEach(context.addIssue);
			return z.NEVER;
		});

type Revocation = z.infer<ReturnType<typeof revocationInput>>;

/** One entry of a call: a customer, and the enrolment where a single one is meant. */
interface Revoked {
	customerId: number;
	issueId?: string;
}

export const revocationsOf = (input: Revocation): Revoked[] =>
	'customers' in input
		? input.customers.map((customer) => ({ customerId: customer }))
		: [input.enrolment];

/** The body; the API takes customers or enrolments, not both (docs/api.md#revoke-enrolment). */
export const revocationBody = (input: Revocation, entries: readonly Revoked[]) => ({
	badgeMetaId: input.badgeId,
	...('customers' in input
		? { customers: entries.map((entry) => entry.customerId) }
		: { revokeIssuals: entries }),
});

const LIST = 'revokedIssuedBadges';

/** One answer per customer; all enrolments that ended stand in `revokedIssuedBadges`. */
export function splitRevocations(
	data: unknown,
	entries: readonly Revoked[],
): Array<EntryAnswer | undefined> {
	const answers = answersByCustomer(data, [LIST], ['requestId']);
	return entries.map((entry) => {
		const rows = answers.get(entry.customerId);
		if (!rows) return undefined;
		const ended = rows.map((row) => ({
			customerId: entry.customerId,
			issuedId: row.data.issuedId,
		}));
		return rows.find(({ failure }) => failure) ?? { data: { ...rows[0].data, [LIST]: ended } };
	});
}
