import type {
	Call,
	IdOrigin,
	Outcome,
	Target,
} from '../../nodes/CapillaryBadges/execution/plan/call';
import { deliver } from '../../nodes/CapillaryBadges/execution/deliver/deliver';
import { openLedger } from '../../nodes/CapillaryBadges/execution/deliver/ledger';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import type { Instance } from '../../nodes/shared/capillary/customerBadge';
import type { Failure } from '../../nodes/shared/capillary/failure';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { notice, oneStep } from '../../nodes/shared/capillary/request';
import { answerOf, LOST, sendingTo, statusOf, UNSENT } from '../support/sendingTo';

/** How the targets of calls end: by an answer, a refusal, a look, or without any of them. */

const CLOCK = Date.UTC(2026, 2, 15);
const headers = { date: new Date(CLOCK).toUTCString() };
const ABOUT = { badgeId: 'b', ownerType: 'Loyalty', referenceId: '1', requestId: 'r' };
const KNOWN = { badgeMetaId: 'b', ownerType: 'Loyalty', referenceId: '1', requestId: 'r' };
const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';

const targetOf = (customerId: number, item = 0): Target => ({
	item,
	position: 0,
	subject: '',
	about: { customerId },
});
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map((customer) => targetOf(customer, customer));

/** A request that changes something for some customers; its answer says of each what it says. */
const callOf = (targets: Target[], change: Partial<Call> = {}): Call => ({
	targets,
	about: ABOUT,
	repeat: 'keyed',
	alreadyDone: [809, 1040],
	requestId: 'r',
	origin: 'node',
	steps: () => oneStep({ method: 'POST', path: customersOf(targets), body: {} }),
	read: (data) => targets.map(({ about }) => (data as Rows)[about.customerId ?? '']),
	...change,
});
type Rows = Record<string, ReturnType<Call['read']>[number]>;
const customersOf = (targets: readonly Target[]) =>
	targets.map(({ about }) => about.customerId).join();
const done = (json: object = {}) => ({ json: [{ ...json }] });
const refusal = (code: number, more: object = {}) => ({
	refusal: { code, message: 'x', reference: undefined },
	json: {},
	...more,
});

/** With a look at what each customer has. */
const LOOKS: Partial<Call> = {
	lookUp: ({ about }) => ({
		request: { method: 'GET', path: `look/${about.customerId}` },
		instances: (data) => data as Instance[],
	}),
};
const HAS: Instance[] = [{ id: 'a', at: CLOCK, json: { earnedBadgeId: 'a' } }];
const DONE = (customerId: number) => ({
	done: [{ ...KNOWN, customerId, earnedBadgeId: 'a', alreadyDone: true }],
});

interface Delivered {
	answer: (request: ApiRequest, nth: number) => HttpResult;
	stopOnFailure?: boolean;
	options?: Record<string, unknown>;
	maxAttempts?: number;
	tookMs?: number;
	/** How long ago the run began, in milliseconds. */
	age?: number;
}
/** Delivers calls: how each customer ended, and what was sent, written, cut up and said. */
async function delivered(
	calls: Call[],
	{ answer, stopOnFailure = false, options = {}, maxAttempts, tookMs, age = 0 }: Delivered,
) {
	const { sending, sent, world, at } = sendingTo(
		(request, nth) => ({ headers, ...answer(request, nth) }),
		{ maxAttempts, tookMs },
	);
	const ends = new Map<Target, Outcome>();
	const settled: Array<[Target, Call]> = [];
	const written: ApiRequest[] = [];
	const cut: Call[] = [];
	const notices: string[] = [];
	const targets = calls.flatMap((call) => call.targets);
	await deliver(calls, {
		sending,
		options: optionsSchema().parse({ timeout: 1, ...options }),
		stopOnFailure,
		began: world.now() - age,
		ledger: openLedger({}, { deed: '', targets, calls, outcomes: ends }, { nonce: '', began: 0 }),
		onWrite: (_, request) => written.push(request),
		onCutUp: (call) => cut.push(call),
		notify: (text) => notices.push(text),
		settle: (target, outcome, call) => {
			settled.push([target, call]);
			ends.set(target, outcome);
		},
	});
	const paths = sent.map(({ path }) => path);
	return { ends, paths, at, written: written.map(({ path }) => path), cut, notices, settled };
}
/** Delivers one call, whose every write is answered so and whose looks show this. */
const once = async (
	call: Call,
	result: HttpResult,
	has: Instance[] = [],
	more: Partial<Delivered> = {},
) =>
	await delivered([call], {
		answer: ({ method }) => (method === 'GET' ? answerOf(has) : result),
		...more,
	});
