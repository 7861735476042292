import { widthAfter } from '../../nodes/CapillaryBadges/execution/deliver/width';
import type {
	Ended,
	Trouble,
	Width,
} from '../../nodes/CapillaryBadges/execution/deliver/widthState';
import { soonest, startWidth } from '../../nodes/CapillaryBadges/execution/deliver/widthState';

/** The borders of the rule, each as docs/delivery.md draws it. */

/** A state in the midst of a run, which has met no trouble: so wide, since 1000 ms. */
const wide = (now: number, more: Partial<Width> = {}): Width => ({
	...startWidth(200, 0),
	...{ now, open: now, proved: now, since: 1000, firstUntil: 1000, latency: 20 },
	...more,
});
const cutOf = (more: Partial<Width['cut']>): Width['cut'] => ({
	...startWidth(200, 0).cut,
	...{ bad: 1, from: 40 },
	...more,
});

const answer = (began: number, ended: number, more: { kind?: string; underWay?: number } = {}) => ({
	...({ how: 'answered', kind: 'POST', began, ended, underWay: 200 } as const),
	...more,
});
const trouble = (how: Trouble, began: number, ended = began, underWay = 200): Ended => ({
	...{ how, began, ended, underWay },
});
/** Trouble of so many requests, all under way at the same time. */
function troubles(state: Width, how: Trouble, count: number, began = 2000): Width {
	let after = state;
	for (let i = 0; i < count; i += 1) after = widthAfter(after, trouble(how, began));
	return after;
}
/** A round of answers that took so long each; the last of them again and again. */
function round(state: Width, took: number[], kind = 'POST', at = state.since): Width {
	let after = state;
	for (let i = 0; i < state.now; i += 1) {
		const ended = at + took[Math.min(i, took.length - 1)];
		after = widthAfter(after, answer(at, ended, { kind }));
	}
	return after;
}

describe('a round', () => {
	test('is as slow as the answer in its middle', () => {
		const after = round(wide(10), [90, 10, 80, 20, 70, 30, 60, 40, 50, 100]);
		expect(after.latency).toBe(50);
		expect(after.best).toEqual({ POST: 50 });
		expect(round(wide(11), [110, 90, 10, 80, 20, 70, 30, 60, 40, 50, 100]).latency).toBe(60);
	});

	test('of fewer than ten answers is too short to say what is the best', () => {
		expect(round(wide(9), [20]).best).toEqual({ POST: Infinity });
		expect(round(wide(10), [20]).best).toEqual({ POST: 20 });
		expect(round(wide(10, { best: { POST: 15, GET: 7 } }), [20]).best).toEqual({
			POST: 15,
			GET: 7,
		});
	});

	test('counts what spent at least half of its time under the present width', () => {
		const one = (began: number, ended: number) =>
			widthAfter(wide(10), answer(began, ended)).rounds.POST;
		expect(one(990, 1010)).toEqual([{ took: 20, ended: 1010 }]);
		expect(one(989, 1010)).toBe(undefined);
	});

	test('counts where more than half of the width is used', () => {
		const one = (underWay: number) =>
			widthAfter(wide(10), answer(1000, 1020, { underWay })).rounds.POST;
		expect([one(5), one(6)]).toEqual([undefined, [{ took: 20, ended: 1020 }]]);
	});

	test('counts where all of the width is open', () => {
		expect(widthAfter(wide(10, { open: 9.5 }), answer(1000, 1020)).rounds).toEqual({});
	});

	test('does not count what was under way when the last trouble began', () => {
		const state = wide(10, { cut: cutOf({ at: 1000 }) });
		expect(widthAfter(state, answer(1000, 1020)).rounds).toEqual({});
		expect(widthAfter(state, answer(1001, 1020)).rounds).toEqual({
			POST: [{ took: 19, ended: 1020 }],
		});
	});

	test('proves its width, and no smaller one', () => {
		expect(round(wide(10, { proved: 0 }), [20]).proved).toBe(10);
		expect(round(wide(10, { proved: 30 }), [20]).proved).toBe(30);
	});

	test('grows less the slower it is, and three times in the first second where it is as fast', () => {
		const first = { firstUntil: 2000, best: { POST: 20 } };
		const grown = (took: number, more: object) => round(wide(10, more), [took]).now;
		// A tenth slower is as fast.
		expect([grown(20, first), grown(22, first), grown(23, first)]).toEqual([25, 25, 17]);
		expect(grown(200, { firstUntil: 2000, best: { POST: 200 } })).toBe(30);
		// The second is over when it is over, and with the first trouble.
		expect(grown(20, { ...first, firstUntil: 1020 })).toBe(19);
		expect(grown(20, { ...first, firstUntil: 1021 })).toBe(25);
		expect(grown(20, { ...first, cut: cutOf({ at: 900 }) })).toBe(19);
	});

	test('grows in the first second to as many as fit into the time of one answer, or 1.3 times', () => {
		const grown = (took: number[]) => round(wide(took.length, { firstUntil: 3000 }), took).now;
		const spaced = (gap: number) => Array.from({ length: 10 }, (_, i) => 200 + i * gap);
		// 228 ms have room for 32 of 7, 232 for 29 of 8, 280 for 14 of 20.
		expect([7, 8, 20, 40].map((gap) => grown(spaced(gap)))).toEqual([30, 29, 14, 13]);
		// The first and the last quarter may come at any time.
		const [early, late] = [100, 900];
		expect(grown([early, early, ...Array<number>(6).fill(200), late, late])).toBe(30);
		expect(grown([early, early, early, ...Array<number>(5).fill(200), late, late])).toBe(13);
		expect(grown([early, early, ...Array<number>(5).fill(200), late, late, late])).toBe(13);
		expect(grown([200])).toBe(3);
	});

	test('that is slow makes it no narrower than it began', () => {
		expect(round(wide(30, { best: { POST: 20 } }), [76]).now).toBe(15);
		expect(round(wide(30, { best: { POST: 20 } }), [400]).now).toBe(10);
		expect(round(wide(8, { best: { POST: 20 } }), [400]).now).toBe(8);
		const bound = { ...startWidth(5, 0), since: 1000, firstUntil: 0, best: { POST: 20 } };
		expect(round(bound, [400]).now).toBe(5);
	});
});

