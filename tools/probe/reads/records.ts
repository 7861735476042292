/** Questions about single records: badges, customers, web hooks. */
import { codesOf, isDone, isRefused, type Json, member, recordsOf, said } from '../answers';
import { META } from '../badges';
import type { Reply } from '../client';
import { asAssumed, need, once, otherwise, seen, unknown } from '../findings';
import { askView, rowsInView } from '../holdings';
import type { Context, Probe } from '../types';
import { isStatusOfAll } from './refusals';

/** A badge that nothing else is tried on: the last of the list, as its first reading may differ. */
const quietBadge = once(async ({ client, badges }: Context): Promise<string> => {
	const reply = await client.get(META, { page: 0, size: 50, limit: 50 });
	const ids = recordsOf(member(reply.body, 'data', 'metaBasicDetails')).flatMap(({ id }) =>
		typeof id === 'string' && !badges.includes(id) ? [id] : [],
	);
	return need(ids.at(-1) ?? badges[0], 'the list of badges is empty');
});

const read = async (context: Context): Promise<Reply> =>
	await context.client.get(`${META}/${encodeURIComponent(await quietBadge(context))}`);

/** The same badge, read three times. */
const readings = once(
	async (context: Context): Promise<Reply[]> => [
		await read(context),
		await read(context),
		await read(context),
	],
);

const dataOf = (reply: Reply | undefined): Json => {
	const data = reply ? member(reply.body, 'data') : undefined;
	return typeof data === 'object' && data !== null ? (data as Json) : {};
};

const oneRecord: Probe = {
	id: 'one-record',
	question: 'Does the reading of one badge hold all of it?',
	documents: 'All members of Create',
	assumes:
		'It may not: nothing is written back unless the badge that was asked for was read with all that a badge must have',
	matters:
		'Updates are refused then, with the reason: otherwise they would remove what was not shown',
	habits: ['one-record'],
	kind: 'read',
	async ask(context) {
		const [reply] = await readings(context);
		if (!reply || !isDone(reply)) return unknown(reply ? said(reply) : 'Nothing was read');
		const badge = dataOf(reply);
		if (badge.id !== (await quietBadge(context))) {
			return seen('Another badge', { 'one-record': 'another' });
		}
		const misses = (name: string) => !(name in badge);
		if (misses('ownership') && misses('earnType') && misses('startOn')) {
			return seen('A part of it', { 'one-record': 'part' });
		}
		if (misses('ownership')) return seen('No owners', { 'one-record': 'no-ownership' });
		if (misses('earnType')) return seen('No earn type', { 'one-record': 'no-earnType' });
		return seen('All of it', { 'one-record': 'whole' });
	},
};

/** Numbers of sixteen digits and more, without a fraction. */
const LONG_NUMBER = /[:[,]\s*-?(\d{16,})(?=\s*[,}\]])/g;

const bigNumbers: Probe = {
	id: 'big-numbers',
	question: 'Do answers hold whole numbers beyond 2^53?',
	documents: 'Nothing',
	assumes: 'They may: a record that is written back keeps its digits',
	matters: 'No',
	habits: ['benefits'],
	kind: 'read',
	async ask(context) {
		const [reply] = await readings(context);
		if (!reply || !isDone(reply)) return unknown(reply ? said(reply) : 'Nothing was read');
		const long = [...reply.text.matchAll(LONG_NUMBER)].some(
			([, digits]) => !Number.isSafeInteger(Number(digits)),
		);
		return long
			? seen('The badge that was read does', { benefits: 'big-numbers' })
			: seen('The badge that was read does not', { benefits: 'as-stored' });
	},
};

const otherWriter: Probe = {
	id: 'other-writer',
	question: 'Is a badge changed by somebody else between two readings?',
	documents: 'Nothing; an update replaces the whole badge, and no version is named',
	assumes: 'It may be: with _Check for Changes_ nothing is written where it was',
	matters: 'Without that option, what others change between reading and writing is lost',
	habits: ['other-writer'],
	kind: 'read',
	async ask(context) {
		const [one, two, three] = (await readings(context)).map((reply) => {
			const { lastUpdatedOn, lastUpdatedOnISO, description } = dataOf(reply);
			return JSON.stringify([lastUpdatedOn, lastUpdatedOnISO, description]);
		});
		if (one === two && two === three) return seen('No', { 'other-writer': 'none' });
		return two === three
			? seen('Once', { 'other-writer': 'once' })
			: seen('Each time', { 'other-writer': 'always' });
	},
};

