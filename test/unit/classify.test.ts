import { classify } from '../../nodes/CapillaryBadges/execution/deliver/classify';
import { LOOK_IT_UP } from '../../nodes/CapillaryBadges/execution/deliver/unsure';
import { statusAdvice } from '../../nodes/CapillaryBadges/execution/deliver/statusWords';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';

/** What each kind of result means: for a request that changes something, and for one that reads. */

const ABOUT = { badgeId: 'b', customerId: 7, requestId: 'r-1' };
const NOW = Date.UTC(2026, 2, 15);
const IDS = { customerId: 7, requestId: 'r-1' };

const verdictOf = (result: HttpResult, method = 'POST') => classify(result, method, ABOUT, NOW);
const status = (code: number, body: unknown = '', more: object = {}): HttpResult => ({
	kind: 'status',
	status: code,
	body,
	retryAfter: undefined,
	...more,
});
const broken = (code: string, sent: 'no' | 'unknown', timedOut = false): HttpResult => ({
	kind: 'broken',
	code,
	sent,
	timedOut,
});
const refusal = (code: number, message: string) => ({ errors: [{ code, message }] });

const READ_AGAIN = 'Nothing was changed. Run it again later.';
const lost = (what: string, more: object = {}) => ({
	kind: 'failure',
	failure: {
		what: `${what}, so the outcome is unknown`,
		fix: LOOK_IT_UP,
		certainty: 'unknown',
		...IDS,
		...more,
	},
	retry: 'yes',
	ending: 'lost',
});
const unreadLost = (what: string, more: object = {}) => ({
	kind: 'failure',
	failure: { what, fix: READ_AGAIN, certainty: 'notDone', ...IDS, ...more },
	retry: 'yes',
	ending: 'lost',
});
const notDone = (failure: object, how: object = {}) => ({
	kind: 'failure',
	failure: { certainty: 'notDone', ...IDS, ...failure },
	retry: 'no',
	ending: 'answered',
	...how,
});
const text = (words: string) => expect.stringContaining(words) as string;
const NOTHING_SENT = { fix: text('Nothing was sent.'), isUnsent: true };

describe('no answer', () => {
	test('lost after sending: unknown, or nothing changed where it reads', () => {
		const lostText = 'The connection to Capillary was lost after sending';
		expect(verdictOf(broken('ECONNRESET', 'unknown'))).toEqual(lost(lostText));
		expect(verdictOf(broken('ECONNRESET', 'unknown'), 'GET')).toEqual(unreadLost(lostText));
		const late = 'Capillary did not answer in time';
		expect(verdictOf(broken('ECONNABORTED', 'unknown', true))).toEqual(lost(late));
	});

	test('never sent: another attempt may help, but not against a certificate', () => {
		const unreachable = { ...NOTHING_SENT, what: 'Capillary could not be reached' };
		expect(verdictOf(broken('ECONNREFUSED', 'no'))).toEqual(
			notDone(unreachable, { retry: 'yes', ending: 'lost' }),
		);
		const certificate = {
			...NOTHING_SENT,
			what: 'The certificate of the host is not accepted',
			fix: text('it has expired (CERT_HAS_EXPIRED)'),
		};
		expect(verdictOf(broken('CERT_HAS_EXPIRED', 'no'))).toEqual(
			notDone(certificate, { ending: 'lost', trips: true }),
		);
	});

	test('a host that n8n forbids ends the run', () => {
		const what = 'This n8n does not allow requests to the host of the credential';
		expect(verdictOf({ kind: 'forbidden' })).toEqual(
			notDone({ ...NOTHING_SENT, what }, { ending: 'lost', trips: true }),
		);
	});

	test('no token: the end where key and secret are refused, or the address is wrong', () => {
		const noToken = (code: number, refused: boolean) =>
			verdictOf({ kind: 'noToken', status: code, refused });
		const last = { ending: 'denied', trips: true };
		const words = { what: text('Capillary'), fix: expect.any(String) as string, isUnsent: true };
		expect(noToken(400, true)).toEqual(notDone({ ...words, httpStatus: 401 }, last));
		expect(noToken(404, false)).toEqual(notDone({ ...words, httpStatus: 404 }, last));
		const later = {
			what: 'Capillary gave no token for this credential',
			fix: 'Run it again later. Nothing was sent.',
			isUnsent: true,
		};
		const again = { retry: 'yes', ending: 'lost' };
		expect(noToken(503, false)).toEqual(notDone({ ...later, httpStatus: 503 }, again));
		expect(noToken(0, false)).toEqual(notDone({ ...later, httpStatus: undefined }, again));
	});
});

