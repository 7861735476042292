/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n, not inside it */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { audit, holdings, NONE, reportOf } from '../../support/audit';
import { ROOT } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

/**
 * A process that is killed in mid-run leaves nobody to remember what was sent. With request IDs made
 * of the content, the next run asks for the same under the same IDs.
 */

const CUSTOMERS = 2000;

// A few seconds each, but a busy machine takes its time.
jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

/** Runs the node in a process of its own, and kills it when the sandbox has given so many badges. */
async function runAndKill(operation: string, parameters: INode['parameters'], given: () => number) {
	const order = { operation, credential: stage.basic, customers: CUSTOMERS, parameters };
	const script = path.join(ROOT, 'test/support/killable.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)], {
		cwd: ROOT,
		env: process.env,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const ended = once(child, 'exit');
	while (given() < CUSTOMERS / 3 && child.exitCode === null) await sleep(5);
	child.kill('SIGKILL');
	const [code, signal] = (await ended) as [number | null, string | null];
	// What had arrived before the kill still takes effect.
	for (let last = -1; last !== given(); await sleep(150)) last = given();
	return { code, signal };
}

test.each([
	['customerBadge.earn', 'earns', { customerId: '={{ $json.who }}' }],
	['customerBadge.earnBulk', 'earns', { customersFrom: 'field', customerField: 'who' }],
	['customerBadge.enrol', 'issuals', { customersFrom: 'field', customerField: 'who' }],
] as const)('%s, killed and run again, gives each of 2,000 customers one', async (...row) => {
	const [operation, kind, customer] = row;
	const { sandbox } = stage;
	const parameters = {
		badgeId: { __rl: true, mode: 'id', value: SEED.earnBadge },
		ownerType: 'Loyalty',
		referenceId: '123694',
		...customer,
		options: {
			requestIdScope: 'content',
			concurrency: 20,
			...(operation === 'customerBadge.enrol' ? { batchSize: 20 } : {}),
		},
	};
	sandbox.faults.add({ times: null, latencyMs: operation === 'customerBadge.enrol' ? 40 : 5 });
	const given = () => sandbox.state[kind].size;
	const end = await runAndKill(operation, parameters, given);
	expect(end).toEqual({ code: null, signal: 'SIGKILL' });
	const before = given();
	expect([before > CUSTOMERS / 4, before < CUSTOMERS]).toEqual([true, true]);

	sandbox.faults.clear();
	const wanted = Array.from({ length: CUSTOMERS }, (_, item) => ({ item, customer: item + 1 }));
	const again = await stage.run(operation, parameters, {
		items: wanted.map((target) => ({ who: target.customer })),
		executionId: 'again',
	});
	expect(again.failed).toEqual([]);
	expect(again.items.filter(({ json }) => json.alreadyDone === true)).toHaveLength(before);
	const held = holdings(sandbox.state, kind);
	expect(audit(wanted, reportOf(again), held, true)).toEqual(NONE);
	expect([held.size, given()]).toEqual([CUSTOMERS, CUSTOMERS]);
});
