/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { IDataObject, INode } from 'n8n-workflow';
import type { Engine } from '../../support/engine';
import { runNode, startEngine } from '../../support/engine';
import { allOf, leakIn } from '../../support/leaks';
import { listening } from '../../support/listening';
import type { Picker } from '../../support/picker';
import { startPicker } from '../../support/picker';
import { FORMS } from '../../support/secretWriting';
import type { TriggerHost } from '../../support/triggerHost';
import { startTriggerHost } from '../../support/triggerHost';

/** A server that tells what it was sent: nothing secret of it comes out of the node, in whatever place and form. */

const PASSWORD = `Pa$s "w<o>rd&1+'x`;
const MD5 = createHash('md5').update(PASSWORD).digest('hex');
const SECRET = `Cl1ent<Secret>&=/?`;
const TOKEN = ['T0ken-abc', 'DEF.ghi+jkl/mno=='].join('_');
const USER_TOKEN = 'User-T0ken "7" of-the-screens.';

interface Told {
	status?: number;
	statusText?: string;
	headers?: Record<string, string>;
	body?: unknown;
}
const refusal = (error: unknown, status = 400): Told => ({
	status,
	body: { data: null, errors: [error], warnings: [] },
});
const done = (data: object, more: object = {}): Told => ({
	body: { data, errors: [], warnings: [], ...more },
});
const inHeader = (text: string) => text.replace(/[^\x20-\x7e]/g, '');

/** Where it tells of it. */
const PLACES: Record<string, (text: string) => Told> = {
	'a message': (message) => refusal({ code: 4711, message }),
	'a message inside HTTP 200': (message) => refusal({ code: 4711, message }, 200),
	'a breakdown': (message) => refusal({ code: 500, message: `timed out: ${message}` }),
	'a code': (code) => refusal({ code, message: 'no' }),
	'a reference': (reference) => refusal({ code: 4711, message: 'no', reference }),
	'an unknown shape': (text) => refusal({ [text]: { [text]: [text] } }),
	'plain text': (body) => ({ status: 400, body }),
	'plain text of a proxy': (body) => ({ status: 502, body }),
	'a web page': (text) => ({ status: 503, body: `<html><body>${text}</body></html>` }),
	'401': (message) => refusal({ code: 401, message }, 401),
	'403 of the gateway': (errorMessage) => ({
		status: 403,
		body: { errorMessage, errorCode: 4000 },
	}),
	'a status': (text) => ({ status: 400, statusText: inHeader(text), body: '' }),
	headers: (text) => ({
		...refusal({ code: 4711, message: 'no' }),
		headers: { 'x-cap-request-id': inHeader(text), 'x-echo': inHeader(text) },
	}),
	'a redirect': (text) => ({
		status: 302,
		headers: { location: `http://127.0.0.1:9/?a=${encodeURIComponent(text)}` },
	}),
	'what was done': (text) =>
		done({
			customerId: 7,
			id: 'b1',
			earnedBadgeId: 'e1',
			issuedId: 'i1',
			echo: text,
			deep: [{ list: [text, { [text]: text }] }],
			headers: { Authorization: text, authorization: text, Cookie: text },
		}),
	'the proof': (text) => done({ customerId: 7, earnedBadgeId: text, issuedId: text, id: text }),
	'another customer': (text) => done({ customerId: 8, earnedBadgeId: text, [text]: text }),
	warnings: (message) =>
		done({ customerId: 7, earnedBadgeId: 'e1', id: 'b1' }, { warnings: [{ code: 9, message }] }),
};

const OPERATIONS: Record<string, INode['parameters']> = {
	'customerBadge.earn': { badgeId: 'b1', customerId: 7, ownerType: 'Loyalty', referenceId: 'r' },
	'customerBadge.earnBulk': { badgeId: 'b1', customers: 7, ownerType: 'Loyalty', referenceId: 'r' },
	'badge.get': { badgeId: 'b1' },
	'approvalRequest.decide': {
		requestType: 'EARN-BADGE',
		approvalRequestId: 'a1',
		decision: 'approve',
	},
};

