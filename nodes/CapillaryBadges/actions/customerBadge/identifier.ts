/** One customer, by the numeric ID or by another identifier. */
import { z } from 'zod';
import { customerId } from '../../../shared/capillary/ids';
import { dropdown } from '../../../shared/editor/controls';
import { advised, text, wordsOf } from '../../../shared/editor/inputs';
import type { Type } from '../../../shared/editor/params';
import { orUsual, param } from '../../../shared/editor/params';
import { customer } from '../../fields/customers';

const OTHERWISE = "For an email address or the like, choose its 'Customer Identifier Type'";

/** The customer; the type is spelled as the header's values (docs/api.md#headers), and `id` sends none. */
export const identifiedCustomer = {
	customerIdentifierType: orUsual(
		dropdown(
			'Customer Identifier Type',
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
	),
	// What it may be depends on the type: `identified` says.
	customerId: param(
		{
			...customer.shown,
			displayName: 'Customer',
			description: "The customer's numeric ID in Capillary, or the identifier of the type above",
		},
		() => z.unknown(),
	),
};

/** A customer, and what it is identified by. */
export interface Identified {
	customerIdentifierType: string;
	customerId: number | string;
}

/** Of `identifiedCustomer`: reads the customer as its type says. */
export const identified = <Input extends { customerIdentifierType: string; customerId?: unknown }>(
	schema: Type<Input>,
) =>
	schema.transform((input, context): Omit<Input, 'customerId'> & Identified => {
		const type = input.customerIdentifierType === 'id' ? customerId : text;
		const parsed = type.safeParse(input.customerId);
		if (parsed.success) return { ...input, customerId: parsed.data };
		for (const issue of parsed.error.issues) {
			const { wrong, advice } = wordsOf(issue.message);
			const message = advice === undefined ? wrong : advised(wrong, `${advice}. ${OTHERWISE}`);
			context.addIssue({ ...issue, message, path: ['customerId'] });
		}
		return z.NEVER;
	});

/** The header that says what the customer is identified by; none for the numeric ID. */
export const identifierHeader = ({ customerIdentifierType }: Identified) => ({
	'X-CAP-CUSTOMER-IDENTIFIER': customerIdentifierType === 'id' ? undefined : customerIdentifierType,
});
