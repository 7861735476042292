/** What a request ID that several requests share means: the same request once, or a mistake. */
import type { Failure } from '../../../shared/capillary/failure';
import type { Call, Target } from './call';

/** One ID for requests that differ: Capillary would take the first of them and refuse the others. */
export const sharedId = (requestId: string): Failure => ({
	what: `Request ID ${requestId} is given to different requests of this run`,
	fix: "A request ID stands for one request. Give each its own, such as the order number, or leave 'Request ID' empty. Nothing was sent for this item.",
	certainty: 'notDone',
	parameter: 'requestId',
	requestId,
	isUnsent: true,
});

/** One ID for a list that does not fit into one request: its parts could not be recognized later. */
export const tooManyForOneId = (requestId: string, customers: number, size: number): Failure => ({
	what: `Request ID ${requestId} is given for ${customers} customers, and one request takes ${size}`,
	fix: `A request ID stands for one request. Set 'Batch Size' to ${customers} or more, or leave 'Request ID' empty; with 'Request ID Scope' set to 'Content', running it again gives nobody a second one. Nothing was sent for these customers.`,
	certainty: 'notDone',
	parameter: 'requestId',
	requestId,
	isUnsent: true,
});

/** What two calls must share to be the same request. */
const contentOf = ({ targets: [target] }: Call) =>
	JSON.stringify([target.subject, target.about.ownerType, target.about.referenceId]);

/**
 * Looks through calls for one target each: those that share an ID of the user's or of the content
 * are sent once where they ask for the same, and refused unsent where they do not.
 */
export function givenIds(calls: readonly Call[]) {
	const byId = new Map<string, Call[]>();
	for (const call of calls) {
		if (call.requestId === undefined || call.origin === 'node') continue;
		const sharing = byId.get(call.requestId);
		if (sharing) sharing.push(call);
		else byId.set(call.requestId, [call]);
	}
	const refused = new Map<Target, Failure>();
	const dropped = new Set<Call>();
	for (const [requestId, sharing] of byId) {
		if (sharing.length === 1) continue;
		if (new Set(sharing.map(contentOf)).size > 1) {
			for (const call of sharing) {
				dropped.add(call);
				for (const target of call.targets) {
					refused.set(target, { ...sharedId(requestId), customerId: target.about.customerId });
				}
			}
			continue;
		}
		const leader = sharing.find(({ reopened }) => reopened) ?? sharing[0];
		const others = sharing.filter((call) => call !== leader);
		others.forEach((call) => dropped.add(call));
		const [target] = leader.targets;
		const before = leader.followers?.get(target) ?? [];
		leader.followers = new Map([
			[target, [...before, ...others.flatMap(({ targets }) => targets)]],
		]);
	}
	return { calls: calls.filter((call) => !dropped.has(call)), refused };
}
