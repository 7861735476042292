/** The dry run: takes the place of the delivery, and reads instead of sending. */
import type { Operation } from '../../../operation';
import type { Options } from '../../../options';
import { membersOf } from '../../../../shared/capillary/envelope';
import type { Failure } from '../../../../shared/capillary/failure';
import type { ApiRequest } from '../../../../shared/capillary/request';
import type { Call, Target } from '../../plan/call';
import { makeRoom } from '../room';
import type { World } from '../run';
import { startRun } from '../run';
import { readSteps } from '../runSteps';
import { pool } from '../semaphore';
import type { Sending, Transport } from '../send';
import type { Seen } from './findings';
import type { Reader } from './reader';
import { isOfRun, makeReader, Unable } from './reader';

type Json = Record<string, unknown>;

/** The request that a call comes to. */
export interface Foreseen {
	/** Its place among the requests of the run that change something, from 1. */
	number: number;
	/** What is read for it; a real run reads that, too. */
	reads: number;
	/** Undefined where the reading before it failed: `failure` says why. */
	request?: ApiRequest;
	failure?: Failure;
}

/** What was read of one target: all that is known of each of its customers, or why the run cannot go on. */
export type Sight =
	| { call: Call; foreseen: Foreseen; seen: Seen[]; isAgain: boolean }
	| { failure: Failure };

/** What a dry run needs besides the calls. */
interface Looking {
	options: Options;
	world: World;
	transport: Transport;
	stopOnFailure: boolean;
	/** The checked input of an item. */
	inputOf(item: number): unknown;
}

/** The transport, which lets nothing pass that changes anything. */
const readingOnly =
	(transport: Transport): Transport =>
	async (request) => {
		if (request.method !== 'GET') throw new Error('A dry run only reads');
		return await transport(request);
	};

/** The customers of a request that names several and is no bulk call; else the target's own. */
function customersOf(target: Target, input: Json): Array<number | string | undefined> {
	const { customerId } = target.about;
	return customerId === undefined && Array.isArray(input.customers)
		? (input.customers as number[])
		: [customerId];
}

/** Reads what the rules of an operation ask for, and nothing else. */
function seer(
	operation: Operation,
	reader: Reader,
	{ options, inputOf }: Looking,
	now: () => number,
) {
	const { rules = [], names } = operation.expects ?? {};
	const asksFor = new Set(rules);
	const isAsked = options.checkCustomers && asksFor.has('customer');
	// Elsewhere it speaks of what a request did that was approved.
	const adviceOf = operation.bulk ? operation.advice : undefined;

	/** All that is known of one target: once for each of its customers. */
	return async (target: Target, request: ApiRequest | undefined): Promise<Seen[]> => {
		const { about } = target;
		const { badgeId } = about;
		const input = membersOf(inputOf(target.item));
		const body = membersOf(request?.body);
		const badge =
			asksFor.has('badge') && badgeId !== undefined ? await reader.badge(badgeId) : undefined;
		const approval = asksFor.has('undecided')
			? await reader.approval(String(input.approvalRequestId), operation.record)
			: undefined;
		const taken = names && (await reader.names(names, String(body.name)));
		const isThere = badge !== undefined && !('missing' in badge);
		const known = { input, body, now: now(), badge, approval, names: taken, adviceOf };
		return await Promise.all(
			customersOf(target, input).map(async (customerId) => ({
				...known,
				nameCode: names?.code,
				about: { ...about, customerId },
				customer:
					isAsked && isThere && badgeId !== undefined && customerId !== undefined
						? await reader.customer(customerId, badgeId, request?.headers)
						: undefined,
			})),
		);
	};
}

/** The calls that change what a call before them changes, too. */
function repeatedLanes(calls: readonly Call[]): ReadonlySet<Call> {
	const lanes = new Set<string | undefined>();
	return new Set(
		calls.filter(({ lane }) => {
			const isAgain = lane !== undefined && lanes.has(lane);
			lanes.add(lane);
			return isAgain;
		}),
	);
}

/**
 * Looks at all calls of a run without changing anything: the first one alone (so that a token is fetched
 * once), then as many at a time as the run has room for.
 * @returns what was read of each target; none of those after a failure that stops the run
 * @throws Cancelled when the execution was canceled
 */
export async function lookAhead(
	calls: readonly Call[],
	operation: Operation,
	looking: Looking,
): Promise<Map<Target, Sight>> {
	const { options, world, transport, stopOnFailure } = looking;
	const { maxAttempts } = options;
	const room = makeRoom(options.concurrency, world.now);
	const sendingOf = (): Sending => ({
		transport: room.measured(readingOnly(transport)),
		room,
		run: startRun(world, calls.flatMap((call) => call.targets).length, maxAttempts),
		world,
		maxAttempts,
	});
	const [records, customers] = [sendingOf(), sendingOf()];
	const now = () => records.run.onServer(world.now()) ?? world.now();
	const reader = makeReader({ records, customers, now });
	const see = seer(operation, reader, looking, now);
	const again = repeatedLanes(calls);
	const sights = new Map<Target, Sight>();
	let next = 0;
	let isStopped = false;

	const seeTarget = async (call: Call, target: Target, foreseen: Foreseen): Promise<Sight> => {
		const { failure, request } = foreseen;
		if (failure && isOfRun(failure, records)) return { failure };
		const seeing = failure ? Promise.resolve([]) : see(target, request);
		return await seeing.then(
			(seen): Sight => ({ call, foreseen, seen, isAgain: again.has(call) }),
			(reason: unknown) => {
				if (!(reason instanceof Unable)) return Promise.reject(reason);
				return { failure: reason.failure };
			},
		);
	};
	const look = async () => {
		next += 1;
		const number = next;
		const call = calls[number - 1];
		const { reads, ...reached } = await readSteps(call, records);
		const request = 'write' in reached ? reached.write : undefined;
		const failure = 'failure' in reached ? reached.failure : undefined;
		const foreseen = { number, reads, request, failure };
		const seen = await Promise.all(
			call.targets.map(async (target) => await seeTarget(call, target, foreseen)),
		);
		call.targets.forEach((target, i) => sights.set(target, seen[i]));
		isStopped ||= stopOnFailure && seen.some((sight) => 'failure' in sight);
	};
	const more = () => next < calls.length && !isStopped;
	try {
		if (more()) await look();
		await pool(room.calls, more, look);
		return sights;
	} finally {
		records.run.close();
		customers.run.close();
	}
}
