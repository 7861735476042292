/** All custom fields (docs/api.md#get-custom-fields). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { toggle } from '../../../shared/editor/controls';
import { orUsual, parameters } from '../../../shared/editor/params';
import { customFieldOutput, simpleCustomField } from './customField';
import { many } from '../../fields/list';
import { counted, filters, order, simplify, sort, sortBy } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { anyRecord } from '../../../shared/capillary/proof';

const CREATION = 'CREATION';
const LAST_UPDATED = 'LAST_UPDATED_DATE';

export const getAllCustomFields = defineOperation({
	resource: 'customField',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many custom fields',
	description: 'List the custom fields of the organization',
	...parameters({
		...counted,
		filters: filters({
			isActive: toggle('Active', 'Whether to list the active fields or the others', true),
		}),
		sort: sort({
			order: orUsual(order('ASC', 'DESC', 'ASC')),
			sortOn: sortBy({ Creation: CREATION, 'Last Update': LAST_UPDATED }, CREATION),
		}),
		simplify,
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
	proof: anyRecord,
	repeat: 'safe',
});
