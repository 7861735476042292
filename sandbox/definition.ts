/** Reading a badge definition from a request body (docs/api.md#create-badge): expiries, constraints, owners. */
import { apiError, type ApiError } from './errors';
import { scalarText } from './json';
import type { State } from './state';
import type { Constraint, EarnType, Expiry, JsonObject } from './types';
import { enumError, instant, isObject, ownerTypes, parseError, text } from './validate';
import { windowReference } from './windows';

/** What create and update have in common; errors are collected, not thrown. */
export interface Definition {
	name: string;
	description: string | null;
	startOn: number | undefined;
	expiresOn: number | undefined;
	earnType: EarnType;
	active: boolean;
	restrictedToOwners: string[];
	earnedBadgeExpiry: Expiry;
	issuedBadgeExpiry: Expiry | null;
	customerConstraints: Constraint[];
	badgeConstraints: Constraint[];
	images: JsonObject[];
	benefits: JsonObject[];
	tags: JsonObject[];
	customFields: Record<string, string>;
	badgeGroupId: string | null;
	badgeRank: number | null;
}

const UNITS = ['DAYS', 'WEEKS', 'MONTHS'] as const;
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const LIMIT_KINDS = ['NO_LIMIT', 'FIXED_VALUE', 'ROLLING_WINDOW', 'FIXED_WINDOW'];

/** A mandatory field without a code of its own (undocumented: code 400 with the field as reference). */
const missing = (field: string): ApiError =>
	apiError(400, { message: `${field} is mandatory`, reference: field });

function oneOf<T extends string>(
	value: unknown,
	allowed: readonly T[],
	field: string,
	errors: ApiError[],
): T | undefined {
	const found = allowed.find((one) => one === value);
	if (found === undefined && value !== undefined && value !== null) {
		errors.push(enumError(value, field, allowed));
	}
	return found;
}

function wholeOf(source: JsonObject, key: string, errors: ApiError[]): number | undefined {
	const value = text(source, key);
	if (value === undefined) return undefined;
	if (/^\d{1,15}$/.test(value)) return Number(value);
	errors.push(apiError(400, { message: `JSON parse error: '${value}' is no number for ${key}` }));
	return undefined;
}

const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.filter(isObject) : [];

/** An expiry object; the unit's name is spelled `relativeExpirytype` (docs/api.md#contradictions, choice 7). */
function expiry(body: JsonObject, field: string, errors: ApiError[]): Expiry | null {
	const value = body[field];
	if (value === undefined || value === null) return null;
	if (!isObject(value)) throw parseError(`an object is expected for '${field}'`);
	const kind = oneOf(
		value.expiryType,
		['NEVER', 'RELATIVE', 'ABSOLUTE'],
		`${field}.expiryType`,
		errors,
	);
	if (kind === 'NEVER') return { kind };
	if (kind === 'RELATIVE') {
		const unit = oneOf(value.relativeExpirytype, UNITS, `${field}.relativeExpirytype`, errors);
		const amount = wholeOf(value, 'value', errors);
		if (unit && amount) return { kind, unit, value: amount };
		errors.push(missing(unit ? `${field}.value` : `${field}.relativeExpirytype`));
		return null;
	}
	if (kind === undefined) {
		if (value.expiryType === undefined) errors.push(missing(`${field}.expiryType`));
		return null;
	}
	const type = oneOf(value.type, ['WITH_BADGE_META', 'FIXED_DATE'], `${field}.type`, errors);
	if (type === 'WITH_BADGE_META') return { kind: 'WITH_BADGE' };
	const at = instant(value, 'expiresOn');
	if (type === 'FIXED_DATE' && at !== undefined) return { kind: 'FIXED_DATE', at };
	errors.push(missing(type ? `${field}.expiresOn` : `${field}.type`));
	return null;
}

/** A day's name, or its number counted from Monday = 0 (docs/api.md#limits: 1 comes back as TUESDAY). */
function weekday(value: unknown, errors: ApiError[]): string {
	if (value === undefined || value === null) return 'MONDAY';
	const named = typeof value === 'number' ? WEEKDAYS[value] : value;
	return oneOf(named ?? value, WEEKDAYS, 'startDayOfTheWeek', errors) ?? 'MONDAY';
}

/** Days need `refreshRate`, weeks have a first day; for days that one is dropped. */
function fixedWindow(constraintType: string, source: JsonObject, errors: ApiError[]): Constraint {
	const durationType = oneOf(source.durationType, UNITS, 'durationType', errors);
	const refreshRate = wholeOf(source, 'refreshRate', errors);
	const maxEarnLimit = wholeOf(source, 'maxEarnLimit', errors);
	if (durationType === undefined) errors.push(missing('durationType'));
	if (durationType === 'DAYS' && !refreshRate) errors.push(missing('refreshRate'));
	if (maxEarnLimit === undefined) errors.push(missing('maxEarnLimit'));
	const constraint: Constraint = {
		constraintType,
		durationType: durationType ?? 'DAYS',
		...(durationType === 'DAYS' ? { refreshRate: refreshRate ?? 1 } : {}),
		...(durationType === 'WEEKS'
			? { startDayOfTheWeek: weekday(source.startDayOfTheWeek, errors) }
			: {}),
		maxEarnLimit: maxEarnLimit ?? 0,
	};
	return { ...constraint, referenceId: windowReference(constraint) };
}

