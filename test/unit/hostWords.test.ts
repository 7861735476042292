import { isBreakdown } from '../../nodes/shared/capillary/breakdown';
import {
	REDIRECTED,
	unreachableWords,
	wordsOfNoToken,
	wordsOfResult,
	wordsOfStatus,
} from '../../nodes/shared/capillary/hostWords';

/** What is said of the host, the network and the credential; and when a server broke down. */

const ACCEPT = 'Capillary did not accept the credential';
const NO_USE = 'The credential may not use this part of the Capillary API';
const NO_API = 'This address has no Capillary badges API';
const PROXY = 'The proxy of this n8n did not let the request through';
const NOT_NOW = 'Capillary was not able to answer';
const NO_TOKEN = 'Capillary gave no token for this credential';

test.each([
	[299, undefined],
	[300, REDIRECTED.what],
	[399, REDIRECTED.what],
	[400, undefined],
	[401, ACCEPT],
	[403, NO_USE],
	[404, NO_API],
	[405, undefined],
	[407, PROXY],
	[408, NOT_NOW],
	[429, NOT_NOW],
	[461, undefined],
	[499, undefined],
	[500, NOT_NOW],
	[503, NOT_NOW],
])('status %s: %s', (status, what) => {
	expect(wordsOfStatus(status)?.what).toBe(what);
	const answer = { kind: 'status', status, body: undefined, retryAfter: undefined } as const;
	expect(wordsOfResult(answer)).toEqual(wordsOfStatus(status));
});

test.each([
	[401, true, ACCEPT, true],
	[0, true, ACCEPT, true],
	[404, false, NO_API, true],
	[302, false, REDIRECTED.what, true],
	[503, false, NO_TOKEN, false],
	[0, false, NO_TOKEN, false],
	[200, false, NO_TOKEN, false],
])('no token, status %s, refused %s: %s, final %s', (status, refused, what, isFinal) => {
	expect(wordsOfNoToken(status, refused)).toMatchObject({ what, isFinal });
	expect(wordsOfResult({ kind: 'noToken', status, refused })).toMatchObject({ what });
});

test('where no token was given for now, it says when to try again, and that nothing was sent', () => {
	expect(wordsOfNoToken(503, false)).toEqual({
		what: NO_TOKEN,
		fix: 'Run it again later. Nothing was sent.',
		isFinal: false,
	});
});

test('a host that is not reached, a certificate, and silence', () => {
	expect(unreachableWords('ECONNREFUSED').what).toBe('Capillary could not be reached');
	expect(unreachableWords('CERT_HAS_EXPIRED')).toMatchObject({
		what: 'The certificate of the host is not accepted',
		fix: expect.stringContaining('As this n8n sees it, it has expired (CERT_HAS_EXPIRED). '),
	});
	const broken = { kind: 'broken', code: 'ECONNRESET', timedOut: false } as const;
	expect(wordsOfResult({ ...broken, sent: 'no' })).toEqual(unreachableWords('ECONNRESET'));
	expect(wordsOfResult({ ...broken, sent: 'unknown' })?.what).toBe('Capillary did not answer');
	expect(wordsOfResult({ kind: 'forbidden' })?.what).toMatch(/does not allow requests to the host/);
	expect(wordsOfResult({ kind: 'answer', body: {} })).toBe(undefined);
});

test.each([
	[500, '', true],
	[599, '', true],
	[499, '', false],
	[600, '', false],
	[undefined, '', false],
	[undefined, 'Internal Server Error', true],
	[7, 'The service is unavailable', true],
	[7, 'Service unavailable', true],
	[999999, 'Something happened', false],
	[999999, 'An unexpected exception', true],
	[714, 'timed out', false],
])('code %s with %j is a breakdown: %s', (code, message, is) => {
	expect(isBreakdown({ code, message })).toBe(is);
	expect(isBreakdown({ code, message, isBroken: true })).toBe(true);
});
