import fc from '../support/fastCheck';
import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import type { NodeRun } from '../../nodes/CapillaryBadges/execution/plan/journal';
import type { Rows } from '../../nodes/CapillaryBadges/execution/plan/journalRows';
import type { Journal } from '../../nodes/CapillaryBadges/execution/plan/runJournal';
import { openJournal } from '../../nodes/CapillaryBadges/execution/plan/journal';
import { oneStep } from '../../nodes/shared/capillary/request';

const NONCE = '0123456789abcdef0123456789abcdef';
const run = (context: Record<string, unknown>, change: Partial<NodeRun> = {}): NodeRun => ({
	context,
	runIndex: 0,
	isTool: false,
	subject: '',
	nonce: NONCE,
	now: 5,
	...change,
});
const target = (item: number, position = 0): Target => ({
	item,
	position,
	about: { customerId: 1000 + item },
	subject: `earn|badge|${1000 + item}`,
});
const callOf = (targets: Target[], requestId: string, change: Partial<Call> = {}): Call => ({
	targets,
	about: {},
	repeat: 'keyed',
	alreadyDone: [],
	requestId,
	origin: 'node',
	steps: () => oneStep({ method: 'POST', path: '/earn' }),
	read: () => [],
	...change,
});
const request = (body: unknown) => ({ method: 'POST' as const, path: '/earn', body });
const unknown: Outcome = { failure: { what: 'Lost', fix: 'Look.', certainty: 'unknown' } };
const refused: Outcome = { failure: { what: 'No', fix: 'Do.', certainty: 'notDone' } };
/** As n8n keeps it with an execution and gives it back. */
const saved = (context: Record<string, unknown>): Record<string, unknown> =>
	JSON.parse(JSON.stringify(context));

function settle(journal: Journal, one: Target, outcome: Outcome, change: Partial<Call> = {}) {
	const requestId = journal.newId();
	const call = callOf([one], requestId, change);
	journal.sending(call, request({ badgeMetaId: 'b', customerId: one.about.customerId, requestId }));
	journal.settle(one, outcome, call);
	return requestId;
}

test('recalls what is done, whatever it holds, and gives what is unknown back as it was sent', () => {
	const values = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.double({ noNaN: true, noDefaultInfinity: true }),
		fc.boolean(),
		fc.constant(null),
		fc.constantFrom('', '#1', '+5', '=x', `n8n-${NONCE}-9`, 'a|b~c\n', '|', '~~'),
		fc.array(fc.integer()),
	);
	const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), values, { minKeys: 1 });
	fc.assert(
		fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
			const context: Record<string, unknown> = {};
			const journal = openJournal(run(context));
			records.forEach((json, item) => settle(journal, target(item), { done: [json] }));
			const lost = settle(journal, target(99), unknown);
			journal.close(true);
			journal.release();
			const later = openJournal(run(saved(context), { nonce: 'another' }));
			const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
			records.forEach((json, item) => {
				expect(plain(later.recall(target(item)))).toEqual(plain({ done: [json] }));
			});
			expect(later.pending(target(99))).toEqual({
				requestId: lost,
				request: request({ badgeMetaId: 'b', customerId: 1099, requestId: lost }),
			});
			expect(later.newId()).toBe(`n8n-${NONCE}-${records.length + 2}`);
		}),
		{ numRuns: 60 },
	);
});

test('gives a request back as it was sent whose body is a list', () => {
	const context = {};
	const journal = openJournal(run(context));
	const requestId = journal.newId();
	const call = callOf([target(0)], requestId);
	journal.sending(call, request([{ customerId: 1000 }, 'two']));
	journal.settle(target(0), unknown, call);
	const later = openJournal(run(saved(context)));
	expect(later.pending(target(0))?.request).toEqual(request([{ customerId: 1000 }, 'two']));
});

test('keeps what is still under way, though nothing has ended yet', () => {
	const context = {};
	const journal = openJournal(run(context));
	const requestId = journal.newId();
	journal.sending(callOf([target(0)], requestId), request({ requestId }));
	journal.close(true);
	journal.release();
	const later = openJournal(run(saved(context)));
	expect(later.pending(target(0))).toEqual({ requestId, request: request({ requestId }) });
});

