/** Changes a custom field (docs/api.md#update-custom-field). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { defined } from '../../../shared/capillary/envelope';
import { toggle } from '../../../shared/editor/controls';
import { parameters } from '../../../shared/editor/params';
import { customField, customFieldOutput, dataType, extras, name } from './customField';
import { changing, emptyFields, updateFields } from '../../fields/update';
import { asFound, readThenWrite } from '../../fields/writeBack';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

const changes = {
	...extras,
	dataType,
	emptyFields: emptyFields({ 'Default Value': 'defaultValue' }),
	isActive: toggle('Active', 'Whether badges can have this field', true),
	name,
};

/** What a custom field always has; without its flags it would fall back to the usual ones. */
const REQUIRED = [['name'], ['dataType'], ['isMandatory'], ['isActive']];

const addressOf = (id: string) => `${BADGES_PATH}${path`/customField/${id}`}`;

export const updateCustomField = defineOperation({
	resource: 'customField',
	value: 'update',
	name: 'Update',
	action: 'Update a custom field',
	description: 'Change a custom field, or switch it off',
	...parameters(
		{ customFieldId: customField, updateFields: updateFields(changes) },
		changing(Object.keys(changes)),
	),
	steps: ({ customFieldId: id, emptyFields: emptied = [], ...input }, context) => {
		const address = addressOf(id);
		const changes = defined(input);
		const write = (found: Record<string, unknown>) => ({
			method: 'PUT' as const,
			path: address,
			body: { ...asFound(found, ['id', ...emptied]), ...changes },
		});
		const kept = { record: 'custom field', id, path: address, required: REQUIRED };
		return readThenWrite(kept, { changes, emptied, write }, context);
	},
	lane: ({ customFieldId: id }) => addressOf(id),
	output: customFieldOutput,
	proof: proofBy('id'),
	names: { id: 'customFieldId' },
	record: 'custom field',
	expects: { rules: [] },
	// The whole field is replaced: the same request twice leaves the same field.
	repeat: 'safe',
});
