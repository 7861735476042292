import { dateInput } from '../../nodes/shared/capillary/dates';
import { customerId, customerIds, recordId } from '../../nodes/shared/capillary/ids';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { flag, jsonObject, text, wholeNumber } from '../../nodes/shared/editor/inputs';
import {
	doubtOfRequestId,
	flawOf,
	tidied,
} from '../../nodes/CapillaryBadges/execution/read/doubts';
import { ANSWERS } from '../fixtures/answers';
import { caseOf } from '../fixtures/operations';
import { SECRETS } from '../support/inProcess';
import { readAnswer } from '../support/readAnswer';
import { pathsOf, withMember } from '../support/shapes';
import type { Random } from '../simulation/random';

type Json = Record<string, unknown>;

/** Words that no text for a user may hold: those of libraries, and of a program that broke. */
const RAW =
	/ZodError|invalid_type|Expected \w+, received|Cannot read propert|is not a function|is not iterable|undefined is not|TypeError|RangeError|SyntaxError|Unexpected token|at Object\.|node_modules/;

const KEYS = Object.keys(ANSWERS);
const PATHS = new Map(KEYS.map((key) => [key, pathsOf(ANSWERS[key].body, new Set())]));

const TEXTS = [
	'',
	'x',
	'null',
	'undefined',
	'62090013',
	'62,090,013',
	'0x10',
	'1e5',
	'.',
	'..',
	'a\u200Bb',
	'\uD83D',
	'👍',
	'{{ x }}',
	'[object Object]',
	'#N/A',
	'ann@example.com',
	'2026-03-15',
	'11:20 BST',
	'<html>',
	'{"a":',
	'badgeExists ENOENT',
	'line\nbreak',
	'__proto__',
	'headers',
];

/** Some value, of any kind and not too deep. */
function anything(random: Random, depth = 0): unknown {
	const kind = random.int(0, depth > 3 ? 5 : 8);
	if (kind === 0) return null;
	if (kind === 1) return random.chance(0.5);
	if (kind === 2) return random.pick([0, 1, -1, 7, 809, 900, 1040, 1e21, 62090013, 1.5, 2 ** 53]);
	if (kind === 3) return `${random.pick(TEXTS)}${random.pick(['', ' ', random.pick(TEXTS)])}`;
	if (kind === 4) return random.pick(SECRETS);
	if (kind === 5) return `said ${random.pick(SECRETS)} ${random.pick(TEXTS)}`;
	const many = random.int(0, 3);
	const inner = () => anything(random, depth + 1);
	if (kind === 6) return Array.from({ length: many }, inner);
	const names = [
		'data',
		'errors',
		'error',
		'warnings',
		'code',
		'message',
		'customerId',
		'id',
		'headers',
	];
	return Object.fromEntries(
		Array.from({ length: many }, () => [random.pick([...names, ...TEXTS, SECRETS[1]]), inner()]),
	);
}

/** An answer that is a little otherwise than the documented one, or not like it at all. */
function answerOf(random: Random, key: string): unknown {
	if (random.chance(0.1)) return anything(random);
	let body = ANSWERS[key].body;
	for (let i = random.int(1, 3); i > 0; i -= 1) {
		const path = random.pick(PATHS.get(key) ?? []);
		try {
			body = withMember(body, path, random.chance(0.2) ? 'absent' : { value: anything(random) });
		} catch {
			// A change before took away what held the member.
		}
	}
	if (random.chance(0.2) && !Array.isArray(body)) {
		return { ...(body as Json), [random.pick(['errors', 'warnings'])]: anything(random) };
	}
	return body;
}

const STATUSES = [200, 200, 200, 200, 201, 400, 401, 403, 404, 409, 429, 461, 500, 503];

function resultOf(random: Random, key: string): HttpResult {
	const status = random.pick(STATUSES);
	const body = answerOf(random, key);
	const headers = { supportId: random.pick(['s-1', SECRETS[1]]) };
	return status < 300
		? { kind: 'answer', body, headers }
		: { kind: 'status', status, body, retryAfter: undefined, headers };
}

/** What is wrong with what a run gave; undefined for nothing. */
function complaint(given: unknown): string | undefined {
	const shown = JSON.stringify(given);
	const raw = RAW.exec(shown);
	if (raw) return `raw text: ${raw[0]}`;
	const secret = SECRETS.find((one) => shown.includes(one));
	return secret === undefined ? undefined : `a secret: ${secret}`;
}

/** Feeds one answer to one operation. @returns what is wrong, with the answer; undefined for nothing */
export function fuzzAnswer(random: Random): string | undefined {
	const key = random.pick(KEYS);
	const result = resultOf(random, key);
	const at = () => `${key} ${JSON.stringify(result).slice(0, 400)}`;
	try {
		const why = complaint(readAnswer(key, caseOf(key).endpoint.method, result));
		return why === undefined ? undefined : `${why} in ${at()}`;
	} catch (error) {
		return `${String(error)} at ${at()}`;
	}
}

const TYPES = [
	customerId,
	customerIds,
	recordId('a badge'),
	dateInput('Asia/Kolkata'),
	text,
	flag,
	wholeNumber(1, 50),
	jsonObject,
];

/** Reads one input value in every way. @returns what is wrong; undefined for nothing */
export function fuzzInput(random: Random): string | undefined {
	const value = anything(random);
	const raw = random.pick(['=order-{{ $json.a }}', '={{ $json.a }}', 'x', '={{ 1 }}', value]);
	try {
		const name = random.pick(['customerId', 'name', 'requestId']);
		const kept = tidied(name, value);
		const messages = [flawOf(name, kept), doubtOfRequestId(kept, raw, { a: anything(random) })];
		for (const type of TYPES) {
			const parsed = type.safeParse(kept);
			if (!parsed.success) messages.push(...parsed.error.issues.map(({ message }) => message));
		}
		const said = messages.filter((message) => message !== undefined).join(' ');
		const found = /ZodError|Expected \w+, received|Required|TypeError|RangeError/.exec(said);
		return found ? `${found[0]} for ${JSON.stringify(value)}` : undefined;
	} catch (error) {
		return `${String(error)} for ${JSON.stringify(value)}`;
	}
}
