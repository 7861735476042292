/** The fields that say which fixed windows to list. */
import type { INodeProperties } from 'n8n-workflow';
import { dateText } from '../../fields/dates';

/** Which windows, and whether to count in them. */
export const windowFields: INodeProperties[] = [
	{
		displayName: 'Windows Of',
		name: 'constraintType',
		type: 'options',
		default: 'ALL',
		description: 'Whose limits the windows belong to',
		options: [
			{ name: 'Both', value: 'ALL' },
			{ name: 'The Badge', value: 'BADGE', description: 'Limits of all customers together' },
			{ name: 'The Customer', value: 'CUSTOMER', description: 'Limits of each customer' },
		],
	},
	{
		displayName: 'Include Earn Count',
		name: 'includeEarnCount',
		type: 'boolean',
		default: false,
		description: 'Whether to count how often the badge was issued in each window',
	},
];

/** What narrows the windows, sorted by label. */
export const windowFilters: INodeProperties[] = [
	{
		displayName: 'Customer ID',
		name: 'customerId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 62090013',
		description: 'Whose issues count; needed to count in the windows of customers',
	},
	{
		displayName: 'From',
		name: 'startDate',
		type: 'dateTime',
		default: '',
		description: dateText('When empty, the start of the badge'),
	},
	{
		displayName: 'Until',
		name: 'endDate',
		type: 'dateTime',
		default: '',
		description: dateText('When empty, the end of the badge'),
	},
	{
		displayName: 'Window Reference ID',
		name: 'fixedWindowCycleReferenceId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5ab7c6ff-2ac8-3a51-8a7f-d83f8a33b7c0',
		description: 'The reference ID of one limit',
	},
];
