/** Dates: as users write them, and as the API wants them. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { advised, shown } from '../editor/inputs';
import { isRecord } from './envelope';

/** Epoch seconds beyond this (year 5138) can only be milliseconds, which the API reads as seconds. */
const LATEST_EPOCH_SECONDS = 1e11;

const notADate = (value: unknown) =>
	advised(`is not a date: ${shown(value)}`, 'Use ISO 8601, such as 2026-03-15T11:20:00Z');

const NUMBER = /^-?\d{9,}(\.\d+)?$/;

/** A day: `2026-03-15`, `20260315`, `2026-W11-7`, `2026-074`, or the first one of a month, `2026-03`. */
const DAY = String.raw`\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d|\d{4}-\d{3}|\d{4}-\d{2}`;
const TIME = String.raw`\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?`;
/** An offset, Z, UTC, or a name like `Asia/Kolkata`; abbreviations mean several zones each. */
const ZONE = String.raw`Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?|UTC|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+`;
const DATE = new RegExp(
	String.raw`^(${DAY})(?:(?:T| +)(${TIME}) ?(${ZONE})?(?:\[[^\]]+\])?)?$`,
	'i',
);

/** Seconds as decimal digits → whole milliseconds, never after the time that they name. */
function millisecondsOf(seconds: number | string): number {
	const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(String(seconds)) ?? [];
	if (whole === undefined) return Math.floor(Number(seconds) * 1000);
	return Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
}

/** The form that a builder's expressions give, which needs no calendar: luxon takes ten times as long. */
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/** The same, read; undefined where it is another form, or no day of the calendar. */
function utcOf(text: string): Date | undefined {
	const date = UTC.test(text) ? new Date(text) : undefined;
	if (!date || Number.isNaN(date.getTime())) return undefined;
	return date.toISOString().startsWith(text.slice(0, 19)) ? date : undefined;
}

/** Text with its date part → the instant; undefined for anything else. */
function instantOf(text: string, zone: string): Date | undefined {
	const inUtc = utcOf(text);
	if (inUtc) return inUtc;
	const [, day, time, named = ''] = DATE.exec(text) ?? [];
	if (day === undefined) return undefined;
	const isName = named.includes('/');
	const offset = isName ? '' : named.toUpperCase().replace('UTC', 'Z');
	const iso = `${day.toUpperCase()}${time === undefined ? '' : `T${time}${offset}`}`;
	const date = DateTime.fromISO(iso, { zone: isName ? named : zone });
	return date.isValid ? date.toJSDate() : undefined;
}

/**
 * Reads a date as users write them: any ISO 8601 form with a date part, `YYYY-MM-DD hh:mm:ss`, a Luxon
 * or JavaScript date from an expression, or epoch seconds.
 * @param value what the parameter holds
 * @param zone IANA name of the workflow's time zone, used where the text names none
 * @returns the instant, or a sentence that says why there is none
 * Rule: docs/api.md#dates (numbers are seconds; milliseconds would be misread by the server).
 */
export function parseDate(value: unknown, zone: string): Date | string {
	if (DateTime.isDateTime(value)) return value.isValid ? value.toJSDate() : notADate(value);
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? notADate(value) : value;
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string') return notADate(value);
	const trimmed = text.trim();
	if (NUMBER.test(trimmed)) {
		return Math.abs(Number(trimmed)) < LATEST_EPOCH_SECONDS
			? new Date(millisecondsOf(trimmed))
			: advised(
					`looks like milliseconds: ${shown(value)}`,
					'Use seconds since 1970, or an ISO 8601 date such as 2026-03-15T11:20:00Z',
				);
	}
	return instantOf(trimmed, zone) ?? notADate(trimmed);
}

/**
 * A zod type for a date parameter.
 * @param zone IANA name of the workflow's time zone
 */
export const dateInput = (zone: string) =>
	z.unknown().transform((value, context): Date => {
		const date = value === undefined ? 'is missing' : parseDate(value, zone);
		if (typeof date !== 'string') return date;
		context.addIssue({ code: z.ZodIssueCode.custom, message: date });
		return z.NEVER;
	});

