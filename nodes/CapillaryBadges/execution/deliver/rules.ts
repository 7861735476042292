/** The rules that say what an answer means, or the lack of one; classify.ts applies them in order. */
import { isBreakdown } from '../../../shared/capillary/breakdown';
import { namesADeed } from '../../../shared/capillary/envelope';
import type { About } from '../../../shared/capillary/catalogue';
import type { Failure } from '../../../shared/capillary/failure';
import { FORBIDDEN, quoted } from '../../../shared/capillary/failure';
import { REDIRECTED, unreachableWords, wordsOfNoToken } from '../../../shared/capillary/hostWords';
import { certificateFault } from '../../../shared/capillary/httpResult';
import type { Ending } from './run';
import {
	isDenial,
	isRedirect,
	READ_AGAIN,
	saysNothing,
	SEE_OTHER,
	seconds,
	statusAdvice,
	unread,
} from './statusWords';
import type { Case, Verdict } from './verdict';

/** What to do where it is unknown whether a request took effect. */
export const LOOK_IT_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';

const ids = ({ customerId, requestId }: About) => ({ customerId, requestId });

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

/** A failure that is sure not to have changed anything. */
const notDone = (
	{ about }: Case,
	words: Pick<Failure, 'what' | 'fix'> & Partial<Failure>,
	how: { retry?: 'yes'; ending?: Ending; trips?: true },
): Verdict => ({
	kind: 'failure',
	failure: { certainty: 'notDone', ...ids(about), ...words },
	retry: 'no',
	ending: 'answered',
	...how,
});

function broken(it: Case): Verdict | undefined {
	if (it.result.kind !== 'broken') return undefined;
	const { code, sent, timedOut } = it.result;
	if (sent === 'no') {
		const words = { ...unreachableWords(code), isUnsent: true as const };
		return certificateFault(code) === undefined
			? notDone(it, words, { retry: 'yes', ending: 'lost' })
			: notDone(it, words, { ending: 'lost', trips: true });
	}
	return lost(
		it,
		timedOut
			? 'Capillary did not answer in time'
			: 'The connection to Capillary was lost after sending',
	);
}

function forbidden(it: Case): Verdict | undefined {
	if (it.result.kind !== 'forbidden') return undefined;
	return notDone(it, { ...FORBIDDEN, isUnsent: true }, { ending: 'lost', trips: true });
}

/** The token endpoint refused key and secret, or was not able to answer. */
function noToken(it: Case): Verdict | undefined {
	if (it.result.kind !== 'noToken') return undefined;
	const { refused, status } = it.result;
	const { isFinal, ...words } = wordsOfNoToken(status, refused);
	const httpStatus = refused ? 401 : status || undefined;
	const failure = { ...words, httpStatus, retryAfterMs: it.wait, isUnsent: true as const };
	if (isFinal) return notDone(it, failure, { ending: 'denied', trips: true });
	// Its limit is met as any other: all requests of the run wait for a token.
	const ending = status === 429 ? 'rateLimited' : 'lost';
	return notDone(it, failure, { retry: 'yes', ending });
}

function rateLimited(it: Case): Verdict | undefined {
	if (it.status !== 429) return undefined;
	// Zero seconds, or a date that is past, asks for nothing.
	const words = {
		what: it.wait
			? `Capillary asks to wait ${seconds(it.wait)} before the next request`
			: 'Capillary asks to slow down',
		fix: "Lower 'Concurrency' in the options, or run it again later. Nothing was done.",
		httpStatus: 429,
		retryAfterMs: it.wait,
	};
	return notDone(it, words, { retry: 'yes', ending: 'rateLimited' });
}

/** Codes of the gateway, which decides before anything is done. */
const NOT_AUTHORIZED_YET = 4001;
const SEARCH_BUSY = 461;

/** Capillary was not able to begin: nothing was done, and a later attempt may succeed. */
function notNow(it: Case): Verdict | undefined {
	const { status, said, wait } = it;
	if (status === 503 && said?.code === NOT_AUTHORIZED_YET) {
		return notDone(it, { ...said, retryAfterMs: wait }, { retry: 'yes' });
	}
	if (status !== SEARCH_BUSY) return undefined;
	const words = {
		what: 'Capillary is too busy to search now',
		fix: 'Nothing was done. Run it again later.',
		httpStatus: status,
		code: said?.code,
		apiMessage: said?.apiMessage,
		retryAfterMs: wait,
	};
	return notDone(it, words, { retry: 'yes' });
}

