/** Switches a badge on. */
import { activation } from './activation';
import { defineOperation } from '../../operation';

export const activate = defineOperation({
	value: 'activate',
	name: 'Activate',
	action: 'Activate a badge',
	description: 'Switch a badge on, so that customers can get it',
	...activation('activate'),
});
