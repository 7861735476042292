// `pnpm e2e`: the packed package in a real n8n, through its REST interface and a browser, with the
// sandbox as Capillary's witness. Takes the README's pictures again.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandboxProcess } from '../support/sandboxProcess.ts';
import { startBrowser } from './browser.mjs';
import {
	findNode,
	issueByHand,
	seeNode,
	seeRefusal,
	setUpOwner,
	tryCredential,
} from './editor.mjs';
import { install, sleep, startN8n } from './n8n.mjs';
import { OWNER, restClient, sandboxAccount } from './rest.mjs';
import { byHand, byWebhook } from './workflows.mjs';

const CALLS = 200;
/** So many callers at once, as a shop would. */
const CALLERS = 10;

const running = [];
let passed = 0;
let page;

async function check(name, work) {
	const began = Date.now();
	const result = await work();
	passed += 1;
	console.log(`ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
	return result;
}

/** What the credential's test says when something is wrong: red, and legible. */
async function wrongCredentials(rest, account, sandbox, n8nUrl) {
	const expectRed = async (change, message) => {
		const { status, message: said } = await rest.testCredential({ ...account, ...change });
		assert.equal(status, 'Error');
		assert.match(said, message);
	};
	assert.equal((await rest.testCredential(account)).status, 'OK');
	await expectRed({ password: 'wrong' }, /does not accept these credentials/);
	await expectRed({ baseUrl: 'http://127.0.0.1:9' }, /ECONNREFUSED/);
	await expectRed({ baseUrl: n8nUrl }, /does not answer like the Capillary badges API/);
	await expectRed({ baseUrl: `${account.baseUrl}/some/path` }, /must be a host alone/);
	await expectRed({ baseUrl: 'http://example.com' }, /must start with https/);
	await sandbox.control('faults', { answer: { status: 200, json: { hello: 'there' } } });
	await expectRed({}, /does not answer like the Capillary badges API/);
	const oauth = { authentication: 'oauth', clientKey: 'wrong', clientSecret: 'wrong' };
	await expectRed(oauth, /gave no token for this client key and secret/);
}

/** Waits until the workflow is live: n8n publishes in the background. */
async function published(rest, { id }) {
	for (let left = 100; left > 0; left -= 1) {
		const { status, triggers } = await rest.ask('GET', `/workflows/${id}/publication-status`);
		if (status === 'published' && triggers.every((one) => one.status === 'activated')) return;
		await sleep(300);
	}
	throw new Error('The workflow was not published');
}

/** Each call of the production web hook becomes exactly one badge. */
async function webhookStorm(rest, url, credential, sandbox) {
	const workflow = await rest.saveWorkflow(byWebhook(credential, 'orders'));
	await rest.activate(workflow);
	await published(rest, workflow);
	const before = await sandbox.control('state');
	let next = 0;
	const caller = async () => {
		while (next < CALLS) {
			const n = next;
			next += 1;
			const answer = await fetch(`${url}/webhook/orders`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ customerId: 70_000_000 + n, orderId: `order-${n}` }),
			});
			const json = await answer.json();
			assert.equal(answer.status, 200, JSON.stringify(json));
			assert.equal(json.customerId, 70_000_000 + n);
		}
	};
	await Promise.all(Array.from({ length: CALLERS }, caller));
	const { rows } = await sandbox.control(`state?collection=earns&limit=100000`);
	const { counts } = await sandbox.control('state');
	assert.equal(counts.earns - before.counts.earns, CALLS);
	const customers = rows.map(({ customerId }) => customerId).filter((id) => id >= 70_000_000);
	assert.equal(new Set(customers).size, CALLS);
}

async function main() {
	install();
	const sandbox = await startSandboxProcess();
	running.push(sandbox);
	const n8n = await startN8n({ onStart: (started) => running.push(started) });
	const { url } = n8n;
	const browser = await startBrowser(url);
	running.push({ stop: browser.close });
	const account = sandboxAccount(sandbox.url);
	const rest = restClient(url);

	page = await browser.open();
	await check('owner set up in the browser', () => setUpOwner(page, url));
	await check('signed in by REST', () => rest.signIn(OWNER));
	await check('credential: wrong password, host, path, address, key', () =>
		wrongCredentials(rest, account, sandbox, url),
	);
	await check('credential saved by hand: green, then red', () => tryCredential(page, url, account));
	const id = await rest.saveCredential('Capillary sandbox', account);
	const oauth = { ...account, authentication: 'oauth', ...(await oauthKeys(sandbox)) };
	await check('credential: OAuth is green', async () => {
		const oauthId = await rest.saveCredential('Capillary OAuth', oauth);
		const { status, message } = await rest.testCredential(oauth, oauthId);
		assert.equal(status, 'OK', message);
	});
	const credential = { id, name: 'Capillary sandbox' };
	await check('node found in the panel by "loyalty"', () => findNode(page, url));
	const workflow = await rest.saveWorkflow(byHand(credential));
	await check('badge picked by search, date picked, issued', async () => {
		await issueByHand(page, url, workflow);
		const { rows } = await sandbox.control('state?collection=earns&customerId=62090013');
		assert.equal(rows.length, 1);
	});
	await check('refusal read', () => seeRefusal(page));
	const filled = await rest.saveWorkflow(byHand(credential, EXAMPLE));
	for (const colorScheme of ['light', 'dark']) {
		await check(`canvas and node in ${colorScheme} colours`, async () => {
			page = await browser.open({ colorScheme, cookie: rest.cookie });
			await seeNode(page, url, filled, colorScheme);
		});
	}
	await check(`${CALLS} calls of a production web hook, ${CALLS} badges`, () =>
		webhookStorm(rest, url, credential, sandbox),
	);
}

const EXAMPLE = {
	resource: 'customerBadge',
	operation: 'enrol',
	badgeId: {
		__rl: true,
		mode: 'list',
		value: '653de84db3cda7078c7c68ed',
		cachedResultName: 'Marathon Month',
	},
	customersFrom: 'list',
	customers: '62090013, 62090014',
	ownerType: 'Loyalty',
	referenceId: '123694',
};

async function oauthKeys(sandbox) {
	const { clientKey, clientSecret } = await sandbox.control('credentials');
	return { clientKey, clientSecret };
}

async function stopAll() {
	for (const one of running.reverse()) await one.stop();
}

main()
	.then(() => console.log(`${passed} checks passed`))
	.catch(async (error) => {
		console.error(error);
		const picture = path.join(tmpdir(), 'capillary-e2e-failed.png');
		await page?.screenshot({ path: picture }).then(
			() => console.error(`What the browser showed: ${picture}`),
			() => undefined,
		);
		process.exitCode = 1;
	})
	.finally(stopAll);
