/** What the operations on groups share: the picker, the fields, the answer. */
import { z } from 'zod';
import { recordId } from '../../shared/capillary/ids';
import { integer, line } from '../../shared/editor/controls';
import { locator } from '../../shared/editor/locator';
import { param } from '../../shared/editor/params';
import { keeping } from './list';

const EXAMPLE = '64f0a1c2b3d4e5f600000001';

const picker = {
	displayName: 'Group',
	record: 'group',
	search: 'searchGroups',
	example: EXAMPLE,
};

const groupId = recordId('a group', EXAMPLE);

/** The group that an operation works with. */
export const group = param(
	locator({ ...picker, description: 'The group to work with' }),
	() => groupId,
);

/** A group in a collection, where none is needed. */
export const optionalGroup = (description: string) =>
	param(locator({ ...picker, description, required: false }), () => groupId);

/** What a group is made of. */
export const groupDetails = {
	name: line('Name', {
		placeholder: 'e.g. Food and drink',
		description: 'Unique in the organization; capital letters count',
	}),
	rank: integer('Rank', 'Place among the groups: a higher rank comes first', {
		min: 0,
		usual: 1,
	}),
};

/** A group, as every answer gives it (docs/api.md#create-group). */
export const groupOutput = z
	.object({
		id: z.string(),
		orgId: z.number().nullish(),
		name: z.string(),
		rank: z.number().nullish(),
		isActive: z.boolean().nullish(),
		createdBy: z.number().nullish(),
		createdOn: z.number().nullish(),
		createdOnISO: z.string().nullish(),
		lastUpdatedBy: z.number().nullish(),
		lastUpdatedOn: z.number().nullish(),
		lastUpdatedOnISO: z.string().nullish(),
	})
	.passthrough();

/** The fields of a group that most workflows use. */
export const simpleGroup = keeping('id', 'name', 'rank', 'isActive', 'lastUpdatedOnISO');
