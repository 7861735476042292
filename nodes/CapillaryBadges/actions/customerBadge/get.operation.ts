/** What one customer has of one badge (docs/api.md#one-badge-of-a-customer). */
import { badge } from '../../../shared/editor/badgeField';
import { toggle } from '../../../shared/editor/controls';
import { orUsual, parameters } from '../../../shared/editor/params';
import { customerBadgeOutput, simpleCustomerBadge } from './customerBadgeOutput';
import { customerBadge } from '../../../shared/capillary/customerBadge';
import { identified, identifiedCustomer, identifierHeader } from './identifier';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { oneStep } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

export const getCustomerBadge = defineOperation({
	resource: 'customerBadge',
	value: 'get',
	name: 'Get',
	action: 'Get a badge of a customer',
	description: 'Read what one customer has of one badge: enrolments, issued badges and limits',
	...parameters(
		{
			badgeId: badge,
			...identifiedCustomer,
			includeStatistics: orUsual(
				toggle(
					'Include Statistics',
					"Whether to add the customer's enrolments and issued badges with their IDs, and how much of each limit is used; the IDs need 'Simplify' off",
					true,
				),
			),
			simplify,
		},
		identified,
	),
	steps: (input) =>
		simplified(
			oneStep({
				...customerBadge(input.customerId, input.badgeId),
				query: { includeStatistics: input.includeStatistics },
				headers: identifierHeader(input),
			}),
			input.simplify,
			simpleCustomerBadge,
		),
	output: customerBadgeOutput,
	proof: proofBy('id', 'badgeMetaId'),
	names: { id: 'badgeId' },
	repeat: 'safe',
});
