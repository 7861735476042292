/** Questions about the view of a customer after something was given: how soon it follows, and its rows. */
import { type Json, member } from '../answers';
import { customerAt } from '../badges';
import type { Reply } from '../client';
import { need, once, seen, unknown } from '../findings';
import { firstDone } from '../grants';
import { askView, holdingsOf, rowsInView } from '../holdings';
import type { Context, Probe } from '../types';
import { timing } from './timing';

const idOf = (reply: Reply): string | undefined => {
	const { data } = (reply.body ?? {}) as { data?: { earnedBadgeId?: unknown } };
	const id = data?.earnedBadgeId;
	return id === undefined || id === null ? undefined : String(id);
};

/** Whether the view shows an issued badge by its ID; undefined where it shows no rows. */
async function shows(context: Context, badge: string, id: string): Promise<boolean | undefined> {
	const held = await holdingsOf(context.client, badge, customerAt(context, 0));
	// Rows without IDs do not tell which is which.
	if (held?.earns.some((row) => row.id === undefined)) return undefined;
	return held?.earns.some((row) => row.id === id);
}

/** When the view showed the first issue, in milliseconds after its answer. */
const lag = once(async (context: Context): Promise<number | 'never' | 'no rows'> => {
	const { clock, patience } = context;
	const { badge, reply } = await firstDone(context);
	const id = need(idOf(reply), 'the answer to the first issue has no ID');
	const from = clock.now();
	for (let pause = Math.min(250, patience / 8); ; pause *= 2) {
		const isShown = await shows(context, badge.id, id);
		if (isShown === undefined) return 'no rows';
		const after = clock.now() - from;
		if (isShown) return after;
		if (after >= patience) return 'never';
		await clock.wait(pause);
	}
});

const viewLag: Probe = {
	id: 'view-lag',
	question: 'How soon does the view show what was given?',
	documents: 'Nothing',
	assumes: 'Not at once: a look-up that shows nothing is repeated, and proves nothing',
	matters:
		'The longer it takes, the more outcomes stay unknown after a lost answer; a longer _Timeout_ helps',
	habits: ['view-lag-ms'],
	kind: 'write',
	async ask(context) {
		const after = await lag(context);
		if (after === 'no rows') return unknown('The view shows no rows with IDs');
		const { patience } = context;
		if (after === 'never') {
			const seconds = Math.round(patience / 1000);
			return seen(`Not within ${seconds} seconds`, { 'view-lag-ms': patience });
		}
		// The first look takes its own time.
		return after < 200
			? seen('At once', { 'view-lag-ms': 0 })
			: seen(`After ${after} ms`, { 'view-lag-ms': after });
	},
};

/** The row of the first issue, as the view shows it. */
const firstRow = once(async (context: Context): Promise<Json> => {
	const { badge, reply } = await firstDone(context);
	await lag(context);
	const held = await holdingsOf(context.client, badge.id, customerAt(context, 0));
	const id = idOf(reply);
	const row = held?.earns.find((one) => one.id === id)?.json ?? held?.earns.at(-1)?.json;
	return need(row, 'the view shows no row of the issue');
});

const VIEW = {
	documents:
		'Rows of issues are shown in no sample; elsewhere they have `earnedBadgeId` or `earnId`, times, owner and reference',
	kind: 'write',
} as const;

const statistics: Probe = {
	...VIEW,
	id: 'view-rows',
	question: 'Does the view show a row of what was just given?',
	assumes: 'It may not, or count alone: what it does not show stays unknown',
	matters: 'After a lost answer more outcomes stay unknown, and have to be looked up by hand',
	habits: ['statistics'],
	async ask(context) {
		const { badge } = await firstDone(context);
		await lag(context);
		const { body } = await askView(context.client, badge.id, customerAt(context, 0));
		const count = member(body, 'data', 'earnDetails', 'earnCount');
		if (count === undefined) return seen('It shows nothing', { statistics: 'none' });
		const rows = rowsInView(body);
		if (!rows) return seen('It counts, without rows', { statistics: 'counts' });
		return rows.earns.length > 0
			? seen('Yes', { statistics: 'shown' })
			: unknown('It shows nothing yet');
	},
};

