/** All groups (docs/api.md#get-groups; `size` is always sent, since the documents give two defaults). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { orUsual, parameters } from '../../../shared/editor/params';
import { groupOutput, simpleGroup } from '../../fields/group';
import { many } from '../../fields/list';
import { counted, order, simplify, sort } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

export const getAllGroups = defineOperation({
	resource: 'badgeGroup',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badge groups',
	description: 'List the groups of the organization',
	...parameters({
		...counted,
		sort: sort({ order: orUsual(order('ASC', 'DESC', 'DESC')) }),
		simplify,
	}),
	steps: (input) => {
		const query = { order: input.order };
		return many(input, { path: `${BADGES_PATH}/group`, query, list: 'badgeGroups' }, simpleGroup);
	},
	many: true,
	output: groupOutput,
	proof: anyRecord,
	repeat: 'safe',
});