test('gives back a text of nothing but what parts the values of a row', () => {
	for (const text of ['|', '~', '|~|']) {
		const context = {};
		settle(openJournal(run(context)), target(0), { done: [{ a: text, b: 'b' }] });
		expect(openJournal(run(saved(context))).recall(target(0))).toEqual({
			done: [{ a: text, b: 'b' }],
		});
	}
});

test('tells all customers of one long list apart', () => {
	const context = {};
	const journal = openJournal(run(context));
	// Their subjects have the same 32 bits by a common hash; of 100,000 customers two have.
	const [one, other] = [299_599_967, 665_162_340].map((id) => ({
		...target(0),
		subject: `earn|badge|${id}`,
	}));
	settle(journal, one, { done: [{ a: 1 }] });
	const later = openJournal(run(saved(context)));
	expect(later.recall(one)).toEqual({ done: [{ a: 1 }] });
	expect(later.recall(other)).toBe(undefined);
});

test('knows a target by its place and subject, not by anything else', () => {
	const context = {};
	const journal = openJournal(run(context));
	settle(journal, target(0), { done: [{ a: 1 }] });
	const later = openJournal(run(saved(context)));
	expect(later.recall({ ...target(0), about: { requestId: 'x' } })).toEqual({ done: [{ a: 1 }] });
	expect(later.recall({ ...target(0), subject: 'earn|other|1000' })).toBe(undefined);
	expect(later.recall(target(1))).toBe(undefined);
	expect(later.recall({ ...target(0), again: 1 })).toBe(undefined);
	// An expression may give the list in another order by then.
	expect(later.recall(target(0, 7))).toEqual({ done: [{ a: 1 }] });
});

test('what was under way when the run was cut off is unknown', () => {
	const context = {};
	const journal = openJournal(run(context));
	const keyed = callOf([target(0), target(1)], 'r1');
	journal.sending(keyed, request({ customers: [1, 2], requestId: 'r1' }));
	journal.sending(callOf([target(2)], 'r2', { repeat: 'never' }), request({ x: 1 }));
	journal.sending(callOf([target(3)], 'r3', { repeat: 'safe' }), request({ x: 1 }));
	const later = openJournal(run(saved(context)));
	const pending = later.pending(target(0));
	expect(pending).toEqual({
		requestId: 'r1',
		request: request({ customers: [1, 2], requestId: 'r1' }),
	});
	expect(later.pending(target(1))).toBe(pending);
	expect(later.recall(target(2))).toEqual({
		failure: expect.objectContaining({ certainty: 'unknown' }),
	});
	expect([later.recall(target(3)), later.pending(target(3))]).toEqual([undefined, undefined]);
});

test('what may not be sent again keeps its failure; what was refused may be sent anew', () => {
	const context = {};
	const journal = openJournal(run(context));
	settle(journal, target(0), unknown, { repeat: 'never' });
	settle(journal, target(1), refused);
	settle(journal, target(2), refused, { origin: 'user' });
	const closed: Outcome = {
		failure: { what: 'No', fix: 'Do.', certainty: 'notDone', isFinal: true },
	};
	settle(journal, target(3), closed, { repeat: 'never' });
	const later = openJournal(run(saved(context)));
	expect(later.recall(target(0))).toEqual(unknown);
	expect([later.recall(target(1)), later.pending(target(1))]).toEqual([undefined, undefined]);
	expect(later.refusedBefore(target(1))).toBe(undefined);
	expect(later.recall(target(2))).toBe(undefined);
	expect(later.refusedBefore(target(2))).toEqual(refused.failure);
	expect(later.recall(target(3))).toEqual(closed);
});

test('an outcome of a later try replaces the one before', () => {
	const context = {};
	const first = openJournal(run(context));
	settle(first, target(0), unknown);
	settle(first, target(1), unknown);
	first.release();
	const second = openJournal(run(context));
	settle(second, target(0), { done: [{ a: 1 }] });
	settle(second, target(1), refused);
	second.release();
	const third = openJournal(run(saved(context)));
	expect(third.recall(target(0))).toEqual({ done: [{ a: 1 }] });
	expect(third.pending(target(1))).toBe(undefined);
});

