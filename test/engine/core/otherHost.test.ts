/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CapillaryApi } from '../../../credentials/CapillaryApi.credentials';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';
import { pickerContext } from '../../support/picker';

/** A host that the credential does not belong to. */
const seen: unknown[] = [];
const other = createServer((request, response) => {
	seen.push(request.headers);
	response.end('{}');
});

let stage: Stage;
let elsewhere: string;
beforeAll(async () => {
	stage = await startStage();
	await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
	elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
beforeEach(() => {
	stage.sandbox.reset();
	seen.length = 0;
});
afterAll(async () => {
	await stage.close();
	await new Promise((closed) => other.close(closed));
});

const PATH = '/api_gateway/v1/badges/badgeMeta';
const context = () => pickerContext(stage.engine, stage.basic);

/** n8n's two helpers: the one of nodes today, and the older one, which HTTP Request uses. */
const HELPERS = {
	'the helper of nodes': async (url: string) =>
		await context().helpers.httpRequestWithAuthentication.call(context(), 'capillaryApi', {
			method: 'GET',
			url,
		}),
	'the helper of HTTP Request': async (uri: string) =>
		await context().helpers.requestWithAuthentication.call(
			context(),
			'capillaryApi',
			{ method: 'GET', uri },
			undefined,
			0,
		),
};

describe.each(Object.entries(HELPERS))('%s', (_name, ask) => {
	test('reaches the host of the credential, by its whole address', async () => {
		await ask(`${stage.sandbox.url}${PATH}`);
		expect(stage.requests()).toMatchObject([{ path: PATH, status: 200 }]);
	});

	test('reaches no other host, and says why', async () => {
		await expect(ask(`${elsewhere}/collect`)).rejects.toThrow(
			'The Capillary API credential is only sent to its own host',
		);
		expect(seen).toEqual([]);
	});

	test('follows no redirect to another host', async () => {
		stage.sandbox.faults.add({ status: 302, headers: { location: `${elsewhere}/collect` } });
		await expect(ask(`${stage.sandbox.url}${PATH}`)).rejects.toThrow();
		expect(seen).toEqual([]);
	});
});

test('a relative address is one of the host', async () => {
	const ask = HELPERS['the helper of nodes'];
	await ask(PATH);
	expect(stage.requests()).toMatchObject([{ path: PATH, status: 200 }]);
});

test.each([
	['https://EU.API.CapillaryTech.com/api', undefined],
	['HTTPS://eu.api.capillarytech.com:443/api', undefined],
	['https://user:pass@eu.api.capillarytech.com/api', undefined],
	['//eu.api.capillarytech.com/api', undefined],
	['api', undefined],
	['?', 'https://eu.api.capillarytech.com/api'],
	['../api', '/v3/'],
])('%s (base %s) is its own host, without another login', async (url, baseURL) => {
	const credential = { ...stage.basic, cluster: 'https://eu.api.capillarytech.com' };
	const auth = { username: 'user', password: 'pass' };
	const request = await new CapillaryApi().authenticate(credential, { url, baseURL, auth });
	expect(request.url).toMatch(/^https:\/\/eu\.api\.capillarytech\.com\/api\??$/);
	expect(request).toMatchObject({ auth: undefined, baseURL: undefined });
});

test('a login in the address or beside it does not take the place of the credential', async () => {
	const ask = HELPERS['the helper of HTTP Request'];
	const { host } = new URL(stage.sandbox.url);
	await ask(`http://user:pass@${host}${PATH}`);
	expect(stage.requests()).toMatchObject([{ path: PATH, status: 200 }]);
});

test.each([
	['https://eu.api.capillarytech.com.example.com/api', undefined],
	['https://eu.api.capillarytech.com./api', undefined],
	['https://a.eu.api.capillarytech.com/api', undefined],
	['https://api.capillarytech.com/api', undefined],
	['https://eu.api.capillarytech.com@example.com/api', undefined],
	['  //example.com/api', undefined],
	['/\t/example.com/api', undefined],
	['/api', '//example.com'],
	['http://eu.api.capillarytech.com/api', undefined],
	['https://eu.api.capillarytech.com:8443/api', undefined],
	['https://user@example.com/eu.api.capillarytech.com', undefined],
	['//example.com/api', undefined],
	['\\\\example.com/api', undefined],
	['/\\example.com/api', undefined],
	['/api', 'https://example.com'],
	['ftp://eu.api.capillarytech.com/api', undefined],
	['javascript:alert(1)', undefined],
	['https://', undefined],
])('%s (base %s) is refused', async (url, baseURL) => {
	const credential = { ...stage.basic, cluster: 'https://eu.api.capillarytech.com' };
	await expect(new CapillaryApi().authenticate(credential, { url, baseURL })).rejects.toMatchObject(
		{
			message: 'The Capillary API credential is only sent to its own host',
			description: expect.stringContaining('Its host is https://eu.api.capillarytech.com.'),
		},
	);
});
