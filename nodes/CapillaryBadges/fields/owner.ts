/** The fields that name an owner and its reference. */
import { z } from 'zod';
import { picked } from '../../shared/capillary/ids';
import type { OwnerType } from '../../shared/capillary/ownerTypes';
import { NO_OWNER, OWNER_TYPES, ownerLabel } from '../../shared/capillary/ownerTypes';
import { dropdown, labelled } from '../../shared/editor/controls';
import { advised, text } from '../../shared/editor/inputs';
import { locator } from '../../shared/editor/locator';
import type { Type } from '../../shared/editor/params';
import { param, shownAs } from '../../shared/editor/params';

const ABOUT_OWNER = 'The module that the badge is claimed for or triggered by';
const OWNERS = labelled(OWNER_TYPES, ownerLabel);

/** Typed, or picked from the claims that the badge has; a plain string works too. */
const reference = (description: string) =>
	locator({
		displayName: 'Reference ID',
		record: 'claim',
		search: 'searchClaims',
		example: '123694',
		description,
	});

const claimOwnerType = dropdown('Owner Type', ABOUT_OWNER, OWNERS, 'Loyalty', { required: true });
const claimReference = param(
	reference('What the owner uses the badge for: ID of the program, promotion or journey'),
	() => picked(text),
);

/** Owner and reference of a claim that is there. */
export const claimOwner = { ownerType: claimOwnerType, referenceId: claimReference };

/** The same of a claim that is to be made, so that no list has it. */
export const newClaimOwner = {
	ownerType: claimOwnerType,
	referenceId: shownAs(claimReference, { default: { mode: 'id', value: '' } }),
};

/** Owner and reference that trigger an issue or enrolment; `none` for MemberCare, which needs neither. */
export const triggerOwner = {
	ownerType: dropdown<OwnerType | typeof NO_OWNER>(
		'Owner Type',
		ABOUT_OWNER,
		{
			...OWNERS,
			'None (MemberCare)': {
				value: NO_OWNER,
				description: 'Without owner and claim, as MemberCare does it',
			},
		},
		'Loyalty',
		{ required: true },
	),
	referenceId: param(
		{
			...reference(
				'What the owner uses the badge for: ID of the program, promotion, milestone or journey. Issuing needs the reference ID of the claim.',
			),
			displayOptions: { hide: { ownerType: [NO_OWNER] } },
		},
		() => picked(text.optional()),
	),
};

/**
 * Of `triggerOwner`: only `none` may lack a reference, and has none: what stands in the field, which is
 * hidden then, is not sent, so that it tells no two requests apart.
 */
export const triggered = <Input extends { ownerType: string; referenceId?: string }>(
	schema: Type<Input>,
): Type<Input> =>
	schema.transform((input, context) => {
		if (input.ownerType === NO_OWNER) return { ...input, referenceId: undefined };
		if (input.referenceId !== undefined) return input;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['referenceId'],
			message: advised(
				'is missing',
				"Use the reference ID of the claim, or set 'Owner Type' to 'None (MemberCare)'",
			),
		});
		return z.NEVER;
	});

/** The `triggeredBy` of a request; undefined (not sent) for MemberCare. */
export function triggeredBy(input: { ownerType: string; referenceId?: string }) {
	if (input.ownerType === NO_OWNER) return undefined;
	return { ownerType: input.ownerType, referenceId: input.referenceId };
}
