import type { IExecuteFunctions } from 'n8n-workflow';
import { deliverAll, watched } from '../../nodes/CapillaryBadges/execution/deliverAll';
import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import type { Journal } from '../../nodes/CapillaryBadges/execution/plan/runJournal';
import { secretKeeper } from '../../nodes/CapillaryBadges/execution/settle/secrets';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import type { Account } from '../../nodes/shared/capillary/account';
import type { Instance } from '../../nodes/shared/capillary/customerBadge';
import type { Failure } from '../../nodes/shared/capillary/failure';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { notice, oneStep } from '../../nodes/shared/capillary/request';
import { Cancelled } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { fakeWorld } from '../support/fakeWorld';
import { answerOf, statusOf } from '../support/sendingTo';

/** All calls of a plan: what is recalled, sent, kept free of secrets and told. */

const SECRET = 'a-secret-password';
const ACCOUNT = { username: 'u', password: SECRET } as Account;

const targetOf = (item: number, about: Target['about'] = {}): Target => ({
	item,
	position: 0,
	subject: '',
	about: { customerId: item, ...about },
});
const [ONE, TWO, THREE] = [targetOf(1), targetOf(2), targetOf(3)];
const FAILURE: Failure = { what: 'No', fix: '', certainty: 'notDone' };

const callOf = (target: Target, change: Partial<Call> = {}): Call => ({
	targets: [target],
	about: {},
	repeat: 'keyed',
	alreadyDone: [809],
	requestId: 'r',
	origin: 'node',
	steps: () => oneStep({ method: 'POST', path: `${target.item}` }),
	read: (data) => [{ json: [{ data }] }],
	...change,
});

interface Given {
	refused?: Array<[Target, Failure]>;
	recalled?: Array<[Target, Outcome]>;
	continues?: boolean;
	answer?: (request: ApiRequest) => HttpResult;
	flow?: object;
	world?: ReturnType<typeof fakeWorld>;
}
/** Delivers calls for targets, beside a context of n8n's and a journal that note what they are told. */
async function deliveredTo(targets: Target[], calls: Call[], given: Given = {}) {
	const { refused = [], recalled = [], continues = true, flow = {} } = given;
	const { answer = () => answerOf('x'), world = fakeWorld() } = given;
	const sent: string[] = [];
	const hints: unknown[] = [];
	const told: unknown[] = [];
	const settled: Outcome[] = [];
	const known = new Map(recalled);
	const context = {
		continueOnFail: () => continues,
		getContext: (type: string) => (type === 'flow' ? flow : {}),
		addExecutionHints: (hint: unknown) => hints.push(hint),
	} as unknown as IExecuteFunctions;
	const journal = {
		nonce: `${Math.random()}`,
		began: world.now(),
		recall: (target: Target) => known.get(target),
		sending: ({ requestId }: Call, { path }: ApiRequest) => told.push(['sending', requestId, path]),
		cutUp: ({ requestId }: Call) => told.push(['cut up', requestId]),
		settle: ({ item }: Target, outcome: Outcome, { requestId }: Call) => {
			settled.push(outcome);
			told.push(['settled', item, Object.keys(outcome)[0], requestId]);
		},
	} as unknown as Journal;
	const delivering = deliverAll(
		context,
		{ targets, calls, refused: new Map(refused) },
		{
			deed: 'earn',
			options: optionsSchema().parse({ maxAttempts: 1, timeout: 1 }),
			journal,
			keeper: secretKeeper(ACCOUNT),
			world,
			transport: async (request) => {
				sent.push(request.path);
				return await Promise.resolve({
					headers: { date: new Date(world.now()).toUTCString() },
					...answer(request),
				});
			},
		},
	);
	const error: unknown = await delivering.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	const outcomes = error === undefined ? await delivering : new Map<Target, Outcome>();
	return { outcomes, error, sent, hints, told, settled, world };
}

test('what an earlier try has finished is recalled, what is refused unsent fails, the rest is sent', async () => {
	const before: Outcome = { done: [{ a: 1 }] };
	const given = { recalled: [[ONE, before]], refused: [[TWO, FAILURE]] } satisfies Given;
	const { outcomes, told } = await deliveredTo([ONE, TWO, THREE], [callOf(THREE)], given);
	expect([...outcomes]).toEqual([
		[ONE, before],
		[TWO, { failure: FAILURE }],
		[THREE, { done: [{ data: 'x' }] }],
	]);
	expect(told).toEqual([
		['sending', 'r', '3'],
		['settled', 3, 'done', 'r'],
	]);
});

