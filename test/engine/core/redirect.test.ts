/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startCredentialTest } from '../../support/credentialTest';
import { GOOD } from '../../support/core';
import { startPicker } from '../../support/picker';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';
import type { TriggerStage } from '../../support/triggerStage';
import { startTriggerStage } from '../../support/triggerStage';

/** The host that a redirect points to; it must see nothing. */
const seen: string[] = [];
const other = createServer((request, response) => {
	seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
	response.setHeader('content-type', 'application/json');
	response.end('{"data":{"metaBasicDetails":[],"accessToken":"caught"}}');
});

let stage: Stage;
let trigger: TriggerStage;
let testOf: Awaited<ReturnType<typeof startCredentialTest>>;
let elsewhere: string;

beforeAll(async () => {
	[stage, trigger, testOf] = await Promise.all([
		startStage(),
		startTriggerStage(),
		startCredentialTest(),
	]);
	await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
	elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}/caught`;
});
beforeEach(() => {
	stage.sandbox.reset();
	trigger.reset();
	seen.length = 0;
});
afterAll(async () => {
	await Promise.all([stage.close(), trigger.close()]);
	await new Promise((closed) => other.close(closed));
});

const oauth = (url: string) => {
	const { clientKey, clientSecret } = stage.sandbox.credentials;
	return { ...stage.basic, authentication: 'oauth', baseUrl: url, clientKey, clientSecret };
};
/** An API client that nobody has a token of yet: one of the last seconds is shared. */
let clients = 0;
const newClient = () => {
	clients += 1;
	return { ...oauth(stage.sandbox.url), clientKey: `client-${clients}` };
};
const messageOf = async (action: Promise<unknown>) =>
	await action.then(
		() => 'nothing',
		(error: unknown) => (error instanceof Error ? error.message : String(error)),
	);
const SIGN_IN = /token/;
const operation = async (credential: Stage['basic']) => {
	const { failed } = await stage.run('badge.claim', GOOD['badge.claim'], { credential });
	return JSON.stringify(failed.map(({ json }) => json));
};
const picker = async (credential: Stage['basic']) =>
	await messageOf((await startPicker(credential)).search('searchBadges', {}));

/** The five ways by which a request leaves, each with what the user reads. */
const WAYS: Array<[way: string, path: RegExp, act: () => Promise<string>]> = [
	['an operation', /claim/, async () => await operation(stage.basic)],
	['an operation with OAuth', /claim/, async () => await operation(oauth(stage.sandbox.url))],
	['a picker', /badgeMeta/, async () => await picker(stage.basic)],
	['a picker with OAuth', /badgeMeta/, async () => await picker(oauth(stage.sandbox.url))],
	["the credential's test", /badgeMeta/, async () => await testOf(stage.basic)],
	[
		"the credential's test with OAuth",
		/badgeMeta/,
		async () => await testOf(oauth(stage.sandbox.url)),
	],
	['the token call of an operation', SIGN_IN, async () => await operation(newClient())],
	['the token call of a picker', SIGN_IN, async () => await picker(newClient())],
	['the token call of the test', SIGN_IN, async () => await testOf(newClient())],
	[
		'the registration',
		/webHooks/,
		async () => await messageOf(trigger.added({ events: ['badgeEarned'] }).publish()),
	],
];

describe.each([301, 302, 303, 307, 308])('HTTP %i', (status) => {
	test.each(WAYS)('%s is not sent elsewhere, and says why', async (_way, path, act) => {
		for (const { faults } of [stage.sandbox, trigger.client.sandbox]) {
			faults.add({ match: { path }, status, headers: { location: elsewhere }, times: null });
		}
		expect(await act()).toContain('redirects elsewhere');
		expect(seen).toEqual([]);
	});

	test.each(WAYS)('%s does not follow within the host either', async (_way, path, act) => {
		for (const { faults, url } of [stage.sandbox, trigger.client.sandbox]) {
			const headers = { location: `${url}/followed` };
			faults.add({ match: { path }, status, headers, times: null });
		}
		expect(await act()).toContain('redirects elsewhere');
		const paths = [...stage.requests(), ...trigger.client.sandbox.journal.entries];
		expect(paths.map((entry) => entry.path)).not.toContain('/followed');
	});
});
