/** What a checker's decision does: reads the request where it must, and tells one that was decided before. */
import { APPROVALS_PATH } from '../../../shared/capillary/account';
import type { ApiError } from '../../../shared/capillary/envelope';
import { isRecord } from '../../../shared/capillary/envelope';
import type { ApiRequest, Step, Steps } from '../../../shared/capillary/request';
import { path, stop, UNREADABLE } from '../../../shared/capillary/request';
import { dropdown } from '../../../shared/editor/controls';
import { shown } from '../../../shared/editor/inputs';
import type { StepContext } from '../../operation';
import { carryingOut, REQUEST_TYPES } from './decision';

type Json = Record<string, unknown>;
type Decision = 'approved' | 'rejected';

/** The message of a decision that was given none: Capillary's page calls it mandatory (docs/api.md#decide). */
const UNSAID = { approved: 'Approved', rejected: 'Rejected' } as const;

/** Stands for the type that the request itself names. */
const OWN_TYPE = 'ofRequest';

/** What a request asks for, where the request is at hand and says so itself. */
export const decidedType = dropdown(
	'Request Type',
	'What the request asks for, which it mostly says itself',
	{ ...REQUEST_TYPES, 'As in the Request': OWN_TYPE },
	OWN_TYPE,
);

interface Deciding {
	requestType: string;
	approvalRequestId: string;
	decision: Decision;
	message?: string;
}

/** The state of a request that was decided the other way. */
const OPPOSITE = { approved: 'rejected', rejected: 'approved' } as const;

/** A state as the documents spell it, but for capital letters. */
const stateOf = ({ state }: Json) => String(state).trim().toLowerCase();

/** Whether a request was decided otherwise. */
export const isOpposite = (found: Json, { decision }: { decision: Decision }) =>
	stateOf(found) === OPPOSITE[decision];

/** The request was decided before (docs/api.md#decide). */
export const DECIDED_BEFORE = 2002;

/** What a decision finds that comes too late; undefined for a request that is open. */
function tooLate(found: Json, decision: Decision): ApiError | undefined {
	const state = stateOf(found);
	const was = state === 'failed' ? 'approved' : state;
	if (was !== 'approved' && was !== 'rejected') return undefined;
	const say = (what: string, fix: string, code?: number): ApiError => ({
		code,
		message: `state ${state}`,
		reference: undefined,
		advice: { what: `The approval request was ${was} before${what}`, fix },
	});
	if (was !== decision) {
		return say(
			`, so it cannot be ${decision}`,
			'Read what became of it with Approval Request > Get. If it is to be otherwise, make a new approval request.',
		);
	}
	if (state === 'failed') {
		return say(
			', but Capillary did not carry it out',
			'Read why with Approval Request > Get. Then make a new approval request, since this one is closed.',
		);
	}
	const fix =
		"Nothing needs to be done. To let this pass, set the option 'Already Done' to 'Continue'.";
	return say('', fix, DECIDED_BEFORE);
}

/** Marks a request that was read, and not decided now, with what is to be said of it. */
const SAYS = Symbol('decided before');

/** Why a decision failed although it was answered. */
export const failureOfDecision = (data: unknown): ApiError[] =>
	isRecord(data) && SAYS in data ? [data[SAYS] as ApiError] : carryingOut(data);

/** `earn-badge`, `EARN_BADGE` → `EARN-BADGE`; undefined for what is no type. */
function typeOf({ requestType }: Json): string | undefined {
	const type = typeof requestType === 'string' ? requestType.toUpperCase().replace(/_/g, '-') : '';
	return /^[A-Z]+(?:-[A-Z]+)*$/.test(type) ? type : undefined;
}

const decide = (type: string, input: Deciding): ApiRequest => ({
	method: 'PUT',
	path: `${APPROVALS_PATH}${path`/${type}`}`,
	body: {
		requestId: input.approvalRequestId,
		actionName: 'AdminTask',
		payload: {
			'AdminTask-Payload': {
				actionDecision: input.decision,
				actionMessage: input.message ?? UNSAID[input.decision],
			},
		},
	},
});

/** Reads the request: its type is taken from there, and so is how it stands. */
function* readAndDecide(input: Deciding): Generator<Step, unknown, unknown> {
	const { approvalRequestId: id, requestType, decision } = input;
	const found = yield { method: 'GET', path: `${APPROVALS_PATH}${path`/requests/${id}`}` };
	if (!isRecord(found)) return UNREADABLE;
	const named = found.requestId == null ? id : String(found.requestId);
	// That it is another is said by what names the request in every answer.
	if (named.toLowerCase() !== id.toLowerCase()) return found;
	const says = tooLate(found, decision);
	if (says) return { ...found, [SAYS]: says };
	const type = requestType === OWN_TYPE ? typeOf(found) : requestType;
	if (type !== undefined) return yield decide(type, input);
	return yield stop(
		`The approval request does not say what it asks for: its type is ${shown(found.requestType)}`,
		"Choose its 'Request Type'. Nothing was decided.",
	);
}

/**
 * Decides on a request. It is read first where its type is asked for, or where a decision that was made
 * before is to count as done: only the request says which one that was.
 */
export function* deciding(input: Deciding, { alreadyDone }: StepContext): Steps {
	const isRead = input.requestType === OWN_TYPE || alreadyDone === 'continue';
	return isRead ? yield* readAndDecide(input) : yield decide(input.requestType, input);
}
