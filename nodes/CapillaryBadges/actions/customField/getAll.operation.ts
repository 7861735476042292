/** All custom fields (docs/api.md#get-custom-fields). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { choice, flag } from '../../../shared/editor/inputs';
import { customFieldOutput, simpleCustomField } from './customField';
import {
	filtersField,
	many,
	manyFields,
	manyInput,
	orderField,
	orderInput,
	sortByField,
	sortField,
} from '../../fields/list';
import { defineOperation } from '../../operation';

const CREATION = 'CREATION';
const LAST_UPDATED = 'LAST_UPDATED_DATE';

export const getAllCustomFields = defineOperation({
	resource: 'customField',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many custom fields',
	description: 'List the custom fields of the organization',
	fields: manyFields(
		filtersField([
			{
				displayName: 'Active',
				name: 'isActive',
				type: 'boolean',
				default: true,
				description: 'Whether to list the active fields or the others',
			},
		]),
		sortField(
			orderField('ASC'),
			sortByField('sortOn', { Creation: CREATION, 'Last Update': LAST_UPDATED }, CREATION),
		),
	),
	input: () =>
		z.object({
			...manyInput,
			isActive: flag.optional(),
			sortOn: choice([CREATION, LAST_UPDATED] as const).default(CREATION),
			...orderInput('ASC'),
		}),
	steps: (input) => {
		// The only documented value; without it, the order is that of creation.
		const sortOn = input.sortOn === CREATION ? undefined : input.sortOn;
		const query = { isActive: input.isActive, sortOn, order: input.order };
		const listing = { path: `${BADGES_PATH}/customField`, query, list: 'customFieldROList' };
		return many(input, listing, simpleCustomField);
	},
	many: true,
	output: customFieldOutput,
	repeat: 'safe',
});
