// The example workflows, imported and run.
import assert from 'node:assert/strict';
import { saveExamples, saveUsers } from '../examples.mjs';
import { startN8n } from '../n8n.mjs';
import { ENROL } from '../workflows.mjs';
import { callWebhook, goLive, signIn, startSandbox, until } from '../stage.mjs';

export default async function examples({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const { url } = await startN8n({ onStart: started });
	const { rest } = await signIn(url, account);
	const users = await saveUsers(rest, account);
	const saved = await check('all are imported', () => saveExamples(rest, users));

	const counts = async () => (await sandbox.control('state')).counts;
	/** Waits until so many runs of a workflow have ended, each well. */
	const runs = (workflow, count) =>
		until(`${workflow.name}: ${count} runs`, async () => {
			const { results } = await rest.executions(workflow);
			const bad = results.find(({ status }) => ['error', 'crashed'].includes(status));
			if (bad)
				assert.fail(`${workflow.name}: ${(await rest.execution(bad.id)).data.slice(0, 3000)}`);
			return results.filter(({ status }) => status === 'success').length === count;
		});
	const byHand = async (workflow) => {
		await rest.run(workflow, 'Start');
		await runs(workflow, 1);
	};

	const earned = saved['badge-earned-to-message'];
	const approved = saved['request-approved-continue'];
	await check('the two with the trigger are published', async () => {
		await goLive(rest, earned);
		await goLive(rest, approved);
	});
	await check('five-badge-operations: two badges, each with a message', async () => {
		const before = await counts();
		await byHand(saved['five-badge-operations']);
		const after = await counts();
		assert.equal(after.earns - before.earns, 2);
		assert.equal(after.requests - before.requests, 1);
		await runs(earned, 2);
	});
	await check('approval-round-trip: approved, and the other workflow goes on', async () => {
		await byHand(saved['approval-round-trip']);
		await runs(approved, 1);
		const { rows } = await sandbox.control('state?collection=issuals&customerId=382477526');
		assert.equal(rows.length, 1);
	});
	await check('webhook-issue-by-order-number: the same order twice, one badge', async () => {
		const workflow = saved['webhook-issue-by-order-number'];
		await goLive(rest, workflow);
		const { path } = workflow.nodes.find(({ type }) => type.endsWith('.webhook')).parameters;
		const order = { orderNumber: 5_000, customerId: 62_090_099 };
		for (let n = 0; n < 2; n += 1) await callWebhook(url, path, order);
		const { rows } = await sandbox.control('state?collection=earns&customerId=62090099');
		assert.equal(rows.length, 1);
	});
	await check('sheet-enrol-in-bulk: enrolled beside a row that is wrong', async () => {
		const { nodes, connections, settings, name, pinData } = saved['sheet-enrol-in-bulk'];
		// There is no sheet to write to.
		const pinned = { ...pinData, 'Write Not Enrolled': [{ json: {} }] };
		const workflow = { nodes, connections, settings, name, pinData: pinned };
		await byHand(await rest.saveWorkflow(workflow));
		const { rows } = await sandbox.control('state?collection=issuals&customerId=566135941');
		assert.equal(rows.length, 1);
	});
	await check('clean-up: the badge is switched off', async () => {
		await byHand(saved['clean-up']);
		const { rows } = await sandbox.control(
			`state?collection=badges&badgeId=${ENROL.badgeId.value}`,
		);
		assert.equal(rows[0].active, false);
	});
	await check('migrate-badges-and-history: two files by the form', async () => {
		const workflow = saved['migrate-badges-and-history'];
		await goLive(rest, workflow);
		const { webhookId } = workflow.nodes.find(({ type }) => type.endsWith('.formTrigger'));
		const before = await counts();
		await upload(`${url}/form/${webhookId}`, {
			'field-0': 'name,startOn,expiresOn\nWalker,2024-03-01T00:00:00Z,2035-05-31T00:00:00Z',
			'field-1':
				'name,customerId,earnedOn,earnedUntil\nWalker,123,2024-04-01T10:00:00Z,2030-01-01T00:00:00Z',
		});
		await runs(workflow, 1);
		const after = await counts();
		assert.equal(after.badges - before.badges, 1);
		assert.equal(after.earns - before.earns, 1);
	});
}

/** Sends files by a form, as a browser does. */
async function upload(url, files) {
	const form = new FormData();
	for (const [name, text] of Object.entries(files)) {
		form.append(name, new Blob([text], { type: 'text/csv' }), `${name}.csv`);
	}
	const answer = await fetch(url, { method: 'POST', body: form });
	assert.equal(answer.status, 200, await answer.text());
}
