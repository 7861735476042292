import { UserError } from 'n8n-workflow';
import type { Account } from '../../nodes/shared/capillary/account';
import { readAccount } from '../../nodes/shared/capillary/account';
import { httpResultOf } from '../../nodes/shared/capillary/httpResult';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { asksDoor, forgetToken, freshToken } from '../../nodes/shared/capillary/token';

/** Tokens of API clients, without n8n: who fetches one, who shares it, and what is said where none is given. */

let accounts = 0;
/** An account that nobody has asked for before. */
const newAccount = (accessToken = ''): Account => {
	accounts += 1;
	return readAccount({
		authentication: 'oauth',
		cluster: 'https://eu.api.capillarytech.com',
		clientKey: `key ${accounts}`,
		clientSecret: 'secret',
		accessToken,
	});
};
const withToken = (account: Account, accessToken: string) => ({ ...account, accessToken });

/** A token endpoint that gives one after the other; counts what it was asked. */
function endpoint(...tokens: string[]) {
	const asked: ApiRequest[] = [];
	const send = async (request: ApiRequest): Promise<HttpResult> => {
		asked.push(request);
		const accessToken = tokens[asked.length - 1];
		return { kind: 'answer', body: { data: { accessToken } } };
	};
	return { asked, send };
}

const DOOR = asksDoor({});