test('nothing is sent where a refusal stops the workflow', async () => {
	const given = { refused: [[TWO, FAILURE]], continues: false } satisfies Given;
	const { outcomes, sent } = await deliveredTo([TWO, THREE], [callOf(THREE)], given);
	expect([[...outcomes.keys()], sent]).toEqual([[TWO], []]);
	const clean = await deliveredTo([THREE], [callOf(THREE)], { continues: false });
	expect(clean.sent).toEqual(['3']);
});

test('a failure stops the run where the workflow stops, and there alone', async () => {
	const calls = [callOf(ONE), callOf(TWO)];
	const answer = () => statusOf(400, 831);
	const stopped = await deliveredTo([ONE, TWO], calls, { answer, continues: false });
	const going = await deliveredTo([ONE, TWO], calls, { answer });
	expect([stopped.sent, going.sent]).toEqual([['1'], ['1', '2']]);
});

test('no outcome holds a secret, nor does what the journal is told', async () => {
	const { outcomes, settled } = await deliveredTo([ONE, TWO], [callOf(ONE), callOf(TWO)], {
		answer: ({ path }) =>
			path === '1' ? answerOf({ x: SECRET }) : statusOf(400, 4711, `Not ${SECRET}`),
	});
	expect(settled).toEqual([...outcomes.values()]);
	expect(settled).toHaveLength(2);
	expect(JSON.stringify(settled)).not.toContain(SECRET);
});

test('what the steps say goes into the hints, once', async () => {
	const steps = function* () {
		yield notice('Mind');
		return yield* oneStep({ method: 'POST', path: 'x' });
	};
	const calls = [callOf(ONE, { steps }), callOf(TWO, { steps })];
	const { hints } = await deliveredTo([ONE, TWO], calls);
	expect(hints).toEqual([{ message: 'Mind', type: 'warning', location: 'outputPane' }]);
	expect((await deliveredTo([ONE], [callOf(ONE)])).hints).toEqual([]);
});

test('a list that is cut up is told to the journal', async () => {
	const halves = (): [Call, Call] => [
		callOf(ONE, { requestId: 'r1' }),
		callOf(TWO, { requestId: 'r2' }),
	];
	const whole = callOf(ONE, { targets: [ONE, TWO], halves });
	const { told } = await deliveredTo([ONE, TWO], [whole], { answer: () => statusOf(400, 4711) });
	expect(told).toContainEqual(['cut up', 'r']);
});

describe('where the node itself breaks down', () => {
	const broken = (target: Target) =>
		callOf(target, {
			read: () => {
				throw new Error('A condition that nobody expected');
			},
		});

	test('it fails where the workflow stops', async () => {
		const { error } = await deliveredTo([ONE], [broken(ONE)], { continues: false });
		expect(error).toEqual(new Error('A condition that nobody expected'));
	});

	test('it is unknown what became of those without an outcome; others keep theirs', async () => {
		const calls = [callOf(ONE), broken(TWO)];
		const { outcomes, world } = await deliveredTo([ONE, TWO, THREE], calls);
		expect(outcomes.get(ONE)).toEqual({ done: [{ data: 'x' }] });
		for (const one of [TWO, THREE]) {
			expect(outcomes.get(one)).toEqual({
				failure: {
					what: 'The node met an unexpected condition, so the outcome is unknown',
					fix: 'Look it up before you run it again: with Get or Get Many of the same resource. Then tell the makers of this node.',
					certainty: 'unknown',
					customerId: one.item,
				},
			});
		}
		expect(world.listeners()).toBe(0);
	});

	test('a cancel ends it, also where the node continues', async () => {
		const world = fakeWorld();
		world.cancel();
		const { error, sent } = await deliveredTo([ONE], [callOf(ONE)], { world });
		expect([error, sent]).toEqual([new Cancelled(), []]);
	});
});

