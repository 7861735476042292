/** One custom field (docs/api.md#get-custom-field). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { customField, customFieldOutput, simpleCustomField } from './customField';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getCustomField = defineOperation({
	resource: 'customField',
	value: 'get',
	name: 'Get',
	action: 'Get a custom field',
	description: 'Read one custom field by its ID',
	...parameters({ customFieldId: customField, simplify }),
	steps: ({ customFieldId: id, simplify: isSimple }) =>
		simplified(
			oneStep({ method: 'GET', path: `${BADGES_PATH}${path`/customField/${id}`}` }),
			isSimple,
			simpleCustomField,
		),
	output: customFieldOutput,
	proof: proofBy('id'),
	names: { id: 'customFieldId' },
	record: 'custom field',
	repeat: 'safe',
});
