/** Questions about requests for many customers: one who is refused, order and gaps of answers. */
import { BADGES_PATH } from '../../../nodes/shared/capillary/account';
import { codesOf, isDone, isRefused, rowsOf, said } from '../answers';
import { customerAt, mainBadge } from '../badges';
import type { Reply } from '../client';
import { need, once, otherwise, seen, unknown } from '../findings';
import {
	earnBulk,
	enrol,
	enrolled,
	firstDone,
	freshId,
	isGranted,
	prepare,
	second,
} from '../grants';
import type { Context, Probe } from '../types';
import { CannotAsk } from '../types';

/** Two customers in ascending order, as answers are sorted by the customer's number in samples. */
const bothCustomers = (context: Context): [number, number] => {
	const [one, two] = [customerAt(context, 0), customerAt(context, 1)];
	return one < two ? [one, two] : [two, one];
};

/** A batch of one who is enrolled and one who is not: the second is refused (811). */
export const batchWithBad = once(async (context: Context): Promise<Reply> => {
	const { badge } = await firstDone(context);
	if (!badge.isEnrolledFirst) throw new CannotAsk('a badge that wants enrolment is needed');
	const both = bothCustomers(context);
	await prepare(context, badge, customerAt(context, 0));
	return await earnBulk(context, both, { badge, requestId: freshId() });
});

/** A batch of two who both can get the badge. */
const batchOfBoth = once(async (context: Context): Promise<Reply> => {
	const badge = await mainBadge(context);
	// Asked before the second customer is enrolled.
	if (badge.isEnrolledFirst) await batchWithBad(context);
	for (const customer of bothCustomers(context)) await prepare(context, badge, customer);
	return await earnBulk(context, bothCustomers(context), { badge, requestId: freshId() });
});

const namedIn = (reply: Reply): number[] => rowsOf(reply.body).map(({ customer }) => customer);

const badCustomer: Probe = {
	id: 'bad-customer',
	question: 'Does one customer who is refused refuse the whole batch?',
	documents: 'Each customer has an error of his own inside HTTP 200',
	assumes:
		'He is refused alone; where the whole batch is refused, it is cut into halves until he stands alone',
	matters: 'It takes more requests, and nobody is lost',
	habits: ['bad-customer'],
	kind: 'write',
	async ask(context) {
		const reply = await batchWithBad(context);
		if (isRefused(reply)) {
			const named = new RegExp(`(?<!\\d)${customerAt(context, 1)}(?!\\d)`).test(reply.text);
			return named
				? seen(`Yes: ${said(reply)}, and he is named`, { 'bad-customer': 'whole-named' })
				: seen(`Yes: ${said(reply)}`, { 'bad-customer': 'whole' });
		}
		if (!isDone(reply)) return unknown(said(reply));
		const rows = rowsOf(reply.body).filter(({ customer }) => customer === customerAt(context, 1));
		if (rows.some((row) => !row.isRefused)) return otherwise('Nobody is refused');
		return seen('No: he is refused alone', { 'bad-customer': 'alone' });
	},
};

const leftOut: Probe = {
	id: 'left-out',
	question: 'Does the answer about many name everybody?',
	documents: 'Samples do',
	assumes: 'It may not: whoever is not named is looked up',
	matters: 'No: more requests, and in doubt "unknown"',
	habits: ['left-out'],
	kind: 'write',
	async ask(context) {
		const both = await batchOfBoth(context);
		if (!isDone(both)) return unknown(said(both));
		const missing = bothCustomers(context).filter((one) => !namedIn(both).includes(one));
		if (missing.length > 0) return seen('One who was given it is missing', { 'left-out': 'last' });
		const badge = await mainBadge(context);
		if (!badge.isEnrolledFirst) return unknown('Both who were given it are named');
		const reply = await batchWithBad(context);
		if (isRefused(reply) || namedIn(reply).includes(customerAt(context, 1))) {
			return seen('Yes', { 'left-out': 'nobody' });
		}
		return seen('Those who were refused are missing', { 'left-out': 'failed' });
	},
};

const namedTwice: Probe = {
	id: 'named-twice',
	question: 'Does an answer about many name somebody both as done and as refused?',
	documents: 'No sample does',
	assumes: 'It may: the outcome is unknown then, and is looked up',
	matters: 'No: more requests, and in doubt "unknown"',
	habits: ['named-twice'],
	kind: 'write',
	async ask(context) {
		const reply = await batchOfBoth(context);
		if (!isDone(reply)) return unknown(said(reply));
		const rows = rowsOf(reply.body);
		const isTwice = rows.some((row) =>
			rows.some((other) => other.customer === row.customer && other.isRefused !== row.isRefused),
		);
		return isTwice
			? seen('Yes', { 'named-twice': 'last' })
			: seen('No', { 'named-twice': 'nobody' });
	},
};

