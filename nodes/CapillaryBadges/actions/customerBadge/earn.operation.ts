/** Issues a badge to one customer (docs/api.md#issue-earn). */
import { additionalFields } from '../../fields/additional';
import {
	earnAdditionalFields,
	earnFields,
	earnIdentity,
	earnInput,
	earnOutput,
	earnRequest,
} from '../../fields/earn';
import { defineOperation } from '../../operation';
import { customerBadge, earnInstances } from './customerBadgeDetails';

export const earn = defineOperation({
	resource: 'customerBadge',
	value: 'earn',
	name: 'Issue (Earn)',
	action: 'Issue a badge to a customer',
	description: 'Give a badge to one customer: the customer earns it',
	fields: [...earnFields, additionalFields(earnAdditionalFields)],
	input: earnInput,
	call: (input, { requestId }) => earnRequest(input, input.customerId, requestId),
	identity: earnIdentity,
	lookUp: {
		request: ({ badgeId }, customer) => customerBadge(customer, badgeId),
		instances: earnInstances,
	},
	output: earnOutput,
	// The same request ID is refused with 809 instead of issuing a second badge.
	repeat: 'keyed',
	alreadyDone: [809],
});
