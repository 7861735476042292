/** Makes a field that picks a record from a list, or takes its ID. */
import type { INodePropertyMode } from 'n8n-workflow';
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
	/** Modes besides "From List" and "By ID". */
	modes?: INodePropertyMode[];
}

/**
 * A field that picks a record from the list or by its ID; a plain string from an expression works too.
 * No mode has a `validation`, which would end runs on a busy machine (docs/n8n.md#pickers).
 */
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
		},
		...(picker.modes ?? []),
	],
});
