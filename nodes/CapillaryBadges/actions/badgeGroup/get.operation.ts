/** One group (docs/api.md#get-group; the documented query means nothing for a single group). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { group, groupOutput, simpleGroup } from '../../fields/group';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getGroup = defineOperation({
	resource: 'badgeGroup',
	value: 'get',
	name: 'Get',
	action: 'Get a badge group',
	description: 'Read one group by its ID',
	...parameters({ groupId: group, simplify }),
	steps: ({ groupId: id, simplify: isSimple }) =>
		simplified(
			oneStep({ method: 'GET', path: `${BADGES_PATH}${path`/group/${id}`}` }),
			isSimple,
			simpleGroup,
		),
	output: groupOutput,
	proof: proofBy('id'),
	names: { id: 'groupId' },
	record: 'group',
	repeat: 'safe',
});
