/** Runs scenarios in virtual time, each against a server of its own, and judges them. */
import { BADGE, OWNER } from './cases';
import type { Timed } from './clock';
import { makeClock, runTimed } from './clock';
import { habitsOf } from './habits';
import type { Ending, Host } from './host';
import type { Job } from './modes';
import { CONTINUES, RETRIES, runMode, SAVED } from './modes';
import type { Tally } from './oracle';
import { judge } from './oracle';
import type { Violation } from './words';
import { operationFor } from './operations';
import type { Random } from './random';
import { makeRandom } from './random';
import type { Scenario } from './scenario';
import { scenarioOf } from './scenario';
import type { Model } from './server/model';
import { makeModel, OTHERS } from './server/model';
import type { Note } from './server/network';
import { makeSend } from './server/network';

/** How one seed ended. */
export interface Result {
	seed: string;
	violations: Violation[];
	tally: Tally;
	/** How many targets there were, in all jobs. */
	targets: number;
}

const START = Date.UTC(2026, 2, 15, 11, 20);

/** Longest that others wait before they do something, in milliseconds. */
const OTHERS_WITHIN = 60_000;

/** What somebody else does to the same customers: half an hour before, just before, or meanwhile. */
function letOthersAct(model: Model, scenario: Scenario, random: Random): void {
	const { others } = model.habits;
	const kind = scenario.its.operation.endsWith('enrol') ? 'enrolment' : 'earn';
	const customers = scenario.items.flatMap((item) => item.customers ?? [item.customerId]);
	for (const customer of new Set(customers as number[])) {
		if (others === 'none' || scenario.its.kind !== 'give' || !random.chance(0.5)) continue;
		const isOwn = others === 'meanwhileSameOwner' || random.chance(0.5);
		const [owner, reference] =
			isOwn && others !== 'meanwhile' ? [OWNER, '123'] : ['Journeys', '777'];
		const add = (at: number) => {
			const more = { badge: BADGE, owner, reference, by: OTHERS, active: true };
			model.instances.push({ id: model.newId(), kind, customer, at, ...more });
		};
		if (others === 'before') add(model.now() - random.pick([2_000, 60_000, 1_800_000]));
		else model.clock.later(random.int(0, OTHERS_WITHIN), () => add(model.now()));
	}
}

/** Enrolments that somebody uses up while the node is at work. */
function useEnrolmentsUp(model: Model, random: Random): void {
	if (!model.habits.enrolmentUsed) return;
	for (let i = 0; i < 6; i += 1) {
		model.clock.later(random.int(0, OTHERS_WITHIN), () => {
			for (const held of model.instances) {
				if (held.kind === 'enrolment' && random.chance(0.5)) held.active = false;
			}
		});
	}
}

/** Request IDs of the user's that somebody else has used. */
function takeIds(model: Model, { its, items, scope }: Scenario, random: Random): void {
	if (scope !== 'own') return;
	const endpoint = { 'customerBadge.enrol': 'issueBulk' }[its.operation] ?? its.operation.slice(14);
	for (const { orderId, customers, customerId } of items) {
		if (orderId === undefined || !random.chance(model.habits.idTaken)) continue;
		const id = String(orderId);
		const forCustomers = ((customers ?? [customerId]) as number[]).map(
			(customer) => `${endpoint} ${customer} ${id}`,
		);
		for (const key of [id, `${BADGE} ${id}`, `${endpoint} ${id}`, ...forCustomers]) {
			model.used.set(key, Infinity);
		}
	}
}

function prepare(model: Model, scenario: Scenario): void {
	const random = makeRandom(`${scenario.seed} others`);
	const { its, items } = scenario;
	const references = its.kind === 'state' ? [] : ['123', '456'];
	for (const reference of references) {
		if (reference === '123' || random.chance(0.9)) model.claims.add(`${OWNER}|${reference}`);
	}
	its.prepare?.(model, items, random);
	for (let customer = 1001; customer < 1400; customer += 1) {
		const draw = random.next();
		if (draw < 0.03) model.strangers.add(customer);
		else if (draw < 0.06) model.full.add(customer);
	}
	letOthersAct(model, scenario, random);
	useEnrolmentsUp(model, random);
	takeIds(model, scenario, random);
}

/** What a replay shows of an ending. */
const shown = (ending: Ending) =>
	'output' in ending
		? ending.output
		: [ending.error.message, (ending.error as { description?: unknown }).description];

/** Sets one scenario up. @param note takes what travels, for a replay */
function timed(seed: string, note?: Note): Timed<Result> {
	const scenario = scenarioOf(seed);
	const clock = makeClock(START + makeRandom(`${seed} start`).int(0, 999));
	const model = makeModel(habitsOf(scenario.habits), makeRandom(`${seed} server`), clock);
	const { mode, its, parameters, tries, waitBetweenTries, timeout } = scenario;
	const host: Host = {
		operation: operationFor(its.operation),
		parameters,
		clock,
		random: makeRandom(`${seed} node`),
		continues: CONTINUES.includes(mode),
		isTool: mode.startsWith('tool'),
		tries: RETRIES.includes(mode) || (SAVED.includes(mode) && tries > 3) ? tries : 1,
		waitBetweenTries,
		cancelAt: Infinity,
	};
	const noteAt: Note | undefined =
		note && ((line, what) => note(`${clock.now() - START} ${line}`, what));
	return {
		clock,
		async run() {
			prepare(model, scenario);
			const jobs: Job[] = await runMode(scenario, host, (by) =>
				makeSend(model, by, timeout, noteAt),
			);
			while (clock.step());
			const { violations, tally } = judge(scenario, model, jobs);
			for (const { ending } of jobs.flatMap(({ endings }) => endings)) {
				note?.('ending', shown(ending));
			}
			const targets = jobs.reduce((sum, { subjects }) => sum + subjects.flat().length, 0);
			return { seed, violations, tally, targets };
		},
	};
}

const STUCK: Omit<Result, 'seed'> = {
	violations: [{ kind: 'stuck', text: 'it waits for what never happens' }],
	tally: { done: 0, already: 0, notDone: 0, unknown: 0, borrowed: 0 },
	targets: 0,
};

/** Scenarios that are under way at a time: they share the turns of the real event loop. */
const WIDTH = 50;

/**
 * Runs the seeds.
 * @param take is given each result, in the order in which they end
 */
export async function simulate(
	seeds: Iterable<string>,
	take: (result: Result) => void,
	note?: Note,
): Promise<void> {
	function* sources() {
		for (const seed of seeds) yield timed(seed, note);
	}
	const width = note ? 1 : WIDTH;
	await runTimed(sources(), width, (ended) =>
		take('result' in ended ? ended.result : { ...STUCK, seed: '?' }),
	);
}
