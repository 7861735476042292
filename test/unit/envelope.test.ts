import {
	joined,
	readApiErrors,
	readApiResponse,
	saidToFail,
	shownError,
} from '../../nodes/shared/capillary/envelope';
import { namesADeed } from '../../nodes/shared/capillary/deed';

/** What an answer says, in whatever form it says it. */

const error = (code: number | undefined, message: string, reference?: string) => ({
	code,
	message,
	reference,
});

describe('errors', () => {
	test.each([
		[undefined],
		[null],
		[''],
		[' NULL '],
		['none'],
		[0],
		[false],
		[[]],
		[{}],
		[[null, '', [{}]]],
		[{ code: null, message: ' ' }],
	])('%j is none', (nothing) => {
		expect(readApiErrors(nothing)).toEqual([]);
	});

	test.each<[value: unknown, ...errors: object[]]>([
		['  Blocked ', error(undefined, 'Blocked')],
		[404, error(404, '')],
		[-5, error(undefined, '-5')],
		[true, error(undefined, 'true')],
		['404', error(undefined, '404')],
		[['a', null, 'b'], error(undefined, 'a'), error(undefined, 'b')],
		[{ code: 7, message: 'a', reference: 'f' }, error(7, 'a', 'f')],
		[{ errorCode: '7', errorMessage: ' a ', field: 'f' }, error(7, 'a', 'f')],
		[{ code: '', errorCode: 7, title: 'a' }, error(7, 'a')],
		[{ code: 7 }, error(7, '')],
		[{ code: '123456789', message: 'a' }, error(123456789, 'a')],
		[{ code: '1234567890', message: 'a' }, error(undefined, '1234567890: a')],
		[{ code: 'E7', message: 'a' }, error(undefined, 'E7: a')],
		[{ code: '7E', message: 'a' }, error(undefined, '7E: a')],
		[{ message: 'a' }, error(undefined, 'a')],
		[{ code: 'E7' }, error(undefined, '{"code":"E7"}')],
		[{ customer: 'a', other: null }, error(undefined, '{"customer":"a"}')],
		[{ errors: [{ code: 7, message: 'a' }], code: 9 }, error(7, 'a')],
		[{ error: { errorList: ['a', 'b'] } }, error(undefined, 'a'), error(undefined, 'b')],
		[{ errors: 'a', code: 7 }, error(7, 'a')],
		[{ errors: [], error: 'a' }, error(undefined, 'a')],
		[{ errors: [{ code: null }], error: { code: 7, message: 'a' } }, error(7, 'a')],
	])('%j', (value, ...errors) => {
		expect(readApiErrors(value)).toEqual(errors);
	});

	test.each(['Request ID already exists', 'Duplicate request', 'Same request ID', 'ERR_809'])(
		'%s: a request ID that was used before, also without its code',
		(words) => {
			expect(readApiErrors(words)).toEqual([error(809, words)]);
			expect(readApiErrors({ message: words })).toEqual([error(809, words)]);
		},
	);

	test('a code in letters is known with the words beside it', () => {
		expect(readApiErrors({ code: 'E809', message: 'no' })).toEqual([error(809, 'no')]);
		expect(readApiErrors({ code: 'X', message: 'Duplicate request' })).toEqual([
			error(809, 'Duplicate request'),
		]);
		expect(readApiErrors({ code: 7, message: 'Duplicate request' })).toEqual([
			error(7, 'Duplicate request'),
		]);
	});

	test('five levels are looked into, and what is deeper is quoted', () => {
		const lists = (depth: number): unknown => (depth === 0 ? 'a' : [lists(depth - 1)]);
		expect(readApiErrors(lists(5))).toEqual([error(undefined, 'a')]);
		expect(readApiErrors(lists(6))).toEqual([error(undefined, '["a"]')]);
		const records = (depth: number): unknown =>
			depth === 0 ? { code: 7 } : { errors: records(depth - 1) };
		expect(readApiErrors(records(5))).toEqual([error(7, '')]);
		expect(readApiErrors(records(6))).toEqual([error(undefined, '{"errors":{"code":7}}')]);
	});

	test('several are one: the first code, and all words', () => {
		expect(joined([])).toBe(undefined);
		expect(joined([error(undefined, 'a'), error(7, 'b', 'f'), error(8, 'c')])).toEqual(
			error(7, 'a; b; c', 'f'),
		);
		expect(joined([error(undefined, 'a', 'f'), error(undefined, 'b')])).toEqual(
			error(undefined, 'a; b', 'f'),
		);
	});

	test('are given out with the members that they have', () => {
		expect(shownError(error(7, '', undefined))).toEqual({ code: 7 });
		expect(shownError(error(undefined, 'a', 'f'))).toEqual({ message: 'a', reference: 'f' });
	});
});

