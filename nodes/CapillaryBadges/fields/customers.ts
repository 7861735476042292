/** The fields that name customers. */
import { z } from 'zod';
import { customerId, customerIds, USUAL_CUSTOMER_FIELD } from '../../shared/capillary/ids';
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

/**
 * Says where `customers` is read from, before the schema sees it; hidden for a list, and of no account
 * there. It may be empty, since workflows that were saved with its former default hold nothing.
 */
const field = param(
	{
		displayName: 'Customer ID Field',
		type: 'string',
		default: '',
		requiresDataPath: 'single',
		placeholder: 'Drag the field here or type its name',
		description: `The field of each input item that holds the customer ID; dots go deeper, as in data.customer. When empty, the field ${USUAL_CUSTOMER_FIELD}.`,
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
