import { exampleFiles, readExample, runExample, STORED } from '../../support/examples';
import type { TriggerStage } from '../../support/triggerStage';
import { startTriggerStage } from '../../support/triggerStage';

/** Workflows that begin with the trigger, as n8n stored them with 0.1.0. */

const TRIGGER = 'n8n-nodes-capillary-badges.capillaryBadgesTrigger';
const triggerOf = (file: string) =>
	readExample(file, STORED).nodes.find(({ type }) => type === TRIGGER);

let stage: TriggerStage;
beforeAll(async () => {
	stage = await startTriggerStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

test.each(exampleFiles(STORED).filter((file) => triggerOf(file) !== undefined))(
	'%s is published and runs with its pinned event',
	async (file) => {
		await stage.added(triggerOf(file)?.parameters ?? {}).publish();
		expect(stage.client.sandbox.state.webHooks.size).toBe(1);
		const workflow = readExample(file, STORED);
		const { run, items } = await runExample(stage.engine, stage.client.sandbox, workflow);
		expect(run.data.resultData.error?.message).toBeUndefined();
		const last = run.data.resultData.lastNodeExecuted ?? '';
		expect(items(last)).toHaveLength(1);
	},
);
