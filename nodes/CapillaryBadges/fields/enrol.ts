/** What the operations that enrol share: fields, input, body. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { dateInput, toEpochSeconds } from '../../shared/capillary/dates';
import { badgeId, customerIds } from '../../shared/capillary/ids';
import { text } from '../../shared/editor/inputs';
import type { InputContext } from '../../shared/editor/inputs';
import { issueEventDateField, requestIdField } from './additional';
import { badgeField } from './badge';
import { customersFields } from './customers';
import { triggered, triggeredBy, triggerOwnerFields } from './owner';

/** What enrolling customers needs, directly or by an approval request. */
export const enrolFields: INodeProperties[] = [
	badgeField,
	...customersFields,
	...triggerOwnerFields,
];

/** Optional members of the same. */
export const enrolAdditionalFields: INodeProperties[] = [issueEventDateField, requestIdField];

/** The shape of an enrolment's input. */
export const enrolShape = ({ zone }: InputContext) => ({
	badgeId,
	customers: customerIds,
	issueEventDate: dateInput(zone).optional(),
	requestId: text.optional(),
});

export const enrolInput = (context: InputContext) => triggered(enrolShape(context));

type EnrolInput = z.infer<ReturnType<typeof enrolInput>>;

/** Path of the enrolment endpoint, below the badges API. */
export const ENROL_PATH = '/badgeMeta/customer/issueBulk';

/** The body of an enrolment (docs/api.md#enrol-issue). */
export const enrolBody = (input: EnrolInput, customers: number[], requestId: string) => ({
	badgeMetaId: input.badgeId,
	customers,
	requestId,
	issueEventDate: input.issueEventDate && toEpochSeconds(input.issueEventDate),
	triggeredBy: triggeredBy(input),
});

/** What an enrolment stands for under the scope 'Content': badge, customer, owner, reference and date. */
export const enrolIdentity = {
	deed: 'customerBadge.enrol',
	content: (input: EnrolInput, customerId: number) => ({
		badgeId: input.badgeId,
		issueEventDate: input.issueEventDate,
		customerId,
		ownerType: input.ownerType,
		referenceId: triggeredBy(input)?.referenceId,
	}),
};
