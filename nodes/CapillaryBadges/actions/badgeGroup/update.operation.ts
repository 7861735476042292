/** Changes a group (docs/api.md#update-group; PUT with the ID in the path, choice 2). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { group, groupDetails, groupOutput } from '../../fields/group';
import { changing, readThenWrite, updateFields } from '../../fields/update';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofBy } from '../../fields/proof';

export const updateGroup = defineOperation({
	resource: 'badgeGroup',
	value: 'update',
	name: 'Update',
	action: 'Update a badge group',
	description: 'Change the name or the rank of a group',
	...parameters(
		{ groupId: group, updateFields: updateFields(groupDetails) },
		changing(Object.keys(groupDetails)),
	),
	steps: ({ groupId: id, name, rank }) => {
		const address = `${BADGES_PATH}${path`/group/${id}`}`;
		return readThenWrite(address, (found) => ({
			method: 'PUT',
			path: address,
			body: { name: name ?? found.name, rank: rank ?? found.rank },
		}));
	},
	output: groupOutput,
	proof: proofBy('id'),
	names: { id: 'groupId' },
	record: 'group',
	// The whole group is replaced: the same request twice leaves the same group.
	repeat: 'safe',
});
