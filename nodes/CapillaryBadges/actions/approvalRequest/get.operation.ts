/** One approval request with its state (docs/api.md#get-request). */
import { z } from 'zod';
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { approvalOutput } from './approval';
import { approvalRequestField, approvalRequestId } from './decision';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';

export const getApproval = defineOperation({
	resource: 'approvalRequest',
	value: 'get',
	name: 'Get',
	action: 'Get an approval request',
	description: 'Read one approval request with its state and its details',
	fields: [approvalRequestField],
	input: () => z.object({ approvalRequestId }),
	call: ({ approvalRequestId: id }) => ({
		method: 'GET',
		path: `${APPROVALS_PATH}${path`/requests/${id}`}`,
	}),
	output: approvalOutput,
	repeat: 'safe',
	record: 'approval request',
});