describe('whose journal it is', () => {
	test('each round of a loop has its own, and a round that is over is forgotten', () => {
		const context: Record<string, unknown> = {};
		settle(openJournal(run(context)), target(0), { done: [{ a: 1 }] });
		const size = JSON.stringify(context).length;
		for (let round = 1; round <= 300; round += 1) {
			const journal = openJournal(run(context, { runIndex: round }));
			expect(journal.recall(target(0))).toBe(undefined);
			settle(journal, target(0), { done: [{ a: 1 }] });
			journal.release();
		}
		expect(JSON.stringify(context).length).toBeLessThan(size + 10);
	});
	test('the tries of a tool find it by its subject, two calls at the same time do not share it', () => {
		const context: Record<string, unknown> = {};
		const tool = { isTool: true, subject: 'one' };
		const first = openJournal(run(context, tool));
		const lost = settle(first, target(0), unknown);
		const parallel = openJournal(run(context, { ...tool, nonce: 'f'.repeat(32) }));
		expect(parallel.pending(target(0))).toBe(undefined);
		parallel.close(false);
		parallel.release();
		first.release();
		const other = openJournal(run(context, { ...tool, subject: 'two', nonce: 'e'.repeat(32) }));
		expect(other.pending(target(0))).toBe(undefined);
		const again = openJournal(run(context, { ...tool, runIndex: 1, nonce: 'd'.repeat(32) }));
		expect(again.pending(target(0))?.requestId).toBe(lost);
	});
	test('nothing is left once all is done', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		settle(journal, target(0), { done: [{ a: 1 }] });
		journal.close(false);
		expect(context).toEqual({});
	});
});

test('a customer costs at most 100 bytes, done or unknown', () => {
	const CUSTOMERS = 20_000;
	const sizeOf = (outcomeOf: (item: number, requestId: string) => Outcome) => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		for (let item = 0; item < CUSTOMERS; item += 1) {
			const one = { ...target(item), about: { customerId: 62_000_000 + item } };
			const requestId = journal.newId();
			const call = callOf([one], requestId);
			const body = {
				badgeMetaId: '66276dc68fe258516a88ff8e',
				requestId,
				earnEventDate: new Date(1_796_823_691_594 + item * 7).toISOString(),
				triggeredBy: { ownerType: 'Loyalty', referenceId: '123694' },
				customerId: one.about.customerId,
			};
			journal.sending(call, request(body));
			journal.settle(one, outcomeOf(item, requestId), call);
		}
		return JSON.stringify(context).length / CUSTOMERS;
	};
	const issued = (item: number, requestId: string): Outcome => ({
		done: [
			{
				badgeMetaId: '66276dc68fe258516a88ff8e',
				customerId: 62_000_000 + item,
				earnedBadgeId: (0x6b06e58b0000 + item * 7919).toString(16).padStart(24, '0'),
				expiresOn: 1_796_823_691.594 + item / 8,
				expiresOnISO: `2026-12-09T13:41:${String(item % 60).padStart(2, '0')}Z`,
				issuedId: null,
				requestId,
			},
		],
	});
	expect(sizeOf(issued)).toBeLessThan(100);
	expect(sizeOf(() => unknown)).toBeLessThan(100);
	expect(sizeOf(() => refused)).toBeLessThan(1);
});

test('a request some of whose targets have ended is known to be carried out, also after further tries', () => {
	const context = {};
	const journal = openJournal(run(context));
	const [one, two] = [target(0), target(1)];
	const call = callOf([one, two], 'r1');
	const sent = request({ customers: [1, 2], requestId: 'r1' });
	journal.sending(call, sent);
	journal.settle(one, { done: [{ a: 1 }] }, call);
	journal.settle(two, unknown, call);
	const kept = saved(context);
	const later = openJournal(run(kept));
	expect(later.pending(target(1))).toEqual({ requestId: 'r1', request: sent, isCarriedOut: true });
	const again = callOf([two], 'r1', { isCarriedOut: true });
	later.sending(again, sent);
	const cutOff = openJournal(run(saved(kept)));
	expect(cutOff.pending(two)).toMatchObject({ isCarriedOut: true });
	later.settle(two, unknown, again);
	const last = openJournal(run(saved(kept)));
	expect(last.pending(target(1))).toMatchObject({ request: sent, isCarriedOut: true });
});

