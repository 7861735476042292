/** All approval requests (docs/api.md#get-requests; pages are numbered by `PageNo`). */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { approvalOutput, simpleApproval } from './approval';
import { approvalFilters, approvalSort } from './approvalFilters';
import { many } from '../../fields/list';
import { counted, simplifyWhenAsked } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

export const getAllApprovals = defineOperation({
	resource: 'approvalRequest',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many approval requests',
	description: 'List approval requests, such as those that wait for a decision',
	...parameters({
		...counted,
		filters: approvalFilters,
		sort: approvalSort,
		simplify: simplifyWhenAsked,
	}),
	steps: ({ returnAll, limit, simplify, ...query }) =>
		many(
			{ returnAll, limit, simplify },
			{
				path: `${APPROVALS_PATH}/requests`,
				query,
				number: (page, size) => ({ limit: size, PageNo: page }),
				list: 'data',
				withPagination: true,
			},
			simpleApproval,
		),
	many: true,
	output: approvalOutput,
	proof: anyRecord,
	repeat: 'safe',
});
