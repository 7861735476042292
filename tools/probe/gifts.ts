/* eslint-disable @n8n/community-nodes/require-node-api-error -- runs beside n8n, not inside it */
/** Everything that a run gives to test customers: noted before it is sent, so that nothing is forgotten. */
import { isRefused, type Row, rowsOf } from './answers';
import type { Client, Reply } from './client';
import { type Held, holdingsOf } from './holdings';

export type GiftKind = 'earn' | 'enrolment' | 'request';

/** A badge, an enrolment or a request for approval that this run may have given. */
export interface Gift {
	kind: GiftKind;
	badge: string;
	customer: number;
	/** As the answer names it. */
	id: string | undefined;
	/**
	 * `unclear` where no answer says whether it was given; then `notSeen` where the view of the customer
	 * does not show it either. `left` where it was not taken back, or may not have been.
	 */
	state: 'underWay' | 'given' | 'unclear' | 'notGiven' | 'notSeen' | 'takenBack' | 'left';
}

/** What one request may give. */
interface Giving {
	kind: 'earn' | 'enrolment';
	badge: string;
	customers: readonly number[];
}

export interface Gifts {
	all: Gift[];
	/** Sends a request that gives something, and notes what its answer says of it. */
	give(giving: Giving, send: () => Promise<Reply>): Promise<Reply>;
	/** Notes something that was given, or may have been. */
	note(gift: Gift): void;
	/** Whether a row of the view was there before this run, or may have been, or is noted already. */
	isKnown(gift: Gift, held: Held): boolean;
	/** One gift for each customer, badge and kind that something was tried on. */
	tried(): Gift[];
	/** Ends when nothing is under way any more. */
	settled(): Promise<void>;
}

const keyOf = ({ kind, badge, customer }: Gift): string => `${kind} ${badge} ${customer}`;

export const rowsOfKind = (kind: GiftKind, held: { earns: Held[]; enrolments: Held[] }): Held[] =>
	kind === 'earn' ? held.earns : held.enrolments;

/** The ID that proves a gift. Older answers call that of an earn `issuedId`, too. */
const idIn = (kind: GiftKind, row: Row): string | undefined =>
	kind === 'earn' ? (row.earnedBadgeId ?? row.issuedId) : row.issuedId;

/** @param tell shows a line to whoever runs the probe; it may name customers */
export function createGifts(client: Client, tell: (line: string) => void): Gifts {
	const all: Gift[] = [];
	/** What customers held before; those who were asked for and not shown are not in it. */
	const before = new Map<string, ReadonlySet<string>>();
	const asked = new Set<string>();
	const pending = new Set<Promise<unknown>>();

	/** What a customer held before anything was given. */
	async function remember(gift: Gift): Promise<void> {
		if (asked.has(keyOf(gift))) return;
		asked.add(keyOf(gift));
		const held = await holdingsOf(client, gift.badge, gift.customer);
		if (!held) return;
		before.set(keyOf(gift), new Set(rowsOfKind(gift.kind, held).flatMap(({ id }) => id ?? [])));
	}

	const isOld = (gift: Gift, id: string): boolean =>
		before.get(keyOf(gift))?.has(id) === true ||
		all.some((other) => other !== gift && other.kind === gift.kind && other.id === id);

	function settle(gift: Gift, reply: Reply): void {
		const rows = rowsOf(reply.body).filter(({ customer }) => customer === gift.customer);
		const row = rows.find((one) => !one.isRefused) ?? rows[0];
		const id = row && !row.isRefused ? idIn(gift.kind, row) : undefined;
		if (id !== undefined) {
			gift.state = isOld(gift, id) ? 'notGiven' : 'given';
			gift.id = gift.state === 'given' ? id : undefined;
		} else gift.state = row?.isRefused || isRefused(reply) ? 'notGiven' : 'unclear';
		if (gift.state === 'given') tell(`given: ${wordsOf(gift)}`);
		if (gift.state === 'unclear') tell(`perhaps given (no answer names it): ${wordsOf(gift)}`);
	}

	async function give({ kind, badge, customers }: Giving, send: () => Promise<Reply>) {
		const gifts = customers.map(
			(customer): Gift => ({ kind, badge, customer, id: undefined, state: 'underWay' }),
		);
		for (const gift of gifts) await remember(gift);
		all.push(...gifts);
		try {
			const reply = await send();
			for (const gift of gifts) settle(gift, reply);
			return reply;
		} catch (error) {
			// Nothing was sent: the client throws before it sends, and for no answer.
			for (const gift of gifts) gift.state = 'notGiven';
			throw error;
		}
	}

	return {
		all,
		give(giving, send) {
			const giver = give(giving, send);
			pending.add(giver);
			return giver.finally(() => pending.delete(giver));
		},
		note(gift) {
			all.push(gift);
			tell(`${gift.state === 'given' ? 'given' : 'perhaps given'}: ${wordsOf(gift)}`);
		},
		isKnown: (gift, { id }) => !before.has(keyOf(gift)) || id === undefined || isOld(gift, id),
		tried: () => [...new Map(all.map((gift) => [keyOf(gift), gift])).values()],
		async settled() {
			await Promise.allSettled([...pending]);
		},
	};
}

const NAMES: Record<GiftKind, string> = {
	earn: 'issued badge',
	enrolment: 'enrolment',
	request: 'request for approval',
};

/** A gift in words for the terminal of whoever runs the probe, with its IDs. */
export const wordsOf = ({ kind, badge, customer, id }: Gift): string =>
	`${NAMES[kind]}${id === undefined ? '' : ` ${id}`} of customer ${customer}, badge ${badge}`;
