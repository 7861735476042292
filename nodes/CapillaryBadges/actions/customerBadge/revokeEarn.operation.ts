/** Takes an issued badge back (docs/api.md#revoke-earn). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badgeId, recordId } from '../../../shared/capillary/ids';
import { badgeField } from '../../fields/badge';
import { identified, identifiedCustomerFields, identifierHeader } from './identifier';
import { defineOperation } from '../../operation';

export const revokeEarn = defineOperation({
	resource: 'customerBadge',
	value: 'revokeEarn',
	name: 'Revoke Issued (Revoke Earn)',
	action: 'Revoke an issued badge',
	description: 'Take an issued badge back from a customer',
	fields: [
		badgeField,
		...identifiedCustomerFields,
		{
			displayName: 'Earned Badge ID',
			name: 'earnedBadgeId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 697b2f0c9e1d4a3b5c6d7e8f',
			description: "Which of the customer's badges to revoke: 'earnedBadgeId' of the issuing",
		},
	],
	input: () => identified({ badgeId, earnedBadgeId: recordId("a customer's badge") }),
	call: (input) => ({
		method: 'POST',
		// With the prefix, which one description of the API leaves out (docs/api.md#contradictions, choice 4).
		path: `${BADGES_PATH}/customer/revokeEarn`,
		headers: identifierHeader(input),
		body: {
			badgeMetaId: input.badgeId,
			customerId: input.customerId,
			earnedBadgeId: input.earnedBadgeId,
		},
	}),
	output: z
		.object({
			badgeMetaId: z.string().nullish(),
			customerId: z.coerce.number(),
			earnedBadgeId: z.string(),
			isActive: z.boolean().nullish(),
		})
		.passthrough(),
	// It names one issued badge, and a second revoke of that one is refused with 814.
	repeat: 'safe',
	alreadyDone: [814],
});