const failureOf = (outcome: Outcome | undefined): Failure | undefined =>
	outcome && 'failure' in outcome ? outcome.failure : undefined;

describe('an answer', () => {
	test('says of each customer what became of it', async () => {
		const call = callOf([ONE, TWO, THREE, FOUR]);
		const rows: Rows = { 1: done({ a: 1 }), 2: refusal(831), 4: { contrary: 'no' } };
		const result = { ...answerOf(rows), headers: { supportId: 's' } };
		const { ends } = await once(call, result);
		expect(ends.get(ONE)).toEqual({ done: [{ a: 1 }] });
		expect(failureOf(ends.get(TWO))).toMatchObject({
			code: 831,
			httpStatus: 200,
			certainty: 'notDone',
			customerId: 2,
			requestId: 'r',
			supportId: 's',
		});
		expect(failureOf(ends.get(THREE))).toMatchObject({
			what: "Capillary's answer does not say what became of this item, so the outcome is unknown",
			certainty: 'unknown',
			customerId: 3,
			supportId: 's',
		});
		expect(failureOf(ends.get(FOUR))).toMatchObject({
			what: "Capillary's answer contradicts the request, so the outcome is unknown",
			certainty: 'unknown',
			apiMessage: 'no',
			customerId: 4,
			supportId: 's',
		});
	});

	test('to a read that is of no use changes nothing', async () => {
		const steps = () => oneStep({ method: 'GET', path: 'x' });
		const call = callOf([ONE, TWO], { steps });
		const { ends } = await delivered([call], { answer: () => answerOf({ 2: { contrary: 'no' } }) });
		for (const target of [ONE, TWO]) {
			expect(failureOf(ends.get(target))).toMatchObject({
				what: "Capillary's answer could not be read: it does not hold what was asked for",
				certainty: 'notDone',
				customerId: target.item,
			});
		}
	});

	test('that says of one customer that Capillary broke down leaves it unknown', async () => {
		const call = callOf([ONE, TWO]);
		const advice = { what: 'Half done', fix: 'Ask.' };
		const broken = { refusal: { code: 500, message: 'x', reference: undefined, advice }, json: {} };
		const { ends } = await once(call, answerOf({ 1: refusal(500), 2: broken }));
		expect(failureOf(ends.get(ONE))).toMatchObject({
			what: 'Capillary met an error of its own, so the outcome is unknown',
			fix: LOOK_IT_UP,
			certainty: 'unknown',
			customerId: 1,
		});
		expect(failureOf(ends.get(TWO))).toMatchObject({
			what: 'Half done, so the outcome is unknown',
			fix: 'Ask.',
		});
	});

	test('a deed that is over although it failed is said to be', async () => {
		const { ends } = await once(
			callOf([ONE, TWO]),
			answerOf({ 1: refusal(831, { isFinal: true }), 2: refusal(831) }),
		);
		expect([ONE, TWO].map((one) => failureOf(ends.get(one))?.isFinal)).toEqual([true, undefined]);
	});

	test('so already: done, where the user wants it, with what is known', async () => {
		const json = { issuedId: 'i', error: 'x', errors: [], customerId: 1 };
		const call = callOf([ONE]);
		const answer = answerOf({ 1: { ...refusal(1040), json } });
		const { ends } = await once(call, answer, [], { options: { alreadyDone: 'continue' } });
		expect(ends.get(ONE)).toEqual({
			done: [{ ...KNOWN, customerId: 1, issuedId: 'i', alreadyDone: true }],
		});
		const failed = await once(call, answer);
		expect(failureOf(failed.ends.get(ONE))).toMatchObject({ code: 1040, certainty: 'notDone' });
	});

	test('a code that is none of them is no "so already"', async () => {
		const options = { alreadyDone: 'continue' };
		const unlisted = await once(callOf([ONE]), answerOf({ 1: refusal(831) }), [], { options });
		const bare = {
			1: { refusal: { code: undefined, message: 'x', reference: undefined }, json: {} },
		};
		const without = await once(callOf([ONE]), answerOf(bare), [], { options });
		for (const { ends } of [unlisted, without]) {
			expect(failureOf(ends.get(ONE))).toMatchObject({ certainty: 'notDone', customerId: 1 });
		}
	});

	test('what the steps have to say goes to the user', async () => {
		const steps = function* () {
			yield notice('Mind');
			return yield* oneStep({ method: 'POST', path: 'x' });
		};
		const { notices } = await once(callOf([ONE], { steps }), answerOf({ 1: done() }));
		expect(notices).toEqual(['Mind']);
	});
});

