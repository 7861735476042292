/** Defines a custom field for the badges of the organization (docs/api.md#create-custom-field). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters, shownAs } from '../../../shared/editor/params';
import { additionalFields } from '../../fields/additional';
import { customFieldOutput, dataType, extras, name } from './customField';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';

/** Where the names in use are listed. */
const NAMES = { path: `${BADGES_PATH}/customField`, list: 'customFieldROList', code: 740 } as const;

export const createCustomField = defineOperation({
	resource: 'customField',
	value: 'create',
	name: 'Create',
	action: 'Create a custom field',
	description: 'Add a field that every badge can have',
	...parameters({
		name: shownAs(name, { required: true }),
		dataType: shownAs(dataType, { required: true }),
		additionalFields: additionalFields(extras),
	}),
	call: (body) => ({ method: 'POST', path: `${BADGES_PATH}/customField`, body }),
	output: customFieldOutput,
	proof: proofBy('id'),
	expects: { rules: ['freeName'], names: NAMES },
	// Names are unique: a second request would be refused (740) although the first one made the field.
	repeat: 'never',
});
