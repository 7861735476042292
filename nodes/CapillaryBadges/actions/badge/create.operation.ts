/** Creates a badge (docs/api.md#create-badge). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import { choice } from '../../../shared/editor/inputs';
import { additionalFields } from '../../fields/additional';
import { badgeOutput, simpleBadge } from './badgeOutput';
import { definitionBody, definitionInput, migrationHeader } from './definition';
import { earnType, issuedBadgeExpiry, mainFields, optionalFields } from './definitionFields';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { defineOperation } from '../../operation';
import { oneStep } from '../../../shared/capillary/request';

/** Field → the member of the request that it fills, which 'Other Fields' may give instead. */
const REQUIRED = {
	name: 'name',
	startOn: 'startOn',
	expiresOn: 'expiresOn',
	owners: 'ownership',
	earnedBadgeExpiry: 'earnedBadgeExpiry',
};

// EARN is issued directly and ISSUE_EARN needs enrolment: some pages have the two swapped (choice 10).
export const createBadge = defineOperation({
	resource: 'badge',
	value: 'create',
	name: 'Create',
	action: 'Create a badge',
	description: 'Define a badge: who may use it, when, and how often',
	fields: [
		...[...mainFields, earnType].map((field) => ({
			...field,
			required: true,
		})),
		{
			...issuedBadgeExpiry,
			required: true,
			displayOptions: { show: { earnType: ['ISSUE_EARN'] } },
		},
		additionalFields(optionalFields),
		simplifyField,
	],
	input: ({ zone }) =>
		z
			.object({
				...definitionInput(zone),
				earnType: choice(['EARN', 'ISSUE_EARN'] as const),
				...simplifyInput,
			})
			.superRefine((input, context) => {
				const given: Record<string, unknown> = input;
				const others = input.otherFields ?? {};
				const enrols = input.earnType === 'ISSUE_EARN';
				const needed = enrols ? { ...REQUIRED, issuedBadgeExpiry: 'issuedBadgeExpiry' } : REQUIRED;
				for (const [field, member] of Object.entries(needed)) {
					const found = [given[field], others[member], others[`${member}ISO`]];
					if (found.some((value) => value !== undefined)) continue;
					context.addIssue({ code: z.ZodIssueCode.custom, path: [field], message: 'is missing' });
				}
			}),
	steps: (input) =>
		simplified(
			oneStep({
				method: 'POST',
				path: `${BADGES_PATH}/badgeMeta`,
				headers: migrationHeader(input),
				body: definitionBody(input),
			}),
			input.simplify,
			simpleBadge,
		),
	output: badgeOutput,
	// Names are unique: a second request would be refused (725) although the first one made the badge.
	repeat: 'never',
});
