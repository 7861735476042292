import type { IExecuteFunctions } from 'n8n-workflow';
import { operations } from '../../nodes/CapillaryBadges/actions/operations';
import {
	isRemembered,
	isTool,
	journalFor,
	worldOf,
} from '../../nodes/CapillaryBadges/execution/nodeRun';
import type { Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { nameOf } from '../../nodes/CapillaryBadges/execution/plan/planContext';
import type { Operation } from '../../nodes/CapillaryBadges/operation';
import { oneStep } from '../../nodes/shared/capillary/request';

function operationOf(name: string): Operation {
	const operation = operations.find((one) => nameOf(one) === name);
	if (!operation) throw new Error(`No operation ${name}`);
	return operation;
}

describe("n8n's world", () => {
	const worldWith = (signal: AbortSignal | undefined) =>
		worldOf({ getExecutionCancelSignal: () => signal } as unknown as IExecuteFunctions);

	test('is cancelled once n8n says so, and tells whoever still wants to know', () => {
		const controller = new AbortController();
		const world = worldWith(controller.signal);
		const told: string[] = [];
		world.onCancel(() => told.push('one'));
		const leave = world.onCancel(() => told.push('other'));
		leave();
		expect([world.cancelled(), told]).toEqual([false, []]);
		controller.abort();
		expect([world.cancelled(), told]).toEqual([true, ['one']]);
	});

	test('has a clock that begins with the epoch, in whole milliseconds, and goes on when it is set back', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
		const world = worldWith(undefined);
		const began = world.now();
		clock.mockReturnValue(1_700_000_000_000);
		await world.sleep(20);
		const passed = world.now() - began;
		clock.mockRestore();
		expect(Math.abs(began - 1_800_000_000_000)).toBeLessThan(1000);
		expect(Number.isInteger(began)).toBe(true);
		expect(passed).toBeGreaterThan(10);
		expect(passed).toBeLessThan(10_000);
	});

	test('is never cancelled where n8n has no signal', () => {
		const world = worldWith(undefined);
		expect(world.onCancel(() => undefined)()).toBeUndefined();
		expect(world.cancelled()).toBe(false);
	});

	test('draws 128 random bits for each run', () => {
		const world = worldWith(undefined);
		const [one, other] = [world.nonce(), world.nonce()];
		expect(one).toMatch(/^[0-9a-f]{32}$/);
		expect(other).not.toBe(one);
	});
});

test('what was done is left out by a further try, unless it is an update of some members', () => {
	const forgotten = operations.filter((operation) => !isRemembered(operation)).map(nameOf);
	const readings = operations.filter(({ expects }) => expects === undefined).map(nameOf);
	expect(forgotten.filter((name) => !readings.includes(name)).sort()).toEqual([
		'badge.update',
		'badgeGroup.update',
		'customField.update',
	]);
	expect(readings.filter((name) => !forgotten.includes(name))).toEqual([]);
});

test.each([
	[true, true, 'x.capillaryBadges'],
	[true, undefined, 'x.capillaryBadgesTool'],
	[true, false, 'x.capillaryBadgesTool'],
	[false, false, 'x.capillaryBadges'],
	[false, undefined, 'x.capillaryBadges'],
	[false, undefined, 'Tool.capillaryBadges'],
])('an agent calls: %s, where n8n says %s of a node of type %s', (expected, says, type) => {
	const isToolExecution = says === undefined ? undefined : () => says;
	const context = { isToolExecution, getNode: () => ({ type }) };
	expect(isTool(context as unknown as IExecuteFunctions)).toBe(expected);
});

