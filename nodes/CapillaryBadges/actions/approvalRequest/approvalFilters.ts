/** What a list of approval requests is narrowed and ordered by. */
import type { INodeProperties } from 'n8n-workflow';
import { dayInput } from '../../../shared/capillary/dates';
import { choice, choices, text } from '../../../shared/editor/inputs';
import { entityFields } from './approval';
import { REQUEST_TYPES, requestTypeField } from './decision';
import { dropdown } from '../../fields/dropdown';
import { byLabel, sortByField, sortField } from '../../fields/list';

const STATES = ['AdminTask', 'approved', 'failed', 'rejected'] as const;

const day = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. 2026-03-15',
	description: `${description}; the day counts, in the time zone of the workflow`,
});

/** What a list of approval requests can be narrowed by (docs/api.md#get-requests). */
export const approvalFilters: INodeProperties[] = [
	...entityFields.map((field) => ({ ...field, required: undefined })),
	requestTypeField,
	day('End Date', 'endDate', 'The last day of the requests'),
	day('Start Date', 'startDate', 'The first day of the requests'),
	{
		displayName: 'States',
		name: 'states',
		type: 'multiOptions' as const,
		default: [],
		description: 'How far the requests are; one or several',
		options: [
			{ name: 'Approved', value: 'approved' },
			{ name: 'Failed', value: 'failed', description: 'Approved, but not carried out' },
			{ name: 'Rejected', value: 'rejected' },
			{ name: 'Waiting', value: 'AdminTask', description: 'A checker has to decide' },
		],
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string' as const,
		default: '',
		placeholder: 'e.g. 232134',
		description: 'Who made the requests',
	},
].sort(byLabel);

/** What the same is ordered by, in the API's words. */
export const approvalSort = sortField(
	dropdown(
		'Order',
		'sortOrder',
		'Direction of the order',
		{ Ascending: 'asc', Descending: 'desc' },
		'desc',
	),
	sortByField('sortBy', { End: 'endDate', Start: 'startDate' }, 'startDate'),
);

/** Input of the same, in the API's names. */
export const approvalFiltersInput = (zone: string) => ({
	conceptId: text.optional(),
	endDate: dayInput(zone).optional(),
	requestType: choice(REQUEST_TYPES).optional(),
	sortBy: choice(['startDate', 'endDate'] as const).optional(),
	sortOrder: choice(['asc', 'desc'] as const).optional(),
	startDate: dayInput(zone).optional(),
	states: choices(STATES)
		.optional()
		.transform((states) => states?.join(',')),
	storeId: text.optional(),
	tillId: text.optional(),
	userId: text.optional(),
	zoneId: text.optional(),
});
