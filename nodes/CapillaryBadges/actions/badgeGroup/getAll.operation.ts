import { z } from 'zod';
import { BADGES_PATH } from '../../../capillary/account';
import { groupOutput, simpleGroup } from '../../fields/group';
import {
	listFields,
	listInput,
	orderField,
	orderInput,
	pages,
	simplified,
	simplifyField,
	simplifyInput,
	wanted,
} from '../../fields/list';
import { defineOperation } from '../../operation';

/** All groups (API notes, groups; `size` is always sent, since the documents give two defaults). */
export const getAllGroups = defineOperation({
	resource: 'badgeGroup',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many badge groups',
	description: 'List the groups of the organisation',
	fields: [...listFields, orderField('DESC'), simplifyField],
	input: () => z.object({ ...listInput, ...orderInput('DESC'), ...simplifyInput }),
	steps: (input) =>
		simplified(
			pages({
				path: `${BADGES_PATH}/group`,
				query: { order: input.order },
				list: 'badgeGroups',
				limit: wanted(input),
			}),
			input.simplify,
			simpleGroup,
		),
	many: true,
	output: groupOutput,
	repeat: 'safe',
});