describe('a status that asks to wait', () => {
	const slower = "Lower 'Concurrency' in the options, or run it again later. Nothing was done.";
	test.each([
		['3', 3000, 'Capillary asks to wait 3 seconds before the next request'],
		['1', 1000, 'Capillary asks to wait 1 second before the next request'],
		['0', 0, 'Capillary asks to slow down'],
		[undefined, undefined, 'Capillary asks to slow down'],
	])('429, Retry-After %s', (retryAfter, retryAfterMs, what) => {
		expect(verdictOf(status(429, '', { retryAfter }))).toEqual(
			notDone(
				{ what, fix: slower, httpStatus: 429, retryAfterMs },
				{ retry: 'yes', ending: 'rateLimited' },
			),
		);
	});

	test('461 and 503 with 4001: nothing was begun', () => {
		const busy = {
			what: 'Capillary is too busy to search now',
			fix: 'Nothing was done. Run it again later.',
			httpStatus: 461,
			code: undefined,
			apiMessage: undefined,
			retryAfterMs: 2000,
		};
		const again = { retry: 'yes' };
		expect(verdictOf(status(461, '', { retryAfter: '2' }))).toEqual(notDone(busy, again));
		expect(verdictOf(status(461, refusal(5, 'busy')))).toEqual(
			notDone({ ...busy, code: 5, apiMessage: 'busy', retryAfterMs: undefined }, again),
		);
		const gateway = { errorCode: 4001, errorMessage: 'Authorization status unavailable!' };
		const verdict = verdictOf(status(503, gateway, { retryAfter: '2' }));
		expect(verdict).toMatchObject({ retry: 'yes', ending: 'answered' });
		expect(verdict).toMatchObject({
			failure: { certainty: 'notDone', code: 4001, retryAfterMs: 2000 },
		});
		expect(verdictOf(status(503, { errorCode: 4002, errorMessage: 'x' }))).toMatchObject({
			failure: { certainty: 'unknown' },
		});
		expect(verdictOf(status(400, gateway))).toMatchObject({ retry: 'no' });
	});
});

describe('a status that says something of every request', () => {
	test.each([
		[401, true],
		[407, true],
		[302, true],
		[300, true],
		[399, true],
		[403, undefined],
	])('%i ends the run: %s', (code, trips) => {
		const verdict = verdictOf(status(code, 'No way in.'));
		expect(verdict).toEqual(
			notDone(
				{
					...statusAdvice(code),
					...{ apiMessage: 'No way in.', httpStatus: code, wholeCall: true },
				},
				{ ending: 'denied', ...(trips ? { trips } : {}) },
			),
		);
	});

	test('404 without words is about the address, other refusals about the item', () => {
		const words = (code: number) => ({ ...statusAdvice(code), httpStatus: code });
		expect(verdictOf(status(404, '<html>'))).toEqual(
			notDone({ ...words(404), apiMessage: undefined, wholeCall: true }, { ending: 'denied' }),
		);
		expect(verdictOf(status(418, 'teapot'))).toEqual(
			notDone({ ...words(418), apiMessage: 'teapot', wholeCall: false }),
		);
		expect(statusAdvice(418)).toEqual({
			what: 'Capillary refused the request with HTTP status 418',
			fix: 'Check the values of this item. If they are right, ask Capillary support.',
		});
		expect(statusAdvice(404).what).toBe('This address has no Capillary badges API');
		expect(statusAdvice(408).what).toContain('HTTP status 408');
	});

	test.each([500, 503, 599, 600, 408, 460, 499])('%i is unknown', (code) => {
		const what = `Capillary was not able to answer (HTTP status ${code})`;
		const more = { httpStatus: code, code: undefined, apiMessage: undefined };
		expect(verdictOf(status(code, '', { retryAfter: '2' }))).toEqual(
			lost(what, { ...more, retryAfterMs: 2000 }),
		);
		expect(verdictOf(status(code, refusal(9, 'oh')), 'GET')).toEqual(
			unreadLost(what, { ...more, code: 9, apiMessage: 'oh', retryAfterMs: undefined }),
		);
	});

	test('303 sends on after the work', () => {
		const what = 'The address in the credential redirects elsewhere (HTTP status 303)';
		const more = {
			httpStatus: 303,
			code: undefined,
			apiMessage: undefined,
			retryAfterMs: undefined,
		};
		const fix = expect.stringMatching(
			/^It may have been done.* Use the address of the cluster itself/s,
		);
		expect(verdictOf(status(303))).toEqual(lost(what, { ...more, fix }));
		const read = { ...more, fix: text('The node does not follow a redirect') };
		const verdict = verdictOf(status(303), 'GET');
		expect(verdict).toEqual(unreadLost(what, read));
		expect(verdict).not.toHaveProperty('failure.fix', text('It may have been done'));
	});

	test('words of Capillary that it broke down count under any status', () => {
		const what = (words: string) => `Capillary met an error of its own (${words})`;
		const beside = (more: object) => ({
			httpStatus: 400,
			code: undefined,
			apiMessage: undefined,
			retryAfterMs: undefined,
			...more,
		});
		const withCode = beside({ code: 500, apiMessage: 'Oh no.' });
		expect(verdictOf(status(400, refusal(500, 'Oh no.')))).toEqual(lost(what('Oh no'), withCode));
		expect(verdictOf(status(400, refusal(500, '')))).toEqual(
			lost(what('code 500'), beside({ code: 500 })),
		);
		const page = 'Internal Server Error';
		expect(verdictOf(status(400, page), 'GET')).toEqual(
			unreadLost(what(page), beside({ apiMessage: page })),
		);
		expect(verdictOf({ kind: 'answer', body: refusal(500, 'Oh no.') })).toEqual(
			lost(what('Oh no'), { ...withCode, httpStatus: undefined }),
		);
	});
});

