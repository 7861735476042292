/** Enrols customers for a badge (docs/api.md#enrol-issue: the API's word is "issue"). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { parseCustomerIds } from '../../../shared/capillary/ids';
import { parameters } from '../../../shared/editor/params';
import { triggeredByOutput } from '../badge/badgeParts';
import { splitByCustomer } from '../../fields/bulkAnswer';
import {
	ENROL_PATH,
	enrolAdditional,
	enrolBody,
	enrolIdentity,
	enrolParams,
} from '../../fields/enrol';
import { triggered, triggeredBy } from '../../fields/owner';
import { ENROLLING } from '../../../shared/capillary/expectation';
import { defineOperation } from '../../operation';
import { customerBadge, issueInstances } from '../../../shared/capillary/customerBadge';
import { proofBy } from '../../../shared/capillary/proof';

export const enrol = defineOperation({
	resource: 'customerBadge',
	value: 'enrol',
	name: 'Enrol',
	action: 'Enrol customers for a badge',
	description: 'Enrol one or many customers, so that they can earn the badge',
	...parameters({ ...enrolParams, additionalFields: enrolAdditional }, triggered),
	bulk: {
		done: 'enrolled',
		entries: ({ customers }) => customers,
		customerOf: (customer) => customer,
		own: { name: 'customers', read: parseCustomerIds },
		shared: (input) => [input.badgeId, triggeredBy(input), input.issueEventDate],
		call: (input, customers, { requestId }) => ({
			method: 'POST',
			path: `${BADGES_PATH}${ENROL_PATH}`,
			body: enrolBody(input, customers, requestId),
		}),
		split: (data, customers) => splitByCustomer(data, customers),
	},
	identity: enrolIdentity,
	expects: ENROLLING,
	lookUp: {
		request: ({ badgeId }, customer) => customerBadge(customer, badgeId),
		instances: issueInstances,
	},
	output: z
		.object({
			badgeMetaId: z.string().nullish(),
			customerId: z.coerce.number(),
			issuedId: z.string(),
			status: z.string().nullish(),
			expiresOn: z.number().nullish(),
			expiresOnISO: z.string().nullish(),
			triggeredBy: triggeredByOutput,
			requestId: z.union([z.string(), z.number()]).nullish(),
		})
		.passthrough(),
	proof: proofBy('issuedId'),
	// The same request ID is refused (809); a customer who is enrolled already is told so (1040).
	repeat: 'keyed',
	alreadyDone: [809, 1040],
});
