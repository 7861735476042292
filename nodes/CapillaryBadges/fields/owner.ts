/** The fields that name an owner and its reference. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { picked } from '../../shared/capillary/ids';
import { advised, choice, text } from '../../shared/editor/inputs';
import { locatorField } from '../../shared/editor/locator';
import { NO_OWNER, OWNER_TYPES, ownerTypeOptions } from '../../shared/capillary/ownerTypes';

const ownerType: INodeProperties = {
	displayName: 'Owner Type',
	name: 'ownerType',
	type: 'options',
	default: 'Loyalty',
	required: true,
	description: 'The module that the badge is claimed for or triggered by',
	options: ownerTypeOptions,
};

/** Typed, or picked from the claims that the badge has; a plain string works too. */
const referenceId: INodeProperties = {
	...locatorField({
		displayName: 'Reference ID',
		name: 'referenceId',
		record: 'claim',
		search: 'searchClaims',
		example: '123694',
		description:
			'What the owner uses the badge for: ID of the program, promotion, milestone or journey. Issuing needs the reference ID of the claim.',
	}),
	default: { mode: 'id', value: '' },
};

/** Owner and reference of a claim. */
export const claimOwnerFields: INodeProperties[] = [
	ownerType,
	{
		...referenceId,
		description: 'What the owner uses the badge for: ID of the program, promotion or journey',
	},
];

/** Owner and reference that trigger an issue or enrolment; `none` for MemberCare, which needs neither. */
export const triggerOwnerFields: INodeProperties[] = [
	{
		...ownerType,
		options: [
			...ownerTypeOptions,
			{
				name: 'None (MemberCare)',
				value: NO_OWNER,
				description: 'Without owner and claim, as MemberCare does it',
			},
		].sort((a, b) => a.name.localeCompare(b.name)),
	},
	{ ...referenceId, displayOptions: { hide: { ownerType: [NO_OWNER] } } },
];

/** Input of an operation that names a claim. */
export const claimOwner = { ownerType: choice(OWNER_TYPES), referenceId: picked(text) };

const trigger = {
	ownerType: choice([...OWNER_TYPES, NO_OWNER] as const),
	referenceId: picked(text.optional()),
};

/**
 * Input of an operation that an owner triggers: the given shape with `ownerType` and `referenceId`,
 * which only `none` may lack.
 */
export const triggered = <Shape extends z.ZodRawShape>(shape: Shape) =>
	z.object({ ...shape, ...trigger }).superRefine(({ ownerType, referenceId }, context) => {
		if (ownerType === NO_OWNER || referenceId !== undefined) return;
		context.addIssue({
			code: z.ZodIssueCode.custom,
			path: ['referenceId'],
			message: advised(
				'is missing',
				"Use the reference ID of the claim, or set 'Owner Type' to 'None (MemberCare)'",
			),
		});
	});

/** The `triggeredBy` of a request; undefined (not sent) for MemberCare. */
export function triggeredBy(input: { ownerType: string; referenceId?: string }) {
	if (input.ownerType === NO_OWNER) return undefined;
	return { ownerType: input.ownerType, referenceId: input.referenceId };
}
