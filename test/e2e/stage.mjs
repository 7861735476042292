// What the suites have in common: a sandbox, a signed-in client, a saved credential, live workflows.
import assert from 'node:assert/strict';
import { startSandboxProcess } from '../support/sandboxProcess.ts';
import { sleep } from './process.mjs';
import { restClient } from './rest.mjs';
import { byWebhook } from './workflows.mjs';

const PATIENCE_MS = 60_000;
const ASK_AGAIN_MS = 200;

/** Asks until the answer is worth something, and gives it back; for a minute, unless told otherwise. */
export async function until(what, ask, patienceMs = PATIENCE_MS) {
	const end = Date.now() + patienceMs;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
		await sleep(ASK_AGAIN_MS);
	}
}

/** A sandbox in a process of its own, and the data of a credential for it. */
export async function startSandbox(started) {
	const sandbox = await startSandboxProcess(0, [], started);
	const { username, password, orgId, userToken } = await sandbox.control('credentials');
	const basic = { authentication: 'basic', username, password };
	const account = { ...basic, cluster: 'custom', baseUrl: sandbox.url, orgId, userToken };
	return { sandbox, account };
}

/** Sets the owner up, tests the credential and saves it. */
export async function signIn(url, account) {
	const rest = restClient(url);
	await rest.setUpOwner();
	const credential = await saveAccount(rest, account);
	return { rest, credential };
}

/** Saves a credential, which n8n must find to work. */
export async function saveAccount(rest, account, name = 'Capillary sandbox') {
	const id = await rest.saveCredential(name, account);
	const { status, message } = await rest.testCredential(account, id);
	assert.equal(status, 'OK', message);
	return { id, name };
}

/** Saves a workflow and publishes it; n8n does that in the background. */
export async function publish(rest, workflow) {
	const saved = await rest.saveWorkflow(workflow);
	await goLive(rest, saved);
	return saved;
}

/** Publishes a saved workflow. */
export async function goLive(rest, saved) {
	await rest.activate(saved);
	await until(`"${saved.name}" is live`, async () => {
		const { status, triggers } = await rest.ask('GET', `/workflows/${saved.id}/publication-status`);
		return status === 'published' && triggers.every((one) => one.status === 'activated');
	});
}

/** Calls a production web hook and reads its answer. */
export async function callWebhook(url, path, body) {
	const answer = await fetch(`${url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(PATIENCE_MS),
	});
	const json = await answer.json();
	assert.equal(answer.status, 200, JSON.stringify(json));
	return json;
}

/** So many callers at once, as a shop would. */
const CALLERS = 10;

/**
 * Each of so many calls of a production web hook becomes exactly one badge.
 * @param {'lastNode' | 'onReceived'} answers when n8n answers a call: at the end of the run, with
 *   what the node gave, or at once
 */
export async function webhookStorm({ rest, url, credential, sandbox, calls, answers }) {
	const workflow = await publish(rest, byWebhook(credential, 'orders', answers));
	const customers = Array.from({ length: calls }, (_, n) => 70_000_000 + n);
	const waiting = [...customers];
	const caller = async () => {
		for (let customerId = waiting.pop(); customerId; customerId = waiting.pop()) {
			const order = { customerId, orderId: `order-${customerId}` };
			const answer = await callWebhook(url, 'orders', order);
			if (answers === 'lastNode') assert.equal(answer.customerId, customerId);
		}
	};
	await Promise.all(Array.from({ length: CALLERS }, caller));
	await until('all runs have ended', () => allSucceeded(rest, workflow, calls));
	const ours = (id) => customers.includes(id);
	assert.deepEqual(await customersWith(sandbox, 'earns', ours), customers);
}

/** Whether so many executions of a workflow have ended well, and no other was begun. */
export async function allSucceeded(rest, workflow, count) {
	const { results, count: total } = await rest.executions(workflow);
	assert.ok(total <= count, `${total} executions instead of ${count}`);
	return total === count && results.every(({ status }) => status === 'success');
}

/** The customers of a collection's rows in ascending order; one who has two is there twice. */
export async function customersWith(sandbox, collection, chosen = () => true) {
	const { rows } = await sandbox.control(`state?collection=${collection}&limit=1000000`);
	return rows
		.map(({ customerId }) => customerId)
		.filter(chosen)
		.sort((one, other) => one - other);
}
