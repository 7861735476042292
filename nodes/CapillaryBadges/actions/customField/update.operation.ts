/** Changes a custom field (docs/api.md#update-custom-field). */
import type { INodeProperties } from 'n8n-workflow';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { defined } from '../../../shared/capillary/envelope';
import { flag } from '../../../shared/editor/inputs';
import {
	customFieldExtras,
	customFieldField,
	customFieldId,
	customFieldInput,
	customFieldOutput,
	dataTypeField,
	nameField,
} from './customField';
import { emptyInput, readThenWrite, updateFields, updateInput } from '../../fields/update';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';

const activeField: INodeProperties = {
	displayName: 'Active',
	name: 'isActive',
	type: 'boolean',
	default: true,
	description: 'Whether badges can have this field',
};

export const updateCustomField = defineOperation({
	resource: 'customField',
	value: 'update',
	name: 'Update',
	action: 'Update a custom field',
	description: 'Change a custom field, or switch it off',
	fields: [
		customFieldField,
		updateFields(
			[activeField, ...customFieldExtras, dataTypeField, nameField],
			[{ name: 'Default Value', value: 'defaultValue' }],
		),
	],
	input: () =>
		updateInput(
			{
				...customFieldInput,
				name: customFieldInput.name.optional(),
				dataType: customFieldInput.dataType.optional(),
				isActive: flag.optional(),
				...emptyInput(['defaultValue'] as const),
			},
			{ customFieldId },
		),
	steps: ({ customFieldId: id, emptyFields, ...changes }) => {
		const address = `${BADGES_PATH}${path`/customField/${id}`}`;
		return readThenWrite(address, (found) => {
			const { name, dataType, isMandatory, isActive } = found;
			const defaultValue = emptyFields ? undefined : found.defaultValue;
			return {
				method: 'PUT',
				path: address,
				body: defined({ name, dataType, isMandatory, defaultValue, isActive, ...defined(changes) }),
			};
		});
	},
	output: customFieldOutput,
	record: 'custom field',
	// The whole field is replaced: the same request twice leaves the same field.
	repeat: 'safe',
});
