/** Changes a badge (docs/api.md#update-badge): the earn type is not offered, as it never changes (1020). */
import { BADGES_PATH } from '../../../shared/capillary/account';
import { badgeId } from '../../../shared/capillary/ids';
import { badgeField } from '../../fields/badge';
import { badgeOutput, simpleBadge } from './badgeOutput';
import { changedBadge, definitionBody, definitionInput, migrationHeader } from './definition';
import { issuedBadgeExpiry, mainFields, optionalFields } from './definitionFields';
import { simplified, simplifyField, simplifyInput } from '../../fields/list';
import { emptyInput, readThenWrite, updateFields, updateInput } from '../../fields/update';
import { defineOperation } from '../../operation';
import { path } from '../../../shared/capillary/request';

/** What can be emptied, in the API's names, by label. */
const EMPTIABLE = [
	{ name: 'Badge Limits', value: 'badgeConstraints' },
	{ name: 'Benefits', value: 'benefits' },
	{ name: 'Custom Fields', value: 'customFields' },
	{ name: 'Customer Limits', value: 'customerConstraints' },
	{ name: 'Default Till ID', value: 'defaultTillId' },
	{ name: 'Description', value: 'description' },
	{ name: 'Enrolment Expiry (Issued Badge)', value: 'issuedBadgeExpiry' },
	{ name: 'Group', value: 'badgeGroupId' },
	{ name: 'Images', value: 'images' },
	{ name: 'Rank', value: 'badgeRank' },
	{ name: 'Tags', value: 'tags' },
];

export const updateBadge = defineOperation({
	resource: 'badge',
	value: 'update',
	name: 'Update',
	action: 'Update a badge',
	description: 'Change some fields of a badge; the others stay as they are',
	fields: [
		badgeField,
		updateFields([...mainFields, issuedBadgeExpiry, ...optionalFields], EMPTIABLE),
		simplifyField,
	],
	input: ({ zone }) => {
		const { historical, ...changes } = definitionInput(zone);
		return updateInput(
			{ ...changes, ...emptyInput(EMPTIABLE.map(({ value }) => value)) },
			{ badgeId, historical, ...simplifyInput },
		);
	},
	steps: ({ badgeId: id, emptyFields = [], simplify, ...input }) =>
		simplified(
			readThenWrite(`${BADGES_PATH}${path`/badgeMeta/${id}`}`, (found) => ({
				method: 'PUT',
				path: `${BADGES_PATH}/badgeMeta`,
				headers: migrationHeader(input),
				body: changedBadge(found, definitionBody(input), emptyFields),
			})),
			simplify,
			simpleBadge,
		),
	output: badgeOutput,
	// The whole badge is replaced: the same request twice leaves the same badge.
	repeat: 'safe',
});
