/** Turns what the items ask for into calls, each with the targets that wait for it. */
import { isRecord } from '../../../shared/capillary/envelope';
import type { Operation } from '../../operation';
import { UNREADABLE } from '../../../shared/capillary/request';
import type { Call, Plan, Target } from './call';
import { aboutOf, clean, finish, foundOf } from './call';
import { makeRequestId } from './requestIds';
import { planBulk } from './planBulk';
import type { PlanContext } from './planContext';
import { nameOf, scopeOf } from './planContext';
import type { ItemRequest } from '../read/read';

/** The input without its request ID: what a made request ID stands for. */
function contentOf(input: unknown): unknown {
	if (!isRecord(input)) return input;
	return Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'requestId'));
}

function planSingle(
	operation: Operation,
	{ item, input }: ItemRequest,
	context: PlanContext,
): Call {
	const named = aboutOf(input, operation.record);
	const made = makeRequestId(scopeOf(context), nameOf(operation), `item ${item}`, contentOf(input));
	const requestId = named.requestId ?? made;
	const about = operation.usesRequestId ? { ...named, requestId } : named;
	const target: Target = { item, position: 0, about, fingerprint: requestId };
	return {
		targets: [target],
		about,
		reopened: context.remembered.isOpen(target),
		repeat: operation.repeat,
		alreadyDone: operation.alreadyDone ?? [],
		advice: operation.advice,
		requestId: about.requestId,
		ownRequestId: named.requestId === undefined,
		steps: () => operation.steps(input, { requestId, account: context.account }),
		read(data, warnings) {
			const refusal =
				operation.dataErrors?.(data)[0] ??
				warnings.find(({ code }) => code !== undefined && operation.alreadyDone?.includes(code));
			if (refusal) return [{ refusal, json: foundOf(clean(data), about) }];
			if (data === UNREADABLE) return [undefined];
			const records = operation.many && Array.isArray(data) ? data : [data];
			if (!records.every((record) => operation.output.safeParse(record).success))
				return [undefined];
			return [{ json: records.map((record) => finish(clean(record), about)) }];
		},
	};
}

/**
 * Turns the items' requests into calls. Each call knows the targets it serves; what an earlier try
 * has finished gets no call. Pure.
 * @returns every target, in input order, and the calls
 */
export function plan(operation: Operation, requests: ItemRequest[], context: PlanContext): Plan {
	if (operation.bulk) return planBulk(operation, operation.bulk, requests, context);
	const all = requests.map((request) => planSingle(operation, request, context));
	return {
		targets: all.flatMap(({ targets }) => targets),
		calls: all.filter(({ targets }) => !targets.every(context.remembered.finished)),
	};
}