describe('who is for the same badge of the same customer', () => {
	const about = { badgeId: 'b', customerId: 7 };
	const [mine, other] = [targetOf(1, about), targetOf(2, about)];
	const HAS: Instance[] = [{ id: 'a', at: 0, referenceId: undefined, json: {} }];
	const looked = (target: Target, change: Partial<Call> = {}) =>
		callOf(target, {
			about,
			lookUp: () => ({ request: { method: 'GET', path: 'look' }, instances: () => HAS }),
			...change,
		});
	const answer = ({ method }: ApiRequest) => (method === 'GET' ? answerOf({}) : statusOf(400, 809));

	test('two who ask under different IDs need two', async () => {
		const calls = [looked(mine), looked(other, { requestId: 's' })];
		const { outcomes } = await deliveredTo([mine, other], calls, { answer });
		for (const one of [mine, other]) expect(outcomes.get(one)).toHaveProperty('failure');
	});

	test('whoever repeats the request of another shares its badge', async () => {
		const call = looked(mine, { origin: 'content', followers: new Map([[mine, [other]]]) });
		const { outcomes } = await deliveredTo([mine, other], [call], { answer });
		expect([...outcomes.values()].map((outcome) => Object.keys(outcome)[0])).toEqual([
			'done',
			'done',
		]);
	});

	test('who asks under another ID still counts beside them', async () => {
		const third = targetOf(3, about);
		const calls = [
			looked(mine, { origin: 'content', followers: new Map([[mine, [other]]]) }),
			looked(third, { requestId: 's' }),
		];
		const { outcomes } = await deliveredTo([mine, other, third], calls, { answer });
		for (const one of [mine, other, third]) expect(outcomes.get(one)).toHaveProperty('failure');
	});

	test('what a node of the same execution has just given is not taken for ours', async () => {
		const flow = {};
		const world = fakeWorld();
		const read: Call['read'] = () => [{ json: [{ earnedBadgeId: 'a' }] }];
		await deliveredTo([other], [callOf(other, { requestId: 's', read })], { flow, world });
		const call = looked(mine, { origin: 'content' });
		const again = async () =>
			(await deliveredTo([mine], [call], { answer, flow, world })).outcomes.get(mine);
		expect(await again()).toHaveProperty('failure');
		await world.sleep(60_000);
		expect(await again()).toHaveProperty('done');
	});
});

describe('a transport that learns tokens', () => {
	const answered = answerOf({});
	const watching = (results: HttpResult[], accounts: unknown[]) => {
		const learned: string[] = [];
		const context = {
			getCredentials: async () => {
				const account = accounts.length > 1 ? accounts.shift() : accounts[0];
				return await (account instanceof Error
					? Promise.reject(account)
					: Promise.resolve(account));
			},
			getNode: () => ({ name: 'Badges' }),
		} as unknown as IExecuteFunctions;
		const keeper = {
			clean: (outcome: Outcome) => outcome,
			learn: ({ accessToken }: Account) => learned.push(String(accessToken)),
		};
		const transport = watched(
			context,
			async () => await Promise.resolve(results.shift() ?? answered),
			keeper,
		);
		const ask = async () => await transport({ method: 'GET', path: 'x' });
		return { ask, learned };
	};
	const account = (accessToken: string) => ({
		authentication: 'oauth',
		cluster: 'https://eu.api.capillarytech.com',
		accessToken,
	});

	test('learns it at the first answer, and anew after it was refused', async () => {
		const results = [answered, answered, statusOf(401), answered, statusOf(500), answered];
		const { ask, learned } = watching([...results], ['a', 'b', 'c', 'd'].map(account));
		const known: number[] = [];
		for (const result of results) {
			expect(await ask()).toBe(result);
			known.push(learned.length);
		}
		expect(learned).toEqual(['a', 'b', 'c']);
		expect(known).toEqual([1, 1, 2, 3, 3, 3]);
	});

	test('learns it later where nothing came back', async () => {
		const lost: HttpResult = { kind: 'noToken', status: 0, refused: false };
		const { ask, learned } = watching([lost, answered], ['', 'a', 'b'].map(account));
		for (let i = 0; i < 3; i += 1) await ask();
		expect(learned).toEqual(['', 'a']);
	});

	test('goes on where the credential cannot be read', async () => {
		const { ask, learned } = watching([], [new Error('Gone')]);
		expect([await ask(), learned]).toEqual([answered, []]);
	});
});
