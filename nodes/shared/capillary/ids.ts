/** IDs: of records, and of customers. */
import { z } from 'zod';
import { advised, parseJson, present, shown } from '../editor/inputs';

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
		const trimmed = typeof text === 'string' ? text.trim() : '';
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

/** Reads one customer ID: a positive whole number up to 2^53−1, or its decimal text; never rounded. */
export function parseCustomerId(value: unknown): number | undefined {
	const text = typeof value === 'number' ? String(value) : value;
	if (typeof text !== 'string' || !/^\d{1,16}$/.test(text.trim())) return undefined;
	const id = Number(text.trim());
	return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

const RULE = `Customer IDs are positive whole numbers up to ${Number.MAX_SAFE_INTEGER}`;

function missing(context: z.RefinementCtx): never {
	context.addIssue({ code: z.ZodIssueCode.custom, message: 'is missing' });
	return z.NEVER;
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
			: advised(`is not a customer ID: ${shown(value)}`, RULE),
	});
	return z.NEVER;
});

/** A list as users write it → its parts: an array, JSON text of one, or text split by commas, spaces, semicolons or lines. */
export function listParts(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const text = value.trim();
	if (text.startsWith('[')) {
		const json = parseJson(text);
		if (Array.isArray(json)) return json;
	}
	return text.split(/[\s,;]+/).filter((part) => part !== '');
}

/**
 * A zod type for a list of customer IDs: a number, text with commas, spaces or lines between, a JSON
 * array, or an array from an expression. Keeps the order and any repetition.
 */
export const customerIds = z.unknown().transform((value, context): number[] => {
	if (value === undefined) return missing(context);
	const parts = listParts(value);
	const ids: number[] = [];
	for (const part of parts) {
		const id = parseCustomerId(part);
		if (id === undefined) {
			context.addIssue({
				code: z.ZodIssueCode.custom,
				message: advised(`holds a value that is not a customer ID: ${shown(part)}`, RULE),
			});
			return z.NEVER;
		}
		ids.push(id);
	}
	if (ids.length === 0) {
		context.addIssue({ code: z.ZodIssueCode.custom, message: 'names no customer' });
		return z.NEVER;
	}
	return ids;
});
