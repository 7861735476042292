/** Creates a group of badges (docs/api.md#create-group: the body's names are in lower case). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters, shownAs } from '../../../shared/editor/params';
import { groupDetails, groupOutput } from '../../fields/group';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';

/** Where the names in use are listed. */
const NAMES = { path: `${BADGES_PATH}/group`, list: 'badgeGroups', code: 733 } as const;

export const createGroup = defineOperation({
	resource: 'badgeGroup',
	value: 'create',
	name: 'Create',
	action: 'Create a badge group',
	description: 'Add a group, by which badges are shown together',
	...parameters({
		name: shownAs(groupDetails.name, { required: true }),
		rank: shownAs(groupDetails.rank, { required: true }),
	}),
	call: ({ name, rank }) => ({
		method: 'POST',
		path: `${BADGES_PATH}/group`,
		body: { name, rank },
	}),
	output: groupOutput,
	proof: proofBy('id'),
	expects: { rules: ['freeName'], names: NAMES },
	// Names are unique: a second request would be refused (733) although the first one made the group.
	repeat: 'never',
});
