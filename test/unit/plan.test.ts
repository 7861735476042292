import type { Call, Outcome, Plan, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { aboutOf, isOurs } from '../../nodes/CapillaryBadges/execution/plan/call';
import { openJournal, passingJournal } from '../../nodes/CapillaryBadges/execution/plan/journal';
import { plan } from '../../nodes/CapillaryBadges/execution/plan/plan';
import {
	inShort,
	namesAnother,
	resultOf,
	failureIn,
	showsAnother,
} from '../../nodes/CapillaryBadges/execution/plan/proof';
import type { Journal } from '../../nodes/CapillaryBadges/execution/plan/runJournal';
import { factsOf } from '../../nodes/CapillaryBadges/execution/read/configuration';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import { readAccount } from '../../nodes/shared/capillary/account';
import type { EntryAnswer } from '../../nodes/shared/capillary/envelope';
import { proofBy } from '../../nodes/shared/capillary/proof';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import { UNREADABLE } from '../../nodes/shared/capillary/request';
import { CREDENTIAL } from '../support/inProcess';
import { operationOf } from '../support/operationOf';

/** The second stage: which requests are made, under which IDs, for whom, and what their answers say. */

type Json = Record<string, unknown>;

const NONCE = '0123456789abcdef0123456789abcdef';
const BADGE = '653df084b3cda7078c7c68f1';
const OTHER = '66276dc68fe258516a88ff8e';
const OWNED = { badgeId: BADGE, ownerType: 'Loyalty', referenceId: '1' };
const ofList = (customers: number[], more: Json = {}) => ({ ...OWNED, customers, ...more });
const of = (customerId: number, more: Json = {}) => ({ ...OWNED, customerId, ...more });

interface Planning {
	options?: Json;
	journal?: Journal;
	badgeName?: string;
}

function planOf(
	name: string,
	inputs: Json[],
	{ options = {}, journal = passingJournal(NONCE, 0), badgeName }: Planning = {},
): Plan {
	const operation = operationOf(name);
	const schema = operation.input({ zone: 'UTC' });
	const requests = inputs.map((input, item) => ({ item, input: schema.parse(input), badgeName }));
	return plan(operation, requests, {
		account: factsOf(readAccount(CREDENTIAL)),
		options: optionsSchema(operation.bulk?.maxBatch).parse(options),
		journal,
	});
}

const requestOf = (call: Call) => call.steps().next().value as ApiRequest & { body: Json };
const bodyOf = (call: Call) => requestOf(call).body;
const itemsOf = (call: Call) => call.targets.map(({ item }) => item);
const customersOf = (call: Call) => call.targets.map(({ about }) => about.customerId);
const followersOf = ({ followers }: Call) =>
	[...(followers ?? [])].map(([leader, behind]) => [leader.item, behind.map(({ item }) => item)]);

/** A journal of the next try, after one whose calls ended so. */
function nextTry(
	name: string,
	inputs: Json[],
	planning: Planning,
	outcomeOf: (target: Target) => Outcome,
): Journal {
	const context = {};
	const run = { context, runIndex: 0, isTool: false, subject: '', nonce: NONCE, now: 0 };
	const journal = openJournal(run);
	for (const call of planOf(name, inputs, { ...planning, journal }).calls) {
		journal.sending(call, requestOf(call));
		for (const target of [...call.targets, ...[...(call.followers?.values() ?? [])].flat()]) {
			journal.settle(target, outcomeOf(target), call);
		}
	}
	journal.close(true);
	journal.release();
	return openJournal({ ...run, context: JSON.parse(JSON.stringify(context)), nonce: 'another' });
}

const unknown: Outcome = { failure: { what: 'Lost', fix: 'Look.', certainty: 'unknown' } };
const refused: Outcome = { failure: { what: 'No', fix: 'Do.', certainty: 'notDone' } };
const done: Outcome = { done: [{ a: 1 }] };

describe('items that travel together', () => {
	test('share badge, owner and reference; whoever is named, comes back to the own item', () => {
		const {
			calls,
			targets,
			refused: none,
		} = planOf('customerBadge.enrol', [
			ofList([1, 2]),
			ofList([3], { referenceId: '2' }),
			ofList([4]),
			ofList([5], { badgeId: OTHER }),
		]);
		expect(calls.map(customersOf)).toEqual([[1, 2, 4], [3], [5]]);
		expect(calls.map(itemsOf)).toEqual([[0, 0, 2], [1], [3]]);
		expect(calls.map(({ requestId, origin }) => [requestId, origin])).toEqual(
			[1, 2, 3].map((n) => [`n8n-${NONCE}-${n}`, 'node']),
		);
		expect(requestOf(calls[0])).toEqual({
			method: 'POST',
			path: '/api_gateway/v1/badges/badgeMeta/customer/issueBulk',
			body: {
				badgeMetaId: BADGE,
				customers: [1, 2, 4],
				requestId: `n8n-${NONCE}-1`,
				issueEventDate: undefined,
				triggeredBy: { ownerType: 'Loyalty', referenceId: '1' },
			},
		});
		expect(targets.map(({ item, position }) => [item, position])).toEqual([
			[0, 0],
			[0, 1],
			[1, 0],
			[2, 0],
			[3, 0],
		]);
		expect(none.size).toBe(0);
	});

	test('are about their badge and the customer, by whom they are known in a later try', () => {
		const [call] = planOf('customerBadge.enrol', [ofList([7, 7, 8]), ofList([7])], {
			badgeName: 'Gold',
			options: { batchSize: 1 },
		}).calls;
		expect(call.about).toEqual({
			badgeId: BADGE,
			badgeName: 'Gold',
			ownerType: 'Loyalty',
			referenceId: '1',
			customerId: 7,
			requestId: `n8n-${NONCE}-1`,
			identifierValue: undefined,
			record: undefined,
		});
		const { targets } = planOf('customerBadge.enrol', [ofList([7, 7, 8, 7]), ofList([7])]);
		expect(targets.map(({ again }) => again)).toEqual([undefined, 1, undefined, 2, undefined]);
		expect(new Set(targets.map(({ subject }) => subject)).size).toBe(2);
		expect(targets[0].subject).toMatch(new RegExp(`^customerBadge.enrol\\|${BADGE}\\|.*7$`));
		const earn = planOf('customerBadge.earnBulk', [ofList([7])]).targets[0];
		expect(earn.subject).not.toBe(targets[0].subject);
	});

	test('are cut at the batch size, nobody twice in a call', () => {
		const { calls } = planOf('customerBadge.enrol', [ofList([1, 2, 3, 1, 4])], {
			options: { batchSize: 2 },
		});
		expect(calls.map(customersOf)).toEqual([[1, 2], [3, 4], [1]]);
		expect(calls.map(({ lane }) => lane)).toEqual([undefined, undefined, undefined]);
		expect(calls.map(({ about }) => about.customerId)).toEqual([undefined, undefined, 1]);
	});

	test('can be cut in halves under new IDs, but not what is sent under one of the user', () => {
		const [call] = planOf('customerBadge.enrol', [ofList([1, 2, 3])]).calls;
		const halves = call.halves?.() ?? [];
		expect(halves.map(customersOf)).toEqual([[1, 2], [3]]);
		expect(halves.map((half) => [half.requestId, bodyOf(half).requestId])).toEqual(
			[2, 3].map((n) => [`n8n-${NONCE}-${n}`, `n8n-${NONCE}-${n}`]),
		);
		expect(halves.map((half) => half.halves?.().map(customersOf))).toEqual([[[1], [2]], undefined]);
		const given = planOf('customerBadge.enrol', [ofList([1, 2], { requestId: 'o-1' })]).calls;
		expect(given.map((one) => one.halves)).toEqual([undefined]);
	});

	test('without a request ID where Capillary takes none, and rows of one customer in their order', () => {
		const row = (customerId: number, badgeId = BADGE) => ({
			rowsFrom: 'fields',
			badgeId,
			customerId,
			earnEventDate: '2026-01-01T00:00:00Z',
			earnExpiresOn: '2027-01-01T00:00:00Z',
		});
		const rows = [row(1), row(2), row(1), row(3, OTHER), row(4), row(5)];
		const { calls } = planOf('customerBadge.import', rows, { options: { batchSize: 2 } });
		expect(calls.map(itemsOf)).toEqual([
			[0, 1],
			[2, 3],
			[4, 5],
		]);
		expect(calls.map(({ requestId, origin }) => [requestId, origin])).toEqual(
			calls.map(() => [undefined, 'none']),
		);
		// They name the same customer, so that the second waits for the first.
		expect(calls[0].lane).toMatch(/./);
		expect(calls.map(({ alreadyDone }) => alreadyDone)).toEqual([[], [], []]);
		expect(calls.map(({ lane }) => lane)).toEqual([calls[0].lane, calls[0].lane, undefined]);
		expect(calls.map(({ hasManyBadges }) => hasManyBadges)).toEqual([false, true, false]);
		expect(calls.map(({ about }) => about.badgeId)).toEqual([BADGE, undefined, BADGE]);
		const [first] = calls;
		expect(first.read([], [])).toEqual([undefined, undefined]);
		const together = planOf('customerBadge.import', [row(1), row(1)]).calls;
		expect(together.map(itemsOf)).toEqual([[0, 1]]);
		expect(together[0].lane).toBeUndefined();
	});

	test('are looked up one by one', () => {
		const [call] = planOf('customerBadge.earnBulk', [ofList([1, 2])]).calls;
		const look = call.lookUp?.(call.targets[1]);
		expect(look?.request).toMatchObject({ method: 'GET', path: expect.stringContaining('2') });
		const earns = [
			{ earnedBadgeId: 'a', customerId: 1 },
			{ earnedBadgeId: 'b', customerId: 2 },
		];
		expect(look?.instances({ earnDetails: { earns } })?.map(({ id }) => id)).toEqual(['b']);
	});

	test('are read customer by customer, with the warnings of the whole', () => {
		const [call] = planOf('customerBadge.enrol', [ofList([1, 2, 3])]).calls;
		const warnings = [{ code: 7, message: 'Careful', reference: undefined }];
		const data = {
			badgeMetaId: BADGE,
			issuedBadges: [{ customerId: 2, issuedId: 'i', status: 'LIVE' }],
			failed: [{ customerId: 1, code: 5, message: 'No' }],
		};
		expect(call.read(data, warnings)).toMatchObject([
			{ refusal: { code: 5, message: 'No' }, json: { customerId: 1, badgeMetaId: BADGE } },
			{
				json: [
					{ customerId: 2, issuedId: 'i', requestId: call.requestId, warnings: [{ code: 7 }] },
				],
			},
			undefined,
		]);
	});
});

describe('request IDs that the user gives', () => {
	test('stand for one request of a list, in which nobody is sent twice', () => {
		const { calls } = planOf('customerBadge.enrol', [
			ofList([1, 2], { requestId: 'o-1' }),
			ofList([1, 3], { requestId: 'o-1' }),
			ofList([1], { requestId: 'o-2' }),
		]);
		expect(calls.map(customersOf)).toEqual([[1, 2, 3], [1]]);
		expect(calls.map(({ requestId, origin }) => [requestId, origin])).toEqual([
			['o-1', 'user'],
			['o-2', 'user'],
		]);
		expect(calls.map(followersOf)).toEqual([[[0, [1]]], []]);
		expect(calls[0].alreadyDone).toEqual([809, 1040]);
		const often = planOf('customerBadge.enrol', [ofList([1, 1, 1], { requestId: 'o-1' })]).calls;
		expect(often.map(followersOf)).toEqual([[[0, [0, 0]]]]);
	});

	test('are refused unsent for more than one request takes', () => {
		const given = ofList([1, 2, 3, 1], { requestId: 'o-1' });
		const { calls, refused: none } = planOf('customerBadge.enrol', [given], {
			options: { batchSize: 3 },
		});
		expect([calls.length, none.size]).toEqual([1, 0]);
		const plans = planOf('customerBadge.enrol', [given], { options: { batchSize: 2 } });
		expect(plans.calls).toEqual([]);
		expect([...plans.refused.values()].map(({ customerId }) => customerId)).toEqual([1, 2, 3, 1]);
		expect([...plans.refused.values()][0]).toMatchObject({
			what: 'Request ID o-1 is given for 3 customers, and one request takes 2',
			fix: expect.stringContaining("Set 'Batch Size' to 3 or more"),
			certainty: 'notDone',
			isUnsent: true,
			parameter: 'requestId',
			requestId: 'o-1',
		});
	});

	test('are refused unsent where they differ in anything else', () => {
		const plans = planOf('customerBadge.enrol', [
			ofList([1], { requestId: 'o-1' }),
			ofList([2], { requestId: 'o-2' }),
			ofList([3], { requestId: 'o-1', referenceId: '2' }),
			ofList([4]),
		]);
		expect(plans.calls.map(customersOf)).toEqual([[2], [4]]);
		const [[, first]] = plans.refused;
		expect(first).toMatchObject({
			fix: "A request ID stands for one request. Give each its own, such as the order number, or leave 'Request ID' empty. Nothing was sent for this item.",
			certainty: 'notDone',
			parameter: 'requestId',
		});
		expect(
			[...plans.refused].map(([{ item }, { what, isUnsent, requestId, customerId }]) => [
				item,
				what,
				isUnsent,
				requestId,
				customerId,
			]),
		).toEqual(
			[
				[0, 1],
				[2, 3],
			].map(([item, customer]) => [
				item,
				'Request ID o-1 is given to different requests of this run',
				true,
				'o-1',
				customer,
			]),
		);
	});

	test('are sent once for the same, one by one, and refused for what differs', () => {
		const id = { requestId: 'o-1' };
		const same = planOf('customerBadge.earn', [of(1, id), of(2), of(1, id), of(1, id)]);
		expect(same.calls.map(itemsOf)).toEqual([[0], [1]]);
		expect(same.calls.map(followersOf)).toEqual([[[0, [2, 3]]], []]);
		expect(same.calls.map(({ origin }) => origin)).toEqual(['user', 'node']);
		expect(bodyOf(same.calls[0]).requestId).toBe('o-1');
		expect(same.refused.size).toBe(0);
		for (const other of [
			of(2, id),
			of(1, { ...id, referenceId: '2' }),
			of(1, { ...id, ownerType: 'Journeys' }),
			of(1, { ...id, badgeId: OTHER }),
		]) {
			const plans = planOf('customerBadge.earn', [of(1, id), other, of(3)]);
			expect(plans.calls.map(itemsOf)).toEqual([[2]]);
			expect([...plans.refused].map(([{ item }, failure]) => [item, failure.customerId])).toEqual([
				[0, 1],
				[1, other.customerId],
			]);
		}
	});
});

describe("under scope 'Content'", () => {
	const CONTENT = { options: { requestIdScope: 'content' } };

	test('each customer has a request of the own, the same for one as for many', () => {
		const many = planOf('customerBadge.earnBulk', [ofList([1, 2, 1])], CONTENT);
		expect(many.calls.map(customersOf)).toEqual([[1], [2]]);
		expect(many.calls.map(followersOf)).toEqual([[[0, [0]]], []]);
		expect(many.calls.map(({ origin }) => origin)).toEqual(['content', 'content']);
		const one = planOf('customerBadge.earn', [of(1), of(2), of(1)], CONTENT);
		expect(one.calls.map(itemsOf)).toEqual([[0], [1]]);
		expect(one.calls.map(({ origin }) => origin)).toEqual(['content', 'content']);
		expect(one.calls.map(requestOf)).toEqual(many.calls.map(requestOf));
		expect(one.calls.map(({ requestId }) => requestId)).toEqual(
			many.calls.map(({ requestId }) => requestId),
		);
		const other = planOf('customerBadge.earn', [of(1, { referenceId: '2' })], CONTENT).calls[0];
		expect(other.requestId).not.toBe(one.calls[0].requestId);
		expect(many.calls.map(({ halves }) => halves)).toEqual([undefined, undefined]);
	});

	test('an answer for one customer alone need not name the customer', () => {
		const [call] = planOf('customerBadge.earnBulk', [ofList([1])], CONTENT).calls;
		expect(call.read({ earnedBadgeId: 'e' }, [])).toEqual([
			{
				json: [
					{ earnedBadgeId: 'e', badgeMetaId: BADGE, customerId: 1, requestId: call.requestId },
				],
			},
		]);
	});

	test('an ID of the user comes first, and what has no identity has one of the node', () => {
		const given = planOf('customerBadge.earn', [of(1, { requestId: 'o-1' })], CONTENT).calls[0];
		expect([given.requestId, given.origin]).toEqual(['o-1', 'user']);
		const list = planOf(
			'customerBadge.enrol',
			[ofList([1, 2], { requestId: 'o-1' }), ofList([3])],
			CONTENT,
		);
		expect(list.calls.map(({ origin }) => origin)).toEqual(['user', 'content']);
		const claim = planOf('badge.claim', [OWNED], CONTENT).calls[0];
		expect([claim.requestId, claim.origin]).toEqual([undefined, 'none']);
	});

	test('what an earlier try left unknown is asked for unchanged, alone', () => {
		for (const name of ['customerBadge.earnBulk', 'customerBadge.enrol']) {
			const inputs = [ofList([1, 2])];
			const journal = nextTry(name, inputs, CONTENT, ({ about }) =>
				about.customerId === 1 ? unknown : done,
			);
			const [before] = planOf(name, inputs, CONTENT).calls;
			const { calls } = planOf(name, [ofList([1, 2], {})], { ...CONTENT, journal });
			expect(calls.map(customersOf)).toEqual([[1]]);
			expect(JSON.stringify(requestOf(calls[0]))).toBe(JSON.stringify(requestOf(before)));
			expect([calls[0].origin, calls[0].reopened]).toEqual(['content', true]);
			expect(before.reopened).toBe(false);
		}
	});
});

describe('a later try', () => {
	test('leaves out what is done, and sends what is unknown again unchanged, under its ID', () => {
		const inputs = [ofList([1, 2, 3]), ofList([4])];
		const journal = nextTry('customerBadge.enrol', inputs, {}, ({ about: { customerId } }) =>
			customerId === 1 ? done : customerId === 2 ? refused : unknown,
		);
		// Evaluated anew, the reference is another.
		const again = inputs.map((input) => ({ ...input, referenceId: '9' }));
		const { calls, targets } = planOf('customerBadge.enrol', again, { journal });
		expect(targets).toHaveLength(4);
		expect(calls.map(customersOf)).toEqual([[3, 4], [2]]);
		const [old, fresh] = calls;
		expect(bodyOf(old)).toMatchObject({
			customers: [1, 2, 3, 4],
			requestId: `n8n-${NONCE}-1`,
			triggeredBy: { referenceId: '1' },
		});
		expect([old.reopened, old.isCarriedOut, old.halves, old.origin]).toEqual([
			true,
			true,
			undefined,
			'node',
		]);
		expect(bodyOf(fresh)).toMatchObject({
			customers: [2],
			requestId: `n8n-${NONCE}-2`,
			triggeredBy: { referenceId: '9' },
		});
		expect([fresh.reopened, fresh.isCarriedOut]).toEqual([false, undefined]);
	});

	test('sends unchanged what is unknown, also where the scope is another by then', () => {
		const inputs = [ofList([1, 2])];
		const journal = nextTry('customerBadge.enrol', inputs, {}, () => unknown);
		const options = { requestIdScope: 'content' };
		const { calls } = planOf('customerBadge.enrol', inputs, { options, journal });
		expect(calls.map(({ requestId, origin }) => [requestId, origin])).toEqual([
			[`n8n-${NONCE}-1`, 'node'],
		]);
		const alone = [ofList([1])];
		const [call] = planOf('customerBadge.enrol', alone, {
			journal: nextTry('customerBadge.enrol', alone, {}, () => unknown),
		}).calls;
		expect([call.origin, call.requestId]).toEqual(['node', `n8n-${NONCE}-1`]);
	});

	test('knows of a list whether any of it is in doubt', () => {
		const inputs = [ofList([1, 2])];
		const name = 'customerBadge.revokeEnrolment';
		const journal = nextTry(name, inputs, {}, ({ about }) =>
			about.customerId === 1 ? refused : unknown,
		);
		const reopened = (now?: Journal) =>
			planOf(name, inputs, { journal: now }).calls.map((call) => call.reopened);
		expect([reopened(journal), reopened()]).toEqual([[true], [false]]);
	});

	test('keeps to the ID of the user, and to who repeats whom', () => {
		const inputs = [ofList([1, 2], { requestId: 'o-1' }), ofList([1], { requestId: 'o-1' })];
		const journal = nextTry('customerBadge.enrol', inputs, {}, () => unknown);
		const { calls } = planOf('customerBadge.enrol', inputs, { journal });
		expect(calls.map(({ requestId, origin, reopened }) => [requestId, origin, reopened])).toEqual([
			['o-1', 'user', true],
		]);
		expect(calls.map(customersOf)).toEqual([[1, 2]]);
		expect(calls.map(followersOf)).toEqual([[[0, [1]]]]);
	});

	test('knows why an ID of the user was refused, and of its own does not ask', () => {
		const given = [of(1, { requestId: 'o-1' })];
		const journal = nextTry('customerBadge.earn', given, {}, () => refused);
		const [call] = planOf('customerBadge.earn', given, { journal }).calls;
		expect(call.refusedBefore?.(call.targets[0])).toMatchObject({ what: 'No' });
		const lists = [ofList([1], { requestId: 'o-1' })];
		const ofLists = nextTry('customerBadge.enrol', lists, {}, () => refused);
		const [bulk] = planOf('customerBadge.enrol', lists, { journal: ofLists }).calls;
		expect(bulk.refusedBefore?.(bulk.targets[0])).toMatchObject({ what: 'No' });
		expect(planOf('customerBadge.earn', [of(1)]).calls[0].refusedBefore).toBeUndefined();
		expect(planOf('customerBadge.enrol', [ofList([1])]).calls[0].refusedBefore).toBeUndefined();
	});

	test('sends one request again unchanged, whatever its ID comes from', () => {
		for (const [more, options, origin] of [
			[{}, {}, 'node'],
			[{ requestId: 'o-1' }, {}, 'user'],
			[{}, { requestIdScope: 'content' }, 'content'],
		] as const) {
			const journal = nextTry('customerBadge.earn', [of(1, more)], { options }, () => unknown);
			const [before] = planOf('customerBadge.earn', [of(1, more)], { options }).calls;
			const [call] = planOf('customerBadge.earn', [of(1, { ...more, referenceId: '9' })], {
				options,
				journal,
			}).calls;
			expect(JSON.stringify(requestOf(call))).toBe(JSON.stringify(requestOf(before)));
			expect([call.requestId, call.origin, call.reopened]).toEqual([
				before.requestId,
				origin,
				true,
			]);
			expect(call.about.requestId).toBe(before.requestId);
		}
		const journal = nextTry('customerBadge.earn', [of(1)], {}, () => done);
		expect(planOf('customerBadge.earn', [of(1)], { journal })).toMatchObject({
			targets: [{ item: 0 }],
			calls: [],
		});
	});

	test('lets the one that was sent before lead those that ask for the same', () => {
		const given = [of(1, { requestId: 'o-1' }), of(1, { requestId: 'o-1' })];
		// Only the second was reached then.
		const context = {};
		const run = { context, runIndex: 0, isTool: false, subject: '', nonce: NONCE, now: 0 };
		const journal = openJournal(run);
		const [call] = planOf('customerBadge.earn', given, { journal }).calls;
		const second = planOf('customerBadge.earn', given).targets[1];
		const alone = { ...call, targets: [second], followers: undefined };
		journal.sending(alone, requestOf(call));
		journal.settle(second, unknown, alone);
		journal.release();
		const later = planOf('customerBadge.earn', given, { journal: openJournal(run) });
		expect(later.calls.map(itemsOf)).toEqual([[1]]);
		expect(later.calls.map(followersOf)).toEqual([[[1, [0]]]]);
	});
});

describe('one request for an item', () => {
	test('is about what the item names', () => {
		const [call] = planOf('customerBadge.earn', [of(7)], { badgeName: 'Gold' }).calls;
		expect(call).toMatchObject({
			about: { badgeId: BADGE, badgeName: 'Gold', customerId: 7, requestId: `n8n-${NONCE}-1` },
			requestId: `n8n-${NONCE}-1`,
			origin: 'node',
			repeat: 'keyed',
			alreadyDone: [809],
			reopened: false,
		});
		expect(call.lookUp?.(call.targets[0]).request).toMatchObject({
			method: 'GET',
			path: expect.stringContaining('7'),
		});
		const earns = [{ earnedBadgeId: 'a', customerId: 8 }, { earnedBadgeId: 'b' }];
		const instances = call.lookUp?.(call.targets[0]).instances({ earnDetails: { earns } });
		expect(instances?.map(({ id }) => id)).toEqual(['b']);
		expect(isOurs('node') && isOurs('none')).toBe(true);
		expect(isOurs('user') || isOurs('content')).toBe(false);
	});

	test('takes turns with others that change the same record, in either case of its ID', () => {
		const update = (badgeId: string) => ({ badgeId, name: 'Gold' });
		const { calls } = planOf('badge.update', [update(BADGE), update(BADGE.toUpperCase())]);
		expect(calls[0].lane).toEqual(expect.any(String));
		expect(calls[1].lane).toBe(calls[0].lane);
		expect(planOf('badge.claim', [OWNED]).calls[0].lane).toBeUndefined();
	});

	const read = (name: string, input: Json, data: unknown, warnings: unknown[] = []) => {
		const [call] = planOf(name, [input]).calls;
		return call.read(data, warnings as never)[0];
	};
	const code = (n: number) => ({ code: n, message: `W${n}`, reference: undefined });
	const claimed = { badgeMetaId: BADGE, ownerType: 'Loyalty', referenceId: '1', isActive: true };

	test('is done where its answer proves it, and only then', () => {
		expect(read('badge.claim', OWNED, claimed)).toEqual({ json: [claimed] });
		expect(read('badge.claim', OWNED, {})).toBeUndefined();
		expect(read('badge.claim', OWNED, { ...claimed, referenceId: '2' })).toEqual({
			contrary: JSON.stringify({ ...claimed, referenceId: '2' }),
		});
		expect(read('badge.claim', OWNED, claimed, [code(7)])).toMatchObject({
			json: [{ warnings: [{ code: 7 }] }],
		});
	});

	test('is so already by the code that says it, which is no warning then', () => {
		expect(read('badge.claim', OWNED, {}, [code(7), code(900)])).toEqual({
			json: [
				{
					...{ badgeMetaId: BADGE, ownerType: 'Loyalty', referenceId: '1', alreadyDone: true },
					warnings: [{ code: 7, message: 'W7' }],
				},
			],
		});
		expect(
			read('badge.claim', OWNED, { ...claimed, referenceId: '2' }, [code(900)]),
		).toHaveProperty('contrary');
		expect(read('customerBadge.earn', of(1), { earnedBadgeId: 'e' }, [code(809)])).toMatchObject({
			refusal: { code: 809 },
			json: { earnedBadgeId: 'e', customerId: 1 },
		});
	});

	test('is refused where its record says so, unless it proves the deed as well', () => {
		const error = { code: 5, message: 'No' };
		expect(read('customerBadge.earn', of(1), { error })).toMatchObject({ refusal: { code: 5 } });
		expect(read('customerBadge.earn', of(1), { errorCode: 5 })).toMatchObject({
			refusal: { code: 5 },
		});
		expect(read('customerBadge.earn', of(1), { errors: [error] })).toMatchObject({
			refusal: { code: 5 },
		});
		expect(read('customerBadge.earn', of(1), { error, earnedBadgeId: 'e' })).toBeUndefined();
		expect(read('customerBadge.earn', of(1), { status: 'FAILED' })).toMatchObject({
			refusal: { message: 'status: FAILED' },
		});
		const [call] = planOf('customerBadge.earn', [of(1)]).calls;
		expect(call.read({ status: 'FAILED' }, [], false)).toEqual([undefined]);
		expect(read('customerBadge.earn', of(1), null)).toBeUndefined();
	});

	test('is not done by a list where one record is asked for', () => {
		expect(read('badge.claim', OWNED, [])).toBeUndefined();
		expect(read('badge.get', { badgeId: BADGE }, [])).toBeUndefined();
	});

	test('is refused for good where it was taken and could not be carried out', () => {
		const entity = { tillId: '1', storeId: '2', zoneId: '3', conceptId: '4' };
		const body = { data: null, errors: [{ code: 815, message: 'Not live' }] };
		const details = { IntouchAPITask_Output: { status: 400, body } };
		const record = { requestId: 'r', state: 'failed', details };
		expect(read('approvalRequest.requestEarn', { ...of(1), ...entity }, record)).toMatchObject({
			refusal: { code: 815 },
			isFinal: true,
		});
	});

	test('says otherwise where its state is the opposite', () => {
		const badge = { badgeMetaId: BADGE, isActive: false };
		expect(read('badge.activate', { badgeId: BADGE }, badge)).toEqual({
			contrary: JSON.stringify(badge),
		});
	});

	test('failed where a word says so that was not asked for', () => {
		expect(failureIn({ status: 'REJECTED' }, { decision: 'Rejected' })).toBeUndefined();
		expect(failureIn({ status: 'REJECTED' }, { decision: 'approved' })).toMatchObject({
			message: 'status: REJECTED',
		});
		expect(failureIn('text', {})).toBeUndefined();
		expect(failureIn(null, {})).toBeUndefined();
	});

	test('comes as one item for each record of a list', () => {
		const rows = [{ id: 'a', error: '' }, { id: 'b' }];
		expect(read('badge.getAll', {}, rows, [code(7)])).toEqual({
			json: ['a', 'b'].map((id) => ({ id, warnings: [{ code: 7, message: 'W7' }] })),
		});
		expect(read('badge.getAll', {}, [])).toEqual({ json: [] });
		expect(read('badge.getAll', {}, ['x'])).toBeUndefined();
		expect(read('badge.getAll', {}, UNREADABLE)).toBeUndefined();
	});
});

describe('what an answer names', () => {
	const asked = { badgeId: BADGE, customerId: 7 };

	test('is another where it has the form of an ID and differs', () => {
		expect(namesAnother({ badgeMetaId: OTHER }, asked)).toBe(true);
		expect(namesAnother({ customerId: 8 }, asked)).toBe(true);
		expect(namesAnother({ customerId: '8' }, asked)).toBe(true);
		const same: unknown[] = [
			{ badgeMetaId: ` ${BADGE.toUpperCase()} `, customerId: '7' },
			{ badgeMetaId: 'Gold', customerId: 'Ada' },
			{ badgeMetaId: null, customerId: ' ' },
			{ badgeMetaId: 5, customerId: {} },
			{},
			'text',
			undefined,
		];
		expect(same.filter((record) => namesAnother(record, asked))).toEqual([]);
		expect(namesAnother({ customerId: 8 }, { customerId: 'ann@example.com' })).toBe(false);
		expect(namesAnother({ customerId: 8 }, { customerId: '7' })).toBe(false);
		expect(namesAnother({ customerId: ' 8 ' }, asked)).toBe(true);
		expect(namesAnother({ badgeMetaId: 'Gold' }, {})).toBe(false);
		expect(namesAnother({ badgeMetaId: OTHER }, {})).toBe(false);
	});

	test('counts in any form where the operation names it', () => {
		const names = { ownerType: 'ownerType', customerId: 'user' };
		expect(namesAnother({ ownerType: 'Other' }, { ownerType: 'Loyalty' }, names)).toBe(true);
		expect(namesAnother({ ownerType: 'LOYALTY' }, { ownerType: 'Loyalty' }, names)).toBe(false);
		expect(namesAnother({ ownerType: '5' }, { ownerType: 'Loyalty' }, names)).toBe(true);
		for (const ownerType of [' Loyalty ', ' ', null, {}]) {
			expect(namesAnother({ ownerType }, { ownerType: 'Loyalty' }, names)).toBe(false);
		}
		expect(namesAnother({ ownerType: 'Loyalty' }, { ownerType: ' loyalty' }, names)).toBe(false);
		expect(namesAnother({ ownerType: 'Loyalty' }, {}, names)).toBe(false);
		// It stands for something else there.
		expect(namesAnother({ customerId: 8 }, { customerId: 7, user: 8 }, names)).toBe(false);
		expect(namesAnother({ customerId: 7 }, { customerId: 7, user: 8 }, names)).toBe(true);
	});

	test('is told of a view by the badge that it shows, too', () => {
		expect(showsAnother({ id: OTHER }, asked)).toBe(true);
		expect(showsAnother({ id: BADGE }, asked)).toBe(false);
		expect(showsAnother({ id: BADGE, customerId: 8 }, asked)).toBe(true);
		expect(showsAnother({ id: 5 }, asked)).toBe(false);
		expect(showsAnother('text', asked)).toBe(false);
	});

	test('is quoted in short: its plain members', () => {
		const plain = { a: 1, b: 'x', c: false };
		expect(inShort({ ...plain, d: null, e: [1], f: {} })).toBe(JSON.stringify(plain));
		expect(inShort('text')).toBe('{}');
		expect(inShort({ a: 'x'.repeat(400) })).toHaveLength(300);
	});
});

describe('what a bulk answer says of one', () => {
	const ENROL = { repeat: 'keyed' as const, alreadyDone: [809, 1040], proof: proofBy('issuedId') };
	const about = { badgeId: BADGE, customerId: 7 };
	const no = { code: undefined, message: 'No', reference: undefined };
	const bare = { ...no, isBare: true as const };
	const given = { issuedId: 'i', status: 'LIVE' };
	const say = (answers: EntryAnswer[], change: object = {}, warnings: unknown[] = []) =>
		resultOf({ ...ENROL, ...change }, answers, about, warnings as never);

	test('is done by its proof, with the warnings of the whole and its own', () => {
		const careful = { code: 7, message: 'Careful', reference: undefined };
		const own = { code: 8, message: 'Own', reference: undefined };
		expect(say([{ data: given, warnings: [own] }], {}, [careful])).toEqual({
			json: [
				{
					...{ ...given, badgeMetaId: BADGE, customerId: 7 },
					warnings: [
						{ code: 7, message: 'Careful' },
						{ code: 8, message: 'Own' },
					],
				},
			],
		});
		const twice = [{ data: given }, { data: { ...given, issuedId: 'later' } }];
		expect(say(twice)).toMatchObject({ json: [{ issuedId: 'later' }] });
		expect(say([{ data: given }, { data: {} }])).toMatchObject({ json: [{ issuedId: 'i' }] });
	});

	test('is nothing without a proof, or where it is named as done and as refused', () => {
		expect(say([])).toBeUndefined();
		expect(say([{ data: {} }])).toBeUndefined();
		expect(say([{ data: given }, { data: {}, failure: no }])).toBeUndefined();
	});

	test('is a refusal with all that was said, and what was known', () => {
		const failures = [
			{ ...no, message: 'A' },
			{ ...no, code: 5, message: 'B' },
		];
		const answers = failures.map((failure) => ({ data: { note: failure.message }, failure }));
		expect(say(answers)).toEqual({
			refusal: { code: 5, message: 'A; B', reference: undefined },
			json: { badgeMetaId: BADGE, customerId: 7, note: 'A' },
		});
	});

	test.each<[words: string, answer: EntryAnswer, change?: object]>([
		['the ID of an enrolment that lives', { data: given, failure: no }],
		['its ID and nothing that says why', { data: { issuedId: 'i' }, failure: bare }],
		['the ID of a badge', { data: { earnedBadgeId: 'e' }, failure: no }],
		['the same under another code', { data: given, failure: { ...no, code: 5 } }],
		[
			'the same where no code means it',
			{ data: given, failure: { ...no, code: 5 } },
			{ alreadyDone: undefined },
		],
	])('is unknown where a refusal names what was given: %s', (_words, answer, change = {}) => {
		expect(say([answer], change)).toBeUndefined();
	});

	test.each<[words: string, answer: EntryAnswer, change?: object]>([
		['an ID alone may be of another', { data: { issuedId: 'i' }, failure: no }],
		['an enrolment that is over', { data: { ...given, status: 'REVOKED' }, failure: no }],
		['a state without an ID', { data: { status: 'LIVE' }, failure: bare }],
		['it was there already', { data: given, failure: { ...no, code: 1040 } }],
		['what is not keyed', { data: given, failure: no }, { repeat: 'never' }],
	])('is a refusal nevertheless: %s', (_words, answer, change = {}) => {
		expect(say([answer], change)).toHaveProperty('refusal');
	});

	test('is contrary where all of it names another', () => {
		const other = { data: { customerId: 8, note: 'x' } };
		const byOther = { data: { ...given, note: 'y' }, isOther: true as const };
		expect(say([other])).toEqual({ contrary: '{"customerId":8,"note":"x"}' });
		expect(say([{ data: { badgeMetaId: OTHER } }])).toHaveProperty('contrary');
		expect(say([byOther])).toHaveProperty('contrary');
		expect(say([other, { data: given }])).toMatchObject({ json: [{ issuedId: 'i' }] });
		expect(say([byOther, other, { data: {}, failure: no }])).toHaveProperty('refusal');
	});
});

test('an input names what it is about in texts and numbers', () => {
	const known = {
		badgeId: 'b',
		ownerType: 'Loyalty',
		referenceId: '1',
		customerId: 'ann@example.com',
		identifierValue: 'v',
		requestId: 'o',
	};
	expect(aboutOf(known, 'The group')).toStrictEqual({
		...known,
		badgeName: undefined,
		record: 'The group',
	});
	const odd = Object.fromEntries(Object.keys(known).map((name) => [name, {}]));
	expect(aboutOf(odd, undefined)).toEqual({});
	expect(aboutOf({ customerId: 7 }, undefined)).toEqual({ customerId: 7 });
	expect(aboutOf({ badgeId: 5 }, undefined)).toEqual({});
	expect(aboutOf('text', undefined)).toEqual({});
});
