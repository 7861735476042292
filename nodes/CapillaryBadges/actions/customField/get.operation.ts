/** One custom field (docs/api.md#get-custom-field). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import {
	customFieldField,
	customFieldId,
	customFieldOutput,
	simpleCustomField,
} from './customField';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { defineOperation } from '../../operation';
import { oneStep, path } from '../../../shared/capillary/request';

export const getCustomField = defineOperation({
	resource: 'customField',
	value: 'get',
	name: 'Get',
	action: 'Get a custom field',
	description: 'Read one custom field by its ID',
	fields: [customFieldField, simplifyField],
	input: () => z.object({ customFieldId, ...simplifyInput }),
	steps: ({ customFieldId: id, simplify }) =>
		simplified(
			oneStep({ method: 'GET', path: `${BADGES_PATH}${path`/customField/${id}`}` }),
			simplify,
			simpleCustomField,
		),
	output: customFieldOutput,
	record: 'custom field',
	repeat: 'safe',
});
