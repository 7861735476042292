/** Approves or rejects a request, as a checker (docs/api.md#decide). */
import { z } from 'zod';
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { choice, text } from '../../../shared/editor/inputs';
import { approvalOutput, userNeeds } from './approval';
import {
	approvalRequestField,
	approvalRequestId,
	carryingOut,
	notCarriedOut,
	REQUEST_TYPES,
	requestTypeField,
} from './decision';
import { dropdown } from '../../fields/dropdown';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';

export const decide = defineOperation({
	resource: 'approvalRequest',
	value: 'decide',
	name: 'Approve or Reject',
	action: 'Approve or reject an approval request',
	description: 'Decide on a request as its checker; approving carries it out at once',
	fields: [
		requestTypeField,
		approvalRequestField,
		dropdown(
			'Decision',
			'decision',
			'What becomes of the request',
			{ Approve: 'approved', Reject: 'rejected' },
			'approved',
		),
		{
			displayName: 'Message',
			name: 'message',
			type: 'string',
			default: '',
			placeholder: 'e.g. Agreed with the store manager',
			description: 'Why it was decided so; optional',
		},
	],
	input: () =>
		z.object({
			requestType: choice(REQUEST_TYPES),
			approvalRequestId,
			decision: choice(['approved', 'rejected'] as const),
			message: text.optional(),
		}),
	call: ({ requestType, approvalRequestId: requestId, decision, message }) => ({
		method: 'PUT',
		path: `${APPROVALS_PATH}${path`/${requestType}`}`,
		body: {
			requestId,
			actionName: 'AdminTask',
			payload: {
				'AdminTask-Payload': { actionDecision: decision, actionMessage: message },
			},
		},
	}),
	dataErrors: carryingOut,
	advice: notCarriedOut,
	output: approvalOutput,
	// Approving makes Capillary send the stored call; nothing says that a second approval would not.
	repeat: 'never',
	record: 'approval request',
	needs: userNeeds,
});
