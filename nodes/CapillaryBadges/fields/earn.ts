/** What the operations that issue a badge share: fields, input, body, answer. */
import { z } from 'zod';
import { BADGES_PATH } from '../../shared/capillary/account';
import { toIsoUtc } from '../../shared/capillary/dates';
import type { ApiRequest } from '../../shared/capillary/request';
import { badge } from '../../shared/editor/badgeField';
import type { InputOf } from '../../shared/editor/params';
import { additionalFields, earnEventDate, requestId } from './additional';
import { customer, customers } from './customers';
import { triggeredBy, triggerOwner } from './owner';

/** What issuing a badge to one customer needs. */
export const earnParams = { badgeId: badge, customerId: customer, ...triggerOwner };

/** The same for many customers. */
export const earnBulkParams = { badgeId: badge, ...customers, ...triggerOwner };

/** What both may name besides. */
export const earnAdditional = additionalFields({ earnEventDate, requestId });

/** What both name, besides the customers. */
type Grant = InputOf<
	typeof triggerOwner & { badgeId: typeof badge; additionalFields: typeof earnAdditional }
>;

/** Path of the earn endpoint, below the badges API. */
export const EARN_PATH = '/customer/earn';

/** What the bodies of earn and earn bulk share (docs/api.md#issue-earn). */
export const grantBody = (input: Grant, id: string) => ({
	badgeMetaId: input.badgeId,
	requestId: id,
	earnEventDate: input.earnEventDate && toIsoUtc(input.earnEventDate),
	triggeredBy: triggeredBy(input),
});

/** The body of an earn request (docs/api.md#issue-earn). */
export const earnBody = (input: Grant, customerId: number, id: string) => ({
	...grantBody(input, id),
	customerId,
});

/**
 * What issuing a badge stands for under the scope 'Content', for one customer as for many: badge,
 * customer, owner, reference and date.
 */
export const earnIdentity = {
	deed: 'customerBadge.earn',
	content: (input: Grant, customerId: number) => ({
		badgeId: input.badgeId,
		earnEventDate: input.earnEventDate,
		customerId,
		ownerType: input.ownerType,
		referenceId: triggeredBy(input)?.referenceId,
	}),
};

/** The request that issues a badge to one customer. */
export const earnRequest = (input: Grant, customerId: number, id: string): ApiRequest => ({
	method: 'POST',
	path: `${BADGES_PATH}${EARN_PATH}`,
	body: earnBody(input, customerId, id),
});

/** One issued badge. */
export const earnOutput = z
	.object({
		badgeMetaId: z.string().nullish(),
		customerId: z.coerce.number(),
		earnedBadgeId: z.string(),
		expiresOn: z.number().nullish(),
		expiresOnISO: z.string().nullish(),
		requestId: z.union([z.string(), z.number()]).nullish(),
		issuedId: z.string().nullish(),
	})
	.passthrough();