const rowOrder: Probe = {
	id: 'row-order',
	question: 'In which order does the answer about many stand?',
	documents: 'Not in the order of the request',
	assumes: 'Any: an outcome is taken from the entry that names the customer',
	matters: 'No',
	habits: ['row-order'],
	kind: 'write',
	async ask(context) {
		const reply = await batchOfBoth(context);
		const [one, two] = namedIn(reply);
		if (!isDone(reply)) return unknown(said(reply));
		if (one === undefined || two === undefined) return unknown('Not both are named');
		return one < two
			? seen('By the number of the customer', { 'row-order': 'usual' })
			: seen('By the number of the customer, the last first', { 'row-order': 'reversed' });
	},
};

const bulkAnswer: Probe = {
	id: 'bulk-answer',
	question: 'Does issuing to many answer with a list for one customer, too?',
	documents: 'Samples have several customers',
	assumes: 'Either: a list, or the shape of a single issue',
	matters: 'No',
	habits: ['bulk-answer'],
	kind: 'write',
	async ask(context) {
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		await prepare(context, badge, customer);
		const reply = await earnBulk(context, [customer], { badge, requestId: freshId() });
		if (!isDone(reply)) return unknown(said(reply));
		const data = (reply.body as { data?: object } | undefined)?.data ?? {};
		return 'customerId' in data
			? seen('No: in the shape of a single issue', { 'bulk-answer': 'single' })
			: seen('Yes', { 'bulk-answer': 'list' });
	},
};

const unknownInBatch: Probe = {
	id: 'unknown-customer',
	question: 'What does one unknown customer do to the others of a batch?',
	documents: 'Nothing',
	assumes:
		'The whole batch may be refused: it is cut into halves then. Or he is refused alone, as 1026 says',
	matters: 'It takes more requests, and nobody is lost',
	habits: ['unknown-customer'],
	kind: 'write',
	async ask(context) {
		const nobody = need(context.unknownCustomer, 'no --unknown-customer was given');
		const { badge } = await firstDone(context);
		const customer = customerAt(context, 0);
		// Nothing is sent for a number that may be somebody's.
		const path = `${BADGES_PATH}/customer/${nobody}`;
		const view = await context.client.get(path, { limit: 1 });
		if (!isRefused(view)) throw new CannotAsk('the server does not say that the number is unknown');
		await prepare(context, badge, customer);
		const ids = [customer, nobody];
		const reply = await earnBulk(context, ids, { badge, requestId: freshId() });
		if (isRefused(reply))
			return seen(`It is refused: ${said(reply)}`, { 'unknown-customer': 'whole' });
		if (!isDone(reply)) return unknown(said(reply));
		const given = rowsOf(reply.body).some((row) => row.customer === nobody && !row.isRefused);
		if (given) return otherwise('An unknown customer is given the badge');
		return seen('He is refused alone', { 'unknown-customer': 'alone' });
	},
};

const enrolTwice: Probe = {
	id: 'enrol-twice',
	question: 'What does a second enrolment of the same customer answer?',
	documents: 'Code 1040 for that customer; whether it can be allowed is not said',
	assumes: 'Refused, one more, or success with the enrolment there is: each is read by its ID',
	matters: 'Where it is allowed, enrolling again under another request ID enrols twice',
	habits: ['enrol-twice'],
	kind: 'write',
	async ask(context) {
		const badge = await mainBadge(context);
		const customer = customerAt(context, 0);
		if (badge.isEnrolledFirst) {
			await enrolled(context);
			// Whether an issue uses the enrolment up is asked before.
			const isKept = isDone(await second(context));
			if (!isKept) await enrol(context, [customer], { badge, requestId: freshId() });
		} else await enrol(context, [customer], { badge, requestId: freshId() });
		const mine = () => context.gifts.all.filter(({ kind }) => kind === 'enrolment').length;
		const before = mine();
		const reply = await enrol(context, [customer], { badge, requestId: freshId() });
		const gift = context.gifts.all.filter(({ kind }) => kind === 'enrolment')[before];
		if (codesOf(reply).includes(1040) || !isGranted(reply, customer)) {
			return isRefused(reply) || rowsOf(reply.body).some(({ code }) => code === 1040)
				? seen('It is refused: 1040', { 'enrol-twice': 'refused' })
				: unknown(said(reply));
		}
		if (gift?.state === 'given') return seen('One more', { 'enrol-twice': 'allowed' });
		if (gift?.state === 'unclear') return unknown('The answer does not name the customer');
		return seen('Success, with the enrolment there is', { 'enrol-twice': 'returned' });
	},
};

export const batchProbes = [
	badCustomer,
	leftOut,
	namedTwice,
	rowOrder,
	bulkAnswer,
	unknownInBatch,
	enrolTwice,
];
