/** Approves or rejects a request, as a checker (docs/api.md#decide). */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { dropdown, line } from '../../../shared/editor/controls';
import { orAbsent, parameters } from '../../../shared/editor/params';
import { approvalOutput, userNeeds } from './approval';
import { approvalRequestId, carryingOut, notCarriedOut, requestType } from './decision';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofByAll } from '../../../shared/capillary/proof';

/** The state of a request that was decided the other way. */
const OPPOSITE = { approved: 'rejected', rejected: 'approved' };

export const decide = defineOperation({
	resource: 'approvalRequest',
	value: 'decide',
	name: 'Approve or Reject',
	action: 'Approve or reject an approval request',
	description: 'Decide on a request as its checker; approving carries it out at once',
	...parameters({
		requestType,
		approvalRequestId,
		decision: dropdown(
			'Decision',
			'What becomes of the request',
			{ Approve: 'approved', Reject: 'rejected' },
			'approved',
		),
		message: orAbsent(
			line('Message', {
				placeholder: 'e.g. Agreed with the store manager',
				description: 'Why it was decided so; optional',
			}),
		),
	}),
	call: (input) => ({
		method: 'PUT',
		path: `${APPROVALS_PATH}${path`/${input.requestType}`}`,
		body: {
			requestId: input.approvalRequestId,
			actionName: 'AdminTask',
			payload: {
				'AdminTask-Payload': { actionDecision: input.decision, actionMessage: input.message },
			},
		},
	}),
	dataErrors: carryingOut,
	advice: notCarriedOut,
	output: approvalOutput,
	proof: proofByAll('requestId', 'state'),
	names: { requestId: 'approvalRequestId' },
	contradicts: ({ state }, { decision }) =>
		String(state).trim().toLowerCase() === OPPOSITE[decision],
	expects: { rules: ['undecided'] },
	// Approving makes Capillary send the stored call; nothing says that a second approval would not.
	repeat: 'never',
	record: 'approval request',
	needs: userNeeds,
});
