/** The probe names every habit of the sandbox, and no other. */
import type { HabitName, Habits } from '../../sandbox';
import { HABITS } from '../../sandbox';
import { PROBES, UNSEEN } from '../../tools/probe/probes';
import { unusualHabits } from '../../tools/probe/report';
import { heldIn, probeSandbox } from '../support/probing';

/** Unusual values of the habits that are numbers. */
const NUMBERS: Partial<Record<HabitName, number>> = {
	'id-memory-ms': 2_000,
	'work-ms': 150,
	'answer-ms': 150,
	'view-lag-ms': 3_000,
	'batch-cap': 7,
	'limit-code': 4711,
	'token-seconds': 900,
	'clock-ahead-seconds': 3_600,
	'clock-behind-seconds': 3_600,
	'page-cap': 5,
};

/** Habits that show only beside another one. */
const COMPANY: Partial<Record<HabitName, Partial<Habits>>> = {
	'id-noted': { 'work-ms': 150 },
	'page-offset': { 'page-cap': 5 },
};

/** Numbers that are measured: how many times the habit itself they may be. */
const MEASURED: Partial<Record<HabitName, number>> = {
	'id-memory-ms': 2,
	'work-ms': 10,
	'answer-ms': 10,
	'view-lag-ms': 2,
	'clock-ahead-seconds': 1.01,
	'clock-behind-seconds': 1.01,
};

const NAMES = Object.keys(HABITS) as HabitName[];
const seenNames = PROBES.flatMap(({ habits }) => habits);
const unseenNames = UNSEEN.flatMap(({ habits }) => habits);

const CASES = seenNames.flatMap((name) => {
	const habit = HABITS[name];
	const values = 'values' in habit ? habit.values.slice(1) : [NUMBERS[name]];
	return values.map((value) => [name, value] as const);
});

test('each habit has a question, or a line that says why it cannot be seen', () => {
	expect([...seenNames, ...unseenNames].sort()).toEqual([...NAMES].sort());
	for (const { reason } of UNSEEN) expect(reason.length).toBeGreaterThan(20);
});

test('each habit has an unusual value to be named', () => {
	expect(CASES.length).toBeGreaterThan(NAMES.length);
	expect(CASES.filter(([, value]) => value === undefined)).toEqual([]);
});

test('nor by an API client', async () => {
	const { answers, gifts, sandbox } = await probeSandbox({}, (plan) => ({
		...plan,
		account: { ...plan.account, authentication: 'oauth' },
	}));
	expect([unusualHabits(answers), heldIn(sandbox)]).toEqual([{}, 0]);
	expect(gifts.some(({ state }) => state === 'takenBack')).toBe(true);
});

test('nor in answers of the older kind', async () => {
	const { answers, sandbox } = await probeSandbox({}, (plan, { state }) => {
		state.generation = 'old';
		return plan;
	});
	expect([unusualHabits(answers), heldIn(sandbox)]).toEqual([{}, 0]);
});

/** Whether a value that was seen is the one that was set. */
const isSame = (name: HabitName, set: unknown, saw: unknown): boolean => {
	const times = MEASURED[name];
	if (times === undefined) return set === saw;
	return Number(saw) >= Number(set) / 1.01 && Number(saw) <= Number(set) * times;
};

test('no habit is seen in a fresh sandbox', async () => {
	const { answers, gifts, ended } = await probeSandbox({});
	expect([unusualHabits(answers), ended]).toEqual([{}, undefined]);
	expect(gifts.filter(({ state }) => !['takenBack', 'notGiven'].includes(state))).toEqual([]);
});

test.concurrent.each(CASES)('%s: %s', async (name, value) => {
	const set = { [name]: value, ...COMPANY[name] };
	const { answers, gifts, sandbox, ended } = await probeSandbox(set);
	const saw: Record<string, unknown> = unusualHabits(answers);
	expect(Object.keys(saw).sort()).toEqual(Object.keys(set).sort());
	const wrong = Object.entries(set).filter(([one, v]) => !isSame(one as HabitName, v, saw[one]));
	expect([wrong, ended]).toEqual([[], undefined]);
	expect([gifts.filter(({ state }) => state === 'left'), heldIn(sandbox)]).toEqual([[], 0]);
});
