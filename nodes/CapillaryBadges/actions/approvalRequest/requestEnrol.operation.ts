/** Asks for approval to enrol customers, one request per item (docs/api.md#request-to-enrol: ISSUE-BADGE). */
import { additionalFields } from '../../fields/additional';
import { approvalRequest, entityFields, entityShape, makersRequest } from './approval';
import {
	ENROL_PATH,
	enrolAdditionalFields,
	enrolBody,
	enrolFields,
	enrolShape,
} from '../../fields/enrol';
import { triggered } from '../../fields/owner';
import { defineOperation } from '../../operation';

export const requestEnrol = defineOperation({
	...makersRequest,
	value: 'requestEnrol',
	name: 'Request Enrol',
	action: 'Request approval to enrol customers',
	description: 'Ask a checker to approve that customers are enrolled for a badge',
	fields: [...enrolFields, ...entityFields, additionalFields(enrolAdditionalFields)],
	input: (context) => triggered({ ...enrolShape(context), ...entityShape }),
	// A list also for one customer: the documents' sample has a bare number, but echoes a list.
	call: (input, { requestId, account }) =>
		approvalRequest(
			'ISSUE-BADGE',
			input,
			ENROL_PATH,
			enrolBody(input, input.customers, requestId),
			account,
		),
});
