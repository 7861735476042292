/** What one customer has of one badge (docs/api.md#one-badge-of-a-customer). */
import { badgeId } from '../../../shared/capillary/ids';
import { flag } from '../../../shared/editor/inputs';
import { badgeField } from '../../fields/badge';
import { customerBadgeOutput, simpleCustomerBadge } from './customerBadgeOutput';
import { customerBadge } from './customerBadgeDetails';
import { identified, identifiedCustomerFields, identifierHeader } from './identifier';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { defineOperation } from '../../operation';
import { oneStep } from '../../../shared/capillary/request';

export const getCustomerBadge = defineOperation({
	resource: 'customerBadge',
	value: 'get',
	name: 'Get',
	action: 'Get a badge of a customer',
	description: 'Read what one customer has of one badge: enrolments, issued badges and limits',
	fields: [
		badgeField,
		...identifiedCustomerFields,
		{
			displayName: 'Include Statistics',
			name: 'includeStatistics',
			type: 'boolean',
			default: true,
			description:
				"Whether to add the customer's enrolments and issued badges with their IDs, and how much of each limit is used; the IDs need 'Simplify' off",
		},
		simplifyField,
	],
	input: () => identified({ badgeId, includeStatistics: flag.default(true), ...simplifyInput }),
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
	repeat: 'safe',
});