const ROLLING = {
	CUSTOMER_BADGE: [
		'maxEarnForDays',
		'rollForDays',
		'maxEarnForWeeks',
		'rollForWeeks',
		'maxEarnForMonths',
		'rollForMonths',
	],
	BADGE: ['rollValue', 'maxEarnLimit'],
} as const;

function constraints(
	body: JsonObject,
	field: string,
	level: 'CUSTOMER_BADGE' | 'BADGE',
	errors: ApiError[],
): Constraint[] {
	const allowed = LIMIT_KINDS.map((kind) => `${level}_${kind}`);
	return objects(body[field]).flatMap((source) => {
		const constraintType = oneOf(source.constraintType, allowed, 'constraintType', errors);
		if (constraintType === undefined) {
			if (source.constraintType === undefined) errors.push(missing('constraintType'));
			return [];
		}
		if (constraintType.endsWith('_NO_LIMIT')) return [{ constraintType }];
		if (constraintType.endsWith('_FIXED_WINDOW')) {
			return [fixedWindow(constraintType, source, errors)];
		}
		const constraint: Constraint = { constraintType };
		const fixed = constraintType.endsWith('_FIXED_VALUE');
		for (const name of fixed ? (['maxEarnLimit'] as const) : ROLLING[level]) {
			const value = wholeOf(source, name, errors);
			if (value !== undefined) constraint[name] = value;
		}
		if (fixed && constraint.maxEarnLimit === undefined) errors.push(missing('maxEarnLimit'));
		const rollType = level === 'BADGE' && !fixed ? source.rollType : undefined;
		const unit = oneOf(rollType, UNITS, 'rollType', errors);
		return [unit ? { ...constraint, rollType: unit } : constraint];
	});
}

/** 728 without owners, 714 for one the organization may not use; `Membercare` is allowed here (docs/api.md#owner-types). */
function owners(state: State, body: JsonObject, errors: ApiError[]): string[] {
	const { ownership } = body;
	const given = isObject(ownership) ? ownership.restrictedToOwners : undefined;
	const named = Array.isArray(given) ? given.map(String) : [];
	if (named.length === 0) errors.push(apiError(728));
	const allowed = [...ownerTypes(state.generation), 'Membercare'];
	for (const name of named) {
		if (!allowed.includes(name)) errors.push(enumError(name, 'restrictedToOwners', allowed));
		else if (state.disabledOwners.has(name)) errors.push(apiError(714));
	}
	return [...new Set(named)].sort();
}

/** All values are strings; mandatory fields that are left out get their default (docs/api.md#create-badge). */
function customFields(state: State, body: JsonObject): Record<string, string> {
	const filled: Record<string, string> = {};
	for (const field of state.customFields.values()) {
		if (field.isActive && field.isMandatory && field.defaultValue !== null) {
			filled[field.name] = field.defaultValue;
		}
	}
	for (const [name, value] of Object.entries(
		isObject(body.customFields) ? body.customFields : {},
	)) {
		filled[name] = scalarText(value);
	}
	return filled;
}

/** `active`, or `isActive` as one sample has it (docs/api.md#contradictions, choice 9); true when neither is sent. */
const activeFlag = (body: JsonObject): boolean => (body.active ?? body.isActive ?? true) === true;

/** Reads a whole definition. Claims, ids and counts in the body are ignored. */
export function readDefinition(state: State, body: JsonObject, errors: ApiError[]): Definition {
	const name = text(body, 'name');
	if (name === undefined) errors.push(missing('name'));
	const earnType = oneOf<EarnType>(body.earnType, ['EARN', 'ISSUE_EARN'], 'earnType', errors);
	if (body.earnType === undefined || body.earnType === null) errors.push(missing('earnType'));
	const startOn = instant(body, 'startOn');
	const expiresOn = instant(body, 'expiresOn');
	if (startOn === undefined) errors.push(missing('startOn'));
	if (expiresOn === undefined) errors.push(missing('expiresOn'));
	const earned = expiry(body, 'earnedBadgeExpiry', errors);
	if (body.earnedBadgeExpiry === undefined || body.earnedBadgeExpiry === null) {
		errors.push(missing('earnedBadgeExpiry'));
	}
	return {
		name: name ?? '',
		description: text(body, 'description') ?? null,
		startOn,
		expiresOn,
		earnType: earnType ?? 'EARN',
		active: activeFlag(body),
		restrictedToOwners: owners(state, body, errors),
		earnedBadgeExpiry: earned ?? { kind: 'NEVER' },
		issuedBadgeExpiry: expiry(body, 'issuedBadgeExpiry', errors),
		customerConstraints: constraints(body, 'customerConstraints', 'CUSTOMER_BADGE', errors),
		badgeConstraints: constraints(body, 'badgeConstraints', 'BADGE', errors),
		images: objects(body.images),
		benefits: objects(body.benefits),
		tags: objects(body.tags),
		customFields: customFields(state, body),
		badgeGroupId: text(body, 'badgeGroupId') ?? null,
		badgeRank: wholeOf(body, 'badgeRank', errors) ?? null,
	};
}
