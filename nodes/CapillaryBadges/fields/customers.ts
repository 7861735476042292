/** The fields that name customers. */
import { z } from 'zod';
import { customerId, customerIds } from '../../shared/capillary/ids';
import { dropdown } from '../../shared/editor/controls';
import { orUsual, param, shownFor } from '../../shared/editor/params';

/** One customer, by Capillary's numeric ID. */
export const customer = param(
	{
		displayName: 'Customer ID',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 62090013',
		description: "The customer's numeric ID in Capillary",
	},
	() => customerId,
);

const list = param(
	{
		displayName: 'Customers',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 62090013, 62090014',
		description: 'Customer IDs, separated by commas, spaces or lines, or a JSON array',
	},
	() => customerIds,
);

/** Says where `customers` is read from, before the schema sees it; hidden for a list, and of no account there. */
const field = param(
	{
		displayName: 'Customer ID Field',
		type: 'string',
		default: 'customerId',
		required: true,
		placeholder: 'e.g. customer.capillaryId',
		description: 'Name of the input field that holds the customer ID; dots go deeper',
	},
	() => z.unknown(),
);

/** Many customers: a list in the parameter, or a field of the input items. */
export const customers = {
	customersFrom: orUsual(
		dropdown(
			'Customers From',
			'Where the customer IDs come from',
			{
				'Input Field': {
					value: 'field',
					description: 'A field of each input item; the fastest way for many items',
				},
				List: { value: 'list', description: 'One or several IDs, or an expression' },
			},
			'list',
			// With an expression here n8n would show both fields below, and want both filled in.
			{ noDataExpression: true },
		),
	),
	customers: shownFor(list, 'customersFrom', 'list'),
	customerField: shownFor(field, 'customersFrom', 'field'),
};
