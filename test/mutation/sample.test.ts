import { openAccount } from '../model/account';
import { play } from '../model/play';
import { seedOf } from '../simulation/scenario';
import { simulate } from '../simulation/simulate';

/** A sample of the simulation and of the model, small enough to be played for each change of the code. */

test('some seeds of the simulation', async () => {
	const numbers = Array.from({ length: 25 }, (_, i) => i * 311);
	const violations: string[] = [];
	await simulate(numbers.map(seedOf), (result) =>
		violations.push(...result.violations.map(({ kind, text }) => `${kind} ${text}`)),
	);
	expect(violations).toEqual([]);
});

test('some sequences against the model', async () => {
	const account = await openAccount();
	try {
		expect(await play(account, { sequences: 15, seed: 3 })).toBeGreaterThan(75);
	} finally {
		await account.close();
	}
});