describe('a look', () => {
	test.each<[origin: IdOrigin, alreadyDone: string, looks: boolean]>([
		['node', 'fail', true],
		['content', 'fail', true],
		['user', 'continue', true],
		['user', 'fail', false],
	])('after an ID that was used before, %s, %s: %j', async (origin, alreadyDone, looks) => {
		const call = callOf([ONE], { ...LOOKS, origin });
		const { ends, paths } = await once(call, answerOf({ 1: refusal(809) }), HAS, {
			options: { alreadyDone },
		});
		expect(paths.includes('look/1')).toBe(looks);
		if (looks) expect(ends.get(ONE)).toEqual(DONE(1));
		else expect(failureOf(ends.get(ONE))).toMatchObject({ code: 809, customerId: 1 });
	});

	test('that shows nothing leaves an ID that was used before unknown', async () => {
		const { ends } = await once(callOf([ONE], LOOKS), answerOf({ 1: refusal(809) }));
		expect(failureOf(ends.get(ONE))).toMatchObject({
			what: "Capillary says that this request ID was used before, and the customer's badges do not show it yet, so the outcome is unknown",
			certainty: 'unknown',
			customerId: 1,
		});
	});

	test('that shows nothing leaves a refusal of the first attempt as it was', async () => {
		const call = callOf([ONE], { ...LOOKS, origin: 'content' });
		const { ends, paths } = await once(call, answerOf({ 1: refusal(1040) }));
		expect(paths).toContain('look/1');
		expect(failureOf(ends.get(ONE))).toMatchObject({
			code: 1040,
			certainty: 'notDone',
			customerId: 1,
		});
		const shown = await once(call, answerOf({ 1: refusal(1040) }), HAS);
		expect(shown.ends.get(ONE)).toEqual(DONE(1));
	});

	test('after an attempt without an answer, whatever refuses the next one', async () => {
		const inside = (answer: HttpResult, has: Instance[]) =>
			delivered([callOf([ONE], LOOKS)], {
				answer: ({ method }, nth) => (method === 'GET' ? answerOf(has) : nth === 0 ? LOST : answer),
				maxAttempts: 2,
			});
		for (const answer of [answerOf({ 1: refusal(831) }), statusOf(400, 831)]) {
			expect((await inside(answer, HAS)).ends.get(ONE)).toEqual(DONE(1));
			expect(failureOf((await inside(answer, [])).ends.get(ONE))).toMatchObject({
				what: "An attempt got no answer, and the customer's badges do not show it yet, so the outcome is unknown",
				certainty: 'unknown',
			});
		}
	});

	test('without a way to look it stays unknown', async () => {
		const { ends } = await delivered([callOf([ONE])], {
			answer: (_, nth) => (nth === 0 ? LOST : answerOf({ 1: refusal(831) })),
			maxAttempts: 2,
		});
		expect(failureOf(ends.get(ONE))).toMatchObject({
			code: 831,
			certainty: 'unknown',
			customerId: 1,
			fix: LOOK_IT_UP,
		});
	});

	test('an ID that is known under a status which says nothing is looked up, for each', async () => {
		const call = callOf([ONE, TWO], LOOKS);
		const known = await once(call, statusOf(500, 809), HAS.concat({ ...HAS[0], id: 'z' }));
		expect([known.ends.get(ONE), known.ends.get(TWO)]).toEqual([DONE(1), DONE(2)]);
		const none = await once(call, statusOf(500, 809));
		expect(failureOf(none.ends.get(ONE))).toMatchObject({
			certainty: 'unknown',
			customerId: 1,
			what: expect.stringContaining('An attempt got no answer') as string,
		});
		const other = await once(call, statusOf(500, 831), HAS);
		const blind = await once(callOf([ONE, TWO]), statusOf(500, 809), HAS);
		for (const { ends, paths } of [other, blind]) {
			expect(paths).toEqual(['1,2']);
			expect(failureOf(ends.get(TWO))).toMatchObject({
				certainty: 'unknown',
				customerId: 2,
				httpStatus: 500,
			});
		}
	});
});

