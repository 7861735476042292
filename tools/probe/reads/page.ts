/** Reading pages of the list of badges. */
import { isDone, type Json, member, recordsOf, said } from '../answers';
import { META } from '../badges';
import { once } from '../findings';
import type { Context } from '../types';
import { CannotAsk } from '../types';

/** Rows that are asked for at once: more than a list is likely to have. */
export const MANY = 200;

export interface Page {
	ids: string[];
	rows: Json[];
	total: unknown;
	pagination: unknown;
}

export async function page({ client }: Context, number: number, size: number): Promise<Page> {
	const reply = await client.get(META, { page: number, size, limit: size });
	if (!isDone(reply)) throw new CannotAsk(`the list answered ${said(reply)}`);
	const rows = recordsOf(member(reply.body, 'data', 'metaBasicDetails'));
	const pagination = member(reply.body, 'data', 'pagination');
	const ids = rows.map(({ id }) => String(id));
	return { ids, rows, total: member(pagination, 'total'), pagination };
}

/** As much of the list as one page holds. */
export const whole = once(async (context: Context) => await page(context, 0, MANY));

/** What all questions about pages have in common. */
export const READ_ON = {
	documents:
		'Pages count from 0; `page` and `size` are documented for some lists, only `limit` for badges',
	kind: 'read',
} as const;
