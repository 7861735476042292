// A copy of an n8n beside the live one, a move, and a run that waits over a publishing.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { emptyHome, newHome } from '../home.mjs';
import { startN8n } from '../n8n.mjs';
import { freePort } from '../process.mjs';
import { OWNER, restClient } from '../rest.mjs';
import { goLive, publish, signIn, startSandbox, until } from '../stage.mjs';
import { byTriggerAlone, byTriggerThenWait } from '../workflows.mjs';

const WAIT_SECONDS = 12;

/** Takes a workflow off, and waits until its registration is gone, too. */
async function takeOff(rest, workflow, gone) {
	await rest.deactivate(workflow);
	await until('the registration is given up', gone);
}

export default async function triggerCopies({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const home = newHome();
	started({ stop: async () => home.remove() });
	const port = await freePort();
	const first = await startN8n({ home, port, onStart: started });
	const { rest, credential } = await signIn(first.url, account);
	/** Where the active web hooks send to. */
	const targets = async () => {
		const { rows } = await sandbox.control('state?collection=webHooks');
		return rows.filter(({ active }) => active).map(({ url }) => new URL(url).origin);
	};
	/** Sends an event, and waits until all of its deliveries are answered with 200. */
	const send = async (eventId, copies) => {
		await sandbox.control('emit', { eventId });
		await until(`${eventId} is delivered`, async () => {
			const calls = (await sandbox.control('deliveries')).filter((one) => one.eventId === eventId);
			return calls.length === copies && calls.every(({ status }) => status === 200);
		});
	};
	const runsOf = async (client, workflow) => (await client.executions(workflow)).count;

	const workflow = await publish(rest, byTriggerAlone(credential));
	await first.stop();
	const copy = emptyHome();
	started({ stop: async () => copy.remove() });
	cpSync(home.folder, copy.folder, { recursive: true });
	const live = await startN8n({ home, port, onStart: started });
	const staging = await startN8n({ home: copy, onStart: started });
	const other = restClient(staging.url);
	await other.signIn(OWNER);

	await check('a copy of the database that only starts changes nothing', async () => {
		assert.deepEqual(await targets(), [live.url]);
		await send('before', 1);
	});
	await check('unpublished on staging: the live one goes on', async () => {
		await other.deactivate(workflow);
		await send('unpublished', 1);
		assert.deepEqual(await targets(), [live.url]);
	});
	await check('published on staging: each has a registration of its own', async () => {
		await goLive(other, workflow);
		assert.deepEqual((await targets()).sort(), [live.url, staging.url].sort());
		await send('both', 2);
		await until('staging runs', async () => (await runsOf(other, workflow)) >= 1);
	});
	await check('unpublished on staging again: the live one goes on', async () => {
		await takeOff(other, workflow, async () => (await targets()).length === 1);
		assert.deepEqual(await targets(), [live.url]);
		await send('after', 1);
		await until('four runs', async () => (await runsOf(rest, workflow)) === 4);
	});
	await check(
		'moved: the new one is published, the old one unpublished, the new one goes on',
		async () => {
			await goLive(other, workflow);
			await rest.signIn(OWNER);
			await takeOff(rest, workflow, async () => (await targets()).length === 1);
			assert.deepEqual(await targets(), [staging.url]);
			await send('moved', 1);
			await takeOff(other, workflow, async () => (await targets()).length === 0);
		},
	);
	await staging.stop();

	await check(
		'a run that waits over a publishing puts old static data back: calls pass',
		async () => {
			const waiting = await publish(rest, byTriggerThenWait(credential, WAIT_SECONDS));
			await send('waits', 1);
			await until('the run waits', async () => (await runsOf(rest, waiting)) === 1);
			await takeOff(rest, waiting, async () => (await targets()).length === 0);
			await goLive(rest, waiting);
			const ended = async () => {
				const { results } = await rest.executions(waiting);
				return results.every(({ status }) => status === 'success');
			};
			await until('the run ends', ended);
			await send('afterwards', 1);
			await until('it starts another run', async () => (await runsOf(rest, waiting)) === 2);
		},
	);
}
