// Several processes share the work, and one of them dies in the middle of it.
import assert from 'node:assert/strict';
import { sleep } from '../process.mjs';
import { startQueueMode } from '../queue.mjs';
import {
	allSucceeded,
	callWebhook,
	customersWith,
	publish,
	saveAccount,
	signIn,
	startSandbox,
	until,
	webhookStorm,
} from '../stage.mjs';
import { byList, byTrigger, byWebhook, ENROL, ISSUE } from '../workflows.mjs';

const CALLS = 200;
const ENROLLED = 5_000;
const ISSUED = 1_000;
const EVENTS = 500;
const TOKENS = 30;

/** Each kind of work: what is done, where it is asked for, what it leaves with Capillary. */
const ENROLMENTS = { name: 'enrol', work: ENROL, path: '/customer/issueBulk$', held: 'issuals' };
const ISSUES = { name: 'issue', work: ISSUE, path: '/customer/earn$', held: 'earns' };

/** Waits until the latest execution of a workflow has ended, and tells how. */
async function ended(rest, workflow, count) {
	return await until('the execution ends', async () => {
		const { results } = await rest.executions(workflow);
		const [{ status }] = results;
		return results.length === count && !['new', 'running'].includes(status) && status;
	});
}

/**
 * Sends a list of customers, kills the worker that is at it halfway, and sends the list again:
 * everybody must hold exactly one badge. n8n's own "Retry" is no way here: it keeps no data of an
 * execution whose worker died, so that a retry ends before its first node.
 */
async function killHalfWay({ n8n, rest, credential, sandbox }, list) {
	const { name, work, path, first, count, latencyMs } = list;
	const customers = Array.from({ length: count }, (_, n) => first + n);
	const ours = (id) => id >= first && id < first + count;
	const held = () => customersWith(sandbox, list.held, ours);
	const workflow = await publish(rest, byList(credential, name, work));
	await sandbox.control('faults', { match: { path }, times: null, latencyMs });
	await callWebhook(n8n.url, name, { customers });
	await until('a third of the customers', async () => (await held()).length > count / 3);
	const [{ id }] = (await rest.executions(workflow)).results;
	const started = `Worker started execution ${id} `;
	const victim = n8n.workers.find(({ log }) => log.join('').includes(started));
	await victim.kill();
	await sandbox.control('faults', { clear: true });
	n8n.workers.splice(n8n.workers.indexOf(victim), 1, await n8n.addWorker());
	assert.equal(await ended(rest, workflow, 1), 'error');
	const half = (await held()).length;
	assert.ok(half < count, `the worker was killed too late: ${half} of ${count} were done`);

	await callWebhook(n8n.url, name, { customers });
	assert.equal(await ended(rest, workflow, 2), 'success');
	assert.deepEqual(await held(), customers);
	console.log(`    ${half} of ${count} were done when the worker died`);
}

/** Stops an execution while a worker is at it: within a second nothing more is asked of Capillary. */
async function stopHalfWay({ n8n, rest, credential, sandbox }) {
	const customers = Array.from({ length: ENROLLED }, (_, n) => 50_000_000 + n);
	const workflow = await publish(rest, byList(credential, 'stopped', ENROL));
	const asked = async () => (await sandbox.control('stats')).total;
	const before = await asked();
	const { path } = ENROLMENTS;
	await sandbox.control('faults', { match: { path }, times: null, latencyMs: 1_500 });
	await callWebhook(n8n.url, 'stopped', { customers });
	await until('the first requests', async () => (await asked()) >= before + 10);
	const [{ id }] = (await rest.executions(workflow)).results;
	await rest.ask('POST', `/executions/${id}/stop`, {});
	await sleep(1_000);
	const then = await asked();
	await sleep(3_000);
	assert.equal(await asked(), then);
	assert.ok(then - before < ENROLLED / 100, 'all requests were sent already');
	assert.equal(await ended(rest, workflow, 1), 'canceled');
	await sandbox.control('faults', { clear: true });
}