/** The credential, the proxy or the address is not right: so it is for every request of the run. */
function wrongForAll(it: Case): Verdict | undefined {
	const { status, said } = it;
	if (status === undefined || !(isDenial(status) || status === 407 || isRedirect(status))) {
		return undefined;
	}
	const words = {
		...statusAdvice(status),
		apiMessage: it.text,
		httpStatus: status,
		...said,
		wholeCall: true,
	};
	// Rights may lack for one record alone.
	return status === 403
		? notDone(it, words, { ending: 'denied' })
		: notDone(it, words, { ending: 'denied', trips: true });
}

/** What came with a status that leaves the outcome open. */
const saidBeside = ({ status, said, wait }: Case): Partial<Failure> => ({
	httpStatus: status,
	code: said?.code,
	apiMessage: said?.apiMessage,
	retryAfterMs: wait,
});

/** Sent on after the work, to where nothing is asked; or by a gateway, before it. */
function sentOn(it: Case): Verdict | undefined {
	if (it.status !== SEE_OTHER) return undefined;
	const fix = it.method === 'GET' ? REDIRECTED.fix : `${LOOK_IT_UP} ${REDIRECTED.fix}`;
	return lost(it, `${REDIRECTED.what} (HTTP status ${it.status})`, { ...saidBeside(it), fix });
}

/** It broke down on Capillary's side or in between, before or after the work. */
function unable(it: Case): Verdict | undefined {
	const { status } = it;
	if (status === undefined || !saysNothing(status)) return undefined;
	return lost(it, `Capillary was not able to answer (HTTP status ${status})`, saidBeside(it));
}

/** Its own words say that Capillary broke down, under a status that refuses or even promises success. */
function brokeDown(it: Case): Verdict | undefined {
	const { said, text } = it;
	const message = said?.apiMessage ?? text ?? '';
	if (!isBreakdown({ code: said?.code, message })) return undefined;
	const words = message === '' ? `code ${said?.code}` : quoted(message);
	const beside = { ...saidBeside(it), apiMessage: message || undefined };
	return lost(it, `Capillary met an error of its own (${words})`, beside);
}

/** Whether the answer to a write names what was done, whatever else it says. */
const saysDone = ({ method, response }: Case): boolean =>
	method !== 'GET' && typeof response === 'object' && namesADeed(response.data);

/** Refused by its errors or its status, and done by its data: it proves neither. */
const contradicting = <Words extends Pick<Failure, 'what' | 'fix'>>(words: Words) => ({
	...words,
	what: `${words.what}, but the answer names what was done, so the outcome is unknown`,
	fix: `${words.fix} ${LOOK_IT_UP}`,
	certainty: 'unknown' as const,
});

function refused(it: Case): Verdict | undefined {
	const { said } = it;
	if (!said) return undefined;
	const failure = saysDone(it) ? contradicting(said) : said;
	return { kind: 'failure', failure, retry: 'no', ending: 'answered' };
}

/** Refused by a status alone, without words of Capillary's. */
function refusedByStatus(it: Case): Verdict | undefined {
	const { status } = it;
	if (status === undefined) return undefined;
	const isElsewhere = status === 404;
	const words = {
		...statusAdvice(status),
		apiMessage: it.text,
		httpStatus: status,
		wholeCall: isElsewhere,
	};
	if (saysDone(it)) return notDone(it, contradicting(words), {});
	return notDone(it, words, { ending: isElsewhere ? 'denied' : 'answered' });
}

function unreadable(it: Case): Verdict | undefined {
	const { response, method, about } = it;
	if (typeof response !== 'string') return undefined;
	if (method !== 'GET') return lost(it, `Capillary sent ${response}`);
	const failure = unread(`it is ${response}`, about);
	return { kind: 'failure', failure, retry: 'yes', ending: 'lost' };
}

/** The first rule that applies decides. */
export const RULES = [
	broken,
	forbidden,
	noToken,
	rateLimited,
	notNow,
	wrongForAll,
	sentOn,
	unable,
	brokeDown,
	refused,
	refusedByStatus,
	unreadable,
];
