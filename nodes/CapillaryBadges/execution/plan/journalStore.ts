/** The journal as n8n keeps it, and what its rows say of each target. */
import { isRecord } from '../../../shared/capillary/envelope';
import type { Failure } from '../../../shared/capillary/failure';
import type { ApiRequest } from '../../../shared/capillary/request';
import type { Json, Outcome, Target } from './call';
import type { Rows } from './journalRows';
import { readRows, subjectMark } from './journalRows';
import { nodeRequestId } from './requestIds';

/** The journal of one node run, as n8n keeps it in the node's context. */
export interface Store extends Rows {
	nonce: string;
	/** The running number of the next request ID. */
	next: number;
	/** When the first try began, in epoch milliseconds of this n8n's clock. */
	began: number;
	/** What the run is about; a tool's further try is known by it. */
	subject: string;
	/** Calls whose answer is awaited, as rows of their own: left over where the run was cut off. */
	underWay: Record<string, Rows>;
	/** Failures that stay as they are, each once. */
	failures: string[];
}

/** A request that was sent and whose outcome is unknown. */
export interface Pending {
	request: ApiRequest;
	requestId: string;
	/** Whether it is known of other targets of it how they ended: then it was carried out. */
	isCarriedOut?: true;
}

/** What is known of a target from an earlier try. */
export type State =
	| { outcome: Outcome }
	| { pending: Pending }
	| { inDoubt: true }
	| { refused: Failure };

/** What a row says of its targets. */
export const KIND = {
	done: 'D',
	unknown: 'U',
	/** Unknown for its targets, but carried out: it is known of others how they ended. */
	carriedOut: 'C',
	inDoubt: 'S',
	final: 'F',
	refused: 'N',
	forgotten: 'R',
} as const;

/** Members that hold a request beside those of its body. */
const PATH = ' path';

export const rowOf = ({ path, body }: ApiRequest): Json => ({
	...(isRecord(body) ? body : { ' body': body }),
	[PATH]: path,
});

const requestOf = ({ [PATH]: path, ' body': list, ...members }: Json): ApiRequest => ({
	method: 'POST',
	path: String(path),
	body: list ?? members,
});

/** What all request IDs of a journal begin with. */
export const idPrefix = (nonce: string) => nodeRequestId(nonce, 0).slice(0, -1);

/**
 * A target as a row names it: its item, how often the same was named there before, and its subject. Not
 * its place in a list, whose order an expression may change from try to try.
 */
export const cellOf = ({ item, again, subject }: Target): string =>
	`${item}${again === undefined ? '' : `.${again}`}:${subjectMark(subject)}`;

/** The states that a store holds, by what names their targets. */
export function statesOf(store: Store): Map<string, State> {
	const states = new Map<string, State>();
	const ownIds = idPrefix(store.nonce);
	const read = ({ pieces, names }: Rows) => {
		for (const { kind, places, record } of readRows({ pieces, names }, ownIds)) {
			const pending: Pending = {
				request: requestOf(record),
				requestId: String(record.requestId),
				...(kind === KIND.carriedOut ? { isCarriedOut: true } : {}),
			};
			for (const cell of places.split(',')) {
				if (kind === KIND.forgotten) states.delete(cell);
				else if (kind === KIND.unknown || kind === KIND.carriedOut) states.set(cell, { pending });
				else if (kind === KIND.inDoubt) states.set(cell, { inDoubt: true });
				else if (kind === KIND.done) {
					const done = Array.isArray(record[' all']) ? record[' all'] : [record];
					states.set(cell, { outcome: { done } });
				} else {
					const kept: Failure = JSON.parse(store.failures[Number(record.failure)]);
					const failure = { ...kept, customerId: record.customerId as number };
					states.set(cell, kind === KIND.refused ? { refused: failure } : { outcome: { failure } });
				}
			}
		}
	};
	read(store);
	Object.values(store.underWay).forEach(read);
	return states;
}