const rowId: Probe = {
	...VIEW,
	id: 'row-id',
	question: 'What does a row of the view call the ID of an issued badge?',
	assumes: 'Either name',
	matters: 'Under a third name a lost answer could not be proved by it',
	habits: ['earn-row-id'],
	async ask(context) {
		const row = await firstRow(context);
		if ('earnedBadgeId' in row) return seen('earnedBadgeId', { 'earn-row-id': 'earnedBadgeId' });
		return 'earnId' in row
			? seen('earnId', { 'earn-row-id': 'earnId' })
			: seen('None of the two', { 'earn-row-id': 'absent' });
	},
};

const rowOwners: Probe = {
	...VIEW,
	id: 'row-owners',
	question: 'Does a row of the view say for whom the badge was issued?',
	assumes: 'It may not: owner and reference tell ours from others only where they are there',
	matters: 'What others issue at the same time cannot be told apart then, and more stays unknown',
	habits: ['row-owners'],
	async ask(context) {
		const row = await firstRow(context);
		return 'ownerType' in row && 'ownerReferenceId' in row
			? seen('Yes', { 'row-owners': 'shown' })
			: seen('No', { 'row-owners': 'absent' });
	},
};

const rowTimes: Probe = {
	...VIEW,
	id: 'row-times',
	question: 'Does a row of the view say when, and how?',
	assumes: 'As seconds, as ISO text, or not at all',
	matters: 'Without times a lost answer is not proved by an earlier issue, and more stays unknown',
	habits: ['row-times'],
	async ask(context) {
		const row = await firstRow(context);
		const time = row.earnedOn ?? row.earnEventDate;
		if (time === undefined) return seen('It does not', { 'row-times': 'absent' });
		return typeof time === 'number'
			? seen('In numbers', { 'row-times': 'numbers' })
			: seen('As text', { 'row-times': 'iso' });
	},
};

const rowCustomers: Probe = {
	...VIEW,
	id: 'row-customers',
	question: "Are only this customer's rows in the view?",
	assumes: "Rows that name another customer do not count as this one's",
	matters: 'Rows of others that name nobody could prove what was not done',
	habits: ['row-customers'],
	async ask(context) {
		const { badge } = await firstDone(context);
		const own = customerAt(context, 0);
		const theirs = context.gifts.all.filter(
			({ kind, customer, id, state, badge: given }) =>
				kind === 'earn' && given === badge.id && state === 'given' && customer !== own && id,
		);
		need(theirs[0], 'a second --customer who was given the badge is needed');
		await lag(context);
		const rows = rowsInView((await askView(context.client, badge.id, own)).body);
		if (!rows) return unknown('The view shows no rows');
		const ids = rows.earns.map((row) => String(row.earnedBadgeId ?? row.earnId));
		return theirs.some(({ id }) => ids.includes(String(id)))
			? seen('No: those of others, too', { 'row-customers': 'all' })
			: seen('Yes', { 'row-customers': 'own' });
	},
};

const work: Probe = {
	id: 'work',
	question: 'How long does a write take, and is it done before its answer comes?',
	documents: 'Nothing',
	assumes: 'It may take longer than the _Timeout_, and go on after it: no answer means unknown',
	matters: 'A _Timeout_ that is shorter makes outcomes unknown that only need time',
	habits: ['work-ms', 'answer-ms'],
	kind: 'write',
	async ask(context) {
		const { kind, ms } = await timing(context);
		const none = { 'work-ms': 0, 'answer-ms': 0 };
		if (kind === 'quick') return seen('Hardly longer than a read', none);
		const longer = `${ms} ms longer than a read`;
		return kind === 'lateAnswer'
			? seen(`${longer}; it is seen before its answer`, { ...none, 'answer-ms': ms })
			: seen(`${longer}; it is not seen before its answer`, { ...none, 'work-ms': ms });
	},
};

export const viewProbes = [viewLag, statistics, rowId, rowOwners, rowTimes, work];
/** Asked once a second customer was given something. */
export const lateViewProbes = [rowCustomers];
