/** What the operations on groups share: the picker, the fields, the answer. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { recordId } from '../../shared/capillary/ids';
import { text, wholeNumber } from '../../shared/editor/inputs';
import { locatorField } from '../../shared/editor/locator';
import { keeping } from './list';

const EXAMPLE = '64f0a1c2b3d4e5f600000001';

const picker = {
	displayName: 'Group',
	name: 'groupId',
	record: 'group',
	search: 'searchGroups',
	example: EXAMPLE,
};

/** Picks a badge group. */
export const groupField = locatorField({ ...picker, description: 'The group to work with' });

/** Picks a group where none is needed, under a name of its own. */
export const optionalGroupField = (name: string, description: string) =>
	locatorField({ ...picker, name, description, required: false });

export const groupId = recordId('a group', EXAMPLE);

/** Name and rank of a group, in the order of their labels. */
export const groupDetails: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Food and drink',
		description: 'Unique in the organization; capital letters count',
	},
	{
		displayName: 'Rank',
		name: 'rank',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 1,
		description: 'Place among the groups: a higher rank comes first',
	},
];

/** Input of the same. */
export const groupInput = { name: text, rank: wholeNumber(0) };

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
