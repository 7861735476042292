/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import type { HttpResult } from '../../../nodes/shared/capillary/httpResult';
import type { Engine } from '../../support/engine';
import { startEngine } from '../../support/engine';
import { pickerContext } from '../../support/picker';

/** A Capillary that only knows tokens. */
const capillary = {
	valid: new Set<string>(),
	given: 0,
	asked: 0,
	/** Whether a new token ends the ones before. */
	newestOnly: false,
	/** What the token endpoint does instead, oldest first. */
	trouble: [] as Array<'drop' | { status: number; json: unknown }>,
	/** Whether the API refuses every token. */
	refusesAll: false,
	latencyMs: 0,
};

const server = createServer((request: IncomingMessage, response) => {
	const answer = (status: number, json: unknown) => {
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(json));
	};
	const respond = () => {
		if (request.url?.includes('/oauth/')) {
			capillary.given += 1;
			const trouble = capillary.trouble.shift();
			if (trouble === 'drop') return response.destroy();
			if (trouble) return answer(trouble.status, trouble.json);
			if (capillary.newestOnly) capillary.valid.clear();
			const accessToken = `token-${capillary.given}`;
			capillary.valid.add(accessToken);
			return answer(200, { data: { accessToken, ttlSeconds: 300 }, errors: null });
		}
		capillary.asked += 1;
		const token = String(request.headers['x-cap-api-oauth-token']);
		const isKnown = capillary.valid.has(token) && !capillary.refusesAll;
		return answer(isKnown ? 200 : 401, isKnown ? { data: {} } : { errors: [{ code: 401 }] });
	};
	setTimeout(respond, capillary.latencyMs);
});

