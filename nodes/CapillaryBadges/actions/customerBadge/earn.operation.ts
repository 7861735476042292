/** Issues a badge to one customer (docs/api.md#issue-earn). */
import { parameters } from '../../../shared/editor/params';
import {
	earnAdditional,
	earnIdentity,
	earnOutput,
	earnParams,
	earnRequest,
} from '../../fields/earn';
import { triggered } from '../../fields/owner';
import { EARNING } from '../../../shared/capillary/expectation';
import { defineOperation } from '../../operation';
import { customerBadge, earnInstances } from '../../../shared/capillary/customerBadge';
import { proofBy } from '../../../shared/capillary/proof';

export const earn = defineOperation({
	resource: 'customerBadge',
	value: 'earn',
	name: 'Issue (Earn)',
	action: 'Issue a badge to a customer',
	description: 'Give a badge to one customer: the customer earns it',
	...parameters({ ...earnParams, additionalFields: earnAdditional }, triggered),
	call: (input, { requestId }) => earnRequest(input, input.customerId, requestId),
	identity: earnIdentity,
	expects: EARNING,
	lookUp: {
		request: ({ badgeId }, customer) => customerBadge(customer, badgeId),
		instances: earnInstances,
	},
	output: earnOutput,
	proof: proofBy('earnedBadgeId'),
	// The same request ID is refused with 809 instead of issuing a second badge.
	repeat: 'keyed',
	alreadyDone: [809],
});
