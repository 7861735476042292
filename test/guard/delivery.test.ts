/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Looked, Refused } from '../../nodes/CapillaryBadges/execution/deliver/decide';
import {
	judgeRefusal,
	mayRepeat,
	proofAmong,
} from '../../nodes/CapillaryBadges/execution/deliver/decide';
import { classify } from '../../nodes/CapillaryBadges/execution/deliver/classify';
import type { Failed } from '../../nodes/CapillaryBadges/execution/settle/resend';
import { judgeResend } from '../../nodes/CapillaryBadges/execution/settle/resend';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { ROOT } from '../support/engine';

/** The tables of docs/delivery.md say what the pure functions decide. */

const page = readFileSync(path.join(ROOT, 'docs/delivery.md'), 'utf8');

/** The rows of the first table below a heading, without its head. */
function tableUnder(heading: string): string[][] {
	const [, rest = ''] = page.split(`\n### ${heading}\n`);
	const lines = rest.split('\n');
	const begin = lines.findIndex((line) => line.startsWith('|'));
	const end = lines.findIndex((line, i) => i > begin && !line.startsWith('|'));
	return lines.slice(begin + 2, end).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim().replaceAll('`', '')),
	);
}

const status = (code: number, body?: unknown): HttpResult => ({
	kind: 'status',
	status: code,
	body,
	retryAfter: undefined,
});
const broken = (code: string, sent: 'no' | 'unknown'): HttpResult => ({
	kind: 'broken',
	code,
	timedOut: false,
	sent,
});
const refusal = { data: null, errors: [{ code: 4711, message: 'x' }], warnings: null };
const brokeDown = (code: number, message: string) => ({ data: null, errors: [{ code, message }] });
const answers = (...bodies: unknown[]) =>
	bodies.map((body): HttpResult => ({ kind: 'answer', body }));

/** What each row of "What counts as what" stands for, in its order. */
const RESULTS: HttpResult[][] = [
	[broken('ECONNREFUSED', 'no'), broken('ENOTFOUND', 'no')],
	[broken('DEPTH_ZERO_SELF_SIGNED_CERT', 'no'), broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'no')],
	[
		broken('ECONNRESET', 'unknown'),
		broken('EPROTO', 'unknown'),
		{ kind: 'broken', code: 'ECONNABORTED', timedOut: true, sent: 'unknown' },
	],
	[{ kind: 'forbidden' }],
	[
		{ kind: 'noToken', status: 0, refused: false },
		{ kind: 'noToken', status: 503, refused: false },
	],
	[{ kind: 'noToken', status: 401, refused: true }],
	[302, 401, 403, 407, 429, 461, 503].map((code) => status(code, { data: { id: 1 } })),
	[status(429)],
	[status(401), status(407), status(302)],
	[status(403)],
	[303, 408, 460, 499, 500, 501, 502, 503, 504, 505, 507, 509, 511, 520, 530, 598, 599].map(
		(code) => status(code, refusal),
	),
	[brokeDown(500, 'x'), brokeDown(599, ''), brokeDown(999999, 'Unexpected exception')].flatMap(
		(body) => [status(400, body), ...answers(body)],
	),
	[400, 404, 409, 422].map((code) => status(code, refusal)).concat(answers(refusal)),
	[
		...answers({ ...refusal, data: { id: 1 } }),
		...[400, 404, 409, 422].map((code) => status(code, { data: { id: 1 }, errors: [] })),
	],
	answers({ data: { id: 1 }, success: false }, { data: { id: 1 }, status: 'FAILED' }),
	[400, 404, 409, 422].map((code) => status(code, '{"data":{"id":1},"err')),
	[400, 404, 409, 422].map((code) => status(code)),
	answers('<html>', '{"data":', '', undefined),
];

test('what counts as what', () => {
	const rows = tableUnder('What counts as what');
	expect(rows).toHaveLength(RESULTS.length);
	for (const [i, [what, write, read, again, ends]] of rows.entries()) {
		for (const result of RESULTS[i]) {
			const methods = read === '–' ? ['POST'] : ['POST', 'GET'];
			const said = methods.map((method) => {
				const verdict = classify(result, method, {}, 0);
				if (verdict.kind === 'answer') return 'an answer';
				const { certainty, isUnsent } = verdict.failure;
				const word = certainty === 'unknown' ? 'unknown' : 'not done';
				return [
					isUnsent && method === 'POST' ? 'nothing was sent' : word,
					verdict.retry,
					verdict.trips ? 'yes' : 'no',
				];
			});
			const cells = read === '–' ? [write] : [write, read];
			expect([what, ...said]).toEqual([what, ...cells.map((cell) => [cell, again, ends])]);
		}
	}
});

