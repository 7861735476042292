/** Changes a custom field (docs/api.md#update-custom-field). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { defined } from '../../../shared/capillary/envelope';
import { toggle } from '../../../shared/editor/controls';
import { parameters } from '../../../shared/editor/params';
import { customField, customFieldOutput, dataType, extras, name } from './customField';
import { changing, emptyFields, readThenWrite, updateFields } from '../../fields/update';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { proofBy } from '../../fields/proof';

const changes = {
	...extras,
	dataType,
	emptyFields: emptyFields({ 'Default Value': 'defaultValue' }),
	isActive: toggle('Active', 'Whether badges can have this field', true),
	name,
};

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
	steps: ({ customFieldId: id, emptyFields: emptied, ...changed }) => {
		const address = `${BADGES_PATH}${path`/customField/${id}`}`;
		return readThenWrite(address, (found) => ({
			method: 'PUT',
			path: address,
			body: defined({
				name: found.name,
				dataType: found.dataType,
				isMandatory: found.isMandatory,
				defaultValue: emptied ? undefined : found.defaultValue,
				isActive: found.isActive,
				...defined(changed),
			}),
		}));
	},
	output: customFieldOutput,
	proof: proofBy('id'),
	names: { id: 'customFieldId' },
	record: 'custom field',
	// The whole field is replaced: the same request twice leaves the same field.
	repeat: 'safe',
});