/**
 * Issues badges to many customers at once; Capillary reports each twice. Each starts the trigger's
 * workflow once.
 */
async function burst({ n8n, rest, credential, sandbox }) {
	const customers = Array.from({ length: EVENTS }, (_, n) => 60_000_000 + n);
	const workflow = await publish(rest, byTrigger(credential));
	await sandbox.control('settings', { deliveries: { duplicates: 1 } });
	const issue = { ...ENROL, operation: 'earnBulk', badgeId: ISSUE.badgeId };
	await publish(rest, byList(credential, 'burst', issue));
	await callWebhook(n8n.url, 'burst', { customers });
	const delivered = async () => {
		const all = await sandbox.control('deliveries');
		return all.filter(({ status }) => status === 200).length === 2 * EVENTS;
	};
	await until('all events are delivered', delivered, 180_000);
	await until('all runs have ended', () => allSucceeded(rest, workflow, EVENTS));
	const enrolled = (id) => id >= 60_000_000 && id < 60_000_000 + EVENTS;
	assert.deepEqual(await customersWith(sandbox, 'issuals', enrolled), customers);
}

/**
 * Runs with the token of an API client that ended before each of them, by both workers: each process
 * remembers tokens of its own, and all store theirs in one credential.
 */
async function expiringTokens({ n8n, rest, account, sandbox }) {
	const { clientKey, clientSecret } = await sandbox.control('credentials');
	const client = { ...account, authentication: 'oauth', clientKey, clientSecret };
	const credential = await saveAccount(rest, client, 'API client');
	const workflow = await publish(rest, byWebhook(credential, 'tokens', 'onReceived'));
	const customers = Array.from({ length: TOKENS }, (_, n) => 40_000_000 + n);
	for (const [n, customerId] of customers.entries()) {
		await sandbox.control('expire-tokens', {});
		await callWebhook(n8n.url, 'tokens', { customerId, orderId: `token-${customerId}` });
		// Most runs alone, so that the workers take turns; some side by side.
		if (n % 5 < 3) await until('the run has ended', () => allSucceeded(rest, workflow, n + 1));
	}
	await until('all runs have ended', () => allSucceeded(rest, workflow, TOKENS));
	const ours = (id) => id >= 40_000_000 && id < 40_000_000 + TOKENS;
	assert.deepEqual(await customersWith(sandbox, 'earns', ours), customers);
}

export default async function queue({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const n8n = await check('PostgreSQL, Redis, n8n and two workers start', () =>
		startQueueMode({ workers: 2, onStart: started }),
	);
	const { url } = n8n;
	const { rest, credential } = await signIn(url, account);
	const all = { n8n, url, rest, credential, sandbox };
	await check(
		`${CALLS} calls of a production web hook, ${CALLS} badges, by both workers`,
		async () => {
			// n8n 2.41 loses an answer in some hundreds when it has to wait for a worker, whatever the nodes.
			await webhookStorm({ ...all, calls: CALLS, answers: 'onReceived' });
			for (const { log } of n8n.workers) assert.match(log.join(''), /Worker started execution/);
		},
	);
	await check(`${TOKENS} runs, each with a token that has ended, by both workers`, () =>
		expiringTokens({ ...all, account }),
	);
	await check(`${ENROLLED} enrolments, a worker killed halfway, run again`, () =>
		killHalfWay(all, { ...ENROLMENTS, first: 80_000_000, count: ENROLLED, latencyMs: 1_500 }),
	);
	await check(`${ISSUED} badges issued, a worker killed halfway, run again`, () =>
		killHalfWay(all, { ...ISSUES, first: 90_000_000, count: ISSUED, latencyMs: 100 }),
	);
	await check('an execution that is stopped asks nothing more of Capillary', () =>
		stopHalfWay(all),
	);
	await check(`${EVENTS} events at once start ${EVENTS} workflows`, () => burst(all));
}