test('what is sent again', () => {
	const rows = tableUnder('What is sent again');
	expect(rows.map(([request]) => request)).toEqual(['a read', 'safe', 'keyed', 'never']);
	for (const [request, ...cells] of rows) {
		for (const [i, certainty] of (['notDone', 'unknown'] as const).entries()) {
			const isRead = request === 'a read';
			const repeat = isRead ? 'never' : (request as 'safe' | 'keyed' | 'never');
			const known = { isRead, repeat, certainty, maxAttempts: 3 };
			expect([request, mayRepeat({ ...known, attempts: 2 })]).toEqual([
				request,
				cells[i] === 'yes',
			]);
			expect(mayRepeat({ ...known, attempts: 3 })).toBe(false);
		}
	}
});

/** Everything that can be known of a refusal. */
function* refusals(): Generator<Refused> {
	const both = [true, false];
	for (const wasUnanswered of both)
		for (const code of ['809', 'so already', 'other'])
			for (const wasRefused of both)
				for (const repeat of ['safe', 'keyed', 'never'] as const)
					for (const origin of ['node', 'content', 'user', 'none'] as const)
						for (const option of ['continue', 'fail'] as const)
							for (const canLookUp of both)
								yield {
									wasUnanswered,
									isUsedBefore: code === '809',
									isAlreadyDone: code === 'so already',
									wasRefused,
									repeat,
									origin,
									option,
									canLookUp,
								};
}

test('what a refusal proves', () => {
	const rows = tableUnder('What a refusal proves');
	let count = 0;
	for (const known of refusals()) {
		const code = known.isUsedBefore ? '809' : known.isAlreadyDone ? 'so already' : 'other';
		const yes = (is: boolean) => (is ? 'yes' : 'no');
		const cells = [
			yes(known.wasUnanswered),
			code,
			yes(known.wasRefused),
			known.repeat,
			known.origin,
			known.option,
			yes(known.canLookUp),
		];
		const row = rows.find((one) => cells.every((cell, i) => one[i] === '–' || one[i] === cell));
		expect([cells, judgeRefusal(known)]).toEqual([cells, row?.[7]]);
		count += 1;
	}
	expect(count).toBe(2 * 3 * 2 * 3 * 4 * 2 * 2);
});

/** Everything that can be known of what failed. */
function* failed(): Generator<Failed> {
	const both = [true, false];
	for (const isFinal of both)
		for (const isUnknown of both)
			for (const isUnsent of both)
				for (const code of ['usedBefore', 'soAlready', 'other'] as const)
					for (const repeat of ['safe', 'keyed', 'never'] as const)
						for (const hasRequestId of both)
							yield { isFinal, isUnknown, isUnsent, code, repeat, hasRequestId };
}

test('what you may send again', () => {
	const rows = tableUnder('What you may send again');
	const codes = { usedBefore: '809', soAlready: 'so already', other: 'other' };
	const used = new Set<string[]>();
	for (const known of failed()) {
		const cells = [
			known.isFinal ? 'yes' : 'no',
			known.isUnknown ? 'unknown' : 'not done',
			known.isUnsent ? 'no' : 'yes',
			codes[known.code],
			known.repeat,
			known.hasRequestId ? 'yes' : 'no',
		];
		const row = rows.find((one) => cells.every((cell, i) => one[i] === '–' || one[i] === cell));
		expect([cells, judgeResend(known)]).toEqual([cells, row?.[6]]);
		if (row) used.add(row);
	}
	expect(used.size).toBe(rows.length);
});

const BEGAN = 1_000_000;
const ours = { id: 'a', at: BEGAN, ownerType: 'Loyalty', referenceId: '1', json: {} };
const looked: Looked = {
	instances: [ours],
	since: BEGAN,
	now: BEGAN + 1000,
	ownerType: 'Loyalty',
	referenceId: '1',
	anyCounts: false,
	taken: new Set(),
	waiting: [],
	had: [],
};

/** What each row of "What a look-up proves" stands for, in its order. */
const VIEWS: Array<Partial<Looked>> = [
	{},
	{ instances: [{ ...ours, at: BEGAN - 60_000 }] },
	{ instances: [{ ...ours, at: BEGAN - 60_000, state: 'revoked' }] },
	{ instances: [{ ...ours, at: BEGAN + 3_600_000 }] },
	{ instances: [{ ...ours, referenceId: '2' }] },
	{ instances: [{ ...ours, ownerType: undefined, referenceId: undefined }] },
	{ instances: [{ ...ours, at: undefined }] },
	{ since: undefined },
	{ waiting: [{ ownerType: 'Loyalty', referenceId: '1' }] },
	{
		...{ ownerType: undefined, referenceId: undefined },
		had: [{ ownerType: 'Loyalty', referenceId: '1' }],
	},
	{ taken: new Set(['a']) },
];

test('what a look-up proves', () => {
	const rows = tableUnder('What a look-up proves');
	expect(rows).toHaveLength(VIEWS.length);
	for (const [i, [what, ...cells]] of rows.entries()) {
		const said = [false, true].map((anyCounts) =>
			proofAmong({ ...looked, ...VIEWS[i], anyCounts }) ? 'done' : 'unknown',
		);
		expect([what, ...said]).toEqual([what, ...cells]);
	}
});
