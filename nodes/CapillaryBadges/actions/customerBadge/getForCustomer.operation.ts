/** A customer's badges, as an app shows them to the customer (docs/api.md#customer-view). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parameters } from '../../../shared/editor/params';
import { customerViewFilters, customerViewSort } from './customerBadgeFilters';
import { customerBadgeList, customerBadgeListParams, queryOf } from './customerBadgeList';
import { customerViewOutput, simpleCustomerView } from './customerBadgeOutput';
import { pageAndLimit } from '../../fields/list';
import { identified } from './identifier';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';
import { anyRecord } from '../../../shared/capillary/proof';

/** The two values that all pages agree on (docs/api.md#contradictions, choice 20). */
const KINDS = { Available: 'AVAILABLE', Earned: 'EARNED' } as const;

export const getForCustomer = defineOperation({
	resource: 'customerBadge',
	value: 'getForCustomer',
	name: 'Get Many (Customer View)',
	action: 'Get badges shown to a customer',
	description: "List a customer's badges as an app shows them to the customer",
	...parameters(customerBadgeListParams(KINDS, customerViewFilters, customerViewSort), identified),
	steps: (input) =>
		customerBadgeList(
			input,
			{
				path: `${BADGES_PATH}${path`/customer/${input.customerId}`}`,
				query: queryOf(input),
				list: 'badges',
				number: pageAndLimit,
			},
			simpleCustomerView,
		),
	many: true,
	record: 'customer',
	output: customerViewOutput,
	proof: anyRecord,
	repeat: 'safe',
});