let engine: Engine;
let url: string;
beforeAll(async () => {
	engine = await startEngine();
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => await new Promise((closed) => server.close(closed)));
beforeEach(() => {
	Object.assign(capillary, { given: 0, asked: 0, newestOnly: false, trouble: [] });
	Object.assign(capillary, { refusesAll: false, latencyMs: 0 });
	capillary.valid.clear();
	clientKey += 1;
});

/** Each test has an API client of its own, since tokens are remembered by it. */
let clientKey = 0;
const credential = (accessToken = ''): IDataObject => ({
	authentication: 'oauth',
	cluster: 'custom',
	baseUrl: url,
	clientKey: `key-${clientKey}`,
	clientSecret: 'secret',
	accessToken,
});

type Store = Map<string, IDataObject>;
const storeWith = (accessToken?: string): Store =>
	new Map([['Capillary', credential(accessToken)]]);

type Door = typeof import('../../../nodes/shared/capillary/http');
type Credential = typeof import('../../../credentials/CapillaryApi.credentials');

/** A process of n8n's: modules of its own. */
function loadProcess() {
	const loaded: { door?: Door; types: Engine['credentialTypes'] } = { types: new Map() };
	jest.isolateModules(() => {
		loaded.door = jest.requireActual<Door>('../../../nodes/shared/capillary/http');
		const { CapillaryApi } = jest.requireActual<Credential>(
			'../../../credentials/CapillaryApi.credentials',
		);
		loaded.types.set('capillaryApi', new CapillaryApi());
	});
	/** With the database that all processes share: what sends one request. */
	return (store: Store) => async (): Promise<HttpResult> => {
		if (!loaded.door) throw new Error('The door was not loaded');
		const context = pickerContext({ ...engine, credentialTypes: loaded.types }, store);
		const manner = { timeout: 5_000, renewsToken: true };
		return await loaded.door.ask(context, { method: 'GET', path: '/api' }, manner);
	};
}

const startProcess = loadProcess();
const startOther = loadProcess();

const kinds = (results: HttpResult[]) => results.map(({ kind }) => kind);
const all = <T>(count: number, one: T) => Array.from({ length: count }, () => one);
const times = async (count: number, run: () => Promise<HttpResult>) =>
	await Promise.all(all(count, undefined).map(run));

describe.each([false, true])('a new token ends the ones before: %s', (newestOnly) => {
	beforeEach(() => {
		capillary.newestOnly = newestOnly;
	});

	test('two processes, a token that expires before each run', async () => {
		const store = storeWith();
		const processes = [startProcess(store), startOther(store)];
		const results: HttpResult[] = [];
		for (let run = 0; run < 14; run += 1) {
			capillary.valid.clear();
			results.push(await processes[run % 2]());
		}
		expect(kinds(results)).toEqual(all(14, 'answer'));
		expect(capillary.given).toBeLessThanOrEqual(15);
	});

	test('two processes at work side by side, tokens ending in between', async () => {
		const store = storeWith();
		const processes = [startProcess(store), startOther(store)];
		capillary.latencyMs = 5;
		const results: HttpResult[] = [];
		for (let round = 0; round < 10; round += 1) {
			capillary.valid.clear();
			results.push(...(await Promise.all(processes.map((run) => times(10, run)))).flat());
		}
		expect(kinds(results)).toEqual(all(200, 'answer'));
	});

	test('one process, two credentials of one API client', async () => {
		const [first, second] = [startProcess(storeWith()), startProcess(storeWith('old'))];
		const results: HttpResult[] = [];
		for (let round = 0; round < 5; round += 1) {
			capillary.valid.clear();
			results.push(await first(), await second(), await first());
		}
		expect(kinds(results)).toEqual(all(15, 'answer'));
	});
});

test('a token that another process stored is used before a new one is fetched', async () => {
	const store = storeWith();
	const run = startProcess(store);
	await run();
	// Another process has fetched and stored a newer one, which ended ours.
	capillary.valid.clear();
	capillary.valid.add('newer');
	const context = store.get('Capillary');
	const stale = run();
	await Promise.resolve();
	store.set('Capillary', { ...context, accessToken: 'newer' });
	expect((await stale).kind).toBe('answer');
	expect(capillary.given).toBe(1);
	expect(store.get('Capillary')?.accessToken).toBe('newer');
});

test('a clock that is set back makes no old token a new one', async () => {
	const [first, second] = [storeWith(), storeWith()];
	const [run, other] = [startProcess(first), startOther(second)];
	await run();
	const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
	await new Promise((resolve) => setTimeout(resolve, 5_100));
	// Another process has a newer token, which has expired, too.
	await other();
	capillary.valid.clear();
	first.set('Capillary', { ...second.get('Capillary') });
	const { given, asked } = capillary;
	expect((await run()).kind).toBe('answer');
	clock.mockRestore();
	expect([capillary.given - given, capillary.asked - asked]).toEqual([1, 2]);
});

test.each([
	[{ accessToken: 'token-x' }],
	[{ data: { token: 'token-x' } }],
	[{ access_token: 'token-x', expires_in: 0 }],
	[{ data: { accessToken: ' token-x\n', ttlSeconds: '300' }, errors: [] }],
	[{ data: { accessToken: 'token-x', ttlSeconds: 0 } }],
])('a token that comes as %j', async (json) => {
	capillary.valid.add('token-x');
	capillary.trouble = [{ status: 200, json }];
	const store = storeWith();
	expect((await startProcess(store)()).kind).toBe('answer');
	expect(store.get('Capillary')?.accessToken).toBe('token-x');
	expect([capillary.given, capillary.asked]).toEqual([1, 1]);
});

test.each([
	[{ data: { accessToken: '' } }],
	[{ data: { accessToken: 5 } }],
	[{ data: { accessToken: 'two\nlines' } }],
	[{ data: null }],
	[[]],
])('what is no token: %j', async (json) => {
	capillary.trouble = [{ status: 200, json }];
	expect(await startProcess(storeWith())()).toEqual({
		kind: 'noToken',
		status: 200,
		refused: false,
	});
	expect(capillary.asked).toBe(0);
});

test('fifty requests without a token share one call', async () => {
	capillary.latencyMs = 10;
	expect(kinds(await times(50, startProcess(storeWith())))).toEqual(all(50, 'answer'));
	expect([capillary.given, capillary.asked]).toEqual([1, 50]);
});

test('a token just fetched that ends at once costs one more call, and each request one repeat', async () => {
	const run = startProcess(storeWith());
	await run();
	capillary.valid.clear();
	capillary.latencyMs = 10;
	expect(kinds(await times(20, run))).toEqual(all(20, 'answer'));
	expect([capillary.given, capillary.asked]).toEqual([2, 41]);
});

test('an API that refuses every token is not asked for ever', async () => {
	capillary.refusesAll = true;
	const result = await startProcess(storeWith())();
	expect(result).toMatchObject({ kind: 'status', status: 401 });
	expect([capillary.given, capillary.asked]).toEqual([2, 2]);
});

test.each<[string, (typeof capillary.trouble)[number], object]>([
	['no answer', 'drop', { status: 0, refused: false }],
	['an outage', { status: 503, json: {} }, { status: 503, refused: false }],
	['too many calls', { status: 429, json: {} }, { status: 429, refused: false }],
	['another API', { status: 404, json: {} }, { status: 404, refused: false }],
	['a refusal', { status: 401, json: {} }, { status: 401, refused: true }],
	[
		'a refusal inside HTTP 200',
		{ status: 200, json: { data: null, errors: [{ code: 401, message: 'Invalid client' }] } },
		{ status: 401, refused: true },
	],
	['something else', { status: 200, json: { hello: 1 } }, { status: 200, refused: false }],
])('the token endpoint gives %s: nothing was sent', async (_words, trouble, result) => {
	capillary.trouble = [trouble];
	const run = startProcess(storeWith());
	expect(await run()).toEqual({ kind: 'noToken', ...result });
	expect(capillary.asked).toBe(0);
	// The next request asks again.
	expect((await run()).kind).toBe('answer');
});
