/** A customer's badges, as a manager sees them (docs/api.md#management-view). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { managementFilters, managementSort, withSides } from './customerBadgeFilters';
import { customerBadgeList, customerBadgeListParams, queryOf } from './customerBadgeList';
import { managementOutput, simpleManagementView } from './customerBadgeOutput';
import { identified } from './identifier';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { anyRecord } from '../../../shared/capillary/proof';

const KINDS = {
	Available: 'AVAILABLE',
	'Available to Enrol': 'AVAILABLE_TO_ISSUE',
	Earned: 'EARNED',
	Expired: 'EXPIRED',
} as const;

export const getAllCustomerBadges = defineOperation({
	resource: 'customerBadge',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get badges of a customer',
	description: "List a customer's badges in the management view, with every filter",
	...parameters(customerBadgeListParams(KINDS, managementFilters, managementSort), identified),
	steps: (input) =>
		customerBadgeList(
			input,
			{
				// With the slash that one table leaves out (docs/api.md#contradictions, choice 3).
				path: `${BADGES_PATH}${path`/management/${input.customerId}`}`,
				query: withSides(queryOf(input)),
				list: 'customerBadges',
			},
			simpleManagementView,
		),
	many: true,
	record: 'customer',
	output: managementOutput,
	proof: anyRecord,
	repeat: 'safe',
});
