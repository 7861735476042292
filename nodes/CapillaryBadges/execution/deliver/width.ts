// How many requests may be under way at once: grows while that pays, shrinks when Capillary slows down or refuses.
import { isSpent, withAnswer, withRefusal } from './allowance';
import type { Answer, Answered, Ended, Width } from './widthState';
import { FIRST_MS, NONE, soonest } from './widthState';

/**
 * A round makes it 1.9 times as wide, and less the slower its answers are than the best: it stands still
 * where they take 1.9 times as long. With a server that works at c requests at a time and lets the
 * others wait, that is 1.9 × c.
 */
const TOLERANCE = 1.9;

/**
 * In the first second of answers, before any trouble, a round makes it three times as wide while its
 * answers are as fast as the best: small runs are over before doubling has helped them.
 */
const FIRST_GROWTH = 3;
const AS_FAST = 1.1;

/**
 * What n8n's processor needs for a request at least, in milliseconds. Until that second is over it grows
 * no wider than keeps the processor busy, by this and by how closely the answers followed each other: all
 * that is under way is refused when a limit by the second is met.
 */
const PROCESSOR_MS = 0.8;

/** So much wider at least, however closely: answers that come evenly all the time say nothing of that. */
const FIRST_STEP = 1.3;

/** Half as wide again must bring a fifth more answers a second, or it goes back. */
const WIDER = 1.5;
const GAIN = 1.2;

/** Fewer answers than these are too few to say what is the best. */
const SAMPLE = 10;

/** A roof is kept so many times as long as it took to get going again, or as a round that gained nothing. */
const REST = 10;

/**
 * A round in which no larger share goes wrong is no trouble: that is chance, or costs less than being
 * narrower, since it is sent again while nobody else waits for it.
 */
const SCATTERED = 0.02;

/** Widths that differ by no larger factor are alike; and how often at most that counts. */
const ALIKE = 1.25;
const MOST_AGAIN = 3;

/** So large a share of the requests under way must go wrong to say that a width is too much that was good before. */
const MASSIVE = 0.1;

/** A limit by the second is met by pausing, not by a width below this. */
const NARROWEST_ROOF = 4;

/** How much wider than the rate needs it. */
const HEADROOM = 1.5;

/** So much wider with each answer: all at once, or in one round trip, would meet the server in a burst. */
const PACE = 0.5;

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** How closely the answers of a round followed each other, in milliseconds: the middle half of them. */
function spacing(answers: readonly Answer[]): number {
	const quarter = Math.floor(answers.length / 4);
	const [from, to] = [answers[quarter], answers[answers.length - 1 - quarter]];
	return (to.ended - from.ended) / Math.max(1, answers.length - 1 - 2 * quarter);
}

/** What it does not pass in the first second. @param fastest how long an answer takes, in milliseconds */
function mostAtFirst(now: number, fastest: number, answers: readonly Answer[]): number {
	const seen = Math.max(now * FIRST_STEP, fastest / spacing(answers));
	return Math.max(now, Math.min(fastest / PROCESSOR_MS, seen));
}

/** The state with another width; a new round begins where it differs. */
function resized(state: Width, width: number, at: number): Width {
	const now = Math.max(1, Math.min(state.most, Math.round(width)));
	return { ...state, now, since: at, rounds: {} };
}

/**
 * What a roof after trouble is not lower than. At a width that had not gone well before, what had; else a
 * limit by the second has to be met, which needs as many as its answers a millisecond × how long one takes.
 */
function leastRoof({ cut, now, proved, latency }: Width, half: number, at: number): number {
	if (now > proved) return Math.max(proved, half);
	const isTold = cut.answered >= now;
	const needed = (HEADROOM * latency * cut.answered) / Math.max(1, at - cut.at);
	return Math.max(Math.min(NARROWEST_ROOF, now), isTold ? Math.ceil(needed) : half);
}

/** Whether a request was under way when the last trouble began. */
const isOfTrouble = ({ cut }: Width, began: number) => cut.bad > 0 && began <= cut.at;

/** Trouble: half as wide, once for all that was under way; and a roof, where the width is to blame. */
function afterTrouble(state: Width, ended: Ended): Width {
	const { cut, now } = state;
	if (isOfTrouble(state, ended.began)) {
		const bad = cut.bad + 1;
		const noted: Width = { ...state, cut: { ...cut, bad } };
		if (cut.isSpent) return noted;
		return bad > cut.from * MASSIVE || ended.how !== 'failed' ? underRoof(noted) : noted;
	}
	const half = Math.max(1, Math.floor(now / 2));
	const least = leastRoof(state, half, ended.ended);
	const isNew = now > state.proved;
	const isAlike = now <= cut.from * ALIKE && now * ALIKE >= cut.from;
	const again = isAlike ? Math.min(MOST_AGAIN, cut.again + 1) : 0;
	const fresh = {
		at: ended.ended,
		from: now,
		bad: 1,
		isNew,
		least,
		answered: 0,
		again,
		isSpent: false,
	};
	// It has to prove anew what it proved before.
	const proved = Math.min(state.proved, half);
	const doubted = { ...state, cut: fresh, proved, lift: 1, paid: undefined };
	const halved = resized(doubted, half, ended.ended);
	// One lost connection may be chance.
	return ended.how === 'failed' ? halved : underRoof(halved);
}

/** The state under the roof that its last trouble calls for; kept until it is known how long that lasts. */
function underRoof({ cut, ...state }: Width): Width {
	const height = cut.isNew ? Math.max(cut.least, cut.from - cut.bad) : cut.least;
	return roofed({ cut, ...state }, Math.min(height, cut.from), Infinity);
}

