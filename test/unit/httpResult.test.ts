import {
	certificateFault,
	headersOf,
	httpResultOf,
	proofOfBreak,
} from '../../nodes/shared/capillary/httpResult';

/** What n8n's helpers throw, and what it says of the request. */

describe('a broken connection', () => {
	test.each([
		['ECONNREFUSED', '', 'no'],
		['ENOTFOUND', '', 'no'],
		['ERR_INVALID_CHAR', '', 'no'],
		['CERT_HAS_EXPIRED', '', 'no'],
		['ECONNRESET', '', 'unknown'],
		['EPROTO', '', 'unknown'],
		['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443', 'no'],
		[
			'ECONNRESET',
			'Client network socket disconnected before secure TLS connection was established',
			'no',
		],
		['', 'getaddrinfo EBUSY host', 'no'],
		['', 'Proxy connection ended before receiving CONNECT response', 'no'],
		['', 'could not connect E', 'unknown'],
		['', '', 'unknown'],
	])('%s %s: sent %s', (code, message, sent) => {
		expect(proofOfBreak(code, message)).toBe(sent);
		expect(httpResultOf({ code, message })).toMatchObject({ kind: 'broken', code, sent });
	});

	test('without words proves nothing but by its code', () => {
		expect([proofOfBreak('ECONNRESET'), proofOfBreak('EAI_AGAIN')]).toEqual(['unknown', 'no']);
		expect(certificateFault('CERT_HAS_EXPIRED')).toBe('it has expired');
		expect(certificateFault('ECONNRESET')).toBe(undefined);
	});

	test.each<[error: object, timedOut: boolean]>([
		[{ code: 'ECONNABORTED', message: 'x' }, true],
		[{ code: 'ETIMEDOUT' }, true],
		[{ message: 'Timeout of 400ms exceeded' }, true],
		[
			{ httpCode: null, message: 'The connection: timeout', cause: { code: 'X', message: 'y' } },
			true,
		],
		[{ code: 'ECONNRESET', message: 'socket hang up' }, false],
		[{ httpCode: null, message: 'lost', cause: { code: 'ECONNRESET' } }, false],
	])('%j timed out: %s', (error, timedOut) => {
		expect(httpResultOf(error)).toMatchObject({ kind: 'broken', timedOut, sent: 'unknown' });
	});

	test.each([
		undefined,
		null,
		'text',
		7,
		{},
		{ code: 7, message: {} },
		{ httpCode: 'x', cause: 7 },
	])('%j, which says nothing, proves nothing', (error) => {
		const nothing = { kind: 'broken', code: '', timedOut: false, sent: 'unknown' };
		expect(httpResultOf(error)).toEqual(nothing);
	});

	test("an error of n8n's own came before sending", () => {
		const error = {
			level: 'warning',
			message: 'The credential cannot be used',
			code: 'ECONNRESET',
		};
		expect(httpResultOf(error)).toMatchObject({ kind: 'broken', sent: 'no' });
		expect(httpResultOf({ ...error, level: 7 })).toMatchObject({ sent: 'unknown' });
	});
});

describe('an answer with a status', () => {
	const response = {
		status: 503,
		data: '{"errors":[{"code":9007199254740993}]}',
		headers: { date: 'Sun, 15 Mar 2026 11:20:00 GMT', 'retry-after': '7', 'x-cap-request-id': 'r' },
	};
	const read = {
		kind: 'status',
		status: 503,
		body: { errors: [{ code: '9007199254740993' }] },
		retryAfter: '7',
		headers: { date: 'Sun, 15 Mar 2026 11:20:00 GMT', supportId: 'r' },
	};

	test('thrown as it is, and wrapped', () => {
		expect(httpResultOf({ message: 'x', response })).toEqual(read);
		expect(httpResultOf({ httpCode: '503', cause: { response } })).toEqual(read);
	});

	test('of which n8n keeps but the status and the body', () => {
		const kept = { httpCode: '404', context: { data: '{"a":1}' }, message: 'not found' };
		const bare = {
			kind: 'status',
			status: 404,
			body: { a: 1 },
			retryAfter: undefined,
			headers: {},
		};
		expect(httpResultOf(kept)).toEqual(bare);
		expect(httpResultOf({ ...kept, cause: null })).toEqual(bare);
		expect(httpResultOf({ ...kept, cause: { response: { status: null } } })).toEqual(bare);
		expect(httpResultOf({ ...kept, cause: { response: null } })).toEqual(bare);
		expect(httpResultOf({ httpCode: 404 })).toEqual({ ...bare, body: undefined });
	});

	test('from 300 on; below, it is none', () => {
		const statusOf = (status: number) => httpResultOf({ response: { status } }).kind;
		expect([200, 299, 300, 302, 599].map(statusOf)).toEqual([
			'broken',
			'broken',
			'status',
			'status',
			'status',
		]);
	});

	test('whose body broke off is lost, but for 429, which n8n words so', () => {
		const cutOff = { message: 'stream has been ABORTED', response };
		expect(httpResultOf(cutOff)).toMatchObject({ kind: 'broken', sent: 'unknown' });
		expect(httpResultOf({ ...cutOff, response: { ...response, status: 429 } })).toMatchObject({
			kind: 'status',
			status: 429,
		});
	});
});

describe('nothing was sent', () => {
	test.each([
		{ name: 'SsrfError', message: 'x' },
		{ message: 'Ssrf: no' },
		{ message: 'The request was blocked because it goes to a forbidden host' },
	])('%j: forbidden', (error) => {
		expect(httpResultOf(error)).toEqual({ kind: 'forbidden' });
		expect(httpResultOf({ httpCode: null, cause: error })).toEqual({ kind: 'forbidden' });
	});

	test('words in the middle forbid nothing', () => {
		expect(httpResultOf({ message: 'Of Ssrf' }).kind).toBe('broken');
		expect(httpResultOf({ message: 'Why The request was blocked' }).kind).toBe('broken');
	});

	test('no token', () => {
		const refused = { tokenStatus: 401, tokenRefused: true };
		expect(httpResultOf({ extra: refused })).toEqual({
			kind: 'noToken',
			status: 401,
			refused: true,
		});
		expect(httpResultOf({ httpCode: null, cause: { extra: { tokenStatus: 0 } } })).toEqual({
			kind: 'noToken',
			status: 0,
			refused: false,
		});
		expect(httpResultOf({ extra: { turnedDown: 'mark' } })).toEqual({
			kind: 'status',
			status: 401,
			body: undefined,
			retryAfter: undefined,
			turnedDown: 'mark',
		});
		expect(httpResultOf({ extra: null, code: 'X' })).toMatchObject({ kind: 'broken', code: 'X' });
	});
});

test('headers: what is of use, in any form that an HTTP library has', () => {
	class Headers {
		date = 'Sun, 15 Mar 2026 11:20:00 GMT';
	}
	expect(headersOf(new Headers())).toEqual({ date: 'Sun, 15 Mar 2026 11:20:00 GMT' });
	expect(headersOf({ 'x-cap-request-id': 'r', date: 7, other: 'x' })).toEqual({ supportId: 'r' });
	for (const none of [undefined, null, 'text', {}, { date: '', 'x-cap-request-id': '' }]) {
		expect(headersOf(none)).toEqual({});
	}
});
