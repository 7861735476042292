/** What a list of approval requests is narrowed and ordered by. */
import { dayInput } from '../../../shared/capillary/dates';
import { checklist, line } from '../../../shared/editor/controls';
import { mapped, param, shownAs } from '../../../shared/editor/params';
import { filters, order, sort, sortBy } from '../../fields/listFields';
import { entity } from './approval';
import { requestType } from './decision';

const day = (displayName: string, description: string) =>
	param(
		{
			displayName,
			type: 'dateTime',
			default: '',
			placeholder: 'e.g. 2026-03-15',
			description: `${description}; the day counts, in the time zone of the workflow`,
		},
		({ zone }) => dayInput(zone),
	);

const states = checklist('States', 'How far the requests are; one or several', {
	Approved: 'approved',
	Failed: { value: 'failed', description: 'Approved, but not carried out' },
	Rejected: 'rejected',
	'Waiting for Approval': {
		value: 'AdminTask',
		description: 'A checker has to decide; Capillary calls it AdminTask',
	},
});

/** A part of a request's place, which a filter may leave out. */
const free = (one: typeof entity.tillId) => shownAs(one, { required: undefined });

/** What the list can be narrowed by, in the API's names (docs/api.md#get-requests). */
export const approvalFilters = filters({
	conceptId: free(entity.conceptId),
	endDate: day('End Date', 'The last day of the requests'),
	requestType,
	startDate: day('Start Date', 'The first day of the requests'),
	states: mapped(states, (chosen) => chosen?.join(',')),
	storeId: free(entity.storeId),
	tillId: free(entity.tillId),
	userId: line('User ID', { placeholder: 'e.g. 232134', description: 'Who made the requests' }),
	zoneId: free(entity.zoneId),
});

/** What it is ordered by, in the API's words. */
export const approvalSort = sort({
	sortOrder: order('asc', 'desc', 'desc'),
	sortBy: sortBy({ End: 'endDate', Start: 'startDate' }, 'startDate'),
});
