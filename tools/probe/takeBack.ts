/** Takes back what a run gave, and says of each gift whether it is gone. */
import { APPROVALS_PATH, BADGES_PATH } from '../../nodes/shared/capillary/account';
import { codesOf, isDone, rowsOf } from './answers';
import type { Client, Reply } from './client';
import { type Gift, type GiftKind, type Gifts, rowsOfKind } from './gifts';
import { holdingsOf } from './holdings';
import { META } from './badges';
import type { Clock } from './types';

/** How often one gift is asked back. */
const MOST_TRIES = 3;

/** Codes that say that nothing is held: of an issued badge, and of an enrolment. */
const NOTHING_HELD = { earn: 814, enrolment: 404 };

interface Taking {
	client: Client;
	gifts: Gifts;
	clock: Clock;
	patience: number;
}

/** Finds gifts that no answer named in the view of their customer. */
async function findUnclear({ client, gifts, clock, patience }: Taking): Promise<void> {
	const from = clock.now();
	const shown = new Set<Gift>();
	for (let pause = 500; ; pause *= 2) {
		const unclear = (): Gift[] =>
			gifts.all.filter(({ state, kind }) => state === 'unclear' && kind !== 'request');
		for (const gift of unclear()) {
			const held = await holdingsOf(client, gift.badge, gift.customer);
			const rows = held ? rowsOfKind(gift.kind, held) : [];
			if (held && rows.every(({ id }) => id !== undefined)) shown.add(gift);
			const found = rows.find((row) => !row.isRevoked && !gifts.isKnown(gift, row));
			if (!found) continue;
			gift.id = found.id;
			gift.state = 'given';
		}
		if (clock.now() - from >= patience || unclear().length === 0) break;
		await clock.rest(Math.min(pause, patience));
	}
	for (const gift of shown) if (gift.state === 'unclear') gift.state = 'notSeen';
}

/** What is new in a view although every answer refused it: it may be ours, so it is told, and left alone. */
async function findUnnamed({ client, gifts }: Taking): Promise<void> {
	for (const gift of gifts.tried()) {
		if (gift.kind === 'request') continue;
		const held = await holdingsOf(client, gift.badge, gift.customer);
		const rows = held ? rowsOfKind(gift.kind, held) : [];
		for (const row of rows) {
			if (row.isRevoked || gifts.isKnown({ ...gift, id: undefined }, row)) continue;
			gifts.all.push({ ...gift, id: row.id, state: 'left' });
		}
	}
}

const request: Record<GiftKind, (client: Client, gift: Gift) => Promise<Reply>> = {
	earn: async (client, { badge, customer, id }) =>
		await client.post(`${BADGES_PATH}/customer/revokeEarn`, {
			badgeMetaId: badge,
			customerId: customer,
			earnedBadgeId: id,
		}),
	enrolment: async (client, { badge, customer, id }) =>
		await client.post(`${META}/customer/revokeIssue`, {
			badgeMetaId: badge,
			revokeIssuals: [{ customerId: String(customer), issueId: id }],
		}),
	request: async (client, { id }) =>
		await client.send({
			method: 'PUT',
			path: `${APPROVALS_PATH}/EARN-BADGE`,
			body: {
				requestId: id,
				actionName: 'AdminTask',
				payload: {
					'AdminTask-Payload': { actionDecision: 'rejected', actionMessage: 'A test is over' },
				},
			},
		}),
};

/** Whether an answer says that a gift is gone. */
function isGone({ kind, customer }: Gift, reply: Reply): boolean {
	if (kind === 'request') return isDone(reply);
	const rows = rowsOf(reply.body).filter((row) => row.customer === customer);
	if (rows.some(({ isRefused, code }) => isRefused && code === NOTHING_HELD[kind])) return true;
	if (codesOf(reply).includes(NOTHING_HELD[kind])) return true;
	return isDone(reply) && rows.some(({ isRefused }) => !isRefused);
}

/** Whether the view shows a gift as revoked. */
async function isShownGone(client: Client, gift: Gift): Promise<boolean> {
	const held = await holdingsOf(client, gift.badge, gift.customer);
	const row = held && rowsOfKind(gift.kind, held).find(({ id }) => id === gift.id);
	return row?.isRevoked === true;
}

async function takeOne({ client, clock, patience }: Taking, gift: Gift): Promise<void> {
	for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
		const reply = await request[gift.kind](client, gift);
		const isBack =
			isGone(gift, reply) || (gift.kind !== 'request' && (await isShownGone(client, gift)));
		if (isBack) {
			gift.state = 'takenBack';
			return;
		}
		if (tries < MOST_TRIES) await clock.rest(Math.min(500 * tries, patience / 10));
	}
}

/** Issued badges first: they may rest on the enrolments. */
const ORDER: readonly GiftKind[] = ['request', 'earn', 'enrolment'];

/** Takes everything back. What cannot be is `left` afterwards; never throws. */
export async function takeBack(taking: Taking): Promise<void> {
	const { gifts } = taking;
	try {
		await gifts.settled();
		await findUnclear(taking);
		for (const kind of ORDER) {
			const given = gifts.all.filter((gift) => gift.kind === kind && gift.state === 'given');
			for (const gift of given) await takeOne(taking, gift);
		}
		await findUnnamed(taking);
	} catch {
		// The server is gone: what is still there is said below.
	}
	for (const gift of gifts.all) {
		if (['given', 'unclear', 'underWay'].includes(gift.state)) gift.state = 'left';
	}
}
