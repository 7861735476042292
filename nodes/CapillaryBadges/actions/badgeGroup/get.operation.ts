/** One group (docs/api.md#get-group; the documented query means nothing for a single group). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { groupField, groupId, groupOutput, simpleGroup } from '../../fields/group';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';

export const getGroup = defineOperation({
	resource: 'badgeGroup',
	value: 'get',
	name: 'Get',
	action: 'Get a badge group',
	description: 'Read one group by its ID',
	fields: [groupField, simplifyField],
	input: () => z.object({ groupId, ...simplifyInput }),
	steps: ({ groupId: id, simplify }) =>
		simplified(
			oneStep({ method: 'GET', path: `${BADGES_PATH}${path`/group/${id}`}` }),
			simplify,
			simpleGroup,
		),
	output: groupOutput,
	record: 'group',
	repeat: 'safe',
});