/** The state under a roof that is kept until a time. */
function roofed(state: Width, height: number, until: number): Width {
	const roof = Math.min(state.most, height);
	const proved = Math.min(state.proved, roof);
	return { ...state, roof, roofUntil: until, proved, now: Math.min(state.now, roof) };
}

/** The roof as it is now: lifted a little at a time, after its rest, by rounds that went well right below it. */
function lifted(state: Width, at: number): Width {
	if (at < state.roofUntil || state.now < state.roof) return state;
	return { ...state, roof: Math.min(state.most, state.roof + state.lift), lift: state.lift * 2 };
}

/** A round of answers is complete: the width goes where they say. */
function afterRound(state: Width, kind: string, answers: readonly Answer[], at: number): Width {
	const { now, start, paid } = state;
	const typical = Math.max(median(answers.map(({ took }) => took)), 0.001);
	const seen = state.best[kind] ?? Infinity;
	const best = answers.length >= SAMPLE ? Math.min(seen, typical) : seen;
	// Where it began, waiting for others is not what makes it slow: all of Capillary has become slower.
	const isOutdated = now <= start && typical > TOLERANCE * seen;
	const rate = now / typical;
	const isJudged = paid?.kind === kind && now >= paid.width * WIDER;
	if (paid && isJudged && rate < paid.rate * GAIN) {
		const back = roofed(state, paid.width, at + REST * typical);
		return resized({ ...back, lift: 1 }, paid.width, at);
	}
	const isMeasure = !paid || isJudged || (paid.kind === kind && now <= paid.width);
	const isResumed = state.roofUntil === Infinity;
	const known = lifted(
		{
			...state,
			roofUntil: isResumed
				? at + REST * (1 + state.cut.again) * (at - state.cut.at)
				: state.roofUntil,
			latency: typical,
			best: { ...state.best, [kind]: isOutdated ? typical : best },
			proved: Math.max(state.proved, now),
			paid: isMeasure ? { kind, width: now, rate } : paid,
		},
		at,
	);
	const fastest = Math.min(best, typical);
	const slowness = typical / fastest;
	const isFirst = at < (state.firstUntil ?? Infinity) && state.cut.bad === 0;
	const growth = isFirst && slowness <= AS_FAST ? FIRST_GROWTH : TOLERANCE / slowness;
	const most = isFirst ? mostAtFirst(now, fastest, answers) : Infinity;
	const wished = Math.min(now * growth, most);
	const floored = Math.max(wished, Math.min(now, start));
	return resized(known, Math.min(floored, known.roof), at);
}

/** The state that counts one more request of the last ones; they are counted anew when they are a round. */
function counted(state: Width, bad: 0 | 1): Width {
	const last = state.scattered.of >= state.now ? NONE : state.scattered;
	return { ...state, scattered: { bad: last.bad + bad, of: last.of + 1 } };
}

function afterAnswer(state: Width, { kind, began, ended, underWay }: Answered): Width {
	const answered: Width = {
		...state,
		firstUntil: state.firstUntil ?? ended + FIRST_MS,
		allowance: withAnswer(state.allowance, began),
		cut: { ...state.cut, answered: state.cut.answered + 1 },
	};
	// It counts where it spent most of its time under the present width, and that was used.
	const isOlder = began + ended < 2 * state.since || isOfTrouble(state, began);
	if (isOlder || state.open < state.now || underWay * 2 <= state.now) return answered;
	const answers = [...(state.rounds[kind] ?? []), { took: ended - began, ended }];
	if (answers.length >= state.now) return afterRound(answered, kind, answers, ended);
	return { ...answered, rounds: { ...state.rounds, [kind]: answers } };
}

/** Trouble that is none of the last: what is not open yet has harmed nobody. */
const newTrouble = (state: Width, ended: Ended) =>
	afterTrouble({ ...state, now: state.open, scattered: NONE }, ended);

/** Whether a refusal only says that the last one still holds: nothing was accepted since, and it was alone. */
const isInVain = ({ cut, allowance }: Width, { underWay }: Ended) =>
	cut.bad > 0 && allowance.since === 0 && underWay === 1;

/** A refusal that is none of those before it; where a count is met once more, the pause is enough. */
function afterRefusal(state: Width, ended: Ended): Width {
	const at = ended.ended;
	if (isInVain(state, ended)) return { ...state, cut: { ...state.cut, at, answered: 0 } };
	const counting = { ...state, allowance: withRefusal(state.allowance, at) };
	if (!isSpent(state.allowance, soonest(state), ended.underWay)) return newTrouble(counting, ended);
	return { ...counting, cut: { ...state.cut, at, bad: 1, answered: 0, isSpent: true } };
}

/** The width that the end of a request calls for. */
function judged(state: Width, ended: Ended): Width {
	if (ended.how === 'answered') return afterAnswer(counted(state, 0), ended);
	if (isOfTrouble(state, ended.began)) return afterTrouble(state, ended);
	const seen = counted(state, 1);
	if (ended.how === 'limited') return afterRefusal(seen, ended);
	return seen.scattered.bad <= seen.now * SCATTERED ? seen : newTrouble(seen, ended);
}

/** How much of the width is open: where it grew after trouble, a little more with each answer. */
const opened = (before: Width, after: Width): number =>
	after.cut.bad === 0 ? after.now : Math.min(after.now, before.open + PACE);

/**
 * The width after a request has ended: additive increase and multiplicative decrease with a latency
 * gradient, as in TCP Vegas and Netflix's concurrency-limits. Each round (as many answers as the width,
 * all sent since it last changed) nearly doubles it, less so the slower they are; trouble halves it, once
 * for all that was under way. Pure. The rule in words: docs/delivery.md.
 */
export function widthAfter(state: Width, ended: Ended): Width {
	const after = judged(state, ended);
	return { ...after, open: opened(state, after) };
}
