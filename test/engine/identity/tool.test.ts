import type { INode } from 'n8n-workflow';
import { ENTITY } from '../../support/core';
import type { Bench } from '../../support/identity';
import { BADGE, GIVING, OWNER, startBench } from '../../support/identity';
import { startTool } from '../../support/tool';

/** The node as an agent's tool, and behind an MCP Server Trigger, as n8n-core runs it. */

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(() => bench.tiny.reset());
afterAll(() => bench.close());

const EARN: INode['parameters'] = {
	resource: 'customerBadge',
	operation: 'earn',
	...GIVING.earn,
	additionalFields: { earnEventDate: '={{ $now }}' },
	options: { maxAttempts: 1, timeout: 1500 },
};

const tool = async (parameters: INode['parameters'], more: object = {}) =>
	await startTool(bench.engine, { parameters, credential: bench.credential, ...more });

const RETRY = { retryOnFail: true, maxTries: 3 };
const loseFirst = () => {
	bench.tiny.switches.after = ({ n }) => (n === 1 ? 'lost' : undefined);
};

describe.each([
	['in an execution', { executionId: '7' }],
	['behind an MCP Server Trigger', {}],
])('%s', (_where, where) => {
	test('two calls for the same customer are two badges', async () => {
		const make = await tool(EARN, where);
		const invoke = make();
		const answers = [await invoke({ who: 5 }), await invoke({ who: 5 })];
		expect(bench.tiny.counts()).toEqual({ 5: 2 });
		const ids = answers.flatMap((answer) =>
			(answer as Array<{ requestId: string }>).map(({ requestId }) => requestId),
		);
		expect(new Set(ids).size).toBe(2);
		expect(JSON.stringify(answers)).not.toContain('alreadyDone');
	});

	test('each execution begins anew, although its number is the same', async () => {
		for (let i = 0; i < 2; i += 1) {
			const make = await tool(EARN, where);
			await make()({ who: 5 });
		}
		expect(bench.tiny.counts()).toEqual({ 5: 2 });
	});

	test('parallel items of an agent are a badge each', async () => {
		const make = await tool(EARN, { ...where, ...RETRY });
		const items = Array.from({ length: 8 }, make);
		bench.tiny.switches.workMs = ({ n }) => (n % 3) * 30;
		await Promise.all(items.map(async (invoke) => await invoke({ who: 5 })));
		expect(bench.tiny.counts()).toEqual({ 5: 8 });
	});

	test('parallel items whose first answers are lost are a badge each', async () => {
		const make = await tool(EARN, { ...where, ...RETRY });
		const items = Array.from({ length: 4 }, make);
		bench.tiny.switches.after = ({ n }) => (n <= 4 ? 'lost' : undefined);
		const answers = await Promise.all(items.map(async (invoke) => await invoke({ who: 5 })));
		expect(bench.tiny.counts()).toEqual({ 5: 4 });
		expect(answers.filter((answer) => !Array.isArray(answer))).toEqual([]);
	});

	test('Retry On Fail after a lost answer is one badge', async () => {
		const make = await tool(EARN, { ...where, ...RETRY });
		loseFirst();
		const answer = await make()({ who: 5 });
		expect(answer).toMatchObject([{ customerId: 5, alreadyDone: true }]);
		expect(bench.tiny.counts()).toEqual({ 5: 1 });
	});

	test('an agent that asks again after a lost answer is one badge', async () => {
		const make = await tool(EARN, where);
		loseFirst();
		const invoke = make();
		expect(await invoke({ who: 5 })).toMatchObject({
			failed: expect.stringContaining('the outcome is unknown'),
		});
		expect(await invoke({ who: 5 })).toMatchObject([{ customerId: 5, alreadyDone: true }]);
		expect(bench.tiny.counts()).toEqual({ 5: 1 });
		// The next time it is another badge.
		await invoke({ who: 5 });
		expect(bench.tiny.counts()).toEqual({ 5: 2 });
	});

	test('an unknown outcome of one customer says nothing of another', async () => {
		const make = await tool(EARN, where);
		loseFirst();
		const invoke = make();
		await invoke({ who: 5 });
		expect(await invoke({ who: 6 })).toMatchObject([{ customerId: 6 }]);
		expect(bench.tiny.counts()).toEqual({ 5: 1, 6: 1 });
	});
});

describe('what is not keyed', () => {
	const named = (resource: string, more: INode['parameters']): INode['parameters'] => ({
		resource,
		operation: 'create',
		name: '={{ $json.name }}',
		...more,
	});
	const REQUEST: INode['parameters'] = {
		resource: 'approvalRequest',
		operation: 'requestEarn',
		badgeId: BADGE,
		...OWNER,
		...ENTITY,
		customerId: '={{ $json.who }}',
	};

	test('an approval request whose answer is lost is sent once, also when the agent asks again', async () => {
		const make = await tool(REQUEST, RETRY);
		loseFirst();
		const invoke = make();
		for (let i = 0; i < 2; i += 1) {
			expect(await invoke({ who: 5 })).toMatchObject({
				failed: expect.stringContaining('unknown'),
			});
		}
		expect(bench.tiny.writes()).toHaveLength(1);
		await invoke({ who: 6 });
		expect(bench.tiny.writes()).toHaveLength(2);
	});

	test('a group whose outcome is unknown does not stand for another group', async () => {
		const make = await tool(named('badgeGroup', {}), RETRY);
		bench.tiny.switches.after = ({ n, body }) =>
			n === 1 ? 'lost' : { body: { data: { id: 'g', name: body.name }, errors: [], warnings: [] } };
		const invoke = make();
		expect(await invoke({ name: 'Gold' })).toMatchObject({
			failed: expect.stringContaining('unknown'),
		});
		await invoke({ name: 'Silver' });
		expect(bench.tiny.writes().map(({ body }) => body.name)).toEqual(['Gold', 'Silver']);
	});

	test('an approval whose outcome is unknown does not stand for a rejection', async () => {
		const make = await tool({
			resource: 'approvalRequest',
			operation: 'decide',
			requestType: 'EARN-BADGE',
			approvalRequestId: 'ef1bc378-a4d4-11ee-b2a9-462516199fc5',
			decision: '={{ $json.decision }}',
		});
		loseFirst();
		const invoke = make();
		await invoke({ decision: 'approved' });
		await invoke({ decision: 'rejected' });
		expect(bench.tiny.writes()).toHaveLength(2);
	});
});