const isoTimes: Probe = {
	id: 'iso-times',
	question: 'Do times stand as ISO text beside the numbers, and are the numbers seconds?',
	documents:
		'Newer answers have a sibling with `ISO` at its end; texts say milliseconds, samples show seconds',
	assumes:
		'Seconds; where an older server leaves the sibling out the node adds it, and missing IDs are taken from the request',
	matters: 'Numbers that are no seconds would show wrong dates',
	habits: [],
	kind: 'read',
	async ask(context) {
		const { startOn, startOnISO } = dataOf((await readings(context))[0]);
		const text = startOnISO === undefined ? 'numbers alone' : 'ISO text beside the numbers';
		if (typeof startOn !== 'number') return otherwise(`${text}; the start is no number`);
		// Seconds reach this in the year 5138; milliseconds did in 1973.
		const unit = startOn < 1e11 ? 'seconds' : 'milliseconds';
		return unit === 'seconds' ? asAssumed(`${text}, in ${unit}`) : otherwise(`${text}, in ${unit}`);
	},
};

/** Of the digits that a customer ID may have; shown to nobody where it is somebody's. */
const NOBODYS_NUMBER = 99_999_999_999;

const unknownCustomerRead: Probe = {
	id: 'unknown-customer-read',
	question: "What does the view of a customer's badges answer for an unknown customer?",
	documents: 'Code 1026; no HTTP status',
	assumes: 'Any refusal; code 1026 has words of its own',
	matters: 'No: it is told in general words then',
	habits: [],
	kind: 'read',
	async ask({ client, unknownCustomer = NOBODYS_NUMBER }) {
		const reply = await client.get(`/api_gateway/v1/badges/customer/${unknownCustomer}`, {
			limit: 1,
		});
		if (isDone(reply)) return otherwise('It is not refused');
		return isRefused(reply) ? asAssumed(said(reply)) : otherwise(said(reply));
	},
};

const lookUp: Probe = {
	id: 'customer-lookup',
	question: 'With which HTTP status does the customer look-up say "nobody"?',
	documents: 'An `errors` list with 8015; its status is not shown',
	assumes: 'Any: the code decides',
	matters: 'No',
	habits: ['lookup-status'],
	kind: 'read',
	async ask(context) {
		const reply = await context.client.get('/v2/customers/lookup', {
			source: 'INSTORE',
			identifierName: 'email',
			identifierValue: 'probe-nobody@example.invalid',
		});
		if (isDone(reply)) return otherwise('It finds somebody');
		const status = (['400', '404', '200'] as const).find((one) => one === String(reply.status));
		if (await isStatusOfAll(context, reply)) {
			return otherwise(`${said(reply)}, the status of all refusals`);
		}
		if (!status || !codesOf(reply).includes(8015)) return otherwise(said(reply));
		return seen(said(reply), { 'lookup-status': status });
	},
};

const statistics: Probe = {
	id: 'customer-statistics',
	question: "Does the view of one customer's badge have lists of issues and enrolments?",
	documents: 'With `includeStatistics=true`; the rows of issues are empty in every sample',
	assumes: 'It may not: what it does not show stays unknown',
	matters: 'After a lost answer more outcomes stay unknown, and have to be looked up by hand',
	habits: [],
	kind: 'read',
	async ask({ client, badges, customers }) {
		const badge = need(badges[0], 'no --badge was given');
		const customer = need(customers[0], 'no --customer was given');
		const reply = await askView(client, badge, customer);
		if (!isDone(reply)) return otherwise(said(reply));
		return rowsInView(reply.body) ? asAssumed('Yes') : otherwise('No');
	},
};

/** The web hooks of the organization; their headers may hold secrets, and are shown to nobody. */
const webHooks = once(async ({ client }: Context) => await client.get('/v3/webHooks'));

const webHookList: Probe = {
	id: 'web-hook-list',
	question: 'Does the list of web hooks come whole?',
	documents: '"Lists all of the organization"',
	assumes: 'It may come in pages: the trigger reads on',
	matters: 'No',
	habits: ['web-hook-list'],
	kind: 'read',
	async ask(context) {
		const reply = await webHooks(context);
		if (!isDone(reply)) return unknown(`${said(reply)}: the trigger needs the right "webhook"`);
		return member(reply.body, 'pagination') === undefined
			? seen('Yes, without pagination', { 'web-hook-list': 'whole' })
			: seen('In pages', { 'web-hook-list': 'paged' });
	},
};

const webHookHeaders: Probe = {
	id: 'web-hook-headers',
	question: 'Are the values of registered headers shown?',
	documents: 'They stand in the sample of an answer',
	assumes: 'They may be masked: then what the trigger remembers of its registration counts',
	matters: 'No',
	habits: ['web-hook-headers'],
	kind: 'read',
	async ask(context) {
		const reply = await webHooks(context);
		const values = recordsOf(member(reply.body, 'data')).flatMap(({ webHookHeaders: headers }) =>
			Object.values(headers ?? {}).map(String),
		);
		if (values.length === 0) return unknown('No web hook with headers is registered');
		return values.every((value) => /^[*x•]+$/i.test(value))
			? seen('Masked', { 'web-hook-headers': 'masked' })
			: seen('Shown', { 'web-hook-headers': 'shown' });
	},
};

export const recordProbes = [
	oneRecord,
	isoTimes,
	bigNumbers,
	otherWriter,
	unknownCustomerRead,
	lookUp,
	statistics,
	webHookList,
	webHookHeaders,
];
