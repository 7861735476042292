// The trigger's life in a real n8n: published, called, forged, restarted, unpublished.
import assert from 'node:assert/strict';
import { startBrowser } from '../browser.mjs';
import { listen } from '../editor.mjs';
import { newHome } from '../home.mjs';
import { startN8n } from '../n8n.mjs';
import { freePort } from '../process.mjs';
import { callWebhook, customersWith, publish, signIn, startSandbox, until } from '../stage.mjs';
import { byTrigger, byWebhook } from '../workflows.mjs';

const CUSTOMERS = [65_000_001, 65_000_002, 65_000_003];

/** @param seen takes the page that a failure should show */
export default async function trigger({ check, started }, seen) {
	const { sandbox, account } = await startSandbox(started);
	const home = newHome();
	started({ stop: async () => home.remove() });
	const port = await freePort();
	const first = await startN8n({ home, port, onStart: started });
	const { url } = first;
	const { rest, credential } = await signIn(url, account);
	await publish(rest, byWebhook(credential, 'orders', 'lastNode'));
	/** Has the node issue a badge; Capillary then reports it. */
	const issue = (customerId) =>
		callWebhook(url, 'orders', { customerId, orderId: `o-${customerId}` });
	/** Who was enrolled by the trigger's workflow; somebody for whom it ran twice is no second time. */
	const enrolled = () => customersWith(sandbox, 'issuals', (id) => CUSTOMERS.includes(id));
	const registered = async () => {
		const { rows } = await sandbox.control('state?collection=webHooks');
		return rows.filter(({ active }) => active);
	};
	const delivered = async (count) =>
		await until(`${count} calls are answered`, async () => {
			const calls = await sandbox.control('deliveries');
			return calls.length === count && calls;
		});

	const workflow = await check('published: registered with Capillary', async () => {
		const saved = await publish(rest, byTrigger(credential));
		const hooks = await registered();
		assert.equal(hooks.length, 1);
		assert.ok(hooks[0].url.startsWith(`${url}/webhook/`), hooks[0].url);
		return saved;
	});
	/** Waits for so many runs by the production URL; there must not be more. */
	const runs = (count) =>
		until(`${count} runs`, async () => {
			const { results } = await rest.executions(workflow);
			const live = results.filter(({ mode }) => mode === 'webhook');
			assert.ok(live.length <= count, `${live.length} runs instead of ${count}`);
			return live.length === count && live.every(({ status }) => status === 'success');
		});

	await check('a badge issued by the node starts it once, with that customer', async () => {
		await issue(CUSTOMERS[0]);
		await delivered(1);
		await runs(1);
		assert.deepEqual(await enrolled(), CUSTOMERS.slice(0, 1));
	});
	await check('a forged and an unsigned call get 401 and start nothing', async () => {
		await sandbox.control('emit', { signing: 'forged' });
		await sandbox.control('emit', { signing: 'unsigned' });
		const calls = await delivered(3);
		assert.deepEqual(
			calls.map(({ status }) => status),
			[200, 401, 401],
		);
		await runs(1);
	});
	await check('a test event is listened for and seen in the editor', async () => {
		const browser = started(await startBrowser(url));
		seen.page = await browser.open({ cookie: rest.cookie });
		await listen(seen.page, url, workflow, async () => {
			await until('the test URL is registered', async () => (await registered()).length === 2);
			await issue(CUSTOMERS[1]);
		});
		await runs(2);
		await until('the test URL is given up', async () => (await registered()).length === 1);
	});
	const [{ id, url: address }] = await registered();
	await check('n8n restarted: same registration, old events known, new ones start it', async () => {
		const [old] = await sandbox.control('deliveries');
		await first.stop();
		await startN8n({ home, port, onStart: started });
		await until('the trigger is live again', async () => {
			const probe = await fetch(address, { method: 'POST' });
			return probe.status === 401;
		});
		assert.deepEqual(
			(await registered()).map((hook) => hook.id),
			[id],
		);
		await sandbox.control('emit', { eventId: old.eventId });
		await delivered(6);
		await issue(CUSTOMERS[2]);
		const calls = await delivered(7);
		assert.deepEqual(
			calls.slice(-2).map(({ status }) => status),
			[200, 200],
		);
		await runs(3);
		assert.deepEqual(await enrolled(), CUSTOMERS);
	});
	await check('unpublished: nothing is registered', async () => {
		await rest.deactivate(workflow);
		await until('the registration is gone', async () => (await registered()).length === 0);
	});
}
