import fc from '../support/fastCheck';
import { UserError } from 'n8n-workflow';
import { earn } from '../../nodes/CapillaryBadges/actions/customerBadge/earn.operation';
import type { Call, Outcome, Target } from '../../nodes/CapillaryBadges/execution/plan/call';
import { lookAhead } from '../../nodes/CapillaryBadges/execution/deliver/dry/lookAhead';
import { deliver } from '../../nodes/CapillaryBadges/execution/deliver/deliver';
import { openLedger } from '../../nodes/CapillaryBadges/execution/deliver/ledger';
import type { World } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { makeRoom } from '../../nodes/CapillaryBadges/execution/deliver/room';
import { startRun } from '../../nodes/CapillaryBadges/execution/deliver/run';
import { optionsSchema } from '../../nodes/CapillaryBadges/options';
import type { Steps } from '../../nodes/shared/capillary/request';
import { oneStep } from '../../nodes/shared/capillary/request';
import { fakeWorld } from '../support/fakeWorld';

const target = (item: number): Target => ({
	item,
	position: 0,
	about: {},
	subject: `s${item}`,
});
const callFor = (item: number, change: Partial<Call> = {}): Call => ({
	targets: [target(item)],
	about: { customerId: item },
	repeat: 'safe',
	alreadyDone: [],
	requestId: undefined,
	origin: 'none',
	steps: () => oneStep({ method: 'POST', path: '/x', body: { item } }),
	read: (data) => [{ json: [{ data }] }],
	...change,
});

const nothing = {
	began: 0,
	ledger: openLedger(
		{},
		{ deed: '', targets: [], calls: [], outcomes: new Map() },
		{ nonce: '', began: 0 },
	),
	onWrite: () => undefined,
	onCutUp: () => undefined,
	notify: () => undefined,
};

describe('deliver', () => {
	const options = optionsSchema().parse({});
	const inSending = (
		world: World,
		calls: number,
		transport: (item: unknown) => Promise<void>,
		most = 10,
	) => ({
		room: makeRoom(most, world.now),
		run: startRun(world, calls, 3),
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
						...nothing,
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
		const delivery = {
			...nothing,
			sending,
			options,
			stopOnFailure: false,
			settle: () => undefined,
		};
		await expect(deliver(calls, delivery)).rejects.toThrow('broken');
		expect(ended).toBe(5);
	});
});

test('a dry run listens for a cancel only while it looks', async () => {
	const world = fakeWorld();
	const listening: number[] = [];
	const steps = () => {
		listening.push(world.listeners());
		return oneStep({ method: 'POST', path: '/x', body: {} });
	};
	await lookAhead([callFor(0, { steps })], earn, {
		options: optionsSchema().parse({ dryRun: true }),
		world,
		transport: async () => await Promise.reject(new Error('Nothing is read')),
		stopOnFailure: true,
		inputOf: () => ({}),
	});
	expect([listening, world.listeners()]).toEqual([[2], 0]);
});

test('what an earlier try may have done stays unknown where not even the reading before it can be sent', async () => {
	const world = fakeWorld();
	const steps = function* (): Steps {
		yield { method: 'GET' as const, path: '/x' };
		return yield { method: 'PUT' as const, path: '/x', body: {} };
	};
	const told = async (reopened: boolean) => {
		const outcomes: Outcome[] = [];
		await deliver([callFor(0, { steps, reopened })], {
			sending: {
				room: makeRoom(1, world.now),
				run: startRun(world, 1, 1),
				world,
				maxAttempts: 1,
				transport: async () =>
					await Promise.resolve({
						kind: 'broken' as const,
						code: 'ENOTFOUND',
						sent: 'no' as const,
						timedOut: false,
					}),
			},
			options: optionsSchema().parse({}),
			stopOnFailure: false,
			...nothing,
			settle: (_, outcome) => outcomes.push(outcome),
		});
		return outcomes.map((outcome) => 'failure' in outcome && outcome.failure.certainty);
	};
	expect([await told(false), await told(true)]).toEqual([['notDone'], ['unknown']]);
});
