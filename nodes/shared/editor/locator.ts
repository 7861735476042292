/** Makes a field that picks a record from a list, or takes its ID. */
import type { INodePropertyMode } from 'n8n-workflow';
import { RECORD_ID_FORM } from '../capillary/ids';
import type { Shown } from './params';

interface Picker {
	displayName: string;
	/** The record's name in a sentence: `badge`. */
	record: string;
	/** The list search of the node. */
	search: string;
	/** An ID to show. */
	example: string;
	description: string;
	required?: boolean;
	/** Whether any text may be the ID. */
	isFree?: true;
	/** Modes besides "From List" and "By ID". */
	modes?: INodePropertyMode[];
}

/** Checked by n8n while somebody types. */
export const idCheck = (record: string, example: string) => [
	{
		type: 'regex',
		properties: {
			regex: RECORD_ID_FORM,
			errorMessage: `This names no ${record}: IDs look like ${example}`,
		},
	},
];

/** A field that picks a record from the list or by its ID; a plain string from an expression works too. */
export const locator = (picker: Picker): Shown => ({
	displayName: picker.displayName,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	...(picker.required === false ? {} : { required: true }),
	description: picker.description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Select a ${picker.record}…`,
			typeOptions: { searchListMethod: picker.search, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${picker.example}`,
			...(picker.isFree ? {} : { validation: idCheck(picker.record, picker.example) }),
		},
		...(picker.modes ?? []),
	],
});