describe('a request that an earlier try was refused', () => {
	const before: Failure = { what: 'No room', fix: '', certainty: 'notDone', code: 831 };
	const refusedBefore = () => before;

	test('and whose ID it says was used is refused for that reason', async () => {
		const { ends, paths } = await once(
			callOf([ONE], { ...LOOKS, refusedBefore, origin: 'user' }),
			answerOf({ 1: refusal(809) }),
			HAS,
		);
		expect(ends.get(ONE)).toEqual({ failure: { ...before, customerId: 1 } });
		expect(paths).toEqual(['1']);
	});

	test.each<[Partial<Call>, string]>([
		[{ origin: 'content' }, 'fail'],
		[{ origin: 'user' }, 'continue'],
	])(
		'but is looked up where somebody else may have used it: %j, %s',
		async (change, alreadyDone) => {
			const call = callOf([ONE], { ...LOOKS, refusedBefore, ...change });
			const options = { alreadyDone };
			expect(
				(await once(call, answerOf({ 1: refusal(809) }), HAS, { options })).ends.get(ONE),
			).toEqual(DONE(1));
			const none = await once(call, answerOf({ 1: refusal(809) }), [], { options });
			expect(none.ends.get(ONE)).toEqual({ failure: { ...before, customerId: 1 } });
			const blind = await once({ ...call, lookUp: undefined }, answerOf({ 1: refusal(809) }), HAS, {
				options,
			});
			expect(blind.ends.get(ONE)).toEqual({ failure: { ...before, customerId: 1 } });
		},
	);

	test('and now otherwise is refused for what it says now', async () => {
		const { ends } = await once(
			callOf([ONE], { refusedBefore, origin: 'user' }),
			answerOf({ 1: refusal(1040) }),
		);
		expect(failureOf(ends.get(ONE))).toMatchObject({ code: 1040 });
	});
});

describe('a refusal of the whole', () => {
	test('of one customer is judged as a refusal of it', async () => {
		const continues = { options: { alreadyDone: 'continue' } };
		const { ends } = await once(callOf([ONE]), statusOf(400, 1040), [], continues);
		expect(ends.get(ONE)).toEqual({ done: [{ ...KNOWN, customerId: 1, alreadyDone: true }] });
	});

	test('for a reason that concerns everybody is none', async () => {
		const call = callOf([ONE], { alreadyDone: [815] });
		const continues = { options: { alreadyDone: 'continue' } };
		const { ends } = await once(call, statusOf(400, 815), [], continues);
		expect(failureOf(ends.get(ONE))).toMatchObject({ code: 815, certainty: 'notDone' });
	});

	test('of several is never a "so already"', async () => {
		const continues = { options: { alreadyDone: 'continue' } };
		const { ends } = await once(callOf([ONE, TWO]), statusOf(400, 1040), [], continues);
		expect(failureOf(ends.get(TWO))).toMatchObject({
			code: 1040,
			certainty: 'notDone',
			customerId: 2,
		});
	});

	/** Refuses requests for the second customer, by a word that may be about one. */
	const halving = (targets: Target[], change: Partial<Call> = {}): Call => {
		const middle = Math.ceil(targets.length / 2);
		const cuttable = targets.length > 1;
		return callOf(targets, {
			...(cuttable && {
				halves: () => [
					halving(targets.slice(0, middle), change),
					halving(targets.slice(middle), change),
				],
			}),
			...change,
		});
	};
	const answer = ({ path }: ApiRequest) =>
		path.split(',').includes('2')
			? statusOf(400, 4711)
			: answerOf(Object.fromEntries(path.split(',').map((customer) => [customer, done()])));

	test('that may be about one of them goes on in halves', async () => {
		const all = halving([ONE, TWO, THREE, FOUR]);
		const { ends, paths, cut, written } = await delivered([all], { answer });
		expect(paths).toEqual(['1,2,3,4', '1,2', '1', '2', '3,4']);
		expect(written).toEqual(paths);
		expect(cut.map(({ targets }) => customersOf(targets))).toEqual(['1,2,3,4', '1,2']);
		expect([ONE, THREE, FOUR].map((one) => ends.get(one))).toEqual(
			[1, 2, 3].map(() => ({ done: [{}] })),
		);
		expect(failureOf(ends.get(TWO))).toMatchObject({ code: 4711, customerId: 2 });
	});

	test.each<[why: string, result: HttpResult, change: Partial<Call>]>([
		['by its status is about all', statusOf(403, 4711), {}],
		['by an ID that was used', statusOf(400, 809), { origin: 'user', ...LOOKS }],
		['by an ID that was used, for several badges', statusOf(400, 809), { hasManyBadges: true }],
		['about the badge', statusOf(400, 815), {}],
		['that may not be cut up', statusOf(400, 4711), { halves: undefined }],
	])('%s: each is refused', async (_, result, change) => {
		const { ends, paths } = await once({ ...halving([ONE, TWO]), ...change }, result);
		expect(paths).toEqual(['1,2']);
		expect([ONE, TWO].map((one) => failureOf(ends.get(one))?.customerId)).toEqual([1, 2]);
	});

	test('about the badge goes on in halves where there are several badges', async () => {
		const { paths } = await once(halving([ONE, TWO], { hasManyBadges: true }), statusOf(400, 815));
		expect(paths).toEqual(['1,2', '1', '2']);
	});

	test('after an attempt without an answer is not cut up', async () => {
		const { paths, ends } = await delivered([halving([ONE, TWO])], {
			answer: (_, nth) => (nth === 0 ? LOST : statusOf(400, 4711)),
			maxAttempts: 2,
		});
		expect(paths).toEqual(['1,2', '1,2']);
		expect(failureOf(ends.get(ONE))).toMatchObject({ certainty: 'unknown', code: 4711 });
	});
});

