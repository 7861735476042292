/** Defines a custom field for the badges of the organization (docs/api.md#create-custom-field). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { additionalFields } from '../../fields/additional';
import {
	customFieldExtras,
	customFieldInput,
	customFieldOutput,
	dataTypeField,
	nameField,
} from './customField';
import { defineOperation } from '../../operation';

export const createCustomField = defineOperation({
	resource: 'customField',
	value: 'create',
	name: 'Create',
	action: 'Create a custom field',
	description: 'Add a field that every badge can have',
	fields: [
		{ ...nameField, required: true },
		{ ...dataTypeField, required: true },
		additionalFields(customFieldExtras),
	],
	input: () => z.object(customFieldInput),
	call: ({ name, dataType, isMandatory, defaultValue }) => ({
		method: 'POST',
		path: `${BADGES_PATH}/customField`,
		body: { name, dataType, isMandatory, defaultValue },
	}),
	output: customFieldOutput,
	// Names are unique: a second request would be refused (740) although the first one made the field.
	repeat: 'never',
});
