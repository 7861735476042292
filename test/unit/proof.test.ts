import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import { ANSWERS, WRITES } from '../fixtures/answers';
import { caseOf } from '../fixtures/operations';
import { runInProcess } from '../support/inProcess';
import { pathsOf, withMember } from '../support/shapes';

const KEYS = operations.map(({ resource, value }) => `${resource}.${value}`);

const answered = async (key: string, body: unknown, status?: number) =>
	await runInProcess(key, caseOf(key).input, (method) => {
		// What a write is preceded by is read whole.
		if (method === 'GET' && WRITES.includes(key))
			return { kind: 'answer', body: ANSWERS[key].body };
		return status === undefined
			? { kind: 'answer', body }
			: { kind: 'status', status, body, retryAfter: undefined };
	});

test('there is a documented answer for every operation', () => {
	expect(Object.keys(ANSWERS).sort()).toEqual([...KEYS].sort());
});

/** What may stand in place of a member that proves nothing. */
const OTHERS: Array<[words: string, other: { value: unknown } | 'absent']> = [
	['absent', 'absent'],
	['null', { value: null }],
	['text', { value: 'text' }],
	['a number', { value: 7 }],
	['a list', { value: ['x'] }],
	['an empty list', { value: [] }],
	['an object', { value: { a: 1 } }],
];

describe.each(KEYS)('%s', (key) => {
	const { body, items, fixed = [] } = ANSWERS[key] ?? { body: {}, items: 0 };
	// Errors are no side member: in any form they say that it was refused.
	const paths = pathsOf(body, new Set([...fixed, 'errors', '*.errors']));

	it('reads its documented answer', async () => {
		const run = await answered(key, body);
		expect(run.failed).toEqual([]);
		expect(run.items).toHaveLength(items);
	});

	it('stands as it is whatever its side members are', async () => {
		const lost: string[] = [];
		for (const path of paths) {
			for (const [words, other] of OTHERS) {
				const run = await answered(key, withMember(body, path, other));
				if (run.items.length !== items || run.failed.length > 0) lost.push(`${path} ${words}`);
			}
		}
		expect(lost).toEqual([]);
	});
});

const REFUSALS: Array<[words: string, errors: unknown]> = [
	['a text', 'Blocked by hand'],
	['a list of texts', ['Blocked by hand', 'Twice']],
	['an object', { code: 4711, message: 'Blocked by hand' }],
	['an object with the code as text', { code: '4711', message: 'Blocked by hand' }],
	['a list of objects', [{ code: 4711, message: 'Blocked by hand' }]],
	['an object of fields', { customer: 'Blocked by hand' }],
	['an object that holds a list', { errors: [{ message: 'Blocked by hand' }] }],
	['a list in a list', [[{ errorCode: 4711, errorMessage: 'Blocked by hand' }]]],
];

/** Answers in which errors of this form stand, beside data or alone. */
const bodiesWith = (key: string, errors: unknown): unknown[] => {
	const { body } = ANSWERS[key];
	if (Array.isArray(body)) return [[{ data: null, errors }], [{ ...body[0], errors }]];
	return [
		{ data: null, errors },
		{ data: {}, errors },
		{ ...(body as object), errors },
	];
};

describe.each(WRITES)('%s with errors', (key) => {
	it.each(REFUSALS)('as %s is refused with their words', async (_words, errors) => {
		for (const body of bodiesWith(key, errors)) {
			for (const status of [undefined, 400]) {
				const { items, failed } = await answered(key, body, status);
				expect(items).toEqual([]);
				expect(failed.length).toBeGreaterThan(0);
				if (JSON.stringify(failed).includes('does not say')) continue;
				expect(JSON.stringify(failed)).toContain('Blocked by hand');
			}
		}
	});

	it.each([null, '', [], {}, [null], 'null', 0, false, { code: null, message: null }])(
		'as %j is done',
		async (errors) => {
			const { body, items } = ANSWERS[key];
			const same = Array.isArray(body) ? [{ ...body[0], errors }] : { ...(body as object), errors };
			expect((await answered(key, same)).items).toHaveLength(items);
		},
	);
});

