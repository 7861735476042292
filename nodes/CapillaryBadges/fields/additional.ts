/** The collection 'Additional Fields' and the members that several operations have. */
import type { INodeProperties } from 'n8n-workflow';
import { dateText } from './dates';

/** The request ID that makes a call unique. */
export const requestIdField: INodeProperties = {
	displayName: 'Request ID',
	name: 'requestId',
	type: 'string',
	default: '',
	placeholder: 'e.g. coffee-order-4711',
	description:
		'A text of your own that no other request has, such as a word for the badge and an order number: Capillary does nothing when it sees the same one again, also for another badge. When empty, the node makes one.',
};

export const earnEventDateField: INodeProperties = {
	displayName: 'Earn Event Date',
	name: 'earnEventDate',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. 2026-03-15T11:20:00',
	description: dateText('When the customer did what the badge is for', 'When empty, now.'),
};

export const issueEventDateField: INodeProperties = {
	...earnEventDateField,
	displayName: 'Enrolment Date (Issue Event Date)',
	name: 'issueEventDate',
	description: dateText(
		'When the customers were enrolled; must lie between the start and the end of the badge',
		'When empty, now.',
	),
};

/** The 'Additional Fields' collection with the given members, which must be sorted by label. */
export const additionalFields = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options,
});
