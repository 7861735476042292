/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { FaultRule } from '../../sandbox';

/** The seeds to run: those in CAPILLARY_SEED (commas between), or the given ones. */
export function seedsOr(usual: readonly number[]): number[] {
	const asked = process.env.CAPILLARY_SEED;
	return asked ? asked.split(',').map(Number) : [...usual];
}

/** Retry-After as servers write it: decimal, whole, in the three forms of a date (long past), wrong, absent. */
const RETRY_AFTER_FORMS = [
	'0.05',
	'0',
	'Sun, 06 Nov 1994 08:49:37 GMT',
	'Sunday, 06-Nov-94 08:49:37 GMT',
	'Sun Nov  6 08:49:37 1994',
	'-5',
	'soon',
	undefined,
] as const;

/**
 * Bad weather on the given paths, different for each seed: every kind of fault, some all along and some
 * in bursts. Waits stay short, because most 429 answers ask for a twentieth of a second.
 * @param path source of a regular expression
 * @param chance how often a kind that blows all along strikes, from 0 to 1
 */
export function storm(seed: number, path: string, chance: number): FaultRule[] {
	const always: Array<Partial<FaultRule>> = [
		{ drop: 'before' },
		{ drop: 'after' },
		{ cutBody: true },
		{ truncateJson: true },
		{ empty: true },
		{ html: true },
		{ html: true, status: 200 },
		{ status: 500 },
		{ status: 503, retryAfter: '0.02' },
		{ status: 429, retryAfter: '0.05' },
		{ drop: 'after', match: { path, attempt: 2 } },
	];
	const weather = always.map(
		(rule, i): FaultRule => ({
			match: { path },
			times: null,
			probability: chance,
			seed: seed * 100 + i,
			...rule,
		}),
	);
	const bursts = RETRY_AFTER_FORMS.map(
		(retryAfter, i): FaultRule => ({
			match: { path },
			skip: (seed * 37 + i * 61) % 400,
			status: 429,
			retryAfter,
		}),
	);
	const outage: FaultRule = {
		match: { path },
		times: 5,
		skip: 20 + ((seed * 53) % 60),
		status: 502,
	};
	const slow: FaultRule = { times: null, latencyMs: 1, jitterMs: 6, seed };
	return [slow, outage, ...bursts, ...weather];
}
