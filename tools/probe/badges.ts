/** What a run knows of its test badges: kind, claim, limit. */
import { BADGES_PATH } from '../../nodes/shared/capillary/account';
import { isDone, type Json, member, recordsOf } from './answers';
import { need, once } from './findings';
import type { Context, Owner } from './types';

export const META = `${BADGES_PATH}/badgeMeta`;

/** More pages than these are not searched for a badge. */
const MOST_PAGES = 10;

export interface TestBadge {
	id: string;
	/** Whether a customer must be enrolled before. */
	isEnrolledFirst: boolean;
	/** The claim that is issued by; undefined as MemberCare does it. */
	owner: Owner | undefined;
	/** How often a customer may get it, where a plain limit says so. */
	mostPerCustomer: number | undefined;
}

/** The row of a badge in the list. */
async function listed({ client }: Context, id: string): Promise<Json | undefined> {
	for (let page = 0; page < MOST_PAGES; page += 1) {
		const reply = await client.get(META, { page, size: 100, limit: 100 });
		const rows = recordsOf(member(reply.body, 'data', 'metaBasicDetails'));
		const found = rows.find((row) => row.id === id);
		if (found || rows.length === 0) return found;
	}
	return undefined;
}

function ownerIn(badge: Json): Owner | undefined {
	const claims = recordsOf(member(badge, 'ownership', 'claims'));
	const live = claims.find(({ isActive }) => isActive !== false);
	if (typeof live?.ownerType !== 'string' || live.referenceId === undefined) return undefined;
	return { ownerType: live.ownerType, referenceId: String(live.referenceId) };
}

function limitIn(badge: Json): number | undefined {
	const limits = recordsOf(badge.customerConstraints);
	const plain = limits.find((one) => one.constraintType === 'CUSTOMER_BADGE_FIXED_VALUE');
	return typeof plain?.maxEarnLimit === 'number' ? plain.maxEarnLimit : undefined;
}

async function describe(context: Context, id: string): Promise<TestBadge> {
	const reply = await context.client.get(`${META}/${encodeURIComponent(id)}`);
	const read = member(reply.body, 'data');
	const own = isDone(reply) && member(read, 'id') === id ? (read as Json) : {};
	const badge = { ...(await listed(context, id)), ...own };
	need(Object.keys(badge)[0], 'a test badge was not found');
	return {
		id,
		isEnrolledFirst: badge.earnType === 'ISSUE_EARN',
		owner: context.owner ?? ownerIn(badge),
		mostPerCustomer: limitIn(badge),
	};
}

/** All test badges, in the order in which they were given. */
export const testBadges = once(async (context: Context): Promise<TestBadge[]> => {
	const badges: TestBadge[] = [];
	for (const id of context.badges) badges.push(await describe(context, id));
	return badges;
});

/** The badge that most is tried on. */
export const mainBadge = async (context: Context): Promise<TestBadge> =>
	need((await testBadges(context))[0], 'no --badge was given');

export const customerAt = ({ customers }: Context, place: 0 | 1): number =>
	need(customers[place], place === 0 ? 'no --customer was given' : 'a second --customer is needed');
