/** The collection 'Additional Fields' and the members that several operations have. */
import { line } from '../../shared/editor/controls';
import type { Collection, Params } from '../../shared/editor/params';
import { shownAs } from '../../shared/editor/params';
import { date, dateText } from './dates';

/** The request ID that makes a call unique. */
export const requestId = line('Request ID', {
	placeholder: 'e.g. coffee-order-4711',
	description:
		'A text of your own that no other request has, such as a word for the badge and an order number: Capillary does nothing when it sees the same one again, also for another badge. When empty, the node makes one.',
});

/** When a badge was earned. */
export const earnEventDate = date(
	'Earn Event Date',
	dateText('When the customer did what the badge is for', 'When empty, now.'),
	{ placeholder: 'e.g. 2026-03-15T11:20:00' },
);

/** When customers were enrolled. */
export const issueEventDate = shownAs(earnEventDate, {
	displayName: 'Enrolment Date (Issue Event Date)',
	description: dateText(
		'When the customers were enrolled; must lie between the start and the end of the badge',
		'When empty, now.',
	),
});

/** The 'Additional Fields' collection with the given members. */
export const additionalFields = <Members extends Params>(
	members: Members,
): Collection<Members> => ({
	shown: {
		displayName: 'Additional Fields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
	},
	members,
});
