import { HABITS as SANDBOX, readHabits } from '../../sandbox';
import type { HabitName } from '../../sandbox';
import { HABITS } from '../simulation/habits';
import {
	IN_SANDBOX,
	NOT_HABITS,
	NOT_SIMULATED,
	VALUES_NOT_SIMULATED,
} from '../simulation/sharedHabits';

/** The simulation and the sandbox have the same habits, or a reason stands beside those that differ. */

const names = Object.keys(SANDBOX) as HabitName[];

/** The unusual values of a habit of the sandbox, as `name=value`; of an amount, its name. */
const settingsOf = (name: HabitName): string[] => {
	const habit = SANDBOX[name];
	return 'values' in habit ? habit.values.slice(1).map((value) => `${name}=${value}`) : [name];
};

test('every habit of the simulation is one of the sandbox, or is none of its habits for a reason', () => {
	const known = [...Object.keys(IN_SANDBOX), ...Object.keys(NOT_HABITS)];
	expect(known.sort()).toEqual(Object.keys(HABITS).sort());
	for (const settings of Object.values(IN_SANDBOX))
		expect(() => readHabits(settings)).not.toThrow();
});

test('every habit of the sandbox is simulated, or needs not be for a reason', () => {
	const simulated = new Set(
		Object.values(IN_SANDBOX).flatMap((settings) =>
			Object.entries(settings).flatMap(([name, value]) => [name, `${name}=${value}`]),
		),
	);
	const isExcused = (name: string, setting: string) =>
		name in NOT_SIMULATED || setting in VALUES_NOT_SIMULATED;
	const missing = names.flatMap((name) =>
		settingsOf(name).filter((one) => !simulated.has(one) && !isExcused(name, one)),
	);
	expect(missing).toEqual([]);
});

test('no excuse is kept for what is simulated or gone', () => {
	const settings = names.flatMap(settingsOf);
	const stale = Object.keys(VALUES_NOT_SIMULATED).filter((one) => !settings.includes(one));
	const simulated = Object.values(IN_SANDBOX).flatMap(Object.keys);
	const idle = Object.keys(NOT_SIMULATED).filter((name) => simulated.includes(name));
	expect([stale, idle]).toEqual([[], []]);
});