const WARNINGS: Array<[words: string, warnings: unknown]> = [
	['a text', 'Coupon not given'],
	['a list of texts', ['Coupon not given']],
	['an object', { code: 7, message: 'Coupon not given' }],
	['a list of objects', [{ code: 7, message: 'Coupon not given', reference: null }]],
];

describe.each(WRITES)('%s with warnings', (key) => {
	it.each(WARNINGS)('as %s is done, and the user hears of it', async (_words, warnings) => {
		const { body, items: count } = ANSWERS[key];
		const warned = Array.isArray(body)
			? [{ ...body[0], warnings }]
			: { ...(body as object), warnings };
		const { items, failed, hints } = await answered(key, warned);
		expect(failed).toEqual([]);
		expect(items).toHaveLength(count);
		for (const item of items) {
			expect(item.warnings).toMatchObject([{ message: 'Coupon not given' }]);
		}
		expect(hints.filter((hint) => hint.includes('Coupon not given'))).toHaveLength(1);
	});
});

/** Members that say in a word that it failed. */
const FAILURES: Array<Record<string, unknown>> = [
	{ success: false },
	{ success: 'false', message: 'Blocked by hand' },
	{ status: 'FAILED' },
	{ status: 'Failure', message: 'Blocked by hand' },
	{ status: { success: 'false', code: 4711, message: 'Blocked by hand' } },
	{ result: 'error' },
];

const KEYED = ['customerBadge.earn', 'customerBadge.earnBulk', 'customerBadge.enrol'];

type Body = Record<string, unknown>;

/** An answer with such members beside its data, within them, and within the rows that they hold. */
function failing(body: unknown, members: Body): unknown[] {
	if (Array.isArray(body)) {
		const [row] = body as Body[];
		return [[{ ...row, ...members }], [{ ...row, data: { ...(row.data as Body), ...members } }]];
	}
	const whole = body as Body;
	const data = whole.data as Body;
	const rows = Object.fromEntries(
		Object.entries(data).map(([name, value]) => [
			name,
			Array.isArray(value) && /list|badges/i.test(name)
				? value.map((row: unknown) => ({ ...(row as Body), ...members }))
				: value,
		]),
	);
	const isBulk = JSON.stringify(rows) !== JSON.stringify(data);
	return [
		{ ...whole, ...members },
		{ ...whole, data: { ...data, ...members } },
		...(isBulk ? [{ ...whole, data: rows }] : []),
	];
}

describe.each(WRITES)('%s that says in a word that it failed', (key) => {
	it.each(FAILURES)('%j: is not taken for done', async (members) => {
		for (const body of failing(ANSWERS[key].body, members)) {
			const { items, failed } = await answered(key, body);
			expect([items, failed.length > 0]).toEqual([[], true]);
			// The ID says that it was done.
			// An enrolment's ID beside a code may be that of another (docs/api.md#enrol-issue).
			const hasCode = JSON.stringify(members).includes('code');
			if (!KEYED.includes(key) || (key.endsWith('enrol') && hasCode)) continue;
			expect(failed.map(({ error }) => error)).toEqual(
				failed.map(() => expect.stringContaining('the outcome is unknown')),
			);
		}
	});

	it('is refused where nothing stands beside it', async () => {
		const { failed } = await answered(key, { success: false, message: 'Blocked by hand' });
		expect(JSON.stringify(failed)).toContain('Blocked by hand');
	});
});

test('a record that is read may say that it failed', async () => {
	const { body } = ANSWERS['approvalRequest.get'] as { body: { data: object } };
	const { items } = await answered('approvalRequest.get', {
		data: { ...body.data, status: 'FAILED', state: 'failed' },
	});
	expect(items).toMatchObject([{ state: 'failed' }]);
});
