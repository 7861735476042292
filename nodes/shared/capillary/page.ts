/** Reads one page of a list. */
import { z } from 'zod';
import { membersOf } from './envelope';

/** A count, also one that is written as text. */
const count = z
	.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
	.pipe(z.number().int().nonnegative())
	.nullish()
	.catch(undefined);
const pagination = z.object({ total: count, totalElements: count, totalPages: count });

/** A page: its records, and what it says of all. */
export interface Page {
	records: unknown[];
	total?: number;
	totalPages?: number;
}

/**
 * Reads one page of a list.
 * @param list the member of `data` that holds the records; without it, `data` is the list
 * @returns undefined where the answer holds no list
 */
export function readPage(data: unknown, list: string | undefined): Page | undefined {
	const members = membersOf(data);
	const records = list === undefined ? data : members[list];
	if (!Array.isArray(records)) return undefined;
	const said = pagination.safeParse(members.pagination);
	const { total, totalElements, totalPages } = said.success ? said.data : {};
	return {
		records,
		total: total ?? totalElements ?? undefined,
		totalPages: totalPages ?? undefined,
	};
}
