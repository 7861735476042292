/** The rules for answers that leave it open whether something was done. */
import { isBreakdown } from '../../../shared/capillary/breakdown';
import type { About } from '../../../shared/capillary/catalogue';
import { namesADeed } from '../../../shared/capillary/deed';
import type { Failure } from '../../../shared/capillary/failure';
import { quoted } from '../../../shared/capillary/failure';
import { REDIRECTED } from '../../../shared/capillary/hostWords';
import {
	isDenial,
	isRedirect,
	READ_AGAIN,
	saysNothing,
	SEARCH_BUSY,
	SEE_OTHER,
} from './statusWords';
import type { Case, Verdict } from './verdict';

/** What to do where it is unknown whether a request took effect. */
export const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';

/** Whom a failure concerns. */
export const ids = ({ customerId, requestId }: About) => ({ customerId, requestId });

/** A failure after sending: for a request that changes something, nobody knows whether it did. */
export const lost = (
	{ method, about }: Case,
	what: string,
	more: Partial<Failure> = {},
): Verdict => {
	const isRead = method === 'GET';
	const failure: Failure = {
		what: isRead ? what : `${what}, so the outcome is unknown`,
		fix: isRead ? READ_AGAIN : LOOK_IT_UP,
		certainty: isRead ? 'notDone' : 'unknown',
		...ids(about),
		...more,
	};
	return { kind: 'failure', failure, retry: 'yes', ending: 'lost' };
};

/** What came with a status that leaves the outcome open. */
const saidBeside = ({ status, said, wait }: Case): Partial<Failure> => ({
	httpStatus: status,
	code: said?.code,
	apiMessage: said?.apiMessage,
	retryAfterMs: wait,
});

/** Whether the answer to a write names what was done, whatever else it says. */
export const saysDone = ({ method, response }: Case): boolean =>
	method !== 'GET' && typeof response === 'object' && namesADeed(response.data);

/** Statuses that speak of everything but the request itself: the credential, the way, the moment. */
const isBeside = (status: number) =>
	isDenial(status) ||
	[407, 429, SEARCH_BUSY].includes(status) ||
	isRedirect(status) ||
	saysNothing(status);

/** Such a status beside data that name what was done: it proves neither. */
export function atOdds(it: Case): Verdict | undefined {
	const { status, response, result } = it;
	if (status === undefined || !isBeside(status) || !saysDone(it)) return undefined;
	// A gateway's own answer has no data.
	const isBare = typeof response === 'object' && 'body' in result && response.data === result.body;
	if (isBare) return undefined;
	const what = `Capillary answered with HTTP status ${status}, but the answer names what was done`;
	return lost(it, what, saidBeside(it));
}

/** Sent on after the work, to where nothing is asked; or by a gateway, before it. */
export function sentOn(it: Case): Verdict | undefined {
	if (it.status !== SEE_OTHER) return undefined;
	const fix = it.method === 'GET' ? REDIRECTED.fix : `${LOOK_IT_UP} ${REDIRECTED.fix}`;
	return lost(it, `${REDIRECTED.what} (HTTP status ${it.status})`, { ...saidBeside(it), fix });
}

/** It broke down on Capillary's side or in between, before or after the work. */
export function unable(it: Case): Verdict | undefined {
	const { status } = it;
	if (status === undefined || !saysNothing(status)) return undefined;
	return lost(it, `Capillary was not able to answer (HTTP status ${status})`, saidBeside(it));
}

/** Its own words say that Capillary broke down, under a status that refuses or even promises success. */
export function brokeDown(it: Case): Verdict | undefined {
	const { said, text } = it;
	const message = said?.apiMessage ?? text ?? '';
	if (!isBreakdown({ code: said?.code, message })) return undefined;
	const words = message === '' ? `code ${said?.code}` : quoted(message);
	const beside = { ...saidBeside(it), apiMessage: message || undefined };
	return lost(it, `Capillary met an error of its own (${words})`, beside);
}

/** How JSON begins, and nothing else. */
const BEGUN = /^\s*(?:\{\s*"|\[\s*[[{])/;

/** A refusal that breaks off in the middle: what it said is lost. */
export function cutOff(it: Case): Verdict | undefined {
	const { result, status, response, method } = it;
	if (status === undefined || method === 'GET' || typeof response !== 'string') return undefined;
	const body = 'body' in result ? result.body : undefined;
	const isCut = typeof body === 'string' && BEGUN.test(body);
	return isCut ? lost(it, `Capillary sent ${response}`, saidBeside(it)) : undefined;
}