describe('an answer', () => {
	test('refused by its errors, and not where it names a deed', () => {
		const said = verdictOf(status(400, refusal(831, 'Too many')));
		expect(said).toMatchObject({ kind: 'failure', retry: 'no', ending: 'answered' });
		expect(said).toMatchObject({ failure: { code: 831, certainty: 'notDone' } });
		const partly = { data: { earnedBadgeId: 'e' }, ...refusal(831, 'Too many') };
		expect(verdictOf({ kind: 'answer', body: partly })).toMatchObject({
			retry: 'no',
			ending: 'answered',
			failure: {
				what: text(', but the answer names what was done, so the outcome is unknown'),
				fix: text(LOOK_IT_UP),
				certainty: 'unknown',
			},
		});
		expect(verdictOf({ kind: 'answer', body: partly }, 'GET')).toMatchObject({
			failure: { certainty: 'notDone' },
		});
	});

	test('a page is unknown, and unread where it was asked for', () => {
		const page: HttpResult = { kind: 'answer', body: '<html>' };
		expect(verdictOf(page)).toMatchObject({
			retry: 'yes',
			ending: 'lost',
			failure: { what: text('Capillary sent '), certainty: 'unknown', ...IDS },
		});
		const read = verdictOf(page, 'GET');
		expect(read).toMatchObject({
			kind: 'failure',
			retry: 'yes',
			ending: 'lost',
			failure: {
				what: text("Capillary's answer could not be read: it is "),
				fix: `${READ_AGAIN} If it keeps happening, check the cluster or base URL in the credential, or ask Capillary support.`,
				certainty: 'notDone',
				...IDS,
			},
		});
	});

	test('what Capillary calls a request goes with a failure and with an answer', () => {
		const headers = { supportId: 's-1' };
		expect(verdictOf({ kind: 'answer', body: { data: {} }, headers })).toMatchObject({
			kind: 'answer',
			response: { supportId: 's-1' },
		});
		expect(verdictOf(status(500, '', { headers }))).toMatchObject({
			failure: { supportId: 's-1' },
		});
		expect(verdictOf(status(500))).not.toHaveProperty('failure.supportId');
		const bare = status(500, '', { headers: undefined });
		expect(verdictOf(bare)).not.toHaveProperty('failure.supportId');
	});

	test.each([
		['  No way in. ', 'No way in.'],
		['x'.repeat(301), 'x'.repeat(300)],
		['', undefined],
		['   ', undefined],
		['<p>', undefined],
		[' {"a', undefined],
		['[1', undefined],
		[{}, undefined],
	])('of the text %j is quoted %j', (body, apiMessage) => {
		expect(verdictOf(status(418, body))).toMatchObject({ failure: { apiMessage } });
	});

	test('a list of refusals under a status of failure, and a word of failure in a write', () => {
		const rows = [{ errors: [{ code: 831, message: 'Full' }] }, { errors: [] }];
		expect(verdictOf(status(400, rows))).toMatchObject({ failure: { code: 831 } });
		const bare = [null, { code: 832, message: 'Full' }];
		expect(verdictOf(status(400, bare))).toMatchObject({ failure: { code: 832 } });
		const both = { data: { success: false }, ...refusal(833, 'Full') };
		expect(verdictOf(status(400, both))).toMatchObject({ failure: { code: 833 } });
		expect(verdictOf({ kind: 'answer', body: rows })).toMatchObject({ kind: 'answer' });
		const failed = { data: { success: false } };
		expect(verdictOf({ kind: 'answer', body: failed })).toMatchObject({ kind: 'failure' });
		expect(verdictOf({ kind: 'answer', body: failed }, 'GET')).toMatchObject({ kind: 'answer' });
	});

	test('under a refusal of the credential, a code that no page lists is about the credential', () => {
		const words = (code: number, listed: number) =>
			(verdictOf(status(code, refusal(listed, 'x'))) as { failure: { what: string } }).failure.what;
		expect(words(401, 999_998)).toBe(statusAdvice(401).what);
		expect(words(401, 810)).not.toBe(statusAdvice(401).what);
		expect(words(400, 999_998)).not.toBe(statusAdvice(401).what);
	});
});

test('a list of refusals under a status that refuses is read row by row, wherever a row holds its errors', () => {
	for (const row of [{ code: 815, message: 'No' }, refusal(815, 'No')]) {
		const body = { data: [row], errors: [] };
		const verdict = verdictOf(status(400, body));
		expect(verdict).toMatchObject(notDone({ code: 815, apiMessage: 'No', httpStatus: 400 }));
	}
});
