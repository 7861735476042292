import { useWitnessStage } from '../../support/witnessStage';

/** What a user reads after a run must be so, also where answers were lost on the way. */

const stage = useWitnessStage();

const who = (...customers: number[]) => customers.map((one) => ({ who: one }));
/** The first request that writes is carried out, and its answer is lost. */
const loseTheFirst = () => {
	stage.witness.rules.mishap = ({ n }) => (n === 1 ? { after: 'cut' } : undefined);
};

test.each(['earnBulk', 'enrol'])(
	'%s: what this run has done, and a look-up found, is not told as done before this run',
	async (operation) => {
		loseTheFirst();
		const { items, hints } = await stage.run(operation, {}, { items: who(1, 2) });
		expect(stage.witness.deeds.map(({ customer }) => customer)).toEqual([1, 2]);
		expect(items.map(({ json }) => json.alreadyDone)).toEqual([true, true]);
		const done = operation === 'enrol' ? 'enrolled' : 'issued';
		expect(hints.map(({ message }) => message)).toEqual([
			`2 ${done}, 2 of them found to be done already`,
		]);
	},
);

test('what a look-up found has its timestamps in both forms, as every answer', async () => {
	const { witness } = stage;
	witness.rules.mishap = ({ n }) => {
		witness.deeds.forEach((deed) => Object.assign(deed, { shown: { earnExpiresOn: 1.9e9 } }));
		return n === 1 ? { after: 'cut' } : undefined;
	};
	const { items } = await stage.run('earn', {}, { items: who(1) });
	expect(items.map(({ json }) => [json.expiresOn, json.expiresOnISO])).toEqual([
		[1_900_000_000, '2030-03-17T17:46:40.000Z'],
	]);
});
