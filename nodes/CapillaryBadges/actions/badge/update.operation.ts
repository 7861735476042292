/** Changes a badge (docs/api.md#update-badge): the earn type is not offered, as it never changes (1020). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { path } from '../../../shared/capillary/request';
import { badge } from '../../../shared/editor/badgeField';
import type { z } from 'zod';
import type { Param } from '../../../shared/editor/params';
import { parameters, shownAs } from '../../../shared/editor/params';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { changing, emptyFields, updateFields } from '../../fields/update';
import { readThenWrite } from '../../fields/writeBack';
import { defineOperation } from '../../operation';
import { BADGE_NAMES, badgeOutput, simpleBadge } from './badgeOutput';
import { changedBadge, definitionBody, migrationHeader } from './definition';
import { customFieldChanges, issuedBadgeExpiry, main, optional } from './definitionFields';
import { proofBy } from '../../../shared/capillary/proof';

const { historical, ...others } = optional;

/** Limits that are named take the place of all that the badge has. */
const replacing = <Schema extends z.ZodTypeAny>(limits: Param<Schema>) =>
	shownAs(limits, {
		description: `${limits.shown.description}. They replace all limits of this kind that the badge has: name each that is to stay.`,
	});

const changes = {
	...main,
	issuedBadgeExpiry,
	...others,
	badgeLimits: replacing(others.badgeLimits),
	customerLimits: replacing(others.customerLimits),
	customFields: customFieldChanges,
	emptyFields: emptyFields({
		'Badge Limits': 'badgeConstraints',
		Benefits: 'benefits',
		'Custom Fields': 'customFields',
		'Customer Limits': 'customerConstraints',
		'Default Till ID': 'defaultTillId',
		Description: 'description',
		'Enrolment Expiry (Issued Badge)': 'issuedBadgeExpiry',
		Group: 'badgeGroupId',
		Images: 'images',
		Rank: 'badgeRank',
		Tags: 'tags',
	}),
};

/** What the API requires of a write (docs/api.md#update-badge). */
const REQUIRED = [
	['name'],
	['startOn', 'startOnISO'],
	['expiresOn', 'expiresOnISO'],
	['earnedBadgeExpiry'],
	['ownership.restrictedToOwners'],
	['earnType'],
	['active', 'isActive'],
];

const addressOf = (id: string) => `${BADGES_PATH}${path`/badgeMeta/${id}`}`;

export const updateBadge = defineOperation({
	resource: 'badge',
	value: 'update',
	name: 'Update',
	action: 'Update a badge',
	description: 'Change some fields of a badge; the others stay as they are',
	...parameters(
		{ badgeId: badge, updateFields: updateFields({ ...changes, historical }), simplify },
		changing(Object.keys(changes)),
	),
	steps: ({ badgeId: id, emptyFields: emptied = [], simplify: isSimple, ...input }, context) => {
		const changes = definitionBody(input);
		const write = (found: Record<string, unknown>) => ({
			method: 'PUT' as const,
			path: `${BADGES_PATH}/badgeMeta`,
			headers: migrationHeader(input),
			body: changedBadge(found, changes, emptied),
		});
		const kept = { record: 'badge', id, path: addressOf(id), required: REQUIRED };
		return simplified(
			readThenWrite(kept, { changes, emptied, write }, context),
			isSimple,
			simpleBadge,
		);
	},
	lane: ({ badgeId: id }) => addressOf(id),
	output: badgeOutput,
	fieldNames: BADGE_NAMES,
	proof: proofBy('id'),
	names: { id: 'badgeId' },
	expects: { rules: [] },
	// The whole badge is replaced: the same request twice leaves the same badge.
	repeat: 'safe',
});
