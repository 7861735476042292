/** What the operations on custom fields share: the picker, the fields, the answer. */
import { z } from 'zod';
import { recordId } from '../../../shared/capillary/ids';
import { dropdown, line, toggle } from '../../../shared/editor/controls';
import { locator } from '../../../shared/editor/locator';
import { param } from '../../../shared/editor/params';
import { keeping } from '../../fields/list';

const EXAMPLE = '64f0b1c2b3d4e5f600000001';

/** The custom field that an operation works with. */
export const customField = param(
	locator({
		displayName: 'Custom Field',
		record: 'custom field',
		search: 'searchCustomFields',
		example: EXAMPLE,
		description: 'The custom field to work with',
	}),
	() => recordId('a custom field', EXAMPLE),
);

export const name = line('Name', {
	placeholder: 'e.g. Terms and conditions',
	description: 'Unique in the organization',
});

export const dataType = dropdown(
	'Data Type',
	'What a value of the field is',
	{ Boolean: 'BOOLEAN', Date: 'DATE', Integer: 'INTEGER', Text: 'STRING' },
	'STRING',
);

/** What a custom field need not have. */
export const extras = {
	defaultValue: line('Default Value', {
		placeholder: 'e.g. 2001-01-18T09:09:09Z',
		description: 'Value for a badge that names none; a mandatory field needs one',
	}),
	isMandatory: toggle('Mandatory', 'Whether every badge has this field', false),
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
