import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Caller } from '../../nodes/shared/capillary/http';
import { accountOf, ask, askPlain } from '../../nodes/shared/capillary/http';
import { readAccount } from '../../nodes/shared/capillary/account';
import { httpResultOf } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { asksDoor, freshToken } from '../../nodes/shared/capillary/token';

/** What the door hands to n8n's helper, and how often; n8n's own part is tested in its engine. */

const REQUEST: ApiRequest = { method: 'GET', path: '/a' };
const ANSWER = { body: '{"id":9007199254740993}', headers: { 'x-cap-request-id': 'r' } };

/** The options that a request becomes, without a credential. */
async function optionsOf(request: ApiRequest) {
	const sent: IHttpRequestOptions[] = [];
	const send = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return ANSWER;
	};
	await askPlain(send, 'https://x.example', request, 7);
	return sent;
}

const PLAIN = {
	baseURL: 'https://x.example',
	url: '/a',
	json: true,
	encoding: 'text',
	timeout: 7,
	disableFollowRedirect: true,
	returnFullResponse: true,
};

describe('what is sent', () => {
	test('a reading request has no body and no type', async () => {
		expect(await optionsOf(REQUEST)).toEqual([
			{ ...PLAIN, method: 'GET', qs: undefined, headers: {}, body: undefined },
		]);
	});

	test('what is undefined is left out, and numbers that were kept go digit by digit', async () => {
		const request: ApiRequest = {
			method: 'PUT',
			path: '/a',
			query: { page: 0, other: undefined, deep: { a: undefined, b: 1 } },
			headers: { 'X-A': 'a', 'X-B': undefined },
			body: { id: '\u0000exact:9007199254740993', other: undefined },
		};
		expect(await optionsOf(request)).toEqual([
			{
				...PLAIN,
				method: 'PUT',
				qs: { page: 0, deep: { b: 1 } },
				headers: { 'Content-Type': 'application/json', 'X-A': 'a' },
				body: '{"id":9007199254740993}',
			},
		]);
		const [{ qs, headers }] = await optionsOf(request);
		expect([Object.keys(qs ?? {}), Object.keys(headers ?? {})]).toEqual([
			['page', 'deep'],
			['Content-Type', 'X-A'],
		]);
	});
});

describe('what comes back', () => {
	test('IDs with all their digits, as text or, where it is written back, marked', async () => {
		const answer = { kind: 'answer', headers: { supportId: 'r' } };
		const send = async () => ANSWER;
		expect(await askPlain(send, '', REQUEST, 7)).toEqual({
			...answer,
			body: { id: '9007199254740993' },
		});
		expect(await askPlain(send, '', { ...REQUEST, exact: true }, 7)).toEqual({
			...answer,
			body: { id: '\u0000exact:9007199254740993' },
		});
	});

	test('nothing is thrown, whatever n8n throws or gives', async () => {
		const error = { code: 'ECONNREFUSED', message: 'x' };
		const refused = async () => await Promise.reject(error);
		expect(await askPlain(refused, '', REQUEST, 7)).toEqual(httpResultOf(error));
		expect(await askPlain(async () => 'text', '', REQUEST, 7)).toMatchObject({ kind: 'broken' });
	});
});

const oauth = (accessToken: string) => ({
	authentication: 'oauth',
	cluster: 'https://eu.api.capillarytech.com',
	clientKey: 'of the door',
	clientSecret: 'secret',
	accessToken,
});

const MARK = 'mark';
/** n8n's error for a status, where the token had just come and another that was turned down. */
const refusal = (turnedDown?: string) =>
	turnedDown === undefined ? { response: { status: 401 } } : { extra: { turnedDown } };

/** n8n's context: the credential as it is stored at each reading, and what each request comes to. */
function caller(stored: unknown[], outcomes: unknown[]) {
	const sent: Array<{ type: string; options: IHttpRequestOptions; more: unknown }> = [];
	let readings = 0;
	const context = {
		async getCredentials() {
			const value = stored[Math.min(readings, stored.length - 1)];
			readings += 1;
			if (value === 'gone') throw new Error('The credential is gone');
			return value;
		},
		helpers: {
			async httpRequestWithAuthentication(
				this: unknown,
				type: string,
				options: IHttpRequestOptions,
				more: unknown,
			) {
				if (this !== context) throw new Error("n8n's helper needs its context");
				sent.push({ type, options, more });
				const outcome = outcomes[sent.length - 1];
				if (outcome === 'answer') return ANSWER;
				throw outcome;
			},
		},
	};
	return { context: context as unknown as Caller, sent };
}

