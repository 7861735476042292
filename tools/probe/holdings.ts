/** What the view of one customer's badge shows (docs/api.md#one-badge-of-a-customer). */
import { BADGES_PATH } from '../../nodes/shared/capillary/account';
import { isDone, type Json, member, recordsOf } from './answers';
import type { Client } from './client';

/** One issued badge or one enrolment, as the view shows it. */
export interface Held {
	id: string | undefined;
	isRevoked: boolean;
	json: Json;
}

export interface Holdings {
	earns: Held[];
	enrolments: Held[];
}

/** Rows that name another customer are not this one's. */
const isOf =
	(customer: number) =>
	({ customerId }: Json): boolean =>
		customerId === undefined || Number(customerId) === customer;

const isRevoked = (row: Json): boolean =>
	(row.revokedOn ?? null) !== null ||
	['status', 'earnStatus', 'issuedStatus'].some((name) => /revok/i.test(String(row[name])));

const held = (row: Json): Held => {
	const id = row.earnedBadgeId ?? row.earnId ?? row.issueId ?? row.issuedId;
	const isId = typeof id === 'string' || typeof id === 'number';
	return { id: isId ? String(id) : undefined, isRevoked: isRevoked(row), json: row };
};

/** The answer of the view, as it came. */
export const askView = async (client: Client, badge: string, customer: number) =>
	await client.get(`${BADGES_PATH}/management/${customer}/badge/${encodeURIComponent(badge)}`, {
		includeStatistics: 'true',
	});

/** Whether something is counted of which no row is shown. */
const isHidden = (details: unknown, count: string, rows: unknown): boolean =>
	Number(member(details, count)) > 0 && recordsOf(rows).length === 0;

/** All rows of the view, whosever they are; undefined where it does not show them. */
export function rowsInView(body: unknown): { earns: Json[]; enrolments: Json[] } | undefined {
	const earns = member(body, 'data', 'earnDetails', 'earns');
	const issuals = member(body, 'data', 'issualDetails', 'issuals');
	if (!Array.isArray(earns) && !Array.isArray(issuals)) return undefined;
	if (isHidden(member(body, 'data', 'earnDetails'), 'earnCount', earns)) return undefined;
	if (isHidden(member(body, 'data', 'issualDetails'), 'issuedCount', issuals)) return undefined;
	return { earns: recordsOf(earns), enrolments: recordsOf(issuals) };
}

/** What a customer holds of a badge; undefined where the view does not show it. */
export async function holdingsOf(
	client: Client,
	badge: string,
	customer: number,
): Promise<Holdings | undefined> {
	const reply = await askView(client, badge, customer);
	const rows = isDone(reply) ? rowsInView(reply.body) : undefined;
	if (!rows) return undefined;
	const { earns, enrolments } = rows;
	return {
		earns: earns.filter(isOf(customer)).map(held),
		enrolments: enrolments.filter(isOf(customer)).map(held),
	};
}
