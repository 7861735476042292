/** The requests that give something to test customers, always through the gifts. */
import { randomBytes } from 'node:crypto';
import { BADGES_PATH } from '../../nodes/shared/capillary/account';
import { isDone, rowsOf, said } from './answers';
import { customerAt, mainBadge, META, type TestBadge } from './badges';
import type { Reply } from './client';
import { once } from './findings';
import type { Context, Owner } from './types';
import { CannotAsk } from './types';

/** A request ID that nobody has. */
export const freshId = (): string => `probe-${randomBytes(12).toString('hex')}`;

/** An owner and reference that nobody has claimed: a request with it is refused (810). */
export const noClaim = (badge: TestBadge): Owner => ({
	ownerType: badge.owner?.ownerType ?? 'Loyalty',
	referenceId: 'probe: nobody has claimed this',
});

interface Granting {
	badge: TestBadge;
	requestId: string;
	/** Another than the badge's. */
	owner?: Owner;
	/** When it happened; absent: now. */
	eventDate?: string;
}

const bodyOf = ({ badge, requestId, owner = badge.owner, eventDate }: Granting) => ({
	badgeMetaId: badge.id,
	requestId,
	...(owner ? { triggeredBy: owner } : {}),
	...(eventDate === undefined ? {} : { earnEventDate: eventDate }),
});

export const earn = async (
	{ client, gifts }: Context,
	customerId: number,
	granting: Granting,
): Promise<Reply> =>
	await gifts.give(
		{ kind: 'earn', badge: granting.badge.id, customers: [customerId] },
		async () =>
			await client.post(`${BADGES_PATH}/customer/earn`, { ...bodyOf(granting), customerId }),
	);

export const earnBulk = async (
	{ client, gifts }: Context,
	customerIds: readonly number[],
	granting: Granting,
): Promise<Reply> =>
	await gifts.give(
		{ kind: 'earn', badge: granting.badge.id, customers: customerIds },
		async () =>
			await client.post(`${BADGES_PATH}/customer/earnBulk`, { ...bodyOf(granting), customerIds }),
	);

export const enrol = async (
	{ client, gifts }: Context,
	customers: readonly number[],
	granting: Granting,
): Promise<Reply> =>
	await gifts.give(
		{ kind: 'enrolment', badge: granting.badge.id, customers },
		async () => await client.post(`${META}/customer/issueBulk`, { ...bodyOf(granting), customers }),
	);

/** Whether an answer names the customer as done, or names nobody and refuses nothing. */
export function isGranted(reply: Reply, customer: number): boolean {
	const row = rowsOf(reply.body).find((one) => one.customer === customer);
	return isDone(reply) && !row?.isRefused;
}

/** The first enrolment of the first customer, for a badge that wants one. */
export const enrolled = once(async (context: Context): Promise<Reply | undefined> => {
	const badge = await mainBadge(context);
	if (!badge.isEnrolledFirst) return undefined;
	return await enrol(context, [customerAt(context, 0)], { badge, requestId: freshId() });
});

/** The first issue to the first customer: its request ID, and the answer. */
const first = once(async (context: Context) => {
	const badge = await mainBadge(context);
	await enrolled(context);
	const requestId = freshId();
	const reply = await earn(context, customerAt(context, 0), { badge, requestId });
	return { badge, requestId, reply };
});

/** The first issue, which must have been carried out. */
export const firstDone = async (context: Context) => {
	const { badge, requestId, reply } = await first(context);
	if (isDone(reply)) return { badge, requestId, reply };
	throw new CannotAsk(`the first issue to the test customer ended with ${said(reply)}`);
};

/** The second issue under an ID of its own: refused with 811 where an issue uses its enrolment up. */
export const second = once(async (context: Context): Promise<Reply> => {
	const { badge } = await firstDone(context);
	return await earn(context, customerAt(context, 0), { badge, requestId: freshId() });
});

/** Lets a customer be enrolled again before each issue, where an issue uses the enrolment up. */
export async function prepare(context: Context, badge: TestBadge, customer: number): Promise<void> {
	if (!badge.isEnrolledFirst) return;
	const isFirst = customer === context.customers[0];
	if (isFirst && isDone(await second(context))) return;
	await enrol(context, [customer], { badge, requestId: freshId() });
}
