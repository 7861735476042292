/** Takes the answer to an import apart, row by row, by the badge and the customer that a row names. */
import type { EntryAnswer } from '../../../shared/capillary/envelope';
import { isRecord, readApiErrors, saidToFail } from '../../../shared/capillary/envelope';
import { answerOf, customerOf, partsOf } from '../../fields/bulkAnswer';

type Json = Record<string, unknown>;

/** A row that was sent. */
export interface SentRow {
	badgeId: string;
	customerId: number;
	/** When the customer's badge ends, in epoch milliseconds. */
	until: number;
}

const lower = (value: unknown) => String(value).toLowerCase();

/** Words of a refusal that name a customer (`Customer 3 not found`) or a badge. */
const CUSTOMER_IN_WORDS = /\bcustomer\D{0,20}\b(\d{1,16})\b/i;
const BADGE_IN_WORDS = /\b[0-9a-f]{24}\b/i;

/** A refusal that names nobody itself → the same with the customer and the badge that its words name, where one was sent. */
function namedByWords(answer: EntryAnswer, sent: readonly SentRow[]): EntryAnswer {
	if (answer.failure === undefined || customerOf(answer.data) !== undefined) return answer;
	const words = `${answer.failure.message} ${answer.failure.reference ?? ''}`;
	const customerId = Number(CUSTOMER_IN_WORDS.exec(words)?.[1]);
	const [said] = BADGE_IN_WORDS.exec(words) ?? [];
	const fitting = sent.filter(
		(row) =>
			(Number.isNaN(customerId) || row.customerId === customerId) &&
			(said === undefined || lower(row.badgeId) === lower(said)),
	);
	const isSaid = said !== undefined || !Number.isNaN(customerId);
	// Words that fit several rows do not say which of them they mean.
	if (!isSaid || fitting.length !== 1) return answer;
	const [row] = fitting;
	return {
		...answer,
		data: { ...answer.data, customerId: row.customerId, badgeMetaId: row.badgeId },
	};
}

/** A row of a list of envelopes, or a plain record → what it says; undefined for what is neither. */
function rowOf(row: unknown): EntryAnswer | undefined {
	if (!isRecord(row)) return undefined;
	const isEnvelope = 'data' in row || 'errors' in row;
	const record = isEnvelope && isRecord(row.data) ? row.data : isEnvelope ? {} : row;
	const { customerId, badgeMetaId, errors, error, warnings } = row;
	const named = customerId === undefined ? {} : { customerId };
	const ofBadge = badgeMetaId === undefined ? {} : { badgeMetaId };
	const said = readApiErrors(errors).length > 0 ? errors : saidToFail(row);
	return answerOf(
		{ ...named, ...ofBadge, ...record, ...(isEnvelope ? { errors: said, error, warnings } : {}) },
		{},
		false,
	);
}

/** The rows of an answer, also where they stand in a list inside of it. */
function listOf(data: unknown): unknown[] {
	if (Array.isArray(data)) return data;
	if (isRecord(data) && customerOf(data) === undefined) {
		const lists = partsOf(data).lists.map(([, list]) => list);
		if (lists.length > 0) return lists.flat();
	}
	return [data];
}

/** A row that holds both a badge and errors says two things, which contradict each other. */
const apart = (row: EntryAnswer): EntryAnswer[] =>
	row.failure !== undefined && row.data.earnedBadgeId != null
		? [row, { ...row, failure: undefined }]
		: [row];

const pairOf = ({ badgeId, customerId }: SentRow) => `${lower(badgeId)}|${customerId}`;

/** What can be told from another badge; anything else in its place names none. */
const BADGE = /^[0-9a-f]{24}$/;
const isAnother = (said: string, badge: string) =>
	said !== badge && BADGE.test(said) && BADGE.test(badge);

const SECOND = 1000;

/** When the badge of an answer ends, in whole epoch seconds; undefined where it does not say. */
function endOf({ expiresOnISO, expiresOn }: Json): number | undefined {
	const iso = typeof expiresOnISO === 'string' ? Date.parse(expiresOnISO) / SECOND : NaN;
	if (!Number.isNaN(iso)) return Math.floor(iso);
	return typeof expiresOn === 'number' ? Math.floor(expiresOn) : undefined;
}

const isSameEnd = ({ data }: EntryAnswer, { until }: SentRow) =>
	endOf(data) === Math.floor(until / SECOND);

