/** What the operations that issue a badge share: fields, input, body, answer. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { BADGES_PATH } from '../../shared/capillary/account';
import { dateInput, toIsoUtc } from '../../shared/capillary/dates';
import { badgeId, customerId, customerIds } from '../../shared/capillary/ids';
import { text } from '../../shared/editor/inputs';
import type { ApiRequest } from '../../shared/capillary/request';
import type { InputContext } from '../../shared/editor/inputs';
import { earnEventDateField, requestIdField } from './additional';
import { badgeField } from './badge';
import { customerField, customersFields } from './customers';
import { triggered, triggeredBy, triggerOwnerFields } from './owner';

/** What issuing a badge to one customer needs, directly or by an approval request. */
export const earnFields: INodeProperties[] = [badgeField, customerField, ...triggerOwnerFields];

/** The same for many customers. */
export const earnBulkFields: INodeProperties[] = [
	badgeField,
	...customersFields,
	...triggerOwnerFields,
];

/** Optional members of both. */
export const earnAdditionalFields: INodeProperties[] = [earnEventDateField, requestIdField];

/** What every request to issue a badge names, besides the customers and the owner. */
const grantShape = ({ zone }: InputContext) => ({
	badgeId,
	earnEventDate: dateInput(zone).optional(),
	requestId: text.optional(),
});

/** The shape of an earn request's input. */
export const earnShape = (context: InputContext) => ({ ...grantShape(context), customerId });

export const earnInput = (context: InputContext) => triggered(earnShape(context));

/** The same for many customers. */
export const earnBulkInput = (context: InputContext) =>
	triggered({ ...grantShape(context), customers: customerIds });

type Grant = Omit<z.infer<ReturnType<typeof earnInput>>, 'customerId'>;

/** Path of the earn endpoint, below the badges API. */
export const EARN_PATH = '/customer/earn';

/** What the bodies of earn and earn bulk share (docs/api.md#issue-earn). */
export const grantBody = (input: Grant, requestId: string) => ({
	badgeMetaId: input.badgeId,
	requestId,
	earnEventDate: input.earnEventDate && toIsoUtc(input.earnEventDate),
	triggeredBy: triggeredBy(input),
});

/** The body of an earn request (docs/api.md#issue-earn). */
export const earnBody = (input: Grant, customer: number, requestId: string) => ({
	...grantBody(input, requestId),
	customerId: customer,
});

/** The request that issues a badge to one customer. */
export const earnRequest = (input: Grant, customer: number, requestId: string): ApiRequest => ({
	method: 'POST',
	path: `${BADGES_PATH}${EARN_PATH}`,
	body: earnBody(input, customer, requestId),
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
