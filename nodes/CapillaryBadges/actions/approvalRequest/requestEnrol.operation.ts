/** Asks for approval to enrol customers, one request per item (docs/api.md#request-to-enrol: ISSUE-BADGE). */
import { parameters } from '../../../shared/editor/params';
import { approvalRequest, entity, makersRequest } from './approval';
import { ENROL_PATH, enrolAdditional, enrolBody, enrolParams } from '../../fields/enrol';
import { triggered } from '../../fields/owner';
import { ENROLLING } from '../../../shared/capillary/expectation';
import { defineOperation } from '../../operation';

export const requestEnrol = defineOperation({
	...makersRequest,
	value: 'requestEnrol',
	name: 'Request Enrol',
	action: 'Request approval to enrol customers',
	description: 'Ask a checker to approve that customers are enrolled for a badge',
	...parameters({ ...enrolParams, ...entity, additionalFields: enrolAdditional }, triggered),
	// A list also for one customer: the documents' sample has a bare number, but echoes a list.
	expects: { ...ENROLLING, onceApproved: true },
	call: (input, { requestId, account }) =>
		approvalRequest(
			'ISSUE-BADGE',
			input,
			ENROL_PATH,
			enrolBody(input, input.customers, requestId),
			account,
		),
});
