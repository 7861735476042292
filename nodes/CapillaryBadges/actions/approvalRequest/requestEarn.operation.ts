/** Asks for approval to issue a badge (docs/api.md#request-to-issue: EARN-BADGE). */
import { additionalFields } from '../../fields/additional';
import { approvalRequest, entityFields, entityShape, makersRequest } from './approval';
import {
	EARN_PATH,
	earnAdditionalFields,
	earnBody,
	earnFields,
	earnShape,
} from '../../fields/earn';
import { triggered } from '../../fields/owner';
import { defineOperation } from '../../operation';

export const requestEarn = defineOperation({
	...makersRequest,
	value: 'requestEarn',
	name: 'Request Issue (Earn)',
	action: 'Request approval to issue a badge',
	description: 'Ask a checker to approve that a customer gets a badge',
	fields: [...earnFields, ...entityFields, additionalFields(earnAdditionalFields)],
	input: (context) => triggered({ ...earnShape(context), ...entityShape }),
	call: (input, { requestId, account }) =>
		approvalRequest(
			'EARN-BADGE',
			input,
			EARN_PATH,
			earnBody(input, input.customerId, requestId),
			account,
		),
});
