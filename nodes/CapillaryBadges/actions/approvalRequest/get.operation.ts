/** One approval request with its state (docs/api.md#get-request). */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { approvalOutput } from './approval';
import { approvalRequestId } from './decision';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getApproval = defineOperation({
	resource: 'approvalRequest',
	value: 'get',
	name: 'Get',
	action: 'Get an approval request',
	description: 'Read one approval request with its state and its details',
	...parameters({ approvalRequestId }),
	call: ({ approvalRequestId: id }) => ({
		method: 'GET',
		path: `${APPROVALS_PATH}${path`/requests/${id}`}`,
	}),
	output: approvalOutput,
	proof: proofBy('requestId'),
	names: { requestId: 'approvalRequestId' },
	repeat: 'safe',
	record: 'approval request',
});
