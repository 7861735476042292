/** Questions about request IDs: what uses one up, what it is known by, for how long. */
import { codesOf, isDone, isRefused, said, USED } from '../answers';
import { customerAt, mainBadge, testBadges, type TestBadge } from '../badges';
import type { Reply } from '../client';
import { otherwise, seen, unknown } from '../findings';
import { earn, earnBulk, firstDone, freshId, noClaim, prepare } from '../grants';
import { isStatusOfAll } from '../reads/refusals';
import type { Context, Finding, Probe } from '../types';
import { batchWithBad } from './batches';
import { timing } from './timing';

const isUsed = (reply: Reply): boolean => codesOf(reply).includes(USED);

const A_SECOND = 'A second request with the same ID is refused with 809';

const again: Probe = {
	id: 'same-id-again',
	question: 'What does the same request ID answer a second time?',
	documents: `${A_SECOND}, HTTP 400`,
	assumes: 'Code 809 under any status, or its words: the ID is known, and nothing else',
	matters: 'If it were carried out again, a request that is repeated could give a badge twice',
	habits: ['id-status'],
	kind: 'write',
	async ask(context) {
		const { badge, requestId } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const reply = await earn(context, customer, { badge, requestId });
		if (isDone(reply)) return otherwise('It is carried out again');
		const status = (['400', '409', '200', '500'] as const).find(
			(one) => one === String(reply.status),
		);
		if (isUsed(reply) && (await isStatusOfAll(context, reply))) {
			return otherwise(`${said(reply)}, the status of all refusals`);
		}
		if (!isUsed(reply) || !status) return otherwise(said(reply));
		return seen(said(reply), { 'id-status': status });
	},
};

const idCheck: Probe = {
	id: 'id-check',
	question: 'Is a used ID refused before the limits and the claim are looked at?',
	documents: 'Nothing',
	assumes:
		'It may come after: a refusal that follows a lost answer is looked up, whatever its code',
	matters: 'No',
	habits: ['id-check'],
	kind: 'write',
	async ask(context) {
		const { badge, requestId } = await firstDone(context);
		const owner = noClaim(badge);
		const reply = await earn(context, customerAt(context, 0), { badge, requestId, owner });
		if (isUsed(reply)) return seen('Yes: 809', { 'id-check': 'first' });
		return isRefused(reply)
			? seen(`No: ${said(reply)}`, { 'id-check': 'last' })
			: unknown(`A claim that there is not was not refused: ${said(reply)}`);
	},
};

const refusedId: Probe = {
	id: 'refused-id',
	question: 'Does a refused request use up its ID?',
	documents: 'Nothing',
	assumes:
		'It may: after a refusal a new ID is drawn, and an ID of your own is not sent again for another request',
	matters: 'A request ID of your own that was refused once may have to be changed',
	habits: ['refused-id'],
	kind: 'write',
	async ask(context) {
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		const requestId = freshId();
		await prepare(context, badge, customer);
		const refused = await earn(context, customer, { badge, requestId, owner: noClaim(badge) });
		if (!isRefused(refused)) return unknown(`A claim that there is not: ${said(refused)}`);
		const reply = await earn(context, customer, { badge, requestId });
		if (isUsed(reply)) return seen('Yes', { 'refused-id': 'used' });
		return isDone(reply) ? seen('No', { 'refused-id': 'free' }) : unknown(said(reply));
	},
};

/** Whether an ID that was used for the first issue is free elsewhere; undefined where nobody can tell. */
const isFree = (reply: Reply): boolean | undefined =>
	isDone(reply) ? true : isUsed(reply) ? false : undefined;

async function otherCustomer(context: Context, badge: TestBadge, requestId: string) {
	if (context.customers.length < 2) return undefined;
	const customer = customerAt(context, 1);
	// Asked before this customer is enrolled.
	await batchWithBad(context);
	// Where IDs are looked at last, only one who could get the badge sees 809.
	await prepare(context, badge, customer);
	return isFree(await earn(context, customer, { badge, requestId }));
}

