/** What the two lists of a customer's badges share: fields, input, steps. */
import type { Steps } from '../../../shared/capillary/request';
import { pages } from '../../../shared/capillary/pages';
import { dropdown } from '../../../shared/editor/controls';
import type { Collection } from '../../../shared/editor/params';
import { orUsual } from '../../../shared/editor/params';
import { simplified, wanted } from '../../fields/list';
import { counted, simplify } from '../../fields/listFields';
import type { Identified } from './identifier';
import { identifiedCustomer, identifierHeader } from './identifier';

/**
 * Parameters of such a list.
 * @param kinds values of 'Badges' by their labels
 */
export const customerBadgeListParams = <
	const Kind extends string,
	Filters extends Collection,
	Sort extends Collection,
>(
	kinds: Readonly<Record<string, Kind | 'EARNED'>>,
	filters: Filters,
	sort: Sort,
) => ({
	...identifiedCustomer,
	badgeType: orUsual(
		dropdown<Kind | 'EARNED'>('Badges', 'Which badges, seen from the customer', kinds, 'EARNED'),
	),
	...counted,
	filters,
	sort,
	simplify,
});

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
