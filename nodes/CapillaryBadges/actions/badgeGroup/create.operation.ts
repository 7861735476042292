/** Creates a group of badges (docs/api.md#create-group: the body's names are in lower case). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { groupDetails, groupInput, groupOutput } from '../../fields/group';
import { defineOperation } from '../../operation';

export const createGroup = defineOperation({
	resource: 'badgeGroup',
	value: 'create',
	name: 'Create',
	action: 'Create a badge group',
	description: 'Add a group, by which badges are shown together',
	fields: groupDetails.map((field) => ({ ...field, required: true })),
	input: () => z.object(groupInput),
	call: ({ name, rank }) => ({
		method: 'POST',
		path: `${BADGES_PATH}/group`,
		body: { name, rank },
	}),
	output: groupOutput,
	// Names are unique: a second request would be refused (733) although the first one made the group.
	repeat: 'never',
});
