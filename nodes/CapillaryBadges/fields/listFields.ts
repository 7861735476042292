// Parameters of operations that list records: how many, narrowed and ordered how, and whether simplified.
import { dropdown, integer, toggle } from '../../shared/editor/controls';
import { flag } from '../../shared/editor/inputs';
import type { Collection, Params } from '../../shared/editor/params';
import { orUsual, param, shownFor } from '../../shared/editor/params';

const limit = integer('Limit', 'Max number of results to return', { min: 1, usual: 50 });

/** How many records the user wants. */
export const counted = {
	returnAll: orUsual(
		toggle('Return All', 'Whether to return all results or only up to a given limit', false),
	),
	limit: shownFor(orUsual(limit), 'returnAll', false),
};

export const simplify = orUsual(
	toggle(
		'Simplify',
		'Whether to return a simplified version of the response instead of the raw data',
		true,
	),
);

/** The same where workflows were saved without it: absent, it changes nothing for them. */
export const simplifyWhenAsked = param({ ...simplify.shown, default: false }, () =>
	flag.default(false),
);

/** The 'Filters' collection with the given members. */
export const filters = <Members extends Params>(members: Members): Collection<Members> => ({
	shown: { displayName: 'Filters', type: 'collection', placeholder: 'Add Filter', default: {} },
	members,
});

/** The 'Sort' collection with the given members. */
export const sort = <Members extends Params>(members: Members): Collection<Members> => ({
	shown: { displayName: 'Sort', type: 'collection', placeholder: 'Add Sort Option', default: {} },
	members,
});

/** What a list is ordered by, under the API's name for it. */
export const sortBy = <const Value extends string>(
	values: Readonly<Record<string, Value>>,
	usual: NoInfer<Value>,
) => dropdown('Sort By', 'What decides the order of the list', values, usual);

/** Ascending or descending, in the API's words. */
export const order = <const Value extends string>(
	ascending: Value,
	descending: Value,
	usual: NoInfer<Value>,
) =>
	dropdown(
		'Order',
		'Direction of the order',
		{ Ascending: ascending, Descending: descending },
		usual,
	);
