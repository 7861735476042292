/** All groups (docs/api.md#get-groups; `size` is always sent, since the documents give two defaults). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { groupOutput, simpleGroup } from '../../fields/group';
import { many, manyFields, manyInput, orderField, orderInput, sortField } from '../../fields/list';
import { defineOperation } from '../../operation';

export const getAllGroups = defineOperation({
	resource: 'badgeGroup',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badge groups',
	description: 'List the groups of the organization',
	fields: manyFields(sortField(orderField('DESC'))),
	input: () => z.object({ ...manyInput, ...orderInput('DESC') }),
	steps: (input) => {
		const query = { order: input.order };
		return many(input, { path: `${BADGES_PATH}/group`, query, list: 'badgeGroups' }, simpleGroup);
	},
	many: true,
	output: groupOutput,
	repeat: 'safe',
});