async function otherBadge(context: Context, requestId: string): Promise<boolean | undefined> {
	const { id } = await mainBadge(context);
	const other = (await testBadges(context)).find(
		(badge) => badge.id !== id && !badge.isEnrolledFirst && badge.mostPerCustomer === undefined,
	);
	if (!other) return undefined;
	return isFree(await earn(context, customerAt(context, 0), { badge: other, requestId }));
}

const SCOPES = [
	['another endpoint', 'endpoint'],
	['another badge', 'badge'],
	['another customer', 'customer'],
] as const;

const idScope: Probe = {
	id: 'id-scope',
	question: 'What is an ID known by: alone, or within an endpoint, a badge or a customer?',
	documents: A_SECOND,
	assumes: 'It may be any: each request has an ID of its own',
	matters:
		'A request ID of your own that stands for several requests may be refused, or carried out for each',
	habits: ['id-scope'],
	kind: 'write',
	async ask(context): Promise<Finding> {
		const { badge, requestId } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const answers = [
			isFree(await earnBulk(context, [customer], { badge, requestId })),
			await otherBadge(context, requestId),
			await otherCustomer(context, badge, requestId),
		];
		const free = SCOPES.filter((_, place) => answers[place] === true);
		const untold = SCOPES.filter((_, place) => answers[place] === undefined).map(([name]) => name);
		const more = untold.length > 0 ? `; not asked: ${untold.join(', ')}` : '';
		const [only] = free;
		if (free.length > 1) {
			return otherwise(`It is free for ${free.map(([name]) => name).join(' and ')}${more}`);
		}
		if (only) return seen(`It is free for ${only[0]}${more}`, { 'id-scope': only[1] });
		const saw = `It is known everywhere${more}`;
		return untold.length > 0 ? unknown(saw) : seen(saw, { 'id-scope': 'everywhere' });
	},
};

const idNoted: Probe = {
	id: 'id-noted',
	question: 'What does the same ID answer while the first request is at work?',
	documents: 'Nothing',
	assumes:
		'It may be 809 at once, before anything was done: 809 is no proof that the badge was given',
	matters: 'No: after 809 the node looks the customer up',
	habits: ['id-noted'],
	kind: 'write',
	async ask(context) {
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const { kind } = await timing(context);
		if (kind === 'quick') return unknown('The work is too quick to tell');
		if (kind === 'lateAnswer') return unknown('Only the answers take long');
		const requestId = freshId();
		const order: Reply[] = [];
		const send = async () => order.push(await earn(context, customer, { badge, requestId }));
		await Promise.all([send(), send()]);
		const [early, late] = order;
		if (!early || !late) return unknown('No two answers');
		if (isDone(early) && isDone(late)) return otherwise('Both are carried out');
		if (![early, late].some(isUsed)) return unknown(`${said(early)}, then ${said(late)}`);
		return isUsed(early)
			? seen('809 at once', { 'id-noted': 'at-once' })
			: seen('809 once the first was done', { 'id-noted': 'when-done' });
	},
};

const idMemory: Probe = {
	id: 'id-memory',
	question: 'Is a request ID forgotten?',
	documents: 'Nothing',
	assumes: 'Not within the minutes in which a request is repeated',
	matters: 'The scope _Content_ protects from doubles only as long as an ID is remembered',
	habits: ['id-memory-ms'],
	kind: 'write',
	async ask(context) {
		const { clock, patience } = context;
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const requestId = freshId();
		const from = clock.now();
		const given = await earn(context, customer, { badge, requestId });
		if (!isDone(given)) return unknown(said(given));
		for (let pause = patience / 8; clock.now() - from < patience; pause *= 2) {
			await clock.wait(pause);
			const waited = clock.now() - from;
			await prepare(context, badge, customer);
			const reply = await earn(context, customer, { badge, requestId });
			if (isDone(reply)) return seen(`Within ${waited} ms`, { 'id-memory-ms': waited });
		}
		return seen(`Not within ${Math.round(patience / 1000)} seconds`, { 'id-memory-ms': 0 });
	},
};

export const idProbes = [again, idCheck, refusedId, idScope, idNoted];
/** Asked at the end: it waits. */
export const lateIdProbes = [idMemory];
