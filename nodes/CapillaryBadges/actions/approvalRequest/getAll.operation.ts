/** All approval requests (docs/api.md#get-requests; pages are numbered by `PageNo`). */
import { z } from 'zod';
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import { approvalOutput } from './approval';
import { approvalFilters, approvalFiltersInput, approvalSort } from './approvalFilters';
import { filtersField, listFields, listInput, pages, wanted } from '../../fields/list';
import { defineOperation } from '../../operation';

export const getAllApprovals = defineOperation({
	resource: 'approvalRequest',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many approval requests',
	description: 'List approval requests, such as those that wait for a decision',
	fields: [...listFields, filtersField(approvalFilters), approvalSort],
	input: ({ zone }) => z.object({ ...listInput, ...approvalFiltersInput(zone) }),
	steps: ({ returnAll, limit, ...query }) =>
		pages({
			path: `${APPROVALS_PATH}/requests`,
			query,
			limit: wanted({ returnAll, limit }),
			number: (page, size) => ({ limit: size, PageNo: page }),
		}),
	many: true,
	output: approvalOutput,
	repeat: 'safe',
});
