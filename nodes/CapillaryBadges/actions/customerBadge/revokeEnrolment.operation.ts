/** Ends enrolments (docs/api.md#revoke-enrolment: the API's word is "revokeIssue"). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { NO_ENROLMENT } from '../../../shared/capillary/catalogue';
import { parameters } from '../../../shared/editor/params';
import {
	asked,
	revocationBody,
	revocationParams,
	revocationsOf,
	splitRevocations,
} from './revocation';
import { defineOperation } from '../../operation';
import { proofBy } from '../../../shared/capillary/proof';

/** Most entries of one call (docs/api.md#revoke-enrolment). */
const MOST = 20;

export const revokeEnrolment = defineOperation({
	resource: 'customerBadge',
	value: 'revokeEnrolment',
	name: 'Revoke Enrolment',
	action: 'Revoke enrolments for a badge',
	description: 'End enrolments of one or many customers for a badge',
	...parameters(revocationParams, asked),
	bulk: {
		done: 'revoked',
		entries: revocationsOf,
		customerOf: ({ customerId }) => customerId,
		subjectOf: ({ customerId, issueId }) => `${customerId}|${issueId ?? ''}`,
		shared: ({ badgeId, revoke }) => [badgeId, revoke],
		maxBatch: MOST,
		call: (input, entries) => ({
			method: 'POST',
			path: `${BADGES_PATH}/badgeMeta/customer/revokeIssue`,
			body: revocationBody(input, entries),
		}),
		split: splitRevocations,
	},
	// For one customer, "not found" is about the enrolment; for the call, about the badge.
	advice: (code) => (code === 404 ? NO_ENROLMENT : undefined),
	output: z
		.object({
			badgeMetaId: z.string().nullish(),
			customerId: z.coerce.number(),
			issuedId: z.string(),
			revokedIssuedBadges: z.array(
				z.object({ customerId: z.number(), issuedId: z.string() }).passthrough(),
			),
		})
		.passthrough(),
	proof: proofBy('issuedId'),
	expects: { rules: ['badge', 'customer', 'enrolmentToEnd'] },
	// What is revoked already answers 404 for that customer and stays as it is.
	repeat: 'safe',
	alreadyDone: [404],
});
