/** What the operations on custom fields share: the picker, the fields, the answer. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { recordId } from '../../../shared/capillary/ids';
import { choice, flag, text } from '../../../shared/editor/inputs';
import { locatorField } from '../../../shared/editor/locator';
import { keeping } from '../../fields/list';

const EXAMPLE = '64f0b1c2b3d4e5f600000001';

/** Picks a custom field of badges. */
export const customFieldField = locatorField({
	displayName: 'Custom Field',
	name: 'customFieldId',
	record: 'custom field',
	search: 'searchCustomFields',
	example: EXAMPLE,
	description: 'The custom field to work with',
});

export const customFieldId = recordId('a custom field', EXAMPLE);

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Terms and conditions',
	description: 'Unique in the organization',
};

export const dataTypeField: INodeProperties = {
	displayName: 'Data Type',
	name: 'dataType',
	type: 'options',
	default: 'STRING',
	description: 'What a value of the field is',
	options: [
		{ name: 'Boolean', value: 'BOOLEAN' },
		{ name: 'Date', value: 'DATE' },
		{ name: 'Integer', value: 'INTEGER' },
		{ name: 'Text', value: 'STRING' },
	],
};

/** 'Default Value' and 'Mandatory', in the order of their labels. */
export const customFieldExtras: INodeProperties[] = [
	{
		displayName: 'Default Value',
		name: 'defaultValue',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2001-01-18T09:09:09Z',
		description: 'Value for a badge that names none; a mandatory field needs one',
	},
	{
		displayName: 'Mandatory',
		name: 'isMandatory',
		type: 'boolean',
		default: false,
		description: 'Whether every badge has this field',
	},
];

/** Input of all of these, each of which may be left out on update. */
export const customFieldInput = {
	name: text,
	dataType: choice(['INTEGER', 'BOOLEAN', 'DATE', 'STRING'] as const),
	isMandatory: flag.optional(),
	defaultValue: text.optional(),
};

/** A custom field, as every answer gives it (docs/api.md#create-custom-field). */
export const customFieldOutput = z
	.object({
		id: z.string(),
		orgId: z.number().nullish(),
		name: z.string(),
		dataType: z.string().nullish(),
		isMandatory: z.boolean().nullish(),
		defaultValue: z.string().nullish(),
		isActive: z.boolean().nullish(),
		createdOn: z.number().nullish(),
		createdOnISO: z.string().nullish(),
		createdBy: z.number().nullish(),
		lastUpdatedOn: z.number().nullish(),
		lastUpdatedOnISO: z.string().nullish(),
		lastUpdatedBy: z.number().nullish(),
	})
	.passthrough();

/** The members of a custom field that most workflows use. */
export const simpleCustomField = keeping(
	'id',
	'name',
	'dataType',
	'isMandatory',
	'defaultValue',
	'isActive',
	'lastUpdatedOnISO',
);
