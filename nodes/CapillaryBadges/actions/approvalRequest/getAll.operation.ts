/** All approval requests (docs/api.md#get-requests; pages are numbered by `PageNo`). */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { pages } from '../../../shared/capillary/pages';
import { parameters } from '../../../shared/editor/params';
import { approvalOutput } from './approval';
import { approvalFilters, approvalSort } from './approvalFilters';
import { wanted } from '../../fields/list';
import { counted } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

export const getAllApprovals = defineOperation({
	resource: 'approvalRequest',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many approval requests',
	description: 'List approval requests, such as those that wait for a decision',
	...parameters({ ...counted, filters: approvalFilters, sort: approvalSort }),
	steps: ({ returnAll, limit, ...query }) =>
		pages({
			path: `${APPROVALS_PATH}/requests`,
			query,
			limit: wanted({ returnAll, limit }),
			number: (page, size) => ({ limit: size, PageNo: page }),
			list: 'data',
			withPagination: true,
		}),
	many: true,
	output: approvalOutput,
	proof: anyRecord,
	repeat: 'safe',
});
