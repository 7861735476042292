/** Creates a badge (docs/api.md#create-badge). */
import { z } from 'zod';
import { BADGES_PATH } from '../../../shared/capillary/account';
import type { Param, Type } from '../../../shared/editor/params';
import { orAbsent, parameters, shownAs, shownFor } from '../../../shared/editor/params';
import { additionalFields } from '../../fields/additional';
import { badgeOutput, simpleBadge } from './badgeOutput';
import { definitionBody, migrationHeader } from './definition';
import { earnType, issuedBadgeExpiry, main, optional } from './definitionFields';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { defineOperation } from '../../operation';
import { oneStep } from '../../../shared/capillary/request';
import { proofBy } from '../../../shared/capillary/proof';

/** Field → the member of the request that it fills, which 'Other Fields' may give instead. */
const REQUIRED = {
	name: 'name',
	startOn: 'startOn',
	expiresOn: 'expiresOn',
	owners: 'ownership',
	earnedBadgeExpiry: 'earnedBadgeExpiry',
};

/** Required in the editor; whether it may be absent is judged together with 'Other Fields'. */
const needed = <Schema extends z.ZodTypeAny>(one: Param<Schema>) =>
	shownAs(orAbsent(one), { required: true });

/** Each of these must be given, by its field or by 'Other Fields'. */
const complete = <Input extends { earnType: string; otherFields?: Record<string, unknown> }>(
	schema: Type<Input>,
): Type<Input> =>
	schema.superRefine((input, context) => {
		const given: Record<string, unknown> = input;
		const others = input.otherFields ?? {};
		const enrols = input.earnType === 'ISSUE_EARN';
		const fields = enrols ? { ...REQUIRED, issuedBadgeExpiry: 'issuedBadgeExpiry' } : REQUIRED;
		for (const [field, member] of Object.entries(fields)) {
			const found = [given[field], others[member], others[`${member}ISO`]];
			if (found.some((value) => value !== undefined)) continue;
			context.addIssue({ code: z.ZodIssueCode.custom, path: [field], message: 'is missing' });
		}
	});

/** Where the names in use are listed. */
const NAMES = {
	path: `${BADGES_PATH}/badgeMeta`,
	list: 'metaBasicDetails',
	code: 725,
	isNarrowed: true,
} as const;

// EARN is issued directly and ISSUE_EARN needs enrolment: some pages have the two swapped (choice 10).
export const createBadge = defineOperation({
	resource: 'badge',
	value: 'create',
	name: 'Create',
	action: 'Create a badge',
	description: 'Define a badge: who may use it, when, and how often',
	...parameters(
		{
			name: needed(main.name),
			startOn: needed(main.startOn),
			expiresOn: needed(main.expiresOn),
			owners: needed(main.owners),
			earnedBadgeExpiry: needed(main.earnedBadgeExpiry),
			earnType: shownAs(earnType, { required: true }),
			issuedBadgeExpiry: shownFor(needed(issuedBadgeExpiry), 'earnType', 'ISSUE_EARN'),
			additionalFields: additionalFields(optional),
			simplify,
		},
		complete,
	),
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
	proof: proofBy('id'),
	expects: { rules: ['freeName'], names: NAMES },
	// Names are unique: a second request would be refused (725) although the first one made the badge.
	repeat: 'never',
});