/** Answers that name the badge and customer of several rows → those of each: by their end, else by their order. */
function amongSame(answers: readonly EntryAnswer[], rows: readonly SentRow[]): EntryAnswer[][] {
	const byEnd = rows.map((row) => answers.filter((answer) => isSameEnd(answer, row)));
	const isClear = byEnd.every((own) => own.length <= 1) && new Set(byEnd.flat()).size > 0;
	const isTold = isClear && byEnd.flat().length === new Set(byEnd.flat()).size;
	if (isTold && (byEnd.flat().length === answers.length || answers.length !== rows.length)) {
		return byEnd;
	}
	return rows.map((_, i) => (answers.length === rows.length ? [answers[i]] : []));
}

/** Splits rows that do not stand in the places of what was sent. */
function byName(answers: readonly EntryAnswer[], sent: readonly SentRow[]): EntryAnswer[][] {
	const pairs = new Map<string, number[]>();
	const badgesOf = new Map<number, Set<string>>();
	for (const [i, row] of sent.entries()) {
		pairs.set(pairOf(row), [...(pairs.get(pairOf(row)) ?? []), i]);
		const badges = badgesOf.get(row.customerId) ?? new Set();
		badgesOf.set(row.customerId, badges.add(lower(row.badgeId)));
	}
	const byPair = new Map<string, EntryAnswer[]>();
	for (const answer of answers) {
		const customerId = customerOf(answer.data);
		if (customerId === undefined) continue;
		const badges = badgesOf.get(customerId) ?? new Set<string>();
		// Where a customer is sent for one badge, the answer need not name it.
		const [only] = badges.size === 1 ? badges : [];
		const said = lower(answer.data.badgeMetaId);
		const isOnly = only !== undefined && !isAnother(said, only);
		const pair = pairOf({ badgeId: isOnly ? only : said, customerId, until: 0 });
		byPair.set(pair, [...(byPair.get(pair) ?? []), answer]);
	}
	const own: EntryAnswer[][] = sent.map(() => []);
	for (const [pair, places] of pairs) {
		const said = byPair.get(pair) ?? [];
		const rows = places.map((i) => sent[i]);
		const each = rows.length === 1 ? [said] : amongSame(said, rows);
		for (const [k, i] of places.entries()) own[i] = each[k].flatMap(apart);
	}
	return own;
}

/** Whether it is sure whom refusals without names mean: they are all alike, or a named row shows that nothing was turned round. */
function showsPlaces(answers: readonly EntryAnswer[]): boolean {
	const isNamed = ({ data }: EntryAnswer) => customerOf(data) !== undefined;
	const reasons = answers
		.filter((answer) => !isNamed(answer))
		.map(({ failure }) => `${failure?.code} ${failure?.message}`);
	const fromEnd = (i: number) => answers.length - 1 - i;
	return new Set(reasons).size <= 1 || answers.some((row, i) => isNamed(row) && i !== fromEnd(i));
}

/**
 * Splits an answer that is a list with one envelope or record per row (docs/api.md#import). A row speaks
 * of the badge and the customer that it names, in whatever order; several rows of the same two are told
 * apart by their end. A refused row that names nobody, in its words neither, speaks of the row at its own
 * place, where as many rows came back as were sent and no other stands out of its place; several that
 * differ only where one that is named shows that the places count.
 * @returns all that is said of each row that was sent
 */
export function splitRows(data: unknown, sent: readonly SentRow[]): EntryAnswer[][] {
	const answers = listOf(data)
		.flatMap((row) => rowOf(row) ?? [])
		.map((answer) => namedByWords(answer, sent));
	const counts = new Map<string, number>();
	for (const row of sent) counts.set(pairOf(row), (counts.get(pairOf(row)) ?? 0) + 1);
	const isAt = (answer: EntryAnswer, row: SentRow) => {
		const { badgeMetaId } = answer.data;
		if (customerOf(answer.data) === undefined) return answer.failure !== undefined;
		if (customerOf(answer.data) !== row.customerId) return false;
		if (isAnother(lower(badgeMetaId), lower(row.badgeId))) return false;
		const isAlone = counts.get(pairOf(row)) === 1 || endOf(answer.data) === undefined;
		return isAlone || isSameEnd(answer, row);
	};
	const isInOrder =
		answers.length === sent.length &&
		answers.every((answer, i) => isAt(answer, sent[i])) &&
		showsPlaces(answers);
	return isInOrder ? answers.map(apart) : byName(answers, sent);
}
