/** The parameters of the trigger: each one's field in the editor and how its value is read, side by side. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { customerIds, listParts } from '../shared/capillary/ids';
import { badge } from '../shared/editor/badgeField';
import { checklist, dropdown, line, toggle } from '../shared/editor/controls';
import { choice } from '../shared/editor/inputs';
import { fieldsOf, orAbsent, param, shownAs } from '../shared/editor/params';
import { PROOF_HEADER } from './authenticity';
import { EVENT_NAMES, EVENTS } from './events';

/** Fewest characters of a secret that somebody made up. */
export const SHORTEST_SECRET = 16;

const onlyManual = { show: { registration: ['manual'] } };

const words = z
	.unknown()
	.transform((value) => (value === undefined ? [] : listParts(value).map(String)));

const events = param(
	{
		displayName: 'Events',
		type: 'multiOptions',
		required: true,
		default: EVENTS.filter(({ isUsual }) => isUsual).map(({ value }) => value),
		description: 'What starts the workflow',
		options: EVENTS.map(({ value, name, description }) => ({ value, name, description })),
	},
	() => words.pipe(z.array(choice(EVENT_NAMES)).min(1, 'names no event')),
);

const registration = dropdown(
	'Registration',
	'Who tells Capillary where to send the events',
	{
		Automatic: {
			value: 'automatic',
			description: 'This node does, when the workflow goes live; needs the access group "webhook"',
		},
		Manual: { value: 'manual', description: 'Somebody sets it up in Capillary by hand' },
	},
	'automatic',
	// With an expression here n8n would want a secret and a credential, whatever it gives.
	{ noDataExpression: true },
);

const secret = line('Secret', {
	typeOptions: { password: true },
	required: true,
	description: `What Capillary must send in the header ${PROOF_HEADER}; at least ${SHORTEST_SECRET} characters. Make a long random one.`,
	displayOptions: onlyManual,
});

const filters = {
	badgeId: shownAs(badge, { required: false, description: 'Only events about this badge' }),
	customerIds: param(
		{
			displayName: 'Customer IDs',
			type: 'string',
			default: '',
			placeholder: 'e.g. 381921157, 381921158',
			description: 'Only events about these customers; separate several with commas',
		},
		() => customerIds,
	),
	requestStates: checklist(
		'Request States',
		'Only approval requests that came to one of these states',
		{
			Approved: 'approved',
			Failed: { value: 'failed', description: 'Approved, but then refused by Capillary' },
			Rejected: 'rejected',
			'Waiting for Approval': 'AdminTask',
		},
	),
	requestTypes: checklist('Request Types', 'Only approval requests of these types', {
		'Enrol (Issue Badge)': 'ISSUE_BADGE',
		'Issue (Earn Badge)': 'EARN_BADGE',
	}),
};

const options = {
	customerIdentifiers: param(
		{
			displayName: 'Customer Identifiers',
			type: 'string',
			default: '',
			placeholder: 'e.g. mobile, email',
			description:
				'Further identifiers of the customer that Capillary adds to each event, spelled as in Capillary; separate several with commas. Sent with an automatic registration only.',
		},
		() => words,
	),
	rawPayload: toggle(
		'Raw Payload',
		'Whether to add the event as Capillary sent it, in the field payload',
		false,
	),
};

/** All parameters; those inside of the collections are read beside the others. */
export const PARAMETERS = {
	events,
	registration,
	secret: orAbsent(secret),
	filters: {
		shown: {
			displayName: 'Filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
		},
		members: filters,
	},
	options: {
		shown: {
			displayName: 'Options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
		},
		members: options,
	},
} as const;

const manualNotice: INodeProperties = {
	displayName: `Set up in Capillary, at Organization Settings > Event Notifications > New Webhook: the production URL above, method POST, the events chosen here, and two headers: Content-Type with the value application/json, and ${PROOF_HEADER} with the value of 'Secret' below.`,
	name: 'manualNotice',
	type: 'notice',
	default: '',
	displayOptions: onlyManual,
};

/** The parameters as n8n's editor shows them. */
export const properties: INodeProperties[] = fieldsOf(PARAMETERS).flatMap((field) =>
	field.name === 'secret' ? [manualNotice, field] : [field],
);
