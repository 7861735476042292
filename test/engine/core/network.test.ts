/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n, not inside it */
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { ask, askPlain } from '../../../nodes/shared/capillary/http';
import type { HttpResult } from '../../../nodes/shared/capillary/httpResult';
import {
	certificateFault,
	headersOf,
	proofOfBreak,
} from '../../../nodes/shared/capillary/httpResult';
import { AUTHORITY, KEY, LEAF, SELF_SIGNED } from '../../fixtures/certificates';
import type { Engine } from '../../support/engine';
import { startEngine } from '../../support/engine';
import { pickerContext } from '../../support/picker';

let engine: Engine;
beforeAll(async () => {
	engine = await startEngine();
});

const open: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.destroy();
	await Promise.all(
		open.splice(0).map(async (server) => await new Promise((closed) => server.close(closed))),
	);
});

async function listen(server: Server): Promise<number> {
	open.push(server);
	server.on('connection', (socket: Socket) => {
		sockets.push(socket);
		socket.on('error', () => undefined);
	});
	server.on('tlsClientError', () => undefined);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return (server.address() as AddressInfo).port;
}

const REQUEST = { method: 'POST' as const, path: '/api', body: { a: 1 } };
const TIMEOUT = 400;

/** What comes back from a URL: with the credential, and without one. */
async function both(baseUrl: string): Promise<HttpResult[]> {
	const credential = { cluster: 'custom', baseUrl, username: 'u', password: 'p', accessToken: '' };
	const context = pickerContext(engine, credential);
	const manner = { timeout: TIMEOUT, renewsToken: false };
	return [
		await ask(context, REQUEST, manner),
		await askPlain(context.helpers.httpRequest, baseUrl, REQUEST, TIMEOUT),
	];
}

async function expectBoth(baseUrl: string, result: object) {
	const results = await both(baseUrl);
	expect(results).toEqual([expect.objectContaining(result), expect.objectContaining(result)]);
}

/** A server that reads a request and then does something with the socket. */
const onRequest = (act: (socket: Socket) => void) =>
	createServer((socket) => socket.once('data', () => act(socket)));

describe('nothing was sent', () => {
	test('where nobody listens', async () => {
		await expectBoth('http://127.0.0.1:1', { kind: 'broken', code: 'ECONNREFUSED', sent: 'no' });
		await expectBoth('http://localhost:1', { kind: 'broken', code: 'ECONNREFUSED', sent: 'no' });
	});

	test('where the name is not known', async () => {
		const result = {
			kind: 'broken',
			code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
			sent: 'no',
		};
		await expectBoth('https://no-such-host.invalid', result);
	});

	test.each([
		['DEPTH_ZERO_SELF_SIGNED_CERT', SELF_SIGNED, /signed by itself/],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', LEAF, /does not send the certificate/],
		['SELF_SIGNED_CERT_IN_CHAIN', `${LEAF}\n${AUTHORITY}`, /authority that this n8n does not know/],
	])('where the certificate is not accepted: %s', async (code, cert, fault) => {
		let received = 0;
		const server = createTls({ key: KEY, cert }, (socket) => {
			socket.on('error', () => undefined);
			socket.on('data', ({ length }) => {
				received += length;
			});
		});
		const port = await listen(server);
		await expectBoth(`https://localhost:${port}`, { kind: 'broken', code, sent: 'no' });
		expect(received).toBe(0);
		expect(certificateFault(code)).toMatch(fault);
	});

	test('where the connection ends before it is secure', async () => {
		const port = await listen(onRequest((socket) => socket.end()));
		await expectBoth(`https://localhost:${port}`, {
			kind: 'broken',
			code: 'ECONNRESET',
			sent: 'no',
		});
	});

	test('where a proxy refuses the way', async () => {
		const proxy = createHttp();
		proxy.on('connect', (_request, socket) => {
			socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
		});
		process.env.HTTPS_PROXY = `http://127.0.0.1:${await listen(proxy)}`;
		await expectBoth('https://eu.api.capillarytech.com', { kind: 'status', status: 407 });
		delete process.env.HTTPS_PROXY;
	});

	test('where the proxy is not there', async () => {
		process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
		await expectBoth('https://eu.api.capillarytech.com', { kind: 'broken', sent: 'no' });
		delete process.env.HTTPS_PROXY;
	});
});

