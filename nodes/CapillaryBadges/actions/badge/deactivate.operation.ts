/** Switches a badge off. */
import { activation } from './activation';
import { defineOperation } from '../../operation';

export const deactivate = defineOperation({
	value: 'deactivate',
	name: 'Deactivate',
	action: 'Deactivate a badge',
	description: 'Switch a badge off, so that customers can no longer get it',
	...activation('deactivate'),
});
