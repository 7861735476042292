import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { openLedger } from '../../nodes/CapillaryBadges/execution/deliver/ledger';
import { lookUpper } from '../../nodes/CapillaryBadges/execution/deliver/lookUp';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import type { Instance } from '../../nodes/shared/capillary/customerBadge';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import { answerOf, sendingTo, statusOf } from '../support/sendingTo';

/** What looking up what a customer has comes to, in virtual time. */

const BEGAN = 0;
/** Capillary's clock is a day ahead. */
const LEAD_MS = 86_400_000;
const headers = { date: new Date(LEAD_MS).toUTCString() };
const given = (change: Partial<Instance> = {}): Instance => ({
	id: 'a',
	at: LEAD_MS,
	ownerType: 'Loyalty',
	referenceId: '1',
	json: { earnedBadgeId: 'a' },
	...change,
});
const viewOf = (...instances: Instance[]): HttpResult => ({
	...answerOf({ instances }),
	headers,
});

const ABOUT = { badgeId: 'b', ownerType: 'Loyalty', referenceId: '1' };
const targetOf = (customerId: number | string = 7): Target => ({
	item: 0,
	position: 0,
	subject: '',
	about: { ...ABOUT, customerId },
});
const callOf = (target: Target, change: Partial<Call> = {}): Call => ({
	targets: [target],
	about: { ...ABOUT, requestId: 'r' },
	repeat: 'keyed',
	alreadyDone: [],
	requestId: 'r',
	origin: 'node',
	steps: () => {
		throw new Error('It is looked at alone');
	},
	read: () => [],
	lookUp: ({ about }) => ({
		request: { method: 'GET', path: `${about.customerId}` },
		instances: (data) => (data as { instances?: Instance[] }).instances,
	}),
	...change,
});

interface Looking {
	call?: Partial<Call>;
	/** Others of the run, and how they ended. */
	others?: Array<[Target, Outcome?]>;
	options?: Record<string, unknown>;
	tookMs?: number;
}
/** Looks up one target; views come in this order, the last one again and again. */
function looking(
	views: HttpResult[],
	{ call = {}, others = [], options = { timeout: 5000 }, tookMs }: Looking = {},
) {
	const target = targetOf();
	const { sending, sent, at, world } = sendingTo((_, nth) => views[nth] ?? views.at(-1), {
		tookMs,
	});
	const outcomes = new Map(others.flatMap(([one, end]) => (end ? [[one, end] as const] : [])));
	const targets = [target, ...others.map(([one]) => one)];
	const mine = callOf(target, call);
	const ledger = openLedger(
		{},
		{ deed: 'earn', targets, calls: [mine], outcomes },
		{ nonce: 'n', began: BEGAN },
	);
	const note = jest.spyOn(ledger, 'note');
	const looks = lookUpper({
		sending,
		options: optionsSchema().parse(options),
		began: BEGAN,
		ledger,
	});
	const find = async (wasUnanswered = true) => await looks.find(mine, target, wasUnanswered);
	const glance = async () => await looks.glance(mine, target);
	return { find, glance, sending, sent, at, world, note, target };
}
const DONE = {
	done: [
		{
			badgeMetaId: 'b',
			customerId: 7,
			ownerType: 'Loyalty',
			referenceId: '1',
			requestId: 'r',
			earnedBadgeId: 'a',
			alreadyDone: true,
		},
	],
};
const failureOf = (outcome: Outcome) => ('failure' in outcome ? outcome.failure : undefined);
const SHOWN_NOT = ", and the customer's badges do not show it yet, so the outcome is unknown";
const NOT_LOOKED = ", and the customer's badges could not be looked up, so the outcome is unknown";

describe('how often', () => {
	test('until it shows; what it shows is noted for others', async () => {
		const { find, at, note, target } = looking([viewOf(), viewOf(), viewOf(given())]);
		expect(await find()).toEqual(DONE);
		expect(at).toEqual([0, 1000, 3000]);
		expect(note.mock.calls).toEqual([[target, DONE]]);
	});

	test('with pauses that double within the time to wait, and once at its end', async () => {
		const { find, at, note } = looking([viewOf()]);
		const failure = failureOf(await find());
		expect(at).toEqual([0, 1000, 3000, 5000]);
		expect(failure).toMatchObject({
			what: `An attempt got no answer${SHOWN_NOT}`,
			fix: "Capillary may still be at work. Look at the customer's badges before you run it again: with Customer Badge > Get.",
			certainty: 'unknown',
			customerId: 7,
			requestId: 'r',
		});
		expect(note).not.toHaveBeenCalled();
	});

	test('not again where there is no time left', async () => {
		const { find, at } = looking([viewOf()], { options: { timeout: 1000 }, tookMs: 1000 });
		await find();
		expect(at).toEqual([0]);
	});

	test('why it was looked up is said', async () => {
		expect(failureOf(await looking([viewOf()]).find(false))?.what).toBe(
			`Capillary says that this request ID was used before${SHOWN_NOT}`,
		);
		expect(failureOf(await looking([answerOf({})]).find(false))?.what).toBe(
			`Capillary says that this request ID was used before${NOT_LOOKED}`,
		);
	});

	test('a glance is one look, and says nothing where it finds nothing', async () => {
		const found = looking([viewOf(given())]);
		expect(await found.glance()).toEqual(DONE);
		for (const view of [viewOf(), answerOf({})]) {
			const { glance, at } = looking([view]);
			expect([await glance(), at]).toEqual([undefined, [0]]);
		}
	});
});

