/** Takes an issued badge back (docs/api.md#revoke-earn). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { recordId } from '../../../shared/capillary/ids';
import { badge } from '../../../shared/editor/badgeField';
import { locator } from '../../../shared/editor/locator';
import { param, parameters } from '../../../shared/editor/params';
import { identified, identifiedCustomer, identifierHeader } from './identifier';
import { defineOperation } from '../../operation';
import { proofOfState, saysOtherwise } from '../../../shared/capillary/proof';

const earnedBadgeId = param(
	locator({
		displayName: 'Earned Badge ID',
		record: "customer's badge",
		search: 'searchEarnedBadges',
		example: '697b2f0c9e1d4a3b5c6d7e8f',
		description:
			"Which of the customer's badges to revoke: one of the list, or its 'earnedBadgeId' from Issue or from Customer Badge > Get with its switch for one item per earned badge",
	}),
	() => recordId("a customer's badge"),
);

export const revokeEarn = defineOperation({
	resource: 'customerBadge',
	value: 'revokeEarn',
	name: 'Revoke Issued (Revoke Earn)',
	action: 'Revoke an issued badge',
	description: 'Take an issued badge back from a customer',
	...parameters({ badgeId: badge, ...identifiedCustomer, earnedBadgeId }, identified),
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
	proof: proofOfState(false, 'earnedBadgeId'),
	contradicts: (record) => saysOtherwise(record, false),
	names: { earnedBadgeId: 'earnedBadgeId' },
	expects: { rules: ['badge', 'customer', 'issuedBadge'] },
	// It names one issued badge, and a second revoke of that one is refused with 814.
	repeat: 'safe',
	alreadyDone: [814],
});