test('how long an answer takes is by the best round of any kind, or by the last where that was quicker', () => {
	const soon = (latency: number, best: Width['best']) => soonest(wide(10, { latency, best }));
	expect(soon(40, { POST: 30, GET: 20 })).toBe(20);
	expect(soon(10, { POST: 30, GET: 20 })).toBe(10);
	expect(soon(40, {})).toBe(40);
});

describe('half as wide again', () => {
	const paid = (rate: number, kind = 'POST') => ({ kind, width: 20, rate });

	test('must bring a fifth more answers a millisecond, or it goes back', () => {
		// 30 in 25 ms are 1.2.
		expect(round(wide(30, { paid: paid(1) }), [25]).now).toBe(57);
		const back = round(wide(30, { paid: paid(1.001), lift: 8 }), [25]);
		expect([back.now, back.roof, back.lift, back.since]).toEqual([20, 20, 1, 1025]);
		// It tries a little more after ten rounds.
		expect(back.roofUntil).toBe(1025 + 250);
		expect(back.proved).toBe(20);
	});

	test('is what is judged; less is not, and neither is another kind', () => {
		expect(round(wide(29, { paid: paid(9) }), [25]).now).toBe(55);
		expect(round(wide(30, { paid: paid(9, 'GET') }), [25]).now).toBe(57);
	});

	test('is measured from the last width that has paid', () => {
		const after = (now: number, from?: Width['paid'], kind?: string) =>
			round(wide(now, { paid: from }), [25], kind).paid;
		expect(after(30)).toEqual({ kind: 'POST', width: 30, rate: 1.2 });
		expect(after(30, paid(1))).toEqual({ kind: 'POST', width: 30, rate: 1.2 });
		expect(after(29, paid(1))).toEqual(paid(1));
		expect(after(21, paid(1))).toEqual(paid(1));
		// What it is now worth at that width, or below it.
		expect(after(20, paid(9))).toEqual({ kind: 'POST', width: 20, rate: 0.8 });
		expect(after(10, paid(9))).toEqual({ kind: 'POST', width: 10, rate: 0.4 });
		expect(after(10, paid(9), 'GET')).toEqual(paid(9));
		expect(after(40, paid(9), 'GET')).toEqual(paid(9));
	});
});

