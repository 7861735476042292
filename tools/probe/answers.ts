/** Reading answers as leniently as can be, and saying of them what tells nobody's data. */
import { CATALOGUE } from '../../nodes/shared/capillary/catalogue';
import type { Reply } from './client';

export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of a value at any depth, `member(body, 'data', 'pagination')`; undefined where there is none. */
export const member = (value: unknown, ...names: string[]): unknown =>
	names.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const recordsOf = (value: unknown): Json[] => listOf(value).filter(isRecord);

export const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** Codes that a text may begin with: only those that are known, since any other number may be a customer's. */
function codeInText(text: string): number[] {
	const found = Number(/^\D{0,12}(\d{3,7})\b/.exec(text)?.[1]);
	return found in CATALOGUE ? [found] : [];
}

function codesIn(errors: unknown): number[] {
	if (typeof errors === 'string') return codeInText(errors);
	if (Array.isArray(errors)) return errors.flatMap(codesIn);
	const code = member(errors, 'code') ?? member(errors, 'errorCode');
	return /^\d{1,7}$/.test(String(code)) ? [Number(code)] : [];
}

/** The codes of a refusal, from the envelope or from a gateway's answer. */
export const codesOf = ({ body }: Reply): number[] =>
	isEmpty(member(body, 'errors')) ? codesIn(body) : codesIn(member(body, 'errors'));

/** "The request ID was used before" (docs/api.md#request-id). */
export const USED = 809;

/** Whether a whole request was refused; a used ID is refused under any status. */
export const isRefused = (reply: Reply): boolean => {
	const { status, body } = reply;
	if ((status >= 400 && status < 500) || codesOf(reply).includes(USED)) return true;
	return status === 200 && !isEmpty(member(body, 'errors'));
};

export const isDone = (reply: Reply): boolean =>
	!reply.trouble && reply.status >= 200 && reply.status < 300 && !isRefused(reply);

/** An answer in words that hold nothing of it but its status and its codes. */
export function said(reply: Reply): string {
	if (reply.trouble) return reply.status ? `HTTP ${reply.status}, ${reply.trouble}` : reply.trouble;
	const codes = isRefused(reply) ? codesOf(reply) : [];
	const coded = codes.length > 0 ? `, code ${[...new Set(codes)].slice(0, 3).join(' and ')}` : '';
	const plain = reply.body === undefined && reply.text.trim() !== '' ? ', no JSON' : '';
	return `HTTP ${reply.status}${coded}${plain}`;
}

/** What an answer says of one customer. */
export interface Row {
	customer: number;
	/** The ID of what was given, as text. */
	earnedBadgeId: string | undefined;
	issuedId: string | undefined;
	/** Whether it is a refusal. */
	isRefused: boolean;
	code: number | undefined;
	json: Json;
}

const idText = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function rowOf(json: Json, isFailure: boolean): Row {
	const { error } = json;
	const [code] = isEmpty(error) ? codesIn(json) : codesIn(error);
	return {
		customer: Number(json.customerId),
		earnedBadgeId: idText(json.earnedBadgeId ?? json.earnId),
		issuedId: idText(json.issuedId ?? json.issueId),
		isRefused: isFailure || !isEmpty(error),
		code,
		json,
	};
}

/** No answer about customers lies deeper. */
const DEEPEST = 6;

/** Every record of an answer that names a customer, in the order in which they stand. */
export function rowsOf(value: unknown, isFailure = false, depth = 0): Row[] {
	if (depth > DEEPEST) return [];
	if (Array.isArray(value)) return value.flatMap((one) => rowsOf(one, isFailure, depth + 1));
	if (!isRecord(value)) return [];
	const own = /^\d+$/.test(String(value.customerId)) ? [rowOf(value, isFailure)] : [];
	const inner = Object.entries(value).flatMap(([name, one]) =>
		typeof one === 'object' ? rowsOf(one, isFailure || /fail/i.test(name), depth + 1) : [],
	);
	return [...own, ...inner];
}
