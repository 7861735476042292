/** What the operations that enrol share: fields, input, body. */
import { toEpochSeconds } from '../../shared/capillary/dates';
import { badge } from '../../shared/editor/badgeField';
import type { InputOf } from '../../shared/editor/params';
import { additionalFields, issueEventDate, requestId } from './additional';
import { customers } from './customers';
import { triggeredBy, triggerOwner } from './owner';

/** What enrolling needs. */
export const enrolParams = { badgeId: badge, ...customers, ...triggerOwner };

/** What it may name besides. */
export const enrolAdditional = additionalFields({ issueEventDate, requestId });

type Enrolment = InputOf<typeof enrolParams & { additionalFields: typeof enrolAdditional }>;

/** Path of the enrolment endpoint, below the badges API. */
export const ENROL_PATH = '/badgeMeta/customer/issueBulk';

/** The body of an enrolment (docs/api.md#enrol-issue). */
export const enrolBody = (input: Enrolment, ids: number[], request: string) => ({
	badgeMetaId: input.badgeId,
	customers: ids,
	requestId: request,
	issueEventDate: input.issueEventDate && toEpochSeconds(input.issueEventDate),
	triggeredBy: triggeredBy(input),
});

/** What an enrolment stands for under the scope 'Content': badge, customer, owner, reference and date. */
export const enrolIdentity = {
	deed: 'customerBadge.enrol',
	content: (input: Enrolment, customerId: number) => ({
		badgeId: input.badgeId,
		issueEventDate: input.issueEventDate,
		customerId,
		ownerType: input.ownerType,
		referenceId: triggeredBy(input)?.referenceId,
	}),
};
