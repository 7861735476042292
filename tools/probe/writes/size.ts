/** How many are taken in one request. */
import { optionsSchema } from '../../../nodes/CapillaryBadges/options';
import { BADGES_PATH } from '../../../nodes/shared/capillary/account';
import { codesOf, isRefused, said } from '../answers';
import { customerAt } from '../badges';
import type { Reply } from '../client';
import { seen, unknown } from '../findings';
import { NO_BADGE } from '../reads/headers';
import type { Context, Probe } from '../types';

/** The most that the node lets a user ask for. */
const BIGGEST = 1000;

/** What the node sends unless told otherwise. */
const USUAL: number = optionsSchema().parse({}).batchSize;

/** Rows for a badge that there is not: nothing can come of them, however many they are. */
async function importNothing({ client }: Context, customer: number, rows: number): Promise<Reply> {
	const soon = Math.floor(Date.now() / 1000) + 3600;
	const row = {
		badgeMetaId: NO_BADGE,
		customerId: customer,
		earnEventDate: soon - 7200,
		earnExpiresOn: soon,
	};
	const body = Array.from({ length: rows }, () => row);
	return await client.post(`${BADGES_PATH}/import/customerBadges`, body);
}

/** "More entries than are taken at once", or the like of it. */
const isTooMany = (reply: Reply, few: Reply): boolean =>
	reply.status === 413 ||
	codesOf(reply).includes(1060) ||
	(isRefused(reply) && codesOf(reply).join() !== codesOf(few).join());

/** The most rows that are taken, between what is and what is not, in as few requests as may be. */
async function mostTaken(taken: number, refused: number, ask: (rows: number) => Promise<boolean>) {
	let [low, high] = [taken, refused];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (await ask(middle)) low = middle;
		else high = middle;
	}
	return low;
}

const batchCap: Probe = {
	id: 'batch-cap',
	question:
		'How many are taken in one request? (Asked of the import, for a badge that there is not)',
	documents: '20 for ending enrolments; nothing for the others',
	assumes: `${USUAL} unless told otherwise, at most ${BIGGEST.toLocaleString('en')}; a batch that is refused as too long is cut into halves`,
	matters: 'Set _Batch Size_ to what is taken: each batch is refused first otherwise',
	habits: ['batch-cap'],
	kind: 'write',
	async ask(context) {
		const customer = customerAt(context, 0);
		const badge = await context.client.get(`${BADGES_PATH}/badgeMeta/${NO_BADGE}`);
		if (badge.status !== 404) return unknown('A badge that there is not is not refused with 404');
		const few = await importNothing(context, customer, 1);
		const many = await importNothing(context, customer, BIGGEST);
		if (many.trouble ?? (many.status >= 500 || few.status >= 500)) return unknown(said(many));
		if (!isTooMany(many, few)) return seen(`${BIGGEST} rows and more`, { 'batch-cap': 0 });
		const most = await mostTaken(1, BIGGEST, async (rows) => {
			const reply = await importNothing(context, customer, rows);
			return !isTooMany(reply, few);
		});
		return seen(`${most}; more: ${said(many)}`, { 'batch-cap': most });
	},
};

export const sizeProbes = [batchCap];