const tokensOf = (sent: ReturnType<typeof caller>['sent']) =>
	sent.map(({ more }) => {
		const { credentialsDecrypted } = more as { credentialsDecrypted: { data: object } };
		return (credentialsDecrypted.data as { accessToken: string }).accessToken;
	});

describe('with the credential', () => {
	const ONCE = { timeout: 7, renewsToken: false };
	const RENEWING = { timeout: 7, renewsToken: true };

	test('a password is sent once, and n8n renews nothing', async () => {
		const { context, sent } = caller([], [refusal()]);
		expect(await ask(context, REQUEST, ONCE)).toMatchObject({ kind: 'status', status: 401 });
		expect(sent).toEqual([
			{
				type: 'capillaryApi',
				options: expect.objectContaining({ url: '/a', timeout: 7 }),
				more: { preAuthenticationRetryStatusCode: 0 },
			},
		]);
	});

	test('a token that is accepted is sent once, with the mark that the door asks', async () => {
		const { context, sent } = caller([oauth('t1')], ['answer']);
		const exact = { ...REQUEST, exact: true };
		expect(await ask(context, exact, RENEWING)).toMatchObject({
			body: { id: '\u0000exact:9007199254740993' },
		});
		expect(sent.map(({ more }) => more)).toEqual([
			{
				credentialsDecrypted: {
					id: '',
					name: '',
					type: 'capillaryApi',
					data: asksDoor(oauth('t1')),
				},
			},
		]);
	});

	test.each([
		['another status', { response: { status: 403 } }],
		['no answer', { code: 'ECONNRESET' }],
	])('%s is not worth another token', async (_words, outcome) => {
		const { context, sent } = caller([oauth('t1')], [outcome, 'answer']);
		expect(await ask(context, REQUEST, RENEWING)).toEqual(httpResultOf(outcome));
		expect(sent).toHaveLength(1);
	});

	test('the token that another process has stored meanwhile is tried, three in all', async () => {
		const { context, sent } = caller(
			[oauth('t1'), oauth('t2'), oauth('t3'), oauth('t4')],
			[refusal(), refusal(MARK), refusal(), 'answer'],
		);
		expect(await ask(context, REQUEST, RENEWING)).toMatchObject({ kind: 'status', status: 401 });
		expect(tokensOf(sent)).toEqual(['t1', 't2', 't3']);
	});

	test('one that is still the stored one is fetched anew, once', async () => {
		const account = readAccount(oauth('t1'));
		// The mark of a token is what is said of it where it was refused right after it came.
		const send = async () => ({ kind: 'answer', body: { token: 't1' } }) as const;
		await freshToken({}, { ...account, accessToken: '' }, send);
		const error = await freshToken(asksDoor({}), account, send).catch((one: unknown) => one);
		const { turnedDown } = httpResultOf(error) as { turnedDown: string };
		const { context, sent } = caller(
			[oauth('t1')],
			[refusal(turnedDown), refusal(turnedDown), 'answer'],
		);
		expect(await ask(context, REQUEST, RENEWING)).toMatchObject({ kind: 'status', turnedDown });
		expect(tokensOf(sent)).toEqual(['t1', '']);
	});

	test('a credential that cannot be read: what came before is what is known', async () => {
		const before = caller(['gone'], []);
		expect(await ask(before.context, REQUEST, RENEWING)).toEqual({
			kind: 'broken',
			code: '',
			timedOut: false,
			sent: 'no',
		});
		const after = caller([oauth('t1'), 'gone'], [refusal(), 'answer']);
		expect(await ask(after.context, REQUEST, RENEWING)).toEqual(httpResultOf(refusal()));
		expect(after.sent).toHaveLength(1);
	});

	test('the account is the credential, read', async () => {
		expect(await accountOf(caller([oauth('t1')], []).context)).toEqual(readAccount(oauth('t1')));
	});
});