let now = 0;
let clock: jest.SpyInstance;
beforeEach(() => {
	now = 1_000_000;
	clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => clock.mockRestore());

/** What is thrown where no token is given: in words, and as the door reads it. */
async function refusal(result: HttpResult) {
	try {
		return await freshToken(DOOR, newAccount(), async () => result);
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		const { message, description } = error as UserError;
		return [message, description, httpResultOf(error)];
	}
}

describe('where a token stands in an answer', () => {
	test.each<[body: unknown]>([
		[{ data: { accessToken: ' t ' } }],
		[{ data: { access_token: 't' } }],
		[{ data: { token: 't' } }],
		[{ accessToken: 't' }],
		[{ access_token: 't', data: null }],
		[{ token: 't', data: 'x' }],
		[{ data: { accessToken: 't' }, accessToken: 'other' }],
		[{ data: { accessToken: 'two words', token: 't' } }],
		[{ data: { accessToken: 7 }, token: 't' }],
	])('%j', async (body) => {
		expect(await refusal({ kind: 'answer', body })).toBe('t');
	});

	test.each([['text'], [{ data: {} }], [{ accessToken: 'brök' }], [null]])(
		'%j holds none',
		async (body) => {
			expect(await refusal({ kind: 'answer', body })).toEqual([
				'Capillary gave no token',
				expect.stringMatching(
					/^Check the client key.* in the Capillary API credential\. Capillary answered with HTTP status 200\.$/,
				),
				{ kind: 'noToken', status: 200, refused: false },
			]);
		},
	);
});

describe('no token', () => {
	const REFUSED = 'Capillary gave no token for this client key and secret';
	const status = (code: number): HttpResult => ({
		kind: 'status',
		status: code,
		body: undefined,
		retryAfter: undefined,
	});

	test.each([400, 401, 403, 422, 499])('status %s: key and secret are refused', async (code) => {
		expect(await refusal(status(code))).toEqual([
			REFUSED,
			expect.stringContaining(` Capillary answered with HTTP status ${code}.`),
			{ kind: 'noToken', status: code, refused: true },
		]);
	});

	test.each([302, 399, 404, 407, 408, 429, 500, 503])(
		'status %s says nothing of key and secret',
		async (code) => {
			expect(await refusal(status(code))).toEqual([
				expect.not.stringMatching(REFUSED),
				expect.stringContaining(`HTTP status ${code}.`),
				{ kind: 'noToken', status: code, refused: false },
			]);
		},
	);

	test('a refusal gives none, whatever it holds', async () => {
		const answer = { ...status(403), body: { data: { accessToken: 't' } } };
		expect(await refusal(answer)).toEqual([REFUSED, expect.anything(), expect.anything()]);
	});

	test('errors inside HTTP 200 refuse them like a 401', async () => {
		const body = { errors: [{ code: 7, message: 'no' }] };
		expect(await refusal({ kind: 'answer', body })).toEqual([
			REFUSED,
			expect.stringContaining('HTTP status 200.'),
			{ kind: 'noToken', status: 401, refused: true },
		]);
	});

	test('without an answer, no status is told', async () => {
		const broken = { kind: 'broken', code: 'ECONNREFUSED', timedOut: false, sent: 'no' } as const;
		expect(await refusal(broken)).toEqual([
			'Capillary could not be reached',
			expect.stringMatching(/ Nothing was sent\.$/),
			{ kind: 'noToken', status: 0, refused: false },
		]);
	});
});

describe('who fetches', () => {
	test('all who ask meanwhile share one call, with key and secret', async () => {
		const { asked, send } = endpoint('t1', 't2');
		const account = newAccount();
		const tokens = await Promise.all(
			[1, 2, 3].map(async () => await freshToken(DOOR, account, send)),
		);
		expect(tokens).toEqual(['t1', 't1', 't1']);
		expect(asked).toEqual([
			{
				method: 'POST',
				path: '/v3/oauth/token/generate',
				body: { key: account.clientKey, secret: 'secret' },
			},
		]);
	});

	test('a token of the last five seconds is shared, an older one is not', async () => {
		const { asked, send } = endpoint('t1', 't2');
		const account = newAccount();
		expect(await freshToken(DOOR, account, send)).toBe('t1');
		now += 4_999;
		expect(await freshToken(DOOR, withToken(account, 'older'), send)).toBe('t1');
		now += 1;
		expect(await freshToken(DOOR, withToken(account, 'older'), send)).toBe('t2');
		expect(asked).toHaveLength(2);
	});

	test('other secrets, keys and hosts have tokens of their own', async () => {
		const { send } = endpoint('t1', 't2', 't3', 't4');
		const account = newAccount();
		const others = [
			account,
			{ ...account, clientKey: 'other' },
			{ ...account, clientSecret: `of ${account.clientKey}` },
			{ ...account, url: 'https://x.example' },
		];
		const tokens: string[] = [];
		for (const one of others) tokens.push(await freshToken(DOOR, one, send));
		expect(tokens).toEqual(['t1', 't2', 't3', 't4']);
	});

	test('one that is refused right after it came is said so to the door, and fetched anew for others', async () => {
		const { asked, send } = endpoint('t1', 't2');
		const account = newAccount();
		await freshToken(DOOR, account, send);
		const refused = withToken(account, 't1');
		const error = await freshToken(DOOR, refused, send).catch((one: unknown) => one);
		expect(error).toMatchObject({
			message: 'Capillary refuses a token that it has just given',
			description: expect.stringContaining('Check the client key'),
		});
		const result = httpResultOf(error) as { turnedDown: string };
		expect(result).toMatchObject({ kind: 'status', status: 401 });
		expect(result.turnedDown).toMatch(/^[0-9a-f]{64}$/);
		expect(asked).toHaveLength(1);

		// The mark names the token; once it is forgotten, another is fetched.
		expect(forgetToken(withToken(account, 'other'), result.turnedDown)).toBe(false);
		expect(await freshToken(DOOR, refused, send)).toBe('t2');
		expect(await freshToken({}, withToken(account, 't2'), endpoint('t3').send)).toBe('t3');
	});

	test('only the token that is refused is forgotten', async () => {
		const { send } = endpoint('t1', 't2');
		const account = newAccount();
		await freshToken(DOOR, account, send);
		expect(forgetToken(account, 'of another')).toBe(false);
		expect(await freshToken(DOOR, account, send)).toBe('t1');
		const refused = withToken(account, 't1');
		const error = await freshToken(DOOR, refused, send).catch((one: unknown) => one);
		const { turnedDown } = httpResultOf(error) as { turnedDown: string };
		expect(forgetToken(refused, turnedDown)).toBe(true);
		expect(forgetToken(newAccount('t1'), turnedDown)).toBe(true);
	});

	test('a call that failed is not remembered', async () => {
		const account = newAccount();
		const failing = async (): Promise<HttpResult> => ({ kind: 'answer', body: {} });
		await expect(freshToken(DOOR, account, failing)).rejects.toThrow('Capillary gave no token');
		expect(await freshToken(DOOR, account, endpoint('t1').send)).toBe('t1');
	});

	test('a hundred accounts are remembered, and the oldest goes first', async () => {
		const { asked, send } = endpoint(...Array.from({ length: 300 }, (_, i) => `t${i}`));
		const [first, ...others] = Array.from({ length: 100 }, () => newAccount());
		for (const account of [first, ...others]) await freshToken(DOOR, account, send);
		await freshToken(DOOR, first, send);
		expect(asked).toHaveLength(100);
		await freshToken(DOOR, newAccount(), send);
		await freshToken(DOOR, others[0], send);
		expect(asked).toHaveLength(101);
		await freshToken(DOOR, first, send);
		expect(asked).toHaveLength(102);
	});
});
