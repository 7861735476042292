/** A seed → what is tried: operation, scope, mode of n8n's, habits, items and options. */
import type { Case, Json } from './cases';
import { CASES, OWNER } from './cases';
import { HABITS } from './habits';
import type { Random } from './random';
import { makeRandom } from './random';

export const SCOPES = ['execution', 'content', 'own'] as const;
export type Scope = (typeof SCOPES)[number];

/** What n8n does with the node. */
export const MODES = [
	'stop',
	'continue',
	'retryStop',
	'retryContinue',
	'loop',
	'loopRetry',
	'tool',
	'toolRetry',
	'toolParallel',
	'again',
	'savedRetry',
	'cancelRetry',
	'againBulk',
	'killRun',
	'killRetry',
] as const;
export type Mode = (typeof MODES)[number];

export interface Scenario {
	seed: string;
	its: Case;
	scope: Scope;
	mode: Mode;
	habits: string[];
	random: Random;
	items: Json[];
	parameters: Json;
	/** Milliseconds. */
	timeout: number;
	/** How often n8n tries a node with Retry On Fail, and how long it waits between. */
	tries: number;
	waitBetweenTries: number;
	/** Whether each of the user's request IDs stands for one item. */
	ownIds: 'unique' | 'fixed' | 'some';
	/** Whether the date is evaluated anew each time. */
	date: 'none' | 'fixed' | 'now';
}

const names = Object.keys(HABITS);
/** Each habit alone, and each pair of them. */
const COMBINATIONS: string[][] = names.flatMap((first, i) => [
	[first],
	...names.slice(Math.max(1, i + 1)).map((second) => [first, second]),
]);

const WEIGHTED = CASES.flatMap((its) => Array.from({ length: its.weight }, () => its));

/** The seed's number → a seed that says what is tried, and stays the same when habits are added. */
export function seedOf(number: number): string {
	const random = makeRandom(`combination ${number}`);
	const habits = COMBINATIONS[number % COMBINATIONS.length];
	const { operation, hasRequestId, kind } = random.pick(WEIGHTED);
	const scope = hasRequestId && kind === 'give' ? random.pick(SCOPES) : 'execution';
	const mode = random.pick(MODES);
	const fits = mode !== 'againBulk' || (operation === 'customerBadge.earn' && scope !== 'own');
	return [operation, scope, fits ? mode : 'again', habits.join('+'), number].join('/');
}

const include = <T extends string>(list: readonly T[], word: string): T => {
	const found = list.find((one) => one === word);
	if (found === undefined) throw new Error(`'${word}' is none of ${list.join(', ')}`);
	return found;
};

function itemsFor(its: Case, random: Random, most: number): Json[] {
	const count = random.chance(0.1) ? random.int(1, 4 * most) : random.int(1, most);
	const pool = Math.max(2, Math.ceil(count * (its.isBulk ? 9 : 1.3)));
	const isMemberCare = random.chance(0.1);
	const customer = () => 1001 + random.int(0, pool);
	return Array.from({ length: count }, (_, i): Json => {
		const size = random.chance(0.12) ? random.int(10, 80) : random.int(1, 4);
		return {
			customerId: customer(),
			...(its.isBulk || its.operation.endsWith('Enrol')
				? { customers: Array.from({ length: size }, customer) }
				: {}),
			owner: isMemberCare ? 'none' : OWNER,
			...(isMemberCare ? {} : { reference: random.chance(0.85) ? '123' : '456' }),
			name: `name ${i}`,
			approval: `ef1bc378-a4d4-11ee-${i}`,
		};
	});
}

const DATES = { none: undefined, fixed: '2026-03-15T11:20:00Z', now: '={{ $now }}' };

function optionsFor(its: Case, scope: Scope, random: Random, timeout: number): Json {
	return {
		timeout,
		...(random.chance(0.3) ? { alreadyDone: 'continue' } : {}),
		...(scope === 'content' ? { requestIdScope: 'content' } : {}),
		...(its.isBulk || its.operation.endsWith('import')
			? { batchSize: Math.min(its.maxBatch ?? 1000, random.pick([1, 2, 3, 5, 8, 20, 100, 100])) }
			: {}),
		concurrency: random.pick([1, 2, 5, 10]),
		maxAttempts: random.pick([1, 2, 3, 3, 3, 4]),
	};
}

/** A seed as `seedOf` makes it → all that is tried. */
export function scenarioOf(seed: string): Scenario {
	const [operation, scopeName, modeName, habitNames] = seed.split('/');
	const its = CASES.find((one) => one.operation === operation);
	if (!its) throw new Error(`There is no case for '${operation}'`);
	const scope = include(SCOPES, scopeName);
	const mode = include(MODES, modeName);
	const random = makeRandom(seed);
	const ownIds = random.chance(0.7) ? 'unique' : random.pick(['fixed', 'some'] as const);
	const items = itemsFor(its, random, mode.startsWith('tool') ? 3 : 8);
	items.forEach((item, i) => {
		if (ownIds === 'some' && random.chance(0.5)) return;
		item.orderId = ownIds === 'fixed' ? 'order-1' : `order-${i + 1}`;
	});
	const date = random.chance(0.5) ? 'none' : random.pick(['fixed', 'now'] as const);
	const dateName = operation.endsWith('nrol') ? 'issueEventDate' : 'earnEventDate';
	const additional = {
		...(DATES[date] ? { [dateName]: DATES[date] } : {}),
		...(scope === 'own' ? { requestId: '={{ $json.orderId }}' } : {}),
	};
	const timeout = random.pick([1_000, 3_000, 3_000, 10_000]);
	const parameters = {
		...its.parameters,
		...(its.hasRequestId ? { additionalFields: additional } : {}),
		options: optionsFor(its, scope, random, timeout),
	};
	return {
		seed,
		its,
		scope,
		mode,
		habits: habitNames.split('+'),
		random,
		items,
		parameters,
		timeout,
		tries: random.int(2, 5),
		waitBetweenTries: random.pick([0, 1_000, 5_000]),
		ownIds,
		date,
	};
}
