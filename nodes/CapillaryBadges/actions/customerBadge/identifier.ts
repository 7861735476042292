/** One customer, by the numeric ID or by another identifier. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { customerId } from '../../../shared/capillary/ids';
import { advised, choice, text, wordsOf } from '../../../shared/editor/inputs';
import { customerField } from '../../fields/customers';
import { dropdown } from '../../fields/dropdown';

/** What may stand for a customer, spelled as the header's values (docs/api.md#headers); `id` sends none. */
const TYPES = ['id', 'cardNumber', 'email', 'externalId', 'mobile'] as const;

const OTHERWISE = "For an email address or the like, choose its 'Customer Identifier Type'";

/** One customer, by the numeric ID or by another identifier. */
export const identifiedCustomerFields: INodeProperties[] = [
	dropdown(
		'Customer Identifier Type',
		'customerIdentifierType',
		'What the customer is identified by',
		{
			'Card Number': 'cardNumber',
			'Customer ID': 'id',
			Email: 'email',
			'External ID': 'externalId',
			'Mobile Number': 'mobile',
		},
		'id',
	),
	{
		...customerField,
		displayName: 'Customer',
		description: "The customer's numeric ID in Capillary, or the identifier of the type above",
	},
];

/** One customer, and what it is identified by. */
export interface Identified {
	customerIdentifierType: (typeof TYPES)[number];
	customerId: number | string;
}

/** Input of an operation that names one customer in either way: the given shape, and the customer. */
export const identified = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z
		.object({ customerIdentifierType: choice(TYPES).default('id'), customerId: z.unknown() })
		.transform((input, context): Identified => {
			const { customerIdentifierType } = input;
			const parsed = (customerIdentifierType === 'id' ? customerId : text).safeParse(
				input.customerId,
			);
			if (parsed.success) return { customerIdentifierType, customerId: parsed.data };
			for (const issue of parsed.error.issues) {
				const { wrong, advice } = wordsOf(issue.message);
				const message = advice === undefined ? wrong : advised(wrong, `${advice}. ${OTHERWISE}`);
				context.addIssue({ ...issue, message, path: ['customerId'] });
			}
			return z.NEVER;
		})
		.and(z.object(shape));

/** The header that says what the customer is identified by; none for the numeric ID. */
export const identifierHeader = ({ customerIdentifierType }: Identified) => ({
	'X-CAP-CUSTOMER-IDENTIFIER': customerIdentifierType === 'id' ? undefined : customerIdentifierType,
});
