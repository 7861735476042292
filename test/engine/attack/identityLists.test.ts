import type { Giving } from '../../support/identity';
import { endings, kindOf, people, RETRY } from '../../support/identity';
import type { WitnessStage } from '../../support/witnessStage';
import { asked, startWitnessStage } from '../../support/witnessStage';

/** Lists that come in another order, or in part, when they are asked for again; and refusals of a list that are about nobody in it. */

let stage: WitnessStage;
beforeAll(async () => {
	stage = await startWitnessStage();
});
beforeEach(() => stage.witness.reset());
afterAll(() => stage.close());

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

	test.each([
		['in another order', ['1,2,3'], ['3,1,2']],
		['one by one', ['1,2,3'], ['1', '2', '3']],
		['together', ['1', '2', '3'], ['3,2,1']],
		['others with them', ['1,2'], ['2,3', '1']],
	])('an agent that asks for what is unknown %s: one each', async (_how, first, then) => {
		const { witness } = stage;
		witness.rules.mishap = ({ n }) => (n > 0 && n <= first.length ? { after: 'cut' } : undefined);
		const make = await stage.tool(ONCE, { executionId: '7' });
		for (const list of first) await make()({ list });
		const answers: unknown[] = [];
		for (const list of then) answers.push(await make()({ list }));
		expect(held()).toEqual({ 1: 1, 2: 1, 3: 1 });
		const outcomes = (answers as Array<Array<{ outcome: string }>>).flat();
		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
		// What is done now is no longer open: who asks for it again wants another one.
		await make()({ list: '1' });
		expect(held()).toEqual({ 1: 2, 2: 1, 3: 1 });
	});

	test('of two calls at the same time, one takes over what is unknown', async () => {
		const { witness } = stage;
		loseFirst();
		const make = await stage.tool(ONCE, { executionId: '7' });
		await make()({ list: '1,2' });
		await Promise.all([make()({ list: '1' }), make()({ list: '1' })]);
		expect(held()).toEqual({ 1: 2, 2: 1 });
		expect(witness.writes()).toHaveLength(3);
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