describe('the journal of a run', () => {
	interface How {
		continues?: boolean;
		retryOnFail?: boolean;
		tool?: boolean;
		isDry?: boolean;
	}
	const NONCES = ['a', 'b'].map((digit) => digit.repeat(32));
	const CUSTOMER: Target = { item: 0, position: 0, about: { customerId: 5 }, subject: 'five' };

	/** Opens the journal of a run over the context that n8n keeps, which counts as the first or the second try. */
	function open(
		kept: Record<string, unknown>,
		name: string,
		inputs: unknown[],
		{ continues = false, retryOnFail = false, tool = false, isDry }: How = {},
		nonce = NONCES[0],
	) {
		const context = {
			continueOnFail: () => continues,
			getNode: () => ({ type: tool ? 'x.capillaryBadgesTool' : 'x.capillaryBadges', retryOnFail }),
			getContext: () => kept,
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
			getExecutionCancelSignal: () => undefined,
		} as unknown as IExecuteFunctions;
		const world = { ...worldOf(context), nonce: () => nonce, now: () => 5 };
		const requests = inputs.map((input, item) => ({ item, input }));
		return journalFor(context, operationOf(name), requests as never, world, isDry);
	}

	/** Whether a second try finds what the first one has done. */
	function isRecalled(name: string, first: unknown[], second: unknown[], how: How) {
		const kept: Record<string, unknown> = {};
		const journal = open(kept, name, first, how);
		const requestId = journal.newId();
		const call = {
			targets: [CUSTOMER],
			about: {},
			repeat: 'keyed' as const,
			alreadyDone: [],
			requestId,
			origin: 'node' as const,
			steps: () => oneStep({ method: 'POST', path: '/earn' }),
			read: () => [],
		};
		journal.sending(call, { method: 'POST', path: '/earn', body: { requestId } });
		journal.settle(CUSTOMER, { done: [{ earnedBadgeId: 'e' }] }, call);
		journal.close(true);
		journal.release();
		const next = open(kept, name, second, how, NONCES[1]);
		const outcome = next.recall(CUSTOMER);
		next.release();
		if (outcome)
			expect([outcome, next.nonce]).toEqual([{ done: [{ earnedBadgeId: 'e' }] }, NONCES[0]]);
		else expect(next.nonce).toBe(NONCES[1]);
		return outcome !== undefined;
	}
	const EARN = { badgeId: 'badge', customerId: 5, ownerType: 'Loyalty', referenceId: '1' };

	test.each<[boolean, How]>([
		[true, {}],
		[true, { retryOnFail: true }],
		[true, { continues: true, retryOnFail: true }],
		[true, { continues: true, tool: true }],
		[false, { continues: true }],
	])('is kept: %s, where n8n may come back or not: %j', (expected, how) => {
		expect(isRecalled('customerBadge.earn', [EARN], [EARN], how)).toBe(expected);
	});

	test('is none where a run only reads, or nobody comes back: nothing is left in the context', () => {
		for (const [name, how] of [
			['badge.get', {}],
			['customerBadge.earn', { continues: true }],
		] as const) {
			const kept: Record<string, unknown> = {};
			open(kept, name, [EARN], how).release();
			expect(kept).toEqual({});
		}
	});

	test('of a dry run leaves no trace', () => {
		const kept: Record<string, unknown> = {};
		open(kept, 'customerBadge.earn', [EARN], { isDry: true }).release();
		expect(kept).toEqual({});
		open(kept, 'customerBadge.earn', [EARN]).release();
		expect(Object.keys(kept)).toEqual(['capillaryJournal']);
	});

	test("of another input is the same one where it is n8n's next try, since expressions may change", () => {
		const other = { ...EARN, customerId: 6 };
		expect(isRecalled('customerBadge.earn', [EARN], [other], {})).toBe(true);
	});

	describe('of an agent is known by what the call is about', () => {
		const tool = { tool: true };
		const recalled = (name: string, first: object[], second: object[]) =>
			isRecalled(name, first, second, tool);
		const ENROL = { badgeId: 'badge', customers: [5, 6], ownerType: 'Loyalty', referenceId: '1' };

		test.each([
			[{ customerId: 6 }],
			[{ badgeId: 'another' }],
			[{ ownerType: 'Milestones' }],
			[{ referenceId: '2' }],
			[{ requestId: 'order-2' }],
		])('%j is another call', (change) => {
			const changed = { ...EARN, ...change };
			expect(recalled('customerBadge.earn', [EARN], [changed])).toBe(false);
			expect(recalled('customerBadge.earn', [changed], [changed])).toBe(true);
			// Each of several, too.
			expect(recalled('customerBadge.earn', [EARN, EARN], [EARN, changed])).toBe(false);
		});

		test('another name, and another decision, is another call', () => {
			const group = { name: 'One', rank: 1 };
			expect(recalled('badgeGroup.create', [group], [{ ...group, name: 'Two' }])).toBe(false);
			const decided = { approvalRequestId: 'a', requestType: 'EARN-BADGE', decision: 'approved' };
			expect(
				recalled('approvalRequest.decide', [decided], [{ ...decided, decision: 'declined' }]),
			).toBe(false);
		});

		test('customers in another order are the same call; one more, or others, are another', () => {
			const among = (customers: number[]) =>
				recalled('customerBadge.enrol', [ENROL], [{ ...ENROL, customers }]);
			expect(among([5, 6])).toBe(true);
			expect(among([6, 5])).toBe(true);
			expect(among([5])).toBe(false);
			expect(among([5, 7])).toBe(false);
			expect(among([5, 6, 7])).toBe(false);
			const other = { ...ENROL, badgeId: 'another' };
			expect(recalled('customerBadge.enrol', [ENROL], [other])).toBe(false);
		});

		test('others in a request for approval are another call', () => {
			const other = { ...ENROL, customers: [7] };
			expect(recalled('approvalRequest.requestEnrol', [ENROL], [other])).toBe(false);
			expect(recalled('approvalRequest.requestEnrol', [ENROL], [ENROL])).toBe(true);
		});
	});
});
