import fc from 'fast-check';
import { UserError } from 'n8n-workflow';
import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { deliver } from '../../nodes/CapillaryBadges/execution/deliver/deliver';
import { openMemo } from '../../nodes/CapillaryBadges/execution/plan/journal';
import type { World } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import { oneStep } from '../../nodes/shared/capillary/request';
import { fakeWorld } from '../support/fakeWorld';

const FAULT = { what: 'No', fix: 'Do.', certainty: 'notDone' as const };

const target = (item: number): Target => ({
	item,
	position: 0,
	about: {},
	fingerprint: `f${item}`,
});
const callFor = (item: number, change: Partial<Call> = {}): Call => ({
	targets: [target(item)],
	about: { customerId: item },
	repeat: 'safe',
	alreadyDone: [],
	requestId: undefined,
	ownRequestId: false,
	steps: () => oneStep({ method: 'POST', path: '/x', body: { item } }),
	read: (data) => [{ json: [{ data }] }],
	...change,
});

describe('memo', () => {
	const call = callFor(0, { requestId: 'r', repeat: 'keyed' });
	it('remembers what is done and what is open, by run and fingerprint, until it is cleared', () => {
		const context = {};
		openMemo(context, true, 0).remember(target(0), { done: [{ a: 1 }] }, call);
		openMemo(context, true, 0).remember(
			target(1),
			{ failure: { ...FAULT, certainty: 'unknown' } },
			call,
		);
		openMemo(context, true, 0).remember(target(2), { failure: FAULT }, call);
		const memo = openMemo(context, true, 0);
		expect([0, 1, 2].map((item) => memo.finished(target(item)))).toEqual([true, false, false]);
		expect([0, 1, 2].map((item) => memo.openRequest(target(item)))).toEqual([
			undefined,
			'r',
			undefined,
		]);
		expect(memo.recall(target(0))).toEqual({ done: [{ a: 1 }] });
		expect(memo.recall({ ...target(0), fingerprint: 'other' })).toBe(undefined);
		expect(openMemo(context, true, 1).recall(target(0))).toBe(undefined);
		memo.clear();
		expect(context).toEqual({});
	});
	it('leaves the context alone when n8n will not try again', () => {
		const context = {};
		openMemo(context, false, 0).remember(target(0), { done: [] }, call);
		expect(context).toEqual({});
	});
});

describe('deliver', () => {
	const options = optionsSchema().parse({});
	const inSending = (
		world: World,
		calls: number,
		transport: (item: unknown) => Promise<void>,
		most = 10,
	) => ({
		run: startRun(world, calls),
		room: makeRoom(most, world.now),
		world,
		maxAttempts: 3,
		transport: async ({ body }: { body?: unknown }) => {
			await transport(body);
			return { kind: 'answer' as const, body: { data: body } };
		},
	});

	it('begins in order, never has more than N under way, the first alone, and settles all', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 40 }),
				fc.integer({ min: 1, max: 12 }),
				fc.infiniteStream(fc.integer({ min: 1, max: 50 })),
				async (count, concurrency, delays) => {
					const world = fakeWorld();
					const begun: unknown[] = [];
					let under = 0;
					let most = 0;
					const settled = new Map<number, Outcome>();
					const sending = inSending(
						world,
						count,
						async (body) => {
							begun.push(body);
							under += 1;
							most = Math.max(most, under);
							if (begun.length === 2) expect(settled.size).toBe(1);
							await world.sleep(Number(delays.next().value));
							under -= 1;
						},
						concurrency,
					);
					const calls = Array.from({ length: count }, (_, item) => callFor(item));
					const delivery = {
						sending,
						options,
						stopOnFailure: false,
						settle: ({ item }: Target, outcome: Outcome) => void settled.set(item, outcome),
					};
					await deliver(calls, delivery);
					expect(begun).toEqual(calls.map((_, item) => ({ item })));
					expect(most).toBeLessThanOrEqual(concurrency);
					expect(settled.size).toBe(count);
				},
			),
			{ numRuns: 50 },
		);
	});

	it('lets what breaks inside come out, after all that was under way has ended', async () => {
		const world = fakeWorld();
		let ended = 0;
		const sending = inSending(world, 5, async () => {
			await world.sleep(10);
			ended += 1;
			if (ended === 2) throw new UserError('broken');
		});
		const calls = [0, 1, 2, 3, 4].map((item) => callFor(item));
		const delivery = { sending, options, stopOnFailure: false, settle: () => undefined };
		await expect(deliver(calls, delivery)).rejects.toThrow('broken');
		expect(ended).toBe(5);
	});
});
