/** The parameters of the trigger, as the editor shows them. */
import type { INodeProperties } from 'n8n-workflow';
import { badgeField } from '../shared/editor/badgeField';
import { PROOF_HEADER } from './authenticity';
import { EVENTS } from './event';

const onlyManual = { show: { registration: ['manual'] } };

const filters: INodeProperties[] = [
	{
		...badgeField,
		required: false,
		description: 'Only events about this badge',
	},
	{
		displayName: 'Customer IDs',
		name: 'customerIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 381921157, 381921158',
		description: 'Only events about these customers; separate several with commas',
	},
	{
		displayName: 'Request States',
		name: 'requestStates',
		type: 'multiOptions',
		default: [],
		description: 'Only approval requests that came to one of these states',
		options: [
			{ name: 'Approved', value: 'approved' },
			{ name: 'Failed', value: 'failed', description: 'Approved, but then refused by Capillary' },
			{ name: 'Rejected', value: 'rejected' },
			{ name: 'Waiting for Approval', value: 'AdminTask' },
		],
	},
	{
		displayName: 'Request Types',
		name: 'requestTypes',
		type: 'multiOptions',
		default: [],
		description: 'Only approval requests of these types',
		options: [
			{ name: 'Enrol (Issue Badge)', value: 'ISSUE_BADGE' },
			{ name: 'Issue (Earn Badge)', value: 'EARN_BADGE' },
		],
	},
];

const options: INodeProperties[] = [
	{
		displayName: 'Customer Identifiers',
		name: 'customerIdentifiers',
		type: 'string',
		default: '',
		placeholder: 'e.g. mobile, email',
		description:
			'Further identifiers of the customer that Capillary adds to each event, spelled as in Capillary; separate several with commas. Sent with an automatic registration only.',
	},
	{
		displayName: 'Raw Payload',
		name: 'rawPayload',
		type: 'boolean',
		default: false,
		description: 'Whether to add the event as Capillary sent it, in the field payload',
	},
];

/** The parameters of the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['badgeEarned'],
		description: 'What starts the workflow',
		options: [
			{
				name: 'Approval Request Changed',
				value: EVENTS.request,
				description: 'A request for a badge was made, approved, rejected, or failed',
			},
			{
				name: 'Badge Earned',
				value: EVENTS.earned,
				description: 'A customer got a badge, whoever issued it',
			},
		],
	},
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		// With an expression here n8n would want a secret and a credential, whatever it gives.
		noDataExpression: true,
		default: 'automatic',
		description: 'Who tells Capillary where to send the events',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					'This node does, when the workflow goes live; needs the access group "webhook"',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'Somebody sets it up in Capillary by hand',
			},
		],
	},
	{
		displayName: `Set up in Capillary, at Organization Settings > Event Notifications > New Webhook: the production URL above, method POST, the events chosen here, and two headers: Content-Type with the value application/json, and ${PROOF_HEADER} with the value of 'Secret' below.`,
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: onlyManual,
	},
	{
		displayName: 'Secret',
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		description: `What Capillary must send in the header ${PROOF_HEADER}; at least 16 characters. Make a long random one.`,
		displayOptions: onlyManual,
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: filters,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	},
];