test('what could not be sent is not done; after an attempt without an answer it is unknown', async () => {
	const unsent = await delivered([callOf([ONE, TWO])], { answer: () => UNSENT });
	for (const one of [ONE, TWO]) {
		expect(failureOf(unsent.ends.get(one))).toMatchObject({
			certainty: 'notDone',
			isUnsent: true,
			customerId: one.item,
		});
	}
	for (const last of [UNSENT, LOST]) {
		const { ends, paths } = await delivered([callOf([ONE], LOOKS)], {
			answer: (_, nth) => (nth === 0 ? LOST : last),
			maxAttempts: 2,
		});
		expect(failureOf(ends.get(ONE))).toMatchObject({ certainty: 'unknown', customerId: 1 });
		// Who does not answer shows nothing either.
		expect(paths).toEqual(['1', '1']);
	}
});

test('a "so already" under a status that says nothing proves nothing', async () => {
	const continues = { options: { alreadyDone: 'continue' } };
	const { ends } = await once(callOf([ONE]), statusOf(500, 1040), [], continues);
	expect(failureOf(ends.get(ONE))).toMatchObject({ certainty: 'unknown', customerId: 1 });
});

test('what comes after the run has ended is not sent, and says why', async () => {
	const later = callOf([TWO], { about: { ...ABOUT, customerId: 9 } });
	const { ends, paths } = await delivered([callOf([ONE]), later], { answer: () => statusOf(401) });
	expect(paths).toEqual(['1']);
	expect(failureOf(ends.get(TWO))).toMatchObject({
		isUnsent: true,
		customerId: 2,
		requestId: undefined,
		fix: expect.stringContaining('Not sent: the requests before it failed the same way.') as string,
	});
});

describe('what an earlier try left unknown', () => {
	const MINUTE = 60_000;
	const reopened = (targets: Target[], change: Partial<Call> = {}) =>
		callOf(targets, { ...LOOKS, reopened: true, ...change });
	const all = answerOf({ 1: done(), 2: done() });

	test('is sent again soon, and looked up first later', async () => {
		const soon = await once(reopened([ONE]), all, HAS, { age: MINUTE - 1 });
		expect([soon.paths, soon.ends.get(ONE)]).toEqual([['1'], { done: [{}] }]);
		const late = await once(reopened([ONE]), all, HAS, { age: MINUTE });
		expect([late.paths, late.ends.get(ONE)]).toEqual([['look/1'], DONE(1)]);
		const none = await once(reopened([ONE]), all, [], { age: MINUTE });
		expect([none.paths, none.ends.get(ONE)]).toEqual([['look/1', '1'], { done: [{}] }]);
	});

	test('is not sent again where one of its customers shows: it was sent then', async () => {
		const call = reopened([ONE, TWO], { origin: 'content' });
		const { ends, paths, written } = await delivered([call], {
			answer: ({ path }) => answerOf(path === 'look/1' ? HAS : []),
			age: MINUTE,
		});
		expect(paths.filter((path) => !path.startsWith('look'))).toEqual([]);
		expect(written).toEqual(['1,2']);
		expect(ends.get(ONE)).toEqual(DONE(1));
		expect(failureOf(ends.get(TWO))).toMatchObject({
			what: "An attempt got no answer, and the customer's badges do not show it yet, so the outcome is unknown",
			customerId: 2,
		});
	});

	test('nor where others of it are known to be done, also if nobody shows', async () => {
		const call = reopened([ONE], { isCarriedOut: true });
		const { ends, paths } = await once(call, all);
		expect(paths).not.toContain('1');
		expect(failureOf(ends.get(ONE))).toMatchObject({ certainty: 'unknown', customerId: 1 });
	});

	test.each<[Partial<Call>]>([
		[{ repeat: 'safe' }],
		[{ lookUp: undefined }],
		[{ reopened: false }],
	])('is sent where that does no harm, or nothing can be looked up: %j', async (change) => {
		const { paths } = await once(reopened([ONE], { isCarriedOut: true, ...change }), all, HAS, {
			age: MINUTE,
		});
		expect(paths).toEqual(['1']);
	});
});

