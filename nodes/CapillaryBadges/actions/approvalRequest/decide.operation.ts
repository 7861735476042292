/** Approves or rejects a request, as a checker (docs/api.md#decide). */
import { dropdown, line } from '../../../shared/editor/controls';
import { orAbsent, parameters } from '../../../shared/editor/params';
import { approvalOutput, userNeeds } from './approval';
import { DECIDED_BEFORE, decidedType, deciding, failureOfDecision, isOpposite } from './deciding';
import { approvalRequestId, notCarriedOut } from './decision';
import { defineOperation } from '../../operation';
import { proofByAll } from '../../../shared/capillary/proof';

export const decide = defineOperation({
	resource: 'approvalRequest',
	value: 'decide',
	name: 'Approve or Reject',
	action: 'Approve or reject a request',
	description: 'Decide on a request as its checker; approving carries it out at once',
	...parameters({
		requestType: decidedType,
		approvalRequestId,
		decision: dropdown(
			'Decision',
			'What becomes of the request',
			{ Approve: 'approved', Reject: 'rejected' },
			'approved',
			{
				hint: 'The maker of a request cannot decide on it: use the credential of a checker',
			},
		),
		message: orAbsent(
			line('Message', {
				placeholder: 'e.g. Agreed with the store manager',
				description: 'Why it was decided so. When empty, the decision itself is the message.',
			}),
		),
	}),
	steps: deciding,
	dataErrors: failureOfDecision,
	advice: notCarriedOut,
	output: approvalOutput,
	proof: proofByAll('requestId', 'state'),
	names: { requestId: 'approvalRequestId' },
	contradicts: isOpposite,
	expects: { rules: ['undecided'] },
	// Approving makes Capillary send the stored call; nothing says that a second approval would not.
	repeat: 'never',
	record: 'approval request',
	alreadyDone: [DECIDED_BEFORE],
	needs: userNeeds,
});
