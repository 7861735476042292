/** One approval request with its state (docs/api.md#get-request). */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { simplified } from '../../fields/list';
import { simplifyWhenAsked } from '../../fields/listFields';
import { approvalOutput, simpleApproval } from './approval';
import { approvalRequestId } from './decision';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getApproval = defineOperation({
	resource: 'approvalRequest',
	value: 'get',
	name: 'Get',
	action: 'Get an approval request',
	description:
		'Read how one approval request stands: its state is AdminTask while it waits for a checker, then approved, rejected or failed',
	...parameters({ approvalRequestId, simplify: simplifyWhenAsked }),
	steps: ({ approvalRequestId: id, simplify }) =>
		simplified(
			oneStep({ method: 'GET', path: `${APPROVALS_PATH}${path`/requests/${id}`}` }),
			simplify,
			simpleApproval,
		),
	output: approvalOutput,
	proof: proofBy('requestId'),
	names: { requestId: 'approvalRequestId' },
	repeat: 'safe',
	record: 'approval request',
});
