import { asked, useWitnessStage } from '../../support/witnessStage';

/** Many calls of an agent's in one execution: none is forgotten while its outcome is open. */

const stage = useWitnessStage();

const CUSTOMERS = Array.from({ length: 30 }, (_, i) => i + 1);
const each = Object.fromEntries(CUSTOMERS.map((who) => [who, 1]));
const ONCE = asked('earn', { options: { maxAttempts: 1, timeout: 5000 } });

test.each([{}, { executionId: '7' }])(
	'thirty parallel calls whose first answers are lost are a badge each (%o)',
	async (where) => {
		const { witness } = stage;
		witness.rules.mishap = ({ n }) =>
			n > 0 && n <= CUSTOMERS.length ? { after: 'cut', workMs: 100 } : undefined;
		const make = await stage.tool(ONCE, { ...where, retryOnFail: true, maxTries: 3 });
		const answers = await Promise.all(CUSTOMERS.map(async (who) => await make()({ who })));
		expect(witness.held()).toEqual(each);
		expect(answers).toEqual(
			CUSTOMERS.map((customerId) => [expect.objectContaining({ customerId, outcome: 'done' })]),
		);
	},
);

test('thirty calls that stay unknown, and are asked for again, are a badge each', async () => {
	const { witness } = stage;
	witness.rules.mishap = ({ n }) => (n > 0 && n <= CUSTOMERS.length ? { after: 'cut' } : undefined);
	const make = await stage.tool(ONCE, { executionId: '7' });
	for (const who of CUSTOMERS) await make()({ who });
	for (const who of CUSTOMERS) {
		expect(await make()({ who })).toMatchObject([{ customerId: who, alreadyDone: true }]);
	}
	expect(witness.held()).toEqual(each);
});