describe('nothing is told', () => {
	test.each<[string, HttpResult, number]>([
		['without an answer', statusOf(500), 1],
		['where the view shows nothing', answerOf({ name: 'x' }), 1],
		['by the view of another badge', answerOf({ id: 'c', instances: [given()] }), 1],
		['by the view of another customer', answerOf({ customerId: 8, instances: [given()] }), 1],
	])('%s', async (_, view, looks) => {
		const { find, at } = looking([view]);
		expect(failureOf(await find())).toEqual({
			what: `An attempt got no answer${NOT_LOOKED}`,
			fix: 'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.',
			certainty: 'unknown',
			customerId: 7,
			requestId: 'r',
		});
		expect(at).toHaveLength(looks);
	});

	test('once the run has ended, or without a way to look', async () => {
		const ended = looking([viewOf(given())]);
		ended.sending.run.trip({ what: 'No', fix: '', certainty: 'notDone' });
		const blind = looking([viewOf(given())], { call: { lookUp: undefined } });
		for (const { find, sent, world } of [ended, blind]) {
			expect(failureOf(await find())?.what).toBe(`An attempt got no answer${NOT_LOOKED}`);
			expect([sent, world.now()]).toEqual([[], 0]);
		}
	});

	test('but a run that begins nothing more still looks', async () => {
		const { find, sending } = looking([viewOf(given())]);
		sending.run.stop();
		expect(await find()).toEqual(DONE);
	});

	test('a view is asked for again where its answer is lost, as reading does no harm', async () => {
		const views = [statusOf(500), viewOf(given())];
		const { sending, sent } = sendingTo((_, nth) => views[nth], { maxAttempts: 2 });
		const target = targetOf();
		const ledger = openLedger(
			{},
			{ deed: '', targets: [], calls: [], outcomes: new Map() },
			{ nonce: '', began: 0 },
		);
		const options = optionsSchema().parse({});
		const { glance } = lookUpper({ sending, options, began: BEGAN, ledger });
		expect(await glance(callOf(target), target)).toEqual(DONE);
		expect(sent).toHaveLength(2);
	});
});

describe('what counts', () => {
	const early = given({ at: LEAD_MS - 60_000 });
	const proves = async (instances: Instance[], more: Looking = {}) =>
		(await looking([viewOf(...instances)], more).glance()) !== undefined;

	test('rows that name another badge or customer are none of it', async () => {
		expect(await proves([given({ names: { badgeMetaId: 'c' } })])).toBe(false);
		expect(await proves([given({ names: { customerId: 8 } })])).toBe(false);
		expect(await proves([given({ names: { badgeMetaId: 'b', customerId: 7 } })])).toBe(true);
	});

	test('by its own clock, one given before the run or at a time to come is another', async () => {
		expect(await proves([early])).toBe(false);
		expect(await proves([given({ at: LEAD_MS + 10_000 })])).toBe(true);
		expect(await proves([given({ at: LEAD_MS + 10_001 })])).toBe(false);
	});

	test('one given before counts under the ID of the content, or one of yours that may be used', async () => {
		const under = async (origin: Call['origin'], alreadyDone: 'continue' | 'fail') =>
			await proves([early], { call: { origin }, options: { alreadyDone } });
		expect(await under('content', 'fail')).toBe(true);
		expect(await under('user', 'continue')).toBe(true);
		expect(await under('user', 'fail')).toBe(false);
		expect(await under('node', 'continue')).toBe(false);
	});

	test('one of another owner or reference is another', async () => {
		expect(await proves([given({ ownerType: 'Journeys' })])).toBe(false);
		expect(await proves([given({ referenceId: '2' })])).toBe(false);
	});
});

describe('where others ask for the same', () => {
	const other = targetOf();
	const elsewhere: Target = { ...other, about: { ...other.about, referenceId: '2' } };
	const shows = async (instances: Instance[], others: Array<[Target, Outcome?]>) =>
		(await looking([viewOf(...instances)], { others }).glance()) !== undefined;
	const second = given({ id: 'z' });

	test('there must be one for each who waits', async () => {
		expect(await shows([given()], [[other]])).toBe(false);
		expect(await shows([given(), second], [[other]])).toBe(true);
	});

	test('who asks for another reference counts where the view names none', async () => {
		const nameless = given({ referenceId: undefined });
		expect(await shows([given()], [[elsewhere]])).toBe(true);
		expect(await shows([nameless], [[elsewhere]])).toBe(false);
		expect(await shows([nameless, second], [[elsewhere]])).toBe(true);
		expect(await shows([nameless, second], [[elsewhere], [elsewhere]])).toBe(false);
	});

	test('what another has is not ours; without its ID it counts as one that is wanted', async () => {
		const has: Outcome = { done: [{ earnedBadgeId: 'a' }] };
		expect(await shows([given()], [[other, has]])).toBe(false);
		expect(await shows([second], [[other, has]])).toBe(true);
		const nameless = given({ id: undefined });
		expect(await shows([nameless], [[other, has]])).toBe(false);
		expect(await shows([nameless, nameless], [[other, has]])).toBe(true);
		expect(await shows([nameless, nameless], [[other, has], [other]])).toBe(false);
		expect(await shows([nameless, second], [[other, has]])).toBe(true);
		expect(await shows([nameless, second], [[other, has], [other]])).toBe(false);
	});

	test('the same request, under the same ID, is asked for once', async () => {
		const mine = looking([viewOf(given())], {
			others: [[other, { failure: { what: '', fix: '', certainty: 'unknown', requestId: 'r' } }]],
		});
		expect(await mine.glance()).toEqual(DONE);
	});
});
