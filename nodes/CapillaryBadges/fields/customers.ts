/** The fields that name customers. */
import type { INodeProperties } from 'n8n-workflow';

/** One customer, by Capillary's numeric ID. */
export const customerField: INodeProperties = {
	displayName: 'Customer ID',
	name: 'customerId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 62090013',
	description: "The customer's numeric ID in Capillary",
};

/** Many customers: a list in the parameter, or a field of the input items. */
export const customersFields: INodeProperties[] = [
	{
		displayName: 'Customers From',
		name: 'customersFrom',
		type: 'options',
		// With an expression here n8n would show both fields below, and want both filled in.
		noDataExpression: true,
		default: 'list',
		description: 'Where the customer IDs come from',
		options: [
			{
				name: 'Input Field',
				value: 'field',
				description: 'A field of each input item; the fastest way for many items',
			},
			{ name: 'List', value: 'list', description: 'One or several IDs, or an expression' },
		],
	},
	{
		displayName: 'Customers',
		name: 'customers',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 62090013, 62090014',
		description: 'Customer IDs, separated by commas, spaces or lines, or a JSON array',
		displayOptions: { show: { customersFrom: ['list'] } },
	},
	{
		displayName: 'Customer ID Field',
		name: 'customerField',
		type: 'string',
		default: 'customerId',
		required: true,
		placeholder: 'e.g. customer.capillaryId',
		description: 'Name of the input field that holds the customer ID; dots go deeper',
		displayOptions: { show: { customersFrom: ['field'] } },
	},
];
