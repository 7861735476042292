/** What the two lists of a customer's badges share: fields, input, steps. */
import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Steps } from '../../../shared/capillary/request';
import { dropdown } from '../../fields/dropdown';
import type { Identified } from './identifier';
import { identified, identifiedCustomerFields, identifierHeader } from './identifier';
import {
	filtersField,
	listFields,
	listInput,
	pages,
	simplified,
	simplifyField,
	simplifyInput,
	wanted,
} from '../../fields/list';

/**
 * Fields of a list of one customer's badges.
 * @param kinds values of 'Badges' by their labels, sorted
 */
export const customerBadgeListFields = (
	kinds: Readonly<Record<string, string>>,
	filters: INodeProperties[],
	sort: INodeProperties,
): INodeProperties[] => [
	...identifiedCustomerFields,
	dropdown('Badges', 'badgeType', 'Which badges, seen from the customer', kinds, 'EARNED'),
	...listFields,
	filtersField(filters),
	sort,
	simplifyField,
];

/** Input of the same, with the given members of the query. */
export const customerBadgeListInput = <Shape extends z.ZodRawShape>(shape: Shape) =>
	identified({ ...listInput, ...simplifyInput, ...shape });

interface Wish extends Identified {
	returnAll: boolean;
	limit: number;
	simplify: boolean;
}

/** Steps that read such a list. */
export const customerBadgeList = (
	input: Wish,
	listing: Pick<Parameters<typeof pages>[0], 'path' | 'query' | 'list' | 'number'>,
	pick: Parameters<typeof simplified>[2],
): Steps =>
	simplified(
		pages({ ...listing, headers: identifierHeader(input), limit: wanted(input) }),
		input.simplify,
		pick,
	);

const NOT_ASKED = new Set<string>([
	'customerId',
	'customerIdentifierType',
	'limit',
	'returnAll',
	'simplify',
] satisfies Array<keyof Wish>);

/** What of an input belongs into the query: all but the customer and how much is wanted. */
export const queryOf = (input: Wish): Record<string, unknown> =>
	Object.fromEntries(Object.entries(input).filter(([name]) => !NOT_ASKED.has(name)));
