// Steps of operations that list records.
import { withIsoSiblings } from '../../shared/capillary/dates';
import { isRecord } from '../../shared/capillary/envelope';
import type { Listing } from '../../shared/capillary/pages';
import { pages } from '../../shared/capillary/pages';
import type { Steps } from '../../shared/capillary/request';
import { UNREADABLE } from '../../shared/capillary/request';

type Json = Record<string, unknown>;

/** How many records are wanted; undefined for all. */
export const wanted = ({ returnAll, limit }: { returnAll: boolean; limit: number }) =>
	returnAll ? undefined : limit;

/** What numbers the pages of lists whose only documented parameter is `limit` (docs/api.md#pagination). */
export const pageAndLimit = (page: number, size: number): Json => ({ page, size, limit: size });

/**
 * Steps whose result, one record or a list, comes out simplified where the user wants so. This runs
 * before the output is checked, since the output schema says what comes out.
 * @param pick a record with its ISO times → at most ten flat fields
 */
export function* simplified(steps: Steps, simplify: boolean, pick: (record: Json) => Json): Steps {
	const result = yield* steps;
	if (!simplify || result === UNREADABLE) return result;
	const one = (record: unknown) => {
		const complete = withIsoSiblings(record);
		return isRecord(complete) ? pick(complete) : record;
	};
	return Array.isArray(result) ? result.map(one) : one(result);
}

/** Makes the `pick` that keeps the given members. */
export const keeping =
	(...names: string[]) =>
	(record: Json): Json =>
		Object.fromEntries(names.map((name) => [name, record[name]]));

/** Steps of an operation that lists records and may simplify them. */
export const many = (
	input: { returnAll: boolean; limit: number; simplify: boolean },
	listing: Omit<Listing, 'limit'>,
	pick: (record: Json) => Json,
): Steps => simplified(pages({ ...listing, limit: wanted(input) }), input.simplify, pick);
