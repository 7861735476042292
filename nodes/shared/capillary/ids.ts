/** IDs: of records, and of customers. */
import { z } from 'zod';
import { advised, parseJson, present, reader, shown } from '../editor/inputs';

/** Characters that nobody sees, as they come with a copied text. */
const INVISIBLE = String.raw`[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]`;
const AT_THE_ENDS = new RegExp(`^(?:\\s|${INVISIBLE})+|(?:\\s|${INVISIBLE})+$`, 'g');
const ANYWHERE = new RegExp(INVISIBLE);

/** Text without white space and invisible characters around it. */
export const visibleText = (text: string) => text.replace(AT_THE_ENDS, '');

/** The first invisible character in a text, as `U+200B`; undefined for none. */
export function invisibleIn(text: string): string | undefined {
	const code = ANYWHERE.exec(text)?.[0].codePointAt(0);
	return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const BADGE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** A badge's address in Capillary's API or screens ends in its ID: `…/badgeMeta/653df084b3cda7078c7c68f1/claim`. */
const ID_IN_URL = /[/=]([0-9a-f]{24})(?=$|[/?#&])/i;

/** A resource locator holds its ID in `value`; an expression or an AI agent gives the bare ID. */
function locatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/**
 * A zod type for the ID of a Capillary record (24 hex characters): from a resource locator in any
 * mode, a URL that names it, or a plain string. Refuses what would change the request's path.
 * @param record the record's name in a sentence, with its article: `a badge`
 * @param example an ID to show
 */
export const recordId = (record: string, example = '653df084b3cda7078c7c68f1') =>
	z.unknown().transform((value, context): string => {
		const raw = locatorValue(value);
		const text = typeof raw === 'number' ? String(raw) : raw;
		const trimmed = typeof text === 'string' ? visibleText(text) : '';
		const isUrl = /^https?:\/\//i.test(trimmed);
		const id = isUrl ? (ID_IN_URL.exec(trimmed)?.[1] ?? '') : trimmed;
		if (BADGE_ID.test(id)) return id;
		const wrong = isUrl
			? `is an address without the ID of ${record}`
			: `is not the ID of ${record}`;
		const problem =
			trimmed === ''
				? 'is missing'
				: advised(`${wrong}: ${shown(trimmed)}`, `IDs look like ${example}`);
		context.addIssue({ code: z.ZodIssueCode.custom, message: problem });
		return z.NEVER;
	});

/** A zod type for what a picker holds, in any mode or as a plain value; a picker left empty counts as absent. */
export const picked = <Type extends z.ZodTypeAny>(type: Type) =>
	z.preprocess((value) => present(locatorValue(value)), type);

export const badgeId = recordId('a badge');

/** The input field with the customer ID where none is named. */
export const USUAL_CUSTOMER_FIELD = 'customerId';

/** Reads one customer ID: a positive whole number up to 2^53−1, or its decimal text; never rounded. */
export function parseCustomerId(value: unknown): number | undefined {
	if (typeof value === 'string') {
		const digits = visibleText(value);
		return /^\d{1,16}$/.test(digits) ? parseCustomerId(Number(digits)) : undefined;
	}
	return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const RULE = `Customer IDs are positive whole numbers up to ${Number.MAX_SAFE_INTEGER}`;

function missing(context: z.RefinementCtx): never {
	context.addIssue({ code: z.ZodIssueCode.custom, message: 'is missing' });
	return z.NEVER;
}

/** Digits in groups, as sheets and people write long numbers: `62,090,013`. */
const GAP = String.raw`(?:[,.'’]|[^\S\r\n\t]{1,2})`;
const GROUPED = new RegExp(String.raw`^\d{1,3}(?:${GAP}\d{2,3})*${GAP}\d{3}$`);

const LIST_RULE =
	'Give IDs without separators inside; a list has a comma and a space, or a line, between its IDs, or is a JSON array';

const FIND =
	"Capillary needs the customer's numeric ID here. Look it up first, with Customer > Find";

/** Why a value is no customer ID, and what to do. @param is `is` or `holds a value that is` */
function notACustomer(value: unknown, is: string): string {
	if (typeof value === 'string' && GROUPED.test(value)) {
		return advised(`${is} a number with separators, or several: ${shown(value)}`, LIST_RULE);
	}
	if (typeof value === 'string' && value.includes('@')) {
		return advised(`${is} an email address, not a customer ID: ${shown(value)}`, FIND);
	}
	const invisible = typeof value === 'string' ? invisibleIn(value) : undefined;
	return invisible === undefined
		? advised(`${is} not a customer ID: ${shown(value)}`, RULE)
		: advised(
				`${is} not a customer ID, since it holds an invisible character (${invisible})`,
				RULE,
			);
}

/** A zod type for exactly one customer ID. */
export const customerId = z.unknown().transform((value, context): number => {
	const id = parseCustomerId(value);
	if (id !== undefined) return id;
	if (value === undefined) return missing(context);
	const parts = listParts(value);
	const several = parts.length > 1 && parts.every((part) => parseCustomerId(part) !== undefined);
	context.addIssue({
		code: z.ZodIssueCode.custom,
		message: several
			? advised(
					`must name exactly one customer, but is ${shown(value)}`,
					'Give each customer an input item of its own, or use an operation for many customers',
				)
			: notACustomer(typeof value === 'string' ? value.trim() : value, 'is'),
	});
	return z.NEVER;
});

/** What parts a list, the surest first; digits in groups are never parted. */
const SEPARATORS = [/[\r\n\t;]+/, /,\s+|\s+,/, /,/, /\s+/];

function parted(text: string, level = 0): string[] {
	const part = visibleText(text);
	if (level >= SEPARATORS.length || GROUPED.test(part)) return part === '' ? [] : [part];
	return part.split(SEPARATORS[level]).flatMap((inner) => parted(inner, level + 1));
}

/**
 * A list as users write it → its parts: an array, JSON text of one, or text split by commas, spaces,
 * semicolons or lines. Digits in groups (`62,090,013`) stay one part, since nobody knows what is meant.
 */
export function listParts(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = visibleText(value);
	if (text.startsWith('[')) {
		const json = parseJson(text);
		if (Array.isArray(json)) return json;
	}
	return parted(text);
}

/**
 * Reads a list of customer IDs: a number, text with commas, spaces or lines between, a JSON array, or an
 * array from an expression. Keeps the order and any repetition. Undefined for anything else, and for none.
 */
export function parseCustomerIds(value: unknown): number[] | undefined {
	const ids: number[] = [];
	for (const part of listParts(value)) {
		const id = parseCustomerId(part);
		if (id === undefined) return undefined;
		ids.push(id);
	}
	return ids.length > 0 ? ids : undefined;
}

const NOBODY =
	'Name one customer at least, or leave such items out with a Filter node before this one';

/** Why a value is no list of customer IDs. */
function noCustomers(value: unknown): string {
	const parts = listParts(value);
	const wrong = parts.find((part) => parseCustomerId(part) === undefined);
	if (parts.length === 0) return advised('names no customer', NOBODY);
	return notACustomer(wrong, 'holds a value that is');
}

/** A zod type for a list of customer IDs, as `parseCustomerIds` reads it. */
export const customerIds = reader((value): { value: number[] } | string => {
	const ids = parseCustomerIds(value);
	return ids ? { value: ids } : noCustomers(value);
});