/**
 * A zod type for a day: any date that `dateInput` reads → its `YYYY-MM-DD` in the zone.
 * @param zone IANA name of the workflow's time zone
 */
export const dayInput = (zone: string) =>
	dateInput(zone).transform((date) => DateTime.fromJSDate(date, { zone }).toFormat('yyyy-MM-dd'));

/**
 * The same as the text that goes into a query.
 * @param zone IANA name of the workflow's time zone
 */
export const isoInput = (zone: string) => dateInput(zone).transform(toIsoUtc);

/** ISO 8601 in UTC with milliseconds: `2023-11-03T21:51:00.192Z`. */
export function toIsoUtc(date: Date): string {
	return date.toISOString();
}

/** Whole seconds since 1970, rounded down. */
export function toEpochSeconds(date: Date): number {
	return Math.floor(date.getTime() / 1000);
}

/** The timestamps that the API answers as epoch seconds, each with an `…ISO` sibling on newer servers. */
const TIMESTAMPS = new Set([
	'createdOn',
	'earnEventDate',
	'earnExpiresOn',
	'earnedOn',
	'endDate',
	'expiresOn',
	'issueEventDate',
	'issueExpiresOn',
	'issuedOn',
	'lastEarnEventDate',
	'lastEarnedOn',
	'lastEarnedOnDate',
	'lastUpdatedOn',
	'revokedOn',
	'startDate',
	'startOn',
	'startsOn',
]);

/** A time of an answer → ISO 8601 in UTC; undefined where the number is no time that a date can hold. */
function isoOf(name: string, time: number): string | undefined {
	// Events count this one in milliseconds, and no page says what the views do.
	const isMilliseconds = name === 'earnedOn' && Math.abs(time) >= LATEST_EPOCH_SECONDS;
	const date = new Date(isMilliseconds ? Math.floor(time) : millisecondsOf(time));
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Whether a member of a record is a timestamp without its sibling. */
const lacksSibling = (record: object, name: string, field: unknown): field is number =>
	typeof field === 'number' && TIMESTAMPS.has(name) && !(`${name}ISO` in record);

/** Whether any record of an answer lacks a sibling. */
function lacksSiblings(value: unknown): boolean {
	if (Array.isArray(value)) return value.some(lacksSiblings);
	if (!isRecord(value)) return false;
	return Object.keys(value).some(
		(name) => lacksSibling(value, name, value[name]) || lacksSiblings(value[name]),
	);
}

function copyWithSiblings(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(copyWithSiblings);
	if (!isRecord(value)) return value;
	const entries: Array<[string, unknown]> = [];
	for (const [name, field] of Object.entries(value)) {
		entries.push([name, copyWithSiblings(field)]);
		const iso = lacksSibling(value, name, field) ? isoOf(name, field) : undefined;
		if (iso !== undefined) entries.push([`${name}ISO`, iso]);
	}
	return Object.fromEntries(entries);
}

/**
 * Gives each timestamp in an answer its `…ISO` sibling where an older server left it out, at any
 * depth. What the server sent stays as it is; the input is not changed, and comes back where it lacks none.
 * Rule: docs/api.md#dates (output numbers are seconds with up to nine decimals).
 */
export const withIsoSiblings = (value: unknown): unknown =>
	lacksSiblings(value) ? copyWithSiblings(value) : value;

/** Epoch milliseconds of a time that a view shows, by its ISO sibling or its number; undefined where there is neither. */
export function timeOf(iso: string | null | undefined, number?: unknown): number | undefined {
	const time = iso == null ? undefined : parseDate(iso, 'UTC');
	if (time instanceof Date) return time.getTime();
	if (typeof number === 'string') return timeOf(number);
	if (typeof number !== 'number') return undefined;
	return number > LATEST_EPOCH_SECONDS ? number : number * 1000;
}
