import { GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

test.each([
	[{ concurrency: 0 }, "The option 'Concurrency' must be a whole number from 1 to 200, but is 0"],
	[
		{ concurrency: 201 },
		"The option 'Concurrency' must be a whole number from 1 to 200, but is 201",
	],
	[
		{ maxAttempts: 1.5 },
		"The option 'Max Attempts' must be a whole number from 1 to 10, but is 1.5",
	],
	[
		{ batchSize: 1001 },
		"The option 'Batch Size' must be a whole number from 1 to 1000, but is 1001",
	],
	[
		{ timeout: 0 },
		"The option 'Timeout (Ms)' must be a whole number from 1 to 2147483647, but is 0",
	],
	[
		{ alreadyDone: 'maybe' },
		'The option \'Already Done\' is "maybe", which is not one of continue, fail',
	],
])('options %j are refused', async (options, message) => {
	const { error } = await stage.run(
		'customerBadge.enrol',
		{ ...GOOD['customerBadge.enrol'], options },
		{ onError: 'stopWorkflow' },
	);
	expect(error).toMatchObject({
		message,
		description: "Correct it under 'Options'. Nothing was sent.",
	});
	expect(stage.requests()).toEqual([]);
});