describe('a run that stops', () => {
	test('settles none of those that wait in a lane', async () => {
		const calls = [ONE, TWO, THREE].map((one) => callOf([one], { lane: one === ONE ? '' : 'x' }));
		const { ends, paths } = await delivered(calls, {
			answer: () => answerOf({ 1: done(), 2: refusal(831) }),
			stopOnFailure: true,
		});
		expect([paths, ends.has(THREE)]).toEqual([['1', '2'], false]);
	});

	test('begins no more, and leaves unknown what an earlier try left so', async () => {
		const calls = [callOf([ONE]), callOf([TWO]), callOf([THREE], { reopened: true })];
		const { ends, paths } = await delivered(calls, {
			answer: () => answerOf({ 1: refusal(831) }),
			stopOnFailure: true,
		});
		expect(paths).toEqual(['1']);
		expect(ends.has(TWO)).toBe(false);
		expect(failureOf(ends.get(THREE))).toMatchObject({
			what: 'Not sent, since a request before it failed, and an attempt before got no answer, so the outcome is unknown',
			certainty: 'unknown',
			customerId: 3,
		});
	});

	test('is one whose first failure counts; a success is none', async () => {
		const calls = [callOf([ONE], { reopened: true }), callOf([TWO])];
		const answer = ({ path }: ApiRequest) => answerOf({ [path]: done() });
		const { ends, settled } = await delivered(calls, { answer, stopOnFailure: true });
		expect([ends.get(ONE), ends.get(TWO)]).toEqual([{ done: [{}] }, { done: [{}] }]);
		expect(settled).toHaveLength(2);
	});
});

describe('those who ask for the same under the same ID', () => {
	const follower = targetOf(1, 9);
	const followed = (origin: IdOrigin) =>
		callOf([ONE], { origin, followers: new Map([[ONE, [follower]]]) });
	const answer = answerOf({ 1: done({ a: 1 }) });

	test.each<[IdOrigin, string]>([
		['content', 'fail'],
		['user', 'continue'],
	])('have it as well: %s, %s', async (origin, alreadyDone) => {
		const call = followed(origin);
		const { ends, settled } = await once(call, answer, [], { options: { alreadyDone } });
		expect(ends.get(ONE)).toEqual({ done: [{ a: 1 }] });
		expect(ends.get(follower)).toEqual({ done: [{ a: 1, alreadyDone: true }] });
		expect(settled).toEqual([
			[ONE, call],
			[follower, call],
		]);
	});

	test('are told where the user wants each once', async () => {
		const { ends } = await once(followed('user'), answer);
		expect(failureOf(ends.get(follower))?.what).toBe(
			'Request ID r was used before, by item 1 of this run',
		);
	});

	test('fail as it fails, each as its own customer', async () => {
		const call = callOf([ONE], {
			followers: new Map([[ONE, [{ ...follower, about: { customerId: '1' } }]]]),
		});
		const { ends } = await once(call, answerOf({ 1: refusal(831) }));
		const [first, second] = [...ends.values()].map(failureOf);
		expect(second).toEqual({ ...first, customerId: '1' });
		expect(first?.code).toBe(831);
	});
});

test('calls of one lane take turns, others do not wait for them', async () => {
	const calls = [ONE, TWO, THREE, FOUR].map((one) =>
		callOf([one], { lane: one === THREE ? undefined : 'x' }),
	);
	const answer = ({ path }: ApiRequest) => answerOf({ [path]: done() });
	const { paths, at } = await delivered(calls, { answer, tookMs: 10 });
	expect(paths.map((path, i) => [path, at[i]])).toEqual([
		['1', 0],
		['2', 10],
		['3', 10],
		['4', 20],
	]);
});
