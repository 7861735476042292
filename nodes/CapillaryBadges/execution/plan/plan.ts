/** The second stage: the items' requests → calls. Pure, but for the journal that numbers request IDs. */
import type { About } from '../../../shared/capillary/catalogue';
import type { ApiError } from '../../../shared/capillary/envelope';
import { isToCome } from '../../../shared/capillary/deed';
import { isRecord, membersOf } from '../../../shared/capillary/envelope';
import { oneStep, UNREADABLE } from '../../../shared/capillary/request';
import type { Operation, StepContext } from '../../operation';
import type { ItemRequest } from '../read/read';
import type { Call, IdOrigin, Plan, Target, TargetResult } from './call';
import { aboutOf, clean, finish, foundOf, isOurs, subjectOf } from './call';
import { failureIn, inShort, namesAnother, proves, refusalIn, warned } from './proof';
import { givenIds } from './givenIds';
import type { Pending } from './journalStore';
import { planBulk } from './planBulk';
import type { PlanContext } from './planContext';
import { nameOf } from './planContext';
import { contentRequestId } from './requestIds';

/** The request ID of one item's request, and where it comes from. */
function idOf(
	operation: Operation,
	input: unknown,
	given: string | undefined,
	{ options, journal }: PlanContext,
): { requestId: string; origin: IdOrigin } {
	if (given !== undefined) return { requestId: given, origin: 'user' };
	if (!operation.usesRequestId) return { requestId: '', origin: 'none' };
	if (options.requestIdScope === 'content' && operation.identity) {
		const { deed, content } = operation.identity;
		const { customerId } = membersOf(input);
		const of = content(input, customerId as number);
		return { requestId: contentRequestId(deed, of), origin: 'content' };
	}
	return { requestId: journal.newId(), origin: 'node' };
}

/** What the answer to one item's request proves. */
function readOne(
	operation: Operation,
	data: unknown,
	warnings: readonly ApiError[],
	{ input, about, wrote }: { input: unknown; about: About; wrote: boolean },
): TargetResult | undefined {
	const cleaned = clean(data);
	const json = foundOf(cleaned, about);
	const [failed] = operation.dataErrors?.(data) ?? [];
	if (failed) return { refusal: failed, json, isFinal: true };
	const asked = membersOf(input);
	const isSo = ({ code }: ApiError) =>
		code !== undefined && operation.alreadyDone?.includes(code) === true;
	const others = warnings.filter((warning) => !isSo(warning));
	const isProved = (record: unknown) =>
		operation.many ? operation.proof(record) : proves(operation, record, asked);
	const so = warnings.find(isSo);
	if (so && operation.repeat !== 'safe') return { refusal: so, json };
	// The state that was asked for is there, as with a claim that is claimed again.
	if (so && !namesAnother(cleaned, asked, operation.names)) {
		return { json: [warned({ ...json, alreadyDone: true }, others)] };
	}
	if (data === UNREADABLE) return undefined;
	const isList = operation.many && Array.isArray(cleaned);
	const records: unknown[] = isList ? cleaned : [cleaned];
	const saysFailed = wrote ? failureIn(cleaned, asked) : undefined;
	const refusal = isList ? undefined : (refusalIn(cleaned) ?? saysFailed);
	// What makes a record is done with its ID, whatever becomes of the record.
	const isLater = wrote && operation.repeat !== 'never' && isToCome(cleaned);
	const isDone = records.every(isProved) && !isLater;
	const isContrary =
		!operation.many &&
		(namesAnother(cleaned, asked, operation.names) ||
			(isRecord(cleaned) && operation.contradicts?.(cleaned, input) === true));
	// Named as done and as refused: it proves nothing.
	if (refusal) return isDone ? undefined : { refusal, json };
	if (isContrary) return { contrary: inShort(cleaned) };
	if (!isDone) return undefined;
	const parts = records.flatMap((record) => operation.parts?.(record, input) ?? [record]);
	return { json: parts.map((part) => warned(finish(part, about), others)) };
}

/** The call for one item's request. @param pending what an earlier try sent without learning the outcome */
function callFor(
	operation: Operation,
	{ input, target, pending }: Single,
	context: PlanContext & Pick<StepContext, 'unshown'>,
): Call {
	const given = operation.usesRequestId ? target.about.requestId : undefined;
	const { requestId, origin } = pending
		? { requestId: pending.requestId, origin: originOf(given, context) }
		: idOf(operation, input, given, context);
	const about = operation.usesRequestId ? { ...target.about, requestId } : target.about;
	const { lookUp } = operation;
	const { account, options } = context;
	const { alreadyDone, checkForChanges } = options;
	return {
		targets: [target],
		about,
		reopened: pending !== undefined || context.journal.isInDoubt(target),
		// IDs are the same record in either case.
		lane: operation.lane?.(input).toLowerCase(),
		repeat: operation.repeat,
		alreadyDone: operation.alreadyDone ?? [],
		isWholeState: operation.isWholeState,
		advice: operation.advice,
		requestId: about.requestId,
		origin,
		steps: () =>
			pending
				? oneStep(pending.request)
				: operation.steps(input, {
						requestId,
						account,
						alreadyDone,
						checkForChanges,
						unshown: context.unshown,
					}),
		read: (data, warnings, wrote = true) => [
			readOne(operation, data, warnings, { input, about, wrote }),
		],
		refusedBefore: isOurs(origin) ? undefined : (one) => context.journal.refusedBefore(one),
		lookUp:
			lookUp &&
			(() => ({
				request: lookUp.request(input, Number(about.customerId)),
				instances: (data) => lookUp.instances(data, Number(about.customerId)),
			})),
	};
}

/** Where the ID of a request from an earlier try came from. */
const originOf = (given: string | undefined, { options }: PlanContext): IdOrigin => {
	if (given !== undefined) return 'user';
	return options.requestIdScope === 'content' ? 'content' : 'node';
};

/** One item's request, and the target that waits for it. */
interface Single {
	input: unknown;
	target: Target;
	pending: Pending | undefined;
}

function planSingles(operation: Operation, requests: ItemRequest[], context: PlanContext): Plan {
	const name = nameOf(operation);
	const singles = requests.map(({ item, input, badgeName }): Single => {
		const about = aboutOf(input, operation.record, badgeName);
		const target = { item, position: 0, about, subject: subjectOf(name, input) };
		return { input, target, pending: context.journal.pending(target) };
	});
	const open = singles.filter(({ target }) => !context.journal.recall(target));
	const withMemory = { ...context, unshown: new Map() };
	const calls = open.map((single) => callFor(operation, single, withMemory));
	return {
		targets: singles.map(({ target }) => target),
		...givenIds(calls),
	};
}

/**
 * Turns the items' requests into calls. Each call knows the targets it serves; what an earlier try
 * has finished gets no call, and what it left unknown is asked for again, unchanged.
 * @returns every target, in input order, the calls, and what is refused unsent
 */
export function plan(operation: Operation, requests: ItemRequest[], context: PlanContext): Plan {
	if (operation.bulk) return planBulk(operation, operation.bulk, requests, context);
	return planSingles(operation, requests, context);
}