test('of a run that was only refused nothing is kept, as many as there are', () => {
	const context: Record<string, unknown> = {};
	for (let call = 0; call < 30; call += 1) {
		const journal = openJournal(
			run(context, { isTool: true, subject: `${call}`, nonce: `${call}` }),
		);
		settle(journal, target(0), refused);
		journal.close(true);
		journal.release();
	}
	expect(context).toEqual({});
});

test("an agent's call is found again, however many came after it", () => {
	const context: Record<string, unknown> = {};
	const open = (call: number) =>
		openJournal(run(context, { isTool: true, subject: `${call}`, nonce: `${call}` }));
	for (let call = 0; call < 60; call += 1) {
		const journal = open(call);
		settle(journal, target(0), unknown);
		journal.close(true);
		journal.release();
	}
	expect(open(0).pending(target(0))).toMatchObject({ requestId: 'n8n-0-1' });
});

describe('from try to try', () => {
	test('what many rows say is read back, in whatever piece it stands', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		const jsonOf = (item: number) => ({
			id: `e${item}`,
			note: item % 3 === 0 ? 'x' : 'y',
			a: null,
		});
		const MANY = 4_000;
		for (let item = 0; item < MANY; item += 1) {
			settle(journal, target(item), { done: [jsonOf(item)] });
		}
		const { pieces } = Object.values(context.capillaryJournal as Record<string, Rows>)[0];
		expect(pieces.length).toBeGreaterThan(1);
		expect(pieces.length).toBeLessThan(9);
		const later = openJournal(run(saved(context)));
		for (let item = 0; item < MANY; item += 1) {
			expect(later.recall(target(item))).toEqual({ done: [jsonOf(item)] });
		}
	});

	test('records of names that look alike together are told apart, and kept once', () => {
		const context: Record<string, unknown> = {};
		const records = [{ ab: 1, c: 2 }, { a: 1, bc: 2 }, {}, { ab: 1, c: 2 }];
		for (let round = 0; round < 3; round += 1) {
			const journal = openJournal(run(context));
			records.forEach((json, item) => settle(journal, target(item), { done: [json] }));
			journal.release();
		}
		const later = openJournal(run(saved(context)));
		expect(records.map((_, item) => later.recall(target(item)))).toEqual(
			records.map((json) => ({ done: [json] })),
		);
		const { names } = Object.values(context.capillaryJournal as Record<string, Rows>)[0];
		expect(names.filter((one) => one.join() === 'ab,c')).toHaveLength(1);
	});

	test('outcomes of any number of items are recalled', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		settle(journal, target(0), { done: [] });
		settle(journal, target(1), { done: [{ a: 1 }, { b: 2 }] });
		const later = openJournal(run(saved(context)));
		expect(later.recall(target(0))).toEqual({ done: [] });
		expect(later.recall(target(1))).toEqual({ done: [{ a: 1 }, { b: 2 }] });
	});

	test('what was cut off stays so, however often the run begins', () => {
		const context: Record<string, unknown> = {};
		const cutOff = openJournal(run(context));
		cutOff.sending(callOf([target(0)], 'r1'), request({ requestId: 'r1' }));
		cutOff.release();
		for (let again = 0; again < 3; again += 1) {
			const journal = openJournal(run(context));
			expect(journal.pending(target(0))?.requestId).toBe('r1');
			journal.close(true);
			journal.release();
		}
	});

	test('failures that are said again are kept once', () => {
		const context: Record<string, unknown> = {};
		for (let again = 0; again < 3; again += 1) {
			const journal = openJournal(run(context));
			settle(journal, target(again), unknown, { repeat: 'never' });
			journal.release();
		}
		const [store] = Object.values(
			context.capillaryJournal as Record<string, { failures: string[] }>,
		);
		// And what would have stood there if the run had been cut off.
		expect(store.failures).toHaveLength(2);
	});

	test('what only reads leaves no trace, and a call is noted once', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		const look = callOf([target(0)], 'r1');
		journal.sending(look, { method: 'GET', path: '/look' });
		expect(openJournal(run(saved(context))).pending(target(0))).toBeUndefined();
		const one = target(1);
		const call = callOf([one], 'r2');
		journal.sending(call, request({ requestId: 'r2' }));
		journal.sending(call, request({ requestId: 'r2', second: true }));
		expect(openJournal(run(saved(context))).pending(target(1))?.request).toEqual(
			request({ requestId: 'r2' }),
		);
		journal.settle(one, refused, call);
		journal.close(true);
		expect(openJournal(run(saved(context))).pending(target(1))).toBeUndefined();
	});

	test('what may be done over is in doubt, and is not recalled', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		settle(journal, target(0), { done: [{ a: 1 }] }, { repeat: 'safe' });
		settle(journal, target(1), unknown, { repeat: 'safe' });
		settle(journal, target(2), { done: [{ a: 1 }] }, { repeat: 'safe', alreadyDone: [900] });
		settle(journal, target(3), { done: [{ a: 1 }] }, { repeat: 'safe', isWholeState: true });
		settle(journal, target(4), refused, { repeat: 'safe' });
		const later = openJournal(run(saved(context)));
		const targets = [0, 1, 2, 3, 4].map((item) => target(item));
		expect(targets.map((one) => later.isInDoubt(one))).toEqual([true, true, false, false, false]);
		expect(targets.map((one) => later.recall(one) !== undefined)).toEqual([
			false,
			false,
			true,
			true,
			false,
		]);
	});

	test('what was not sent again stays as it was known', () => {
		const context: Record<string, unknown> = {};
		const first = openJournal(run(context));
		const lost = settle(first, target(0), unknown);
		first.release();
		const second = openJournal(run(context));
		const call = callOf([target(0)], lost);
		const unsent: Outcome = {
			failure: { what: 'No', fix: 'Do.', certainty: 'notDone', isUnsent: true },
		};
		second.settle(target(0), unsent, call);
		second.settle(target(1), unsent, callOf([target(1)], 'o', { origin: 'user' }));
		second.settle(target(0), unknown, call);
		second.release();
		const third = openJournal(run(saved(context)));
		expect(third.pending(target(0))?.requestId).toBe(lost);
		expect(third.refusedBefore(target(1))).toBeUndefined();
	});

	test('a call that is cut up is no longer awaited', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		const call = callOf([target(0), target(1)], 'r1');
		journal.sending(call, request({ requestId: 'r1' }));
		journal.cutUp(call);
		journal.cutUp(call);
		const later = openJournal(run(saved(context)));
		expect([later.pending(target(0)), later.pending(target(1))]).toEqual([undefined, undefined]);
		journal.close(true);
		expect(context).toEqual({});
	});

	test('those that repeat another wait for its answer, too', () => {
		const context: Record<string, unknown> = {};
		const journal = openJournal(run(context));
		const [leader, follower] = [target(0), target(1)];
		const call = callOf([leader], 'r1', { followers: new Map([[leader, [follower]]]) });
		journal.sending(call, request({ requestId: 'r1' }));
		const cutOff = openJournal(run(saved(context)));
		expect([leader, follower].map((one) => cutOff.pending(one)?.requestId)).toEqual(['r1', 'r1']);
		journal.settle(leader, unknown, call);
		journal.settle(follower, unknown, call);
		const later = openJournal(run(saved(context)));
		expect([leader, follower].map((one) => later.pending(one)?.isCarriedOut)).toEqual([
			undefined,
			undefined,
		]);
		expect(later.pending(follower)?.requestId).toBe('r1');
	});

	test('an earlier round of a loop leaves those after it', () => {
		const context: Record<string, unknown> = {};
		settle(openJournal(run(context, { runIndex: 2 })), target(0), { done: [{ a: 1 }] });
		openJournal(run(context, { runIndex: 1 }));
		const later = openJournal(run(saved(context), { runIndex: 2 }));
		expect(later.recall(target(0))).toEqual({ done: [{ a: 1 }] });
	});
});