describe('a roof', () => {
	test('after trouble at a new width is what had gone well, or those that were not refused', () => {
		const fresh = wide(40, { proved: 25 });
		expect(troubles(fresh, 'limited', 1).roof).toBe(39);
		expect(troubles(fresh, 'limited', 10).roof).toBe(30);
		expect(troubles(fresh, 'limited', 30).roof).toBe(25);
		expect(troubles(fresh, 'limited', 40).roof).toBe(25);
		// Nothing had gone well: half.
		expect(troubles(wide(40, { proved: 5 }), 'limited', 40).roof).toBe(20);
		const { now, proved } = troubles(fresh, 'limited', 40);
		expect([now, proved]).toEqual([20, 20]);
	});

	test('after trouble at a width that had gone well is as wide as the rate needs, half as much again', () => {
		const met = (answered: number, ended: number, more: Partial<Width> = {}) => {
			const cut = cutOf({ at: 1000, from: 100, answered });
			return troubles(wide(36, { cut, ...more }), 'limited', 1, ended);
		};
		// 400 answers a second that take 20 ms each keep 8 under way.
		expect(met(400, 2000).roof).toBe(12);
		expect(met(401, 2000).roof).toBe(13);
		expect(met(400, 3000).roof).toBe(6);
		expect(met(400, 2000, { latency: 40 }).roof).toBe(24);
		// It is met by pausing, and not by being narrower than four.
		expect([met(36, 5000).roof, met(36, 5000).proved]).toEqual([4, 4]);
		expect(met(36, 5000, { now: 3, open: 3, proved: 3 }).roof).toBe(3);
		// Never wider than it was.
		expect(met(4000, 2000).roof).toBe(36);
		expect(met(36, 1001).roof).toBe(36);
		// Fewer answers than a round tell no rate: half.
		expect(met(35, 2000).roof).toBe(18);
	});

	test('is kept until it is known how long the trouble lasted, and then ten times as long', () => {
		const low = troubles(wide(40, { proved: 25 }), 'limited', 30, 2000);
		expect(low.roofUntil).toBe(Infinity);
		const again = round({ ...low, open: low.now, since: 2050 }, [50], 'POST', 2050);
		expect(again.roofUntil).toBe(2100 + 10 * 100);
		expect([again.now, again.roof]).toEqual([25, 25]);
	});

	test('is lifted by one, two, four … in rounds below it, once its rest is over', () => {
		let state = wide(25, { roof: 25, roofUntil: 1020 });
		// Not before, and not by rounds that are narrower than it.
		expect(round({ ...state, roofUntil: 1021 }, [20]).now).toBe(25);
		expect(round({ ...state, now: 10, open: 10 }, [20]).roof).toBe(25);
		const roofs: number[] = [];
		for (let i = 0; i < 4; i += 1) roofs.push((state = round(state, [20])).roof);
		expect(roofs).toEqual([26, 28, 32, 40]);
		expect(round({ ...state, now: 199, open: 199, roof: 199, lift: 64 }, [20]).roof).toBe(200);
	});

	test('is met again at a like width: up to a quarter wider or narrower', () => {
		const again = (now: number, cut: Partial<Width['cut']> = {}) =>
			troubles(wide(now, { cut: cutOf({ again: 1, ...cut }) }), 'limited', 1).cut.again;
		expect([31, 32, 40, 50, 51].map((now) => again(now))).toEqual([0, 2, 2, 2, 0]);
		expect([again(40, { again: 2 }), again(40, { again: 3 })]).toEqual([3, 3]);
		expect(troubles(wide(40), 'limited', 1).cut.again).toBe(0);
	});
});

