import type { INode } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { ENTITY, GOOD } from '../../support/core';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const items = [1, 2, 3, 4].map((id) => ({ id, who: id }));
const EARN = { ...GOOD['customerBadge.earn'], customerId: '={{ $json.id }}' };

/** Faults that concern every item, with the words that each failed item has. */
const FAULTS: Array<
	[
		words: string,
		operation: string,
		parameters: INode['parameters'],
		credential: object,
		error: RegExp,
	]
> = [
	[
		'an option out of bounds',
		'customerBadge.earn',
		{ ...EARN, options: { maxAttempts: 99 } },
		{},
		/^The option 'Max Attempts' must be a whole number from 1 to 10, but is 99$/,
	],
	[
		'an option whose expression throws',
		'customerBadge.earn',
		{ ...EARN, options: { maxAttempts: "={{ $('Nowhere').item.json.x }}" } },
		{},
		/./,
	],
	['a refused base URL', 'customerBadge.earn', EARN, { baseUrl: 'ftp://x' }, /Base URL/],
	[
		'a missing user token',
		'approvalRequest.requestEarn',
		{ ...EARN, ...ENTITY, badgeId: SEED.requestBadge },
		{ userToken: '' },
		/'User Token'/,
	],
	['an unknown operation', 'customerBadge.dance', EARN, {}, /./],
];

describe.each(['continueErrorOutput', 'continueRegularOutput'] as const)('%s', (onError) => {
	test.each(FAULTS)(
		'%s gives one failed item each',
		async (_words, operation, parameters, change, error) => {
			const credential = { ...stage.basic, ...change };
			const run = await stage.run(operation, parameters, { items, credential, onError });
			const failed = onError === 'continueErrorOutput' ? run.failed : run.items;
			expect(run.error).toBeUndefined();
			expect([run.items, run.failed].filter((output) => output !== failed)).toEqual([[]]);
			expect(linked(failed).map(({ item }) => item)).toEqual([0, 1, 2, 3]);
			for (const { json } of failed) {
				expect(json.error).toMatch(error);
				expect(json.details).toMatchObject({
					advice: expect.stringContaining('Nothing was sent.'),
				});
			}
			expect(stage.requests()).toEqual([]);
		},
	);
});

test.each(FAULTS)(
	'%s stops the workflow in stop mode',
	async (_words, operation, parameters, change, error) => {
		const credential = { ...stage.basic, ...change };
		const run = await stage.run(operation, parameters, {
			items,
			credential,
			onError: 'stopWorkflow',
		});
		expect(run.error?.message).toMatch(error);
		expect(run.items).toEqual([]);
		expect(stage.requests()).toEqual([]);
	},
);

const THROWING = '={{ $json.id === 3 ? $("Nowhere").item.json.x : $json.id }}';

test('an expression that throws for one item fails that one', async () => {
	const run = await stage.run('customerBadge.earn', { ...EARN, customerId: THROWING }, { items });
	expect(linked(run.items).map(({ item }) => item)).toEqual([0, 1, 3]);
	expect(linked(run.failed)).toMatchObject([
		{
			item: 2,
			who: 3,
			error: expect.stringMatching(/^The expression in 'Customer ID' could not be evaluated: ./),
		},
	]);
});

test('in stop mode an expression that throws stops the workflow', async () => {
	const run = await stage.run(
		'customerBadge.earn',
		{ ...EARN, customerId: THROWING },
		{ items, onError: 'stopWorkflow' },
	);
	expect(run.error?.message).toBe("Referenced node doesn't exist");
	expect(stage.requests()).toEqual([]);
});
