/** Changes a badge (docs/api.md#update-badge): the earn type is not offered, as it never changes (1020). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { path } from '../../../shared/capillary/request';
import { badge } from '../../../shared/editor/badgeField';
import { parameters } from '../../../shared/editor/params';
import { simplified } from '../../fields/list';
import { simplify } from '../../fields/listFields';
import { changing, emptyFields, readThenWrite, updateFields } from '../../fields/update';
import { defineOperation } from '../../operation';
import { badgeOutput, simpleBadge } from './badgeOutput';
import { changedBadge, definitionBody, migrationHeader } from './definition';
import { issuedBadgeExpiry, main, optional } from './definitionFields';
import { proofBy } from '../../fields/proof';

const { historical, ...others } = optional;

const changes = {
	...main,
	issuedBadgeExpiry,
	...others,
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
	steps: ({ badgeId: id, emptyFields: emptied = [], simplify: isSimple, ...input }) =>
		simplified(
			readThenWrite(`${BADGES_PATH}${path`/badgeMeta/${id}`}`, (found) => ({
				method: 'PUT',
				path: `${BADGES_PATH}/badgeMeta`,
				headers: migrationHeader(input),
				body: changedBadge(found, definitionBody(input), emptied),
			})),
			isSimple,
			simpleBadge,
		),
	output: badgeOutput,
	proof: proofBy('id'),
	names: { id: 'badgeId' },
	// The whole badge is replaced: the same request twice leaves the same badge.
	repeat: 'safe',
});