describe('nobody knows whether it was done', () => {
	test('where the connection is reset after the request', async () => {
		const port = await listen(onRequest((socket) => socket.resetAndDestroy()));
		await expectBoth(`http://127.0.0.1:${port}`, {
			kind: 'broken',
			code: 'ECONNRESET',
			sent: 'unknown',
		});
	});

	test('where the connection ends without an answer', async () => {
		const port = await listen(onRequest((socket) => socket.end()));
		await expectBoth(`http://127.0.0.1:${port}`, {
			kind: 'broken',
			code: 'ECONNRESET',
			sent: 'unknown',
		});
	});

	test('where the answer breaks off', async () => {
		const head = 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"da';
		const port = await listen(onRequest((socket) => socket.end(head)));
		await expectBoth(`http://127.0.0.1:${port}`, { kind: 'broken', sent: 'unknown' });
	});

	test('where no answer comes in time', async () => {
		const port = await listen(onRequest(() => undefined));
		await expectBoth(`http://127.0.0.1:${port}`, {
			kind: 'broken',
			timedOut: true,
			sent: 'unknown',
		});
	});

	test('where the secure connection breaks after the request was carried out', async () => {
		const carriedOut: string[] = [];
		const server = createTls({ key: KEY, cert: SELF_SIGNED }, (socket) => {
			socket.on('error', () => undefined);
			socket.once('data', (data) => {
				carriedOut.push(data.toString());
				// No record of TLS: the client ends the connection with a fault of its protocol.
				sockets.at(-1)?.write('HTTP/1.1 200 OK\r\n\r\n');
			});
		});
		const port = await listen(server);
		const { helpers } = pickerContext(engine, {});
		const result = await askPlain(
			(options) => helpers.httpRequest({ ...options, skipSslCertificateValidation: true }),
			`https://localhost:${port}`,
			REQUEST,
			TIMEOUT,
		);
		expect(carriedOut.join('')).toContain('{"a":1}');
		expect(result).toMatchObject({
			kind: 'broken',
			code: expect.stringMatching(/^(EPROTO|ERR_SSL_)/),
			sent: 'unknown',
		});
	});
});

test.each([
	['ERR_INVALID_CHAR', '', 'no'],
	['CERT_HAS_EXPIRED', '', 'no'],
	['ERR_TLS_CERT_ALTNAME_INVALID', '', 'no'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', '', 'no'],
	['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:443', 'no'],
	['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443', 'no'],
	['ETIMEDOUT', 'read ETIMEDOUT', 'unknown'],
	['EPROTO', 'write EPROTO', 'unknown'],
	['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', '', 'unknown'],
	['ECONNABORTED', 'timeout of 400ms exceeded', 'unknown'],
	['EPIPE', 'write EPIPE', 'unknown'],
	['', '', 'unknown'],
])('%s (%s) proves: sent %s', (code, message, sent) => {
	expect(proofOfBreak(code, message)).toBe(sent);
});

test('an answer brings what its headers are worth, whatever its status', async () => {
	const headers = { date: 'Wed, 25 Nov 2026 10:00:00 GMT', 'x-cap-request-id': 'abc' };
	const answers = createHttp((_request, response) => {
		response.writeHead(answers.listenerCount('spoilt') > 0 ? 503 : 200, {
			...headers,
			'content-type': 'application/json',
			'retry-after': '7',
		});
		response.end('{"data":{"id":12345678901234567890}}');
	});
	const port = await listen(answers);
	const given = { date: headers.date, supportId: 'abc' };
	await expectBoth(`http://127.0.0.1:${port}`, { kind: 'answer', headers: given });
	answers.on('spoilt', () => undefined);
	await expectBoth(`http://127.0.0.1:${port}`, {
		kind: 'status',
		status: 503,
		retryAfter: '7',
		headers: given,
	});
	expect(headersOf(undefined)).toEqual({});
});

test('numbers that JavaScript would round come back and go out digit by digit', async () => {
	const bodies: string[] = [];
	const record =
		'{"id":12345678901234567890,"startOn":1768714500.123456789,"rank":3,"note":"12345678901234567890 \\" 1.10"}';
	const server = createHttp((request, response) => {
		let body = '';
		request.on('data', (part) => (body += part));
		request.on('end', () => {
			bodies.push(body);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(`{"data":${record}}`);
		});
	});
	const credential = {
		cluster: 'custom',
		baseUrl: `http://127.0.0.1:${await listen(server)}`,
		username: 'u',
		password: 'p',
		accessToken: '',
	};
	const context = pickerContext(engine, credential);
	const manner = { timeout: TIMEOUT, renewsToken: false };
	const read = await ask(context, { method: 'GET', path: '/api', exact: true }, manner);
	if (read.kind !== 'answer') throw new Error(`No answer: ${JSON.stringify(read)}`);
	const { data } = read.body as { data: object };
	expect(data).toMatchObject({ rank: 3, note: '12345678901234567890 " 1.10' });
	await ask(context, { method: 'PUT', path: '/api', body: data }, manner);
	expect(bodies).toEqual(['', record]);
});
