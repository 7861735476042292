/** Readers of request bodies and queries. They answer what a strict JSON binder would (docs/api.md#error-codes, code 400). */
import { type ApiError, apiError, refuse, refuseAll } from './errors';
import { scalarText } from './json';
import { parseInstant } from './time';
import type { Generation, JsonObject, Trigger } from './types';

const HEX_ID = /^[0-9a-f]{24}$/i;

/** docs/api.md#owner-types: the values of the server's own message, then those the newer pages add. */
const FIRST_OWNERS = [
	'Loyalty',
	'Referral_Campaigns',
	'Journeys',
	'Audience_Campaigns',
	'Rewards_Catalog',
	'Goodwill_Module',
	'Milestones',
];
const LATER_OWNERS = ['Loyalty_Promotion', 'Historical_Import'];

/** Owner types a call may name; badge definitions know `Membercare` besides. */
export const ownerTypes = (generation: Generation): string[] =>
	generation === 'old' ? FIRST_OWNERS : [...FIRST_OWNERS, ...LATER_OWNERS];

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const parseError = (detail: string) =>
	refuse(400, { message: `JSON parse error: ${detail}` });

export const enumError = (value: unknown, field: string, allowed: readonly string[]): ApiError =>
	apiError(400, {
		message: `Invalid enum value: '${String(value)}' for the field: '${field}'. The value must be one of: [${allowed.join(', ')}].`,
	});

/** The body as an object; anything else is a parse error. */
export function bodyObject(body: unknown): JsonObject {
	if (body === undefined) throw refuse(400, { message: 'Required request body is missing' });
	if (!isObject(body)) throw parseError('Cannot deserialize value: an object is expected');
	return body;
}

/** A scalar as text; null, absent and blank count as missing. */
export function text(source: JsonObject, key: string): string | undefined {
	const value = source[key];
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'object')
		throw parseError(`Cannot deserialize value of type String from an object for '${key}'`);
	const shown = scalarText(value);
	return shown.trim() === '' ? undefined : shown;
}

/** An instant from the legacy field or its ISO sibling, which wins (docs/api.md#dates). */
export function instant(source: JsonObject, key: string): number | undefined {
	for (const name of [`${key}ISO`, key]) {
		const value = source[name];
		if (value === undefined || value === null) continue;
		const ms = parseInstant(value);
		if (ms === undefined)
			throw parseError(`Cannot deserialize value of type Instant from '${String(value)}'`);
		return ms;
	}
	return undefined;
}

/** A customer id: an integer, or one written as a string (docs/api.md#ids). */
export function customerNumber(value: unknown): number {
	const id =
		typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value.trim()) : value;
	if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id;
	throw parseError(`Cannot deserialize value of type Long from '${scalarText(value)}'`);
}

/** A list of distinct customers: one named twice in a call is processed once (undocumented). */
export function customerList(value: unknown): number[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw parseError('Cannot deserialize value: an array is expected');
	return [...new Set(value.map(customerNumber))];
}

/** A path id: 24 hexadecimal digits (docs/api.md#ids); another form is refused as malformed (undocumented). */
export function pathId(value: string | undefined, what: string): string {
	if (value !== undefined && HEX_ID.test(value)) return value.toLowerCase();
	throw refuse(400, { message: `Invalid ${what}: '${value ?? ''}'` });
}

/** `badgeMetaId` of a body: 715 when missing, 400 when malformed; errors are collected. */
export function badgeMetaId(source: JsonObject, errors: ApiError[]): string {
	const id = text(source, 'badgeMetaId');
	if (id === undefined) errors.push(apiError(715, { reference: 'badgeMetaId' }));
	else if (!HEX_ID.test(id))
		errors.push(apiError(400, { message: `Invalid badgeMetaId: '${id}'` }));
	return (id ?? '').toLowerCase();
}

/** Owner type and reference (716, 717, 400 enum); errors are collected. */
export function owner(source: JsonObject, generation: Generation, errors: ApiError[]): Trigger {
	const ownerType = text(source, 'ownerType');
	const referenceId = text(source, 'referenceId');
	const allowed = ownerTypes(generation);
	if (ownerType === undefined) errors.push(apiError(716));
	else if (!allowed.includes(ownerType)) errors.push(enumError(ownerType, 'ownerType', allowed));
	if (referenceId === undefined) errors.push(apiError(717));
	return { ownerType: ownerType ?? '', referenceId: referenceId ?? '' };
}

/** `triggeredBy`; absent altogether means MemberCare, which needs no claim (docs/api.md#enrol-issue, docs/api.md#owners-and-claims). */
export function trigger(
	source: JsonObject,
	generation: Generation,
	errors: ApiError[],
): Trigger | null {
	const value = source.triggeredBy;
	if (value === undefined || value === null) return null;
	if (!isObject(value)) throw parseError("an object is expected for 'triggeredBy'");
	return owner(value, generation, errors);
}

/** A query value from a fixed list. */
export function choice(
	query: Record<string, string>,
	name: string,
	allowed: readonly string[],
): string | undefined {
	const value = query[name];
	if (value === undefined || value === '') return undefined;
	if (!allowed.includes(value)) refuseAll([enumError(value, name, allowed)]);
	return value;
}

/** A query value that is a whole number of at least `min`. */
export function wholeNumber(
	query: Record<string, string>,
	name: string,
	min: number,
): number | undefined {
	const value = query[name];
	if (value === undefined || value === '') return undefined;
	if (/^\d{1,9}$/.test(value) && Number(value) >= min) return Number(value);
	throw refuse(400, { message: `Invalid value '${value}' for the parameter '${name}'` });
}

/** A query value `true` or `false`. */
export function flag(query: Record<string, string>, name: string): boolean {
	return choice(query, name, ['true', 'false']) === 'true';
}
