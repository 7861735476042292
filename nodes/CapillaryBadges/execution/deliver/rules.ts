/** The rules that say what an answer means, or the lack of one; classify.ts applies them in order. */
import type { Failure } from '../../../shared/capillary/failure';
import { FORBIDDEN } from '../../../shared/capillary/failure';
import { unreachableWords, wordsOfNoToken } from '../../../shared/capillary/hostWords';
import { certificateFault } from '../../../shared/capillary/httpResult';
import type { Ending } from './run';
import { isDenial, isRedirect, SEARCH_BUSY, seconds, statusAdvice, unread } from './statusWords';
import {
	atOdds,
	brokeDown,
	cutOff,
	ids,
	LOOK_IT_UP,
	lost,
	saysDone,
	sentOn,
	unable,
} from './unsure';
import type { Case, Verdict } from './verdict';

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

/** Code of the gateway, which decides before anything is done. */
const NOT_AUTHORIZED_YET = 4001;

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
	atOdds,
	rateLimited,
	notNow,
	wrongForAll,
	sentOn,
	unable,
	brokeDown,
	refused,
	cutOff,
	refusedByStatus,
	unreadable,
];
