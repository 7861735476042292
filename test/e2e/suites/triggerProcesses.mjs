// Two processes that take web hooks behind one address: each event starts one run, however often it comes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { freePort } from '../process.mjs';
import { startQueueMode } from '../queue.mjs';
import { publish, signIn, startSandbox, until } from '../stage.mjs';
import { byTriggerAlone } from '../workflows.mjs';

const EVENTS = 3_000;
const PATIENCE_MS = 600_000;
/** Events that the sandbox is told to send at a time. */
const AT_ONCE = 50;

/** Gives one call after the other to the next of the given addresses. */
async function startBalancer(port, targets) {
	let calls = 0;
	const server = createServer((incoming, outgoing) => {
		const { hostname, port: at } = new URL(targets[calls++ % targets.length]);
		const { method, url: path, headers } = incoming;
		const passed = send({ hostname, port: at, method, path, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode, answer.headers);
			answer.pipe(outgoing);
		});
		passed.on('error', () => outgoing.writeHead(502).end());
		incoming.pipe(passed);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

export default async function triggerProcesses({ check, started }) {
	const { sandbox, account } = await startSandbox(started);
	const port = await freePort();
	const n8n = await check('n8n starts with two processes for web hooks and a worker', () =>
		startQueueMode({
			workers: 1,
			webHooks: 2,
			webHookUrl: `http://127.0.0.1:${port}/`,
			onStart: started,
		}),
	);
	started(
		await startBalancer(
			port,
			n8n.webHooks.map(({ url }) => url),
		),
	);
	const { rest, credential } = await signIn(n8n.url, account);
	const workflow = await publish(rest, byTriggerAlone(credential));
	const deliveries = async () => await sandbox.control('deliveries');
	/** Has the sandbox send every event; the second time, each comes to the other process. */
	const round = async (sofar) => {
		for (let n = 0; n < EVENTS; n += AT_ONCE) {
			const some = Array.from({ length: AT_ONCE }, (_, i) => `event-${n + i}`);
			for (const eventId of some) await sandbox.control('emit', { eventId });
			const sent = sofar + n + AT_ONCE;
			await until(
				'they are answered',
				async () => (await deliveries()).length === sent,
				PATIENCE_MS,
			);
		}
	};
	await check(`${EVENTS} events, each sent twice, start ${EVENTS} runs`, async () => {
		await round(0);
		// One more call, so that the order of the processes is the other one.
		await sandbox.control('emit', { eventId: 'event-0' });
		await round(EVENTS + 1);
		const calls = await deliveries();
		assert.deepEqual([...new Set(calls.map(({ status }) => status))], [200]);
		const count = async () => (await rest.executions(workflow)).count;
		await until('all runs are there', async () => (await count()) >= EVENTS, PATIENCE_MS);
		assert.equal(await count(), EVENTS);
	});
}
