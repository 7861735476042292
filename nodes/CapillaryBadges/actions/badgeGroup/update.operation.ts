/** Changes a group (docs/api.md#update-group; PUT with the ID in the path, choice 2). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { defined } from '../../../shared/capillary/envelope';
import { parameters } from '../../../shared/editor/params';
import { group, groupDetails, groupOutput } from '../../fields/group';
import { changing, updateFields } from '../../fields/update';
import { asFound, readThenWrite } from '../../fields/writeBack';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

const addressOf = (id: string) => `${BADGES_PATH}${path`/group/${id}`}`;

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
	steps: ({ groupId: id, name, rank }, context) => {
		const address = addressOf(id);
		const changes = defined({ name, rank });
		const write = (found: Record<string, unknown>) => ({
			method: 'PUT' as const,
			path: address,
			body: { ...asFound(found, ['id', 'isActive']), ...changes },
		});
		const kept = { record: 'group', id, path: address, required: [['name'], ['rank']] };
		return readThenWrite(kept, { changes, write }, context);
	},
	lane: ({ groupId: id }) => addressOf(id),
	output: groupOutput,
	proof: proofBy('id'),
	names: { id: 'groupId' },
	record: 'group',
	expects: { rules: [] },
	// The whole group is replaced: the same request twice leaves the same group.
	repeat: 'safe',
});
