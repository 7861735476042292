import { EARN, SEED, WORKFLOW } from '../../sandbox/client';
import { readExample, runExample } from '../../support/examples';
import type { TriggerStage } from '../../support/triggerStage';
import { startTriggerStage } from '../../support/triggerStage';

const TRIGGER = 'n8n-nodes-capillary-badges.capillaryBadgesTrigger';

let stage: TriggerStage;
let engine: TriggerStage['engine'];
let client: TriggerStage['client'];

beforeAll(async () => {
	stage = await startTriggerStage();
	({ engine, client } = stage);
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

/** Publishes the example's trigger, waits for what `happen` causes, and runs the example with it. */
async function runLive(file: string, happen: () => Promise<void>) {
	const workflow = readExample(file);
	const node = workflow.nodes.find(({ type }) => type === TRIGGER);
	if (!node) throw new Error(`${file} has no trigger`);
	const trigger = stage.added(node.parameters);
	await trigger.publish();
	await happen();
	await client.sandbox.deliveries.idle();
	expect(trigger.runs.length).toBe(1);
	return await runExample(engine, client.sandbox, workflow, { [node.name]: trigger.runs[0] });
}

const json = (items: Array<{ json: object }>) => items.map((item) => item.json);

describe('badge-earned-to-message.json', () => {
	const file = 'badge-earned-to-message.json';

	test('writes a message for a badge that Capillary reports', async () => {
		const { items } = await runLive(file, async () => {
			const body = { badgeMetaId: SEED.earnBadge, customerId: 123, requestId: 'r1' };
			expect((await client.post(EARN, body)).status).toBe(200);
		});
		const [{ earnedOn }] = client.sandbox.state.earns.values();
		const name = client.sandbox.state.badges.get(SEED.earnBadge)?.name;
		expect(json(items('Send the Message'))).toEqual([
			{
				to: 'customer123@example.com',
				subject: `You earned "${name}"`,
				text: `Well done! Since ${new Date(earnedOn).toISOString()} the badge "${name}" is yours.`,
			},
		]);
	});

	test('runs with its pinned event', async () => {
		const { items } = await runExample(engine, client.sandbox, readExample(file));
		expect(json(items('Send the Message'))).toMatchObject([{ to: 'customer62090013@example.com' }]);
	});
});

describe('request-approved-continue.json', () => {
	const file = 'request-approved-continue.json';
	const enrolled = () =>
		[...client.sandbox.state.issuals.values()].map(({ customerId, badgeId }) => [
			customerId,
			badgeId,
		]);

	test('goes on when the request is approved, not when it is made', async () => {
		const { items } = await runLive(file, async () => {
			const task = {
				hostname: client.sandbox.url,
				path: EARN,
				method: 'POST',
				body: { badgeMetaId: SEED.earnBadge, customerId: 123, requestId: 'in' },
				headers: { Authorization: client.authorization },
			};
			const made = await client.post(
				`${WORKFLOW}/EARN-BADGE`,
				{
					entityInfo: { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' },
					payload: { 'IntouchAPITask-Payload': task },
				},
				client.approvalHeaders,
			);
			const decision = { actionDecision: 'approved', actionMessage: 'go' };
			const { requestId } = made.body.data;
			const payload = { 'AdminTask-Payload': decision };
			await client.put(
				`${WORKFLOW}/EARN-BADGE`,
				{ requestId, actionName: 'AdminTask', payload },
				client.approvalHeaders,
			);
		});
		expect(json(items('Note It Down'))).toEqual([
			{
				customerId: 123,
				approvedBy: 232134,
				comment: 'go',
				approvedOn: expect.stringMatching(/^20\d\d-.*Z$/),
			},
		]);
		expect(enrolled()).toEqual([[123, SEED.enrolBadge]]);
	});

	test('a second run with the same request changes nothing', async () => {
		for (let round = 0; round < 2; round += 1) {
			const { items } = await runExample(engine, client.sandbox, readExample(file));
			expect(json(items('Note It Down'))).toMatchObject([{ customerId: 62_090_013 }]);
		}
		expect(enrolled()).toEqual([[62_090_013, SEED.enrolBadge]]);
	});
});
