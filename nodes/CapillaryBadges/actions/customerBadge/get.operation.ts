/** What one customer has of one badge (docs/api.md#one-badge-of-a-customer). */
import { badge } from '../../../shared/editor/badgeField';
import { toggle } from '../../../shared/editor/controls';
import { orUsual, parameters, shownFor } from '../../../shared/editor/params';
import { customerBadgeOutput, simpleCustomerBadge } from './customerBadgeOutput';
import { earnedBadgesOf, shownSingly } from './earnedBadges';
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
			splitOut: orUsual(
				toggle(
					'One Item per Earned Badge',
					"Whether to give an item for each badge that the customer was given, with its 'earnedBadgeId', as Revoke Issued wants it. Those that were taken back are left out; no badge gives no item.",
					false,
				),
			),
			includeStatistics: shownFor(
				orUsual(
					toggle(
						'Include Statistics',
						"Whether to add the customer's enrolments and issued badges with their IDs, and how much of each limit is used; the IDs need 'Simplify' off",
						true,
					),
				),
				'splitOut',
				false,
			),
			simplify,
		},
		identified,
	),
	steps: (input) => {
		const asked = customerBadge(input.customerId, input.badgeId);
		const headers = identifierHeader(input);
		if (input.splitOut) return shownSingly({ ...asked, headers }, input.customerId);
		const query = { includeStatistics: input.includeStatistics };
		const steps = oneStep({ ...asked, query, headers });
		return simplified(steps, input.simplify, simpleCustomerBadge);
	},
	parts: (view, input) => (input.splitOut ? earnedBadgesOf(view, input) : undefined),
	output: customerBadgeOutput,
	proof: proofBy('id', 'badgeMetaId'),
	names: { id: 'badgeId' },
	repeat: 'safe',
});
