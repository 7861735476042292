/** Dates as docs/api.md#dates describes them: numbers are epoch seconds, strings are ISO 8601. */
import type { Expiry, Generation, JsonObject } from './types';

export const DAY_MS = 86_400_000;
const HUNDRED_YEARS = 100;
const ISO_DATE =
	/^[+-]?\d{4,6}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a number of seconds (also as a string of digits) or an ISO 8601 string; undefined if neither. */
export function parseInstant(value: unknown): number | undefined {
	const numeric = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
	if (typeof value === 'number' || numeric) {
		const ms = Math.round(Number(value) * 1000);
		return Math.abs(ms) <= 8.64e15 ? ms : undefined;
	}
	if (typeof value !== 'string' || !ISO_DATE.test(value)) return undefined;
	const zoned = /T/.test(value) && !/(Z|[+-]\d{2}:?\d{2})$/.test(value) ? `${value}Z` : value;
	const ms = Date.parse(zoned);
	return Number.isNaN(ms) ? undefined : ms;
}

/** Epoch seconds with decimals, as every legacy timestamp is printed (docs/api.md#dates). */
export const seconds = (ms: number): number => ms / 1000;

/** ISO 8601 at second precision; far years as the documents print them ("+57906-04-18T07:06:40Z"). */
export function iso(ms: number): string {
	return new Date(ms)
		.toISOString()
		.replace(/\.\d{3}Z$/, 'Z')
		.replace(/^\+0/, '+');
}

/** Workflow times are ISO without a zone (docs/api.md#dates). */
export const localIso = (ms: number): string => iso(ms).slice(0, 19);

/** Each instant under its legacy name and, in the newer generation, under its ISO sibling too. */
export function dates(
	generation: Generation,
	instants: Record<string, number | null | undefined>,
): JsonObject {
	const shown: JsonObject = {};
	for (const [name, ms] of Object.entries(instants)) {
		const known = ms === null || ms === undefined ? null : ms;
		shown[name] = known === null ? null : seconds(known);
		if (generation === 'new') shown[`${name}ISO`] = known === null ? null : iso(known);
	}
	return shown;
}

/** Adds calendar months in UTC, kept inside the target month (31 Jan + 1 month = 28/29 Feb). */
export function addMonths(ms: number, months: number): number {
	const date = new Date(ms);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + months);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.getTime();
}

/**
 * When an instance created now ends (docs/api.md#expiry). Relative expiries count
 * from the moment of processing: in the documents' samples `expiresOn` is the instance's creation
 * time plus the period, although the event date lies months earlier.
 */
export function expiryAt(expiry: Expiry | null, now: number, badgeEnd: number): number {
	switch (expiry?.kind) {
		case 'NEVER':
			return addMonths(now, 12 * HUNDRED_YEARS);
		case 'FIXED_DATE':
			return expiry.at;
		case 'RELATIVE':
			if (expiry.unit === 'MONTHS') return addMonths(now, expiry.value);
			return now + expiry.value * (expiry.unit === 'WEEKS' ? 7 : 1) * DAY_MS;
		default:
			return badgeEnd;
	}
}

/** An expiry as responses show it (docs/api.md#expiry). */
export function expiryView(generation: Generation, expiry: Expiry | null): JsonObject | null {
	switch (expiry?.kind) {
		case 'NEVER':
			return { expiryType: 'NEVER' };
		case 'RELATIVE':
			return { expiryType: 'RELATIVE', relativeExpirytype: expiry.unit, value: expiry.value };
		case 'WITH_BADGE':
			return {
				expiryType: 'ABSOLUTE',
				type: 'WITH_BADGE_META',
				expiresOn: null,
				expireWithBadgeMeta: true,
			};
		case 'FIXED_DATE':
			return {
				expiryType: 'ABSOLUTE',
				type: 'FIXED_DATE',
				...dates(generation, { expiresOn: expiry.at }),
				expireWithBadgeMeta: false,
			};
		default:
			return null;
	}
}
