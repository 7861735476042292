/** The numeric ID behind an email address or the like (docs/api.md#customer-look-up). */
import { z } from 'zod';
import { parseCustomerId } from '../../../shared/capillary/ids';
import type { Steps } from '../../../shared/capillary/request';
import { UNREADABLE } from '../../../shared/capillary/request';
import { dropdown, line } from '../../../shared/editor/controls';
import { advised, shown } from '../../../shared/editor/inputs';
import { type InputOf, orUsual, parameters } from '../../../shared/editor/params';
import { additionalFields } from '../../fields/additional';
import { proofBy } from '../../../shared/capillary/proof';
import { defineOperation } from '../../operation';

/** Spelled as the node spells them elsewhere; `named` says how the look-up does. */
const identifierType = dropdown(
	'Identifier Type',
	'What the customer is looked up by',
	{
		'Card Number': 'cardNumber',
		Email: 'email',
		'External ID': 'externalId',
		'Facebook ID': 'fbId',
		'MartJack ID': 'martjackId',
		'Mobile Number': 'mobile',
		WeChat: 'wechat',
	},
	'email',
);

const identifierValue = line('Identifier Value', {
	required: true,
	placeholder: 'e.g. ada@example.com',
	description:
		'The email address, mobile number or other identifier of the customer. A mobile number has its country code and digits alone, such as 919876543210.',
});

const source = orUsual(
	dropdown(
		'Source',
		'Where Capillary knows the customer from',
		{
			All: 'ALL',
			'E-Commerce': 'ECOMMERCE',
			Facebook: 'FACEBOOK',
			'In-Store': 'INSTORE',
			JD: 'JD',
			LINE: 'LINE',
			MartJack: 'MARTJACK',
			Taobao: 'TAOBAO',
			Tmall: 'TMALL',
			'Web Engage': 'WEB_ENGAGE',
			Website: 'WEBSITE',
			WeChat: 'WECHAT',
		},
		'INSTORE',
	),
);

const accountId = line('Account ID', {
	description: "The account of the 'Source', where it has several",
});

const params = {
	identifierType,
	identifierValue,
	additionalFields: additionalFields({ source, accountId }),
};

const MOBILE = 'Give country code and number as digits alone, such as 919876543210';

/** The name that the look-up has for a type. */
const named = (type: string): string => (type === 'cardNumber' ? 'cardnumber' : type);

function* lookUp(input: InputOf<typeof params>): Steps {
	const { identifierType: type, identifierValue: value, source: from, accountId: account } = input;
	const entity = yield {
		method: 'GET',
		path: '/v2/customers/lookup',
		query: {
			source: from,
			accountId: account,
			identifierName: named(type),
			identifierValue: value,
		},
	};
	const customerId = parseCustomerId(entity);
	if (customerId === undefined) return UNREADABLE;
	return { customerId, identifierType: type, identifierValue: value, source: from };
}

export const findCustomer = defineOperation({
	resource: 'customer',
	value: 'find',
	name: 'Find',
	action: 'Find a customer',
	description:
		'Get the numeric customer ID behind an email address, a mobile number or another identifier',
	...parameters(params, (schema) =>
		schema.superRefine((input, context) => {
			if (input.identifierType !== 'mobile' || /^\d+$/.test(input.identifierValue)) return;
			const message = advised(`is not a mobile number: ${shown(input.identifierValue)}`, MOBILE);
			context.addIssue({ code: z.ZodIssueCode.custom, message, path: ['identifierValue'] });
		}),
	),
	steps: lookUp,
	record: 'customer',
	output: z
		.object({
			customerId: z.number(),
			identifierType: z.string(),
			identifierValue: z.string(),
			source: z.string(),
		})
		.passthrough(),
	proof: proofBy('customerId'),
	repeat: 'safe',
});
