import { activation } from './activation';
import { defineOperation } from '../../operation';

/** Switches a badge off. */
export const deactivate = defineOperation({
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate a badge',
	description: 'Switch a badge off, so that customers can no longer get it',
	...activation('deactivate'),
});