describe('a member that says that it failed', () => {
	const bare = (message: string) => ({ ...error(undefined, message), isBare: true });

	test.each<[record: Record<string, unknown>, said: object | undefined]>([
		[{ success: false }, bare('success: false')],
		[{ isSuccess: ' No ' }, bare('isSuccess:  No')],
		[{ successful: 0, message: 'a' }, bare('a')],
		[{ success: false, reason: 'a' }, bare('a')],
		[{ status: 'FAILED', code: 7 }, error(7, 'status: FAILED')],
		[{ item_status: ' not processed ', errorCode: '7', errorMessage: 'a' }, error(7, 'a')],
		[{ result: 'error' }, bare('result: error')],
		[{ success: true, status: 'failed' }, bare('status: failed')],
		[{ status: { success: 'false', code: 7 } }, error(7, 'success: false')],
		[{ status: 'done', result: { outcome: 'ko' } }, bare('outcome: ko')],
		[{ status: null, result: { success: false } }, bare('success: false')],
		[{ status: {}, result: { success: false } }, bare('success: false')],
		[{ success: true, status: 'SUCCESS', result: 'done' }, undefined],
		[{ success: null, status: 'unfailing', message: 'failed' }, undefined],
		[{ inner: { success: false } }, undefined],
		[{}, undefined],
	])('%j', (record, said) => {
		expect(saidToFail(record)).toEqual(said);
	});

	test('a decision is a failure where another was asked for', () => {
		const record = { status: 'REJECTED' };
		expect(saidToFail(record)).toBe(undefined);
		expect(saidToFail(record, new Set(['rejected']))).toBe(undefined);
		expect(saidToFail(record, new Set(['approved']))).toEqual(bare('status: REJECTED'));
		expect(saidToFail({ status: 'APPROVED' }, new Set())).toBe(undefined);
		expect(saidToFail({ status: { result: 'denied' } }, new Set())).toEqual(bare('result: denied'));
	});
});

describe('an answer', () => {
	const envelope = (data: unknown, more: object = {}) => ({
		data,
		errors: [],
		warnings: [],
		...more,
	});

	test.each<[body: unknown, read: unknown]>([
		[undefined, 'an empty answer'],
		[null, 'an empty answer'],
		['', 'an empty answer'],
		['\n <html>', 'a web page instead of data'],
		['{"data":', 'an answer that is not complete JSON'],
		['a <b>', 'an answer that is not complete JSON'],
		[7, 'an answer of an unknown shape'],
		[{}, 'an answer of an unknown shape'],
		[{ message: 'a' }, 'an answer of an unknown shape'],
		[{ code: 7 }, 'an answer of an unknown shape'],
		[{ errorMessage: '', errorCode: 0, error: null }, 'an answer of an unknown shape'],
		[[{ a: 1 }], envelope([{ a: 1 }])],
		[{ data: { a: 1 }, errors: null, warnings: null }, envelope({ a: 1 })],
		[{ entity: 7 }, envelope(7)],
		[{ data: null, entity: 7 }, envelope(7)],
		[{ errors: 'a' }, envelope(null, { errors: [error(undefined, 'a')] })],
		[{ data: [], pagination: { total: 1 } }, envelope([], { pagination: { total: 1 } })],
		[{ data: 1, warnings: ['a'] }, envelope(1, { warnings: [error(undefined, 'a')] })],
		[
			{ errorMessage: 'Not authorized', errorCode: 4000 },
			envelope(null, { errors: [error(4000, 'Not authorized')] }),
		],
		[{ errorMessage: 'a' }, envelope(null, { errors: [error(undefined, 'a')] })],
		[{ errorCode: 4000 }, envelope(null, { errors: [error(4000, '')] })],
		[{ error: 'a' }, envelope(null, { errors: [error(undefined, 'a')] })],
		[{ code: '7', message: 'a' }, envelope(null, { errors: [error(7, 'a')] })],
		[
			{ data: { id: 1 }, success: false, code: 7 },
			envelope({ id: 1 }, { errors: [error(7, 'success: false')] }),
		],
		[
			{ data: null, errors: ['a'], success: false, code: 7 },
			envelope(null, { errors: [error(undefined, 'a')] }),
		],
		[
			{ status: 'failed', id: 1 },
			envelope(
				{ status: 'failed', id: 1 },
				{ errors: [{ ...error(undefined, 'status: failed'), isBare: true }] },
			),
		],
	])('%j', (body, read) => {
		expect(readApiResponse(body)).toEqual(read);
	});

	test('without paging names no paging', () => {
		expect(readApiResponse({ data: 1 })).not.toHaveProperty('pagination');
	});

	test.each([
		[{ id: 'a' }, true],
		[{ rows: [{ b: { issuedId: 1 } }] }, true],
		[[[{ state: 'x' }]], true],
		[{ isActive: true, name: 'a' }, true],
		[{ id: null, isActive: false, issuedId: '' }, false],
		[{ name: 'a', rows: [] }, false],
		['id', false],
		[null, false],
	])('%j names a deed: %s', (data, does) => {
		expect(namesADeed(data)).toBe(does);
	});
});
