import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { dateInput, toIsoUtc } from '../../capillary/dates';
import { badgeId, customerId } from '../../capillary/ids';
import { text } from '../../capillary/inputs';
import type { InputContext } from '../operation';
import { earnEventDateField, requestIdField } from './additional';
import { badgeField } from './badge';
import { customerField } from './customers';
import { triggered, triggeredBy, triggerOwnerFields } from './owner';

/** What issuing a badge to one customer needs, directly or by an approval request. */
export const earnFields: INodeProperties[] = [badgeField, customerField, ...triggerOwnerFields];

/** Optional members of the same. */
export const earnAdditionalFields: INodeProperties[] = [earnEventDateField, requestIdField];

/** The shape of an earn request's input. */
export const earnShape = ({ zone }: InputContext) => ({
	badgeId,
	customerId,
	earnEventDate: dateInput(zone).optional(),
	requestId: text.optional(),
});

export const earnInput = (context: InputContext) => triggered(earnShape(context));

type EarnInput = z.infer<ReturnType<typeof earnInput>>;

/** Path of the earn endpoint, below the badges API. */
export const EARN_PATH = '/customer/earn';

/** The body of an earn request (API notes, issue badge). */
export const earnBody = (input: EarnInput, requestId: string) => ({
	badgeMetaId: input.badgeId,
	customerId: input.customerId,
	requestId,
	earnEventDate: input.earnEventDate && toIsoUtc(input.earnEventDate),
	triggeredBy: triggeredBy(input),
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
