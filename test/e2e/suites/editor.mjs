// What a user does and sees in the editor. Takes the README's pictures again.
import assert from 'node:assert/strict';
import { startBrowser } from '../browser.mjs';
import {
	findNode,
	issueByHand,
	seeNode,
	seeRefusal,
	setUpOwner,
	tryCredential,
} from '../editor.mjs';
import { startN8n } from '../n8n.mjs';
import { OWNER, restClient } from '../rest.mjs';
import { saveAccount, startSandbox, webhookStorm } from '../stage.mjs';
import { byHand, ENROL, toMembers } from '../workflows.mjs';

const CALLS = 200;

const EXAMPLE = {
	resource: 'customerBadge',
	operation: 'enrol',
	badgeId: {
		...ENROL.badgeId,
		mode: 'list',
		cachedResultName: 'Marathon Month',
	},
	customersFrom: 'list',
	customers: '62090013, 62090014',
	...toMembers,
};

/** What the credential's test says when something is wrong: red, and legible. */
async function wrongCredentials(rest, account, sandbox, n8nUrl) {
	const expectRed = async (change, message) => {
		const { status, message: said } = await rest.testCredential({ ...account, ...change });
		assert.equal(status, 'Error');
		assert.match(said, message);
	};
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

/** @param seen takes the page that a failure should show */
export default async function editor({ check, started }, seen) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ onStart: started });
	const browser = started(await startBrowser(url));
	const rest = restClient(url);

	const page = await browser.open();
	seen.page = page;
	await check('owner set up in the browser', () => setUpOwner(page, url));
	await rest.signIn(OWNER);
	await check('credential saved by hand: green, then red', () => tryCredential(page, url, account));
	await check('credential: wrong password, host, path, address, key', () =>
		wrongCredentials(rest, account, sandbox, url),
	);
	await check('credential: OAuth is green', async () => {
		const { clientKey, clientSecret } = await sandbox.control('credentials');
		const oauth = { ...account, authentication: 'oauth', clientKey, clientSecret };
		await saveAccount(rest, oauth, 'Capillary OAuth');
	});
	const credential = await saveAccount(rest, account);
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
		await check(`canvas and node in ${colorScheme} colors`, async () => {
			seen.page = await browser.open({ colorScheme, cookie: rest.cookie });
			await seeNode(seen.page, url, filled, colorScheme);
		});
	}
	await check(`${CALLS} calls of a production web hook, ${CALLS} badges`, () =>
		webhookStorm({ rest, url, credential, sandbox, calls: CALLS, answers: 'lastNode' }),
	);
}
