import type { Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY } from '../../support/identity';
import { asked, useWitnessStage } from '../../support/witnessStage';

/** Lists that come in another order, or in part, when they are asked for again; and refusals of a list that are about nobody in it. */

const stage = useWitnessStage();

const BULK: Giving[] = ['earnBulk', 'enrol'];
const loseFirst = () => {
	stage.witness.rules.mishap = ({ n }) => (n === 1 ? { after: 'cut' } : undefined);
};

describe.each(BULK)('%s', (operation) => {
	const held = () => stage.witness.held(kindOf(operation));

	test('a list whose expression gives another order in each try: one each', async () => {
		const { witness } = stage;
		loseFirst();
		const variables = {
			get list() {
				return witness.writes().length === 0 ? '1,2,3,3' : '3,2,3,1';
			},
		};
		const change = {
			...{ customersFrom: 'list', customers: '={{ $vars.list }}' },
			options: { maxAttempts: 1 },
		};
		const run = await stage.run(operation, change, { items: [{}], variables, ...RETRY });
		expect(held()).toEqual({ 1: 1, 2: 1, 3: 2 });
		const words = Object.values(endings(run)).flat();
		expect(words).toHaveLength(4);
		expect(words).not.toContain('not');
	});

	const LIST = { customersFrom: 'list', customers: '={{ $json.list }}' };
	const ONCE = asked(operation, { ...LIST, options: { maxAttempts: 1, timeout: 300 } });

	test('an agent that asks for what is unknown in another order: one each', async () => {
		const { witness } = stage;
		loseFirst();
		const make = await stage.tool(ONCE, { executionId: '7' });
		await make()({ list: '1,2,3' });
		const answer = (await make()({ list: '3,1,2' })) as Array<{ outcome: string }>;
		expect(answer.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
		expect(held()).toEqual({ 1: 1, 2: 1, 3: 1 });
		expect(witness.writes()).toHaveLength(2);
	});

	test.each([402, 405, 406, 410, 411, 415, 421, 426])(
		'HTTP %i without a word is about no customer: the list is not cut up',
		async (status) => {
			const { witness } = stage;
			witness.rules.mishap = ({ n }) => (n > 0 ? { before: { status, json: '' } } : undefined);
			const run = await stage.run(operation, {}, { items: people(1, 2, 3, 4, 5, 6, 7, 8) });
			expect(run.failed).toHaveLength(8);
			expect(witness.writes()).toHaveLength(1);
		},
	);
});
