/** Asks for approval to issue a badge (docs/api.md#request-to-issue: EARN-BADGE). */
import { parameters } from '../../../shared/editor/params';
import { approvalRequest, entity, makersRequest } from './approval';
import { EARN_PATH, earnAdditional, earnBody, earnParams } from '../../fields/earn';
import { triggered } from '../../fields/owner';
import { EARNING } from '../../../shared/capillary/expectation';
import { defineOperation } from '../../operation';

export const requestEarn = defineOperation({
	...makersRequest,
	value: 'requestEarn',
	name: 'Request Issue (Earn)',
	action: 'Request approval to issue a badge',
	description: 'Ask a checker to approve that a customer gets a badge',
	...parameters({ ...earnParams, ...entity, additionalFields: earnAdditional }, triggered),
	expects: { ...EARNING, onceApproved: true },
	call: (input, { requestId, account }) =>
		approvalRequest(
			'EARN-BADGE',
			input,
			EARN_PATH,
			earnBody(input, input.customerId, requestId),
			account,
		),
});
