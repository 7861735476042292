/** Issues a badge to many customers in one call (docs/api.md#issue-to-many-earn-bulk). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { HOLDS_ALREADY } from '../../../shared/capillary/catalogue';
import { parseCustomerIds } from '../../../shared/capillary/ids';
import { parameters } from '../../../shared/editor/params';
import { triggeredByOutput } from '../badge/badgeParts';
import { splitByCustomer, splitOne } from '../../fields/bulkAnswer';
import {
	earnAdditional,
	earnBulkParams,
	earnIdentity,
	earnOutput,
	earnRequest,
	grantBody,
} from '../../fields/earn';
import { customerBadge, earnInstances } from '../../../shared/capillary/customerBadge';
import { triggered, triggeredBy } from '../../fields/owner';
import { EARNING } from '../../../shared/capillary/expectation';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';

export const earnBulk = defineOperation({
	resource: 'customerBadge',
	value: 'earnBulk',
	name: 'Issue to Many (Earn Bulk)',
	action: 'Issue a badge to many customers',
	description: 'Give a badge to many customers in as few requests as possible',
	...parameters({ ...earnBulkParams, additionalFields: earnAdditional }, triggered),
	bulk: {
		done: 'issued',
		entries: ({ customers }) => customers,
		customerOf: (customer) => customer,
		own: { name: 'customers', read: parseCustomerIds },
		shared: (input) => [input.badgeId, triggeredBy(input), input.earnEventDate],
		call: (input, customers, { requestId }) => ({
			method: 'POST',
			path: `${BADGES_PATH}/customer/earnBulk`,
			// `customerIds` as in every sample, not the `customerId` of the newest table.
			body: { ...grantBody(input, requestId), customerIds: customers },
		}),
		// The newer servers answer in two lists, the older ones in `issuedBadges`.
		split: (data, customers) =>
			splitByCustomer(data, customers, ['totalCount', 'earnedCount', 'failedCount']),
		// The request of Issue (Earn), so that either operation recognizes what the other has done.
		alone: {
			call: (input, customer, { requestId }) => earnRequest(input, customer, requestId),
			split: splitOne,
		},
	},
	identity: earnIdentity,
	expects: EARNING,
	lookUp: {
		request: ({ badgeId }, customer) => customerBadge(customer, badgeId),
		instances: earnInstances,
	},
	output: earnOutput
		.extend({
			earnedBadgeId: z.string().nullish(),
			status: z.string().nullish(),
			triggeredBy: triggeredByOutput,
		})
		.refine(({ earnedBadgeId, issuedId }) => earnedBadgeId != null || issuedId != null),
	// Older answers have the ID of the issue alone.
	proof: proofBy('earnedBadgeId', 'issuedId'),
	advice: (code) => (code === 1040 ? HOLDS_ALREADY : undefined),
	// The same request ID is refused with 809 instead of issuing the badges again.
	repeat: 'keyed',
	alreadyDone: [809, 1040],
});