describe('lost connections and 503', () => {
	test('up to one of fifty of a round are no trouble', () => {
		expect(troubles(wide(100), 'failed', 2).now).toBe(100);
		expect(troubles(wide(100), 'failed', 3).now).toBe(50);
		expect(troubles(wide(50), 'overloaded', 1).now).toBe(50);
		expect(troubles(wide(49), 'overloaded', 1).now).toBe(24);
	});

	test('are counted anew when as many as the width have ended', () => {
		const seen = (of: number) => wide(100, { scattered: { bad: 2, of } });
		expect(troubles(seen(100), 'failed', 1).now).toBe(100);
		expect(troubles(seen(100), 'failed', 1).scattered).toEqual({ bad: 1, of: 1 });
		expect(troubles(seen(99), 'failed', 1).now).toBe(50);
		expect(widthAfter(seen(7), answer(1000, 1020)).scattered).toEqual({ bad: 2, of: 8 });
		expect(widthAfter(seen(100), answer(1000, 1020)).scattered).toEqual({ bad: 0, of: 1 });
	});

	test('get a roof where more than a tenth of those under way are lost', () => {
		// The first that is trouble of 40 is the first.
		expect(troubles(wide(40), 'failed', 4).roof).toBe(200);
		expect(troubles(wide(40), 'failed', 5).roof).toBe(20);
		// A refusal among them calls for one at once, and so does a 503.
		const mixed = troubles(troubles(wide(40), 'failed', 1), 'limited', 1);
		expect([mixed.now, mixed.roof]).toEqual([20, 20]);
		expect(troubles(wide(40), 'overloaded', 1).roof).toBe(20);
	});
});

describe('what belongs to a trouble', () => {
	test('is all that had begun when it came, up to the same moment', () => {
		const after = widthAfter(wide(40), trouble('limited', 1990, 2000));
		expect(widthAfter(after, trouble('limited', 2000, 2010)).now).toBe(20);
		expect(widthAfter(after, trouble('limited', 2001, 2010)).now).toBe(10);
		// One that was open only in part is halved as far as it was open.
		expect(widthAfter({ ...after, now: 40, open: 12.5 }, trouble('limited', 2001, 2010)).now).toBe(
			6,
		);
	});

	test('counts the answers since', () => {
		const after = widthAfter(troubles(wide(40), 'limited', 1), answer(2001, 2020));
		expect([after.cut.answered, after.cut.bad]).toEqual([1, 1]);
		expect(widthAfter(after, answer(1999, 2020)).cut.answered).toBe(2);
	});
});

describe('a limit by count that is met again', () => {
	const counted = (more: Partial<Width> = {}) =>
		wide(40, {
			cut: cutOf({ at: 1000 }),
			allowance: { since: 100, before: 100, earlier: 0, at: 1000 },
			...more,
		});

	test('changes neither width nor roof, by all that it refuses', () => {
		const { now, roof, cut } = troubles(counted(), 'limited', 4);
		expect([now, roof, cut.isSpent, cut.bad, cut.at, cut.answered]).toEqual([
			...[40, 200, true, 4, 2000, 0],
		]);
	});

	test('is known by refusals alone', () => {
		expect(troubles(counted(), 'overloaded', 1).now).toBe(20);
		expect(troubles(counted(), 'failed', 1).now).toBe(20);
	});
});

describe('a refusal of a request that was alone under way', () => {
	const limited = (more: Partial<Width> = {}, underWay = 1) => {
		const allowance = { since: 0, before: 50, earlier: 0, at: 1000 };
		const cut = cutOf({ at: 1000, answered: 3 });
		return widthAfter(
			wide(40, { allowance, cut, roof: 60, ...more }),
			trouble('limited', 2000, 2010, underWay),
		);
	};

	test('says that the last trouble goes on, and nothing of the width', () => {
		const { now, open, roof, cut, allowance } = limited();
		expect([now, open, roof]).toEqual([40, 40, 60]);
		expect(cut).toEqual(cutOf({ at: 2010, answered: 0 }));
		expect(allowance).toEqual({ since: 0, before: 50, earlier: 0, at: 1000 });
	});

	test('is one like any other where others were under way, where some were accepted, and the first time', () => {
		expect(limited({}, 2).now).toBe(20);
		expect(limited({ allowance: { since: 1, before: 50, earlier: 0, at: 1000 } }).now).toBe(20);
		expect(limited({ cut: startWidth(200, 0).cut }).now).toBe(20);
	});

	test('belongs to the trouble whose pause it did not see', () => {
		expect(widthAfter(limited(), trouble('limited', 2010, 2020)).now).toBe(40);
	});
});