/** A secret each for what the credential sends, and the credential itself. */
const SECRETS: Record<string, [secret: string, credential: IDataObject]> = {
	'the login': [Buffer.from(`till:${MD5}`).toString('base64'), { authentication: 'basic' }],
	'the token': [TOKEN, { authentication: 'oauth' }],
};

let tells: (isToken: boolean) => Told | undefined;
function say(
	response: ServerResponse,
	{ status = 200, statusText, headers, body = '' }: Told,
): void {
	const type = { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' };
	response.writeHead(status, statusText, { ...type, ...headers });
	response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
const server = createServer((request, response) => {
	const isToken = String(request.url).includes('/oauth/');
	request.resume().on('end', () => {
		say(response, tells(isToken) ?? done({ accessToken: TOKEN, ttlSeconds: 300 }));
	});
});

let engine: Engine;
let url: string;
beforeAll(async () => {
	[engine, url] = await Promise.all([startEngine(), listening(server)]);
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((ended) => server.close(ended));
});

/** Accounts are told apart by their key, since tokens are kept. */
let keys = 0;
const credentialOf = (more: IDataObject): IDataObject => ({
	cluster: 'custom',
	baseUrl: url,
	username: 'till',
	password: PASSWORD,
	clientKey: `key-${(keys += 1)}`,
	clientSecret: SECRET,
	accessToken: '',
	userToken: USER_TOKEN,
	...more,
});

/** Runs each operation, and gives all that n8n keeps of it. */
async function everything(more: IDataObject): Promise<string> {
	const runs = Object.entries(OPERATIONS).map(([name, parameters], i) => {
		const [resource, operation] = name.split('.');
		const options = { timeout: 300, maxAttempts: 1 };
		return runNode(engine, {
			credential: credentialOf(more) as never,
			onError: i % 2 === 0 ? 'stopWorkflow' : 'continueErrorOutput',
			parameters: { resource, operation, ...parameters, options } as INode['parameters'],
		});
	});
	const all = await Promise.all(runs);
	return allOf(
		all.map(({ run: { data }, hints, error }) => [
			data.resultData,
			data.executionData?.contextData,
			hints,
			error,
		]),
	);
}

/** Forms that other code than that of a removal cuts and changes. */
const CUT = ['behind a text that was cut'];

describe.each(Object.keys(PLACES))('told in %s', (place) => {
	test.each(['the login', 'the token'])('%s', async (name) => {
		const [secret, more] = SECRETS[name];
		const leaks: Record<string, string> = {};
		for (const form of CUT) {
			tells = (isToken) => (isToken ? undefined : PLACES[place](FORMS[form](secret)));
			const leak = leakIn(await everything(more), secret);
			if (leak !== undefined) leaks[form] = leak;
		}
		expect(leaks).toEqual({});
	});
});

describe('in front of the editor', () => {
	const said = async (action: Promise<unknown>) =>
		allOf(await action.catch((error: unknown) => [error, (error as Error).stack]));
	const shared: IDataObject = {};
	let picker: Picker;
	let host: TriggerHost;
	beforeAll(async () => {
		Object.assign(shared, credentialOf({ authentication: 'basic' }));
		picker = await startPicker(shared);
		host = await startTriggerHost(engine, shared as never);
	});
	afterAll(() => host.close());

	test.each(Object.keys(PLACES))('pickers and registrations: told in %s', async (place) => {
		const [secret] = SECRETS['the login'];
		tells = () => PLACES[place](`so: ${secret}`);
		const all = [
			await said(picker.search('searchBadges', {})),
			await said(picker.search('searchClaims', { badgeId: 'b1', ownerType: 'Loyalty' })),
			await said(host.add({ events: ['badgeEarned'] }).publish()),
		];
		expect(leakIn(all.join(' '), secret)).toBeUndefined();
	});
});

test.each(Object.keys(PLACES))(
	'a token endpoint that tells of the client secret in %s',
	async (place) => {
		tells = (isToken) => (isToken ? PLACES[place](SECRET) : done({ id: 'b1' }));
		const all = await everything({ authentication: 'oauth' });
		expect(leakIn(all, SECRET)).toBeUndefined();
	},
);
