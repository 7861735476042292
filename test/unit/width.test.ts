import { widthAfter } from '../../nodes/CapillaryBadges/execution/deliver/width';
import type { Ended, Width } from '../../nodes/CapillaryBadges/execution/deliver/widthState';
import { startWidth } from '../../nodes/CapillaryBadges/execution/deliver/widthState';

const FULL = 200;

const answered = (began: number, took: number, kind = 'POST'): Ended => ({
	how: 'answered',
	kind,
	began,
	ended: began + took,
	underWay: FULL,
});
const trouble = (how: Exclude<Ended['how'], 'answered'>, began: number, ended: number): Ended => ({
	how,
	began,
	ended,
	underWay: FULL,
});

/** A whole round: as many answers as the width, all sent at once, each taking so long. */
function round(state: Width, took: number, kind?: string): Width {
	const began = state.since;
	let after = state;
	for (let i = 0; i < state.now; i += 1) after = widthAfter(after, answered(began, took, kind));
	return after;
}
const rounds = (state: Width, took: readonly number[]) =>
	took.reduce((after, each) => round(after, each), state);

/** A run whose first second is over. */
const later = (most = 200) => ({ ...startWidth(most, 0), firstUntil: 0 });

test('begins with ten, and nearly doubles with each round of answers that come as fast, up to 200', () => {
	let state: Width = later();
	const seen = [state.now];
	for (let i = 0; i < 6; i += 1) seen.push((state = round(state, 20)).now);
	expect(seen).toEqual([10, 19, 36, 68, 129, 200, 200]);
});

test('grows faster in the first second, until something goes wrong', () => {
	expect(rounds(startWidth(200, 0), [300, 300]).now).toBe(90);
	expect(rounds(startWidth(200, 0), [300, 300, 300, 300]).now).toBe(200);
	// The second begins with the first answer.
	expect(rounds(startWidth(200, 0), [600, 600]).now).toBe(90);
	expect(rounds(startWidth(200, 0), [1200, 1200]).now).toBe(57);
	const troubled = widthAfter(startWidth(200, 0), trouble('failed', 0, 10));
	expect(round({ ...troubled, since: 11 }, 20).now).toBe(10);
});

test('in the first second it grows no wider than keeps the processor busy', () => {
	const fast = rounds(startWidth(200, 0), [20, 20, 20]);
	expect(fast.now).toBe(25);
	expect(round({ ...fast, firstUntil: 0 }, 20).now).toBe(48);
	// It began wider than that, and stays so.
	expect(rounds(startWidth(200, 0), [4, 4]).now).toBe(10);
});

test.each([
	[1, 1],
	[7, 7],
	[50, 10],
])('a bound of %i begins with %i and is never passed', (most, start) => {
	const state = startWidth(most, 0);
	expect(state.now).toBe(start);
	expect(rounds(state, Array(8).fill(200)).now).toBe(most);
});

test('slower answers let it grow less, and much slower ones make it narrower, but not than it began', () => {
	const wide = rounds(later(), [20, 20, 20]);
	expect(wide.now).toBe(68);
	expect([20, 30, 38, 76, 2000].map((took) => round(wide, took).now)).toEqual([
		129, 86, 36, 36, 36,
	]);
	expect(rounds(wide, [2000, 2000, 2000]).now).toBe(10);
});

test('where answers take long at the width that it began with, that is the best from now on', () => {
	const slow = rounds(later(), [20, 200]);
	expect([slow.now > 10, slow.best.POST]).toEqual([false, 20]);
	const again = rounds(slow, [200]);
	expect([again.now, again.best.POST]).toEqual([10, 200]);
	// After its rest: being wider has just brought nothing.
	expect(rounds(again, Array(20).fill(200)).now).toBeGreaterThan(40);
	// Up to 1.9 times as long it only grows less.
	expect(round({ ...slow, now: 10, open: 10 }, 38).best.POST).toBe(20);
});

test('a width that brings no more answers a second is given back', () => {
	const state = rounds(later(), [20, 20]);
	expect(state.now).toBe(36);
	// Nearly twice as wide as 19, and each takes twice as long.
	expect(round(state, 38).now).toBe(19);
});

test('answers of one kind are compared with their own alone', () => {
	const state = rounds(later(), [20, 20]);
	expect(round(state, 500, 'GET').now).toBe(68);
});

test('a refusal halves it, once for all that was under way, and again for what was sent later', () => {
	const state = rounds(later(), [20, 20]);
	expect(state.now).toBe(36);
	let after = widthAfter(state, trouble('limited', 50, 60));
	expect(after.now).toBe(18);
	for (let i = 0; i < 15; i += 1) after = widthAfter(after, trouble('limited', 50 + i / 2, 62));
	expect(after.now).toBe(18);
	expect(widthAfter(after, trouble('limited', 61, 70)).now).toBe(9);
});

test('after a refusal it stays below what was refused, and tries a little more after a rest', () => {
	const state = rounds(later(), [20, 20]);
	let after = state;
	// Of 36 under way it refuses eleven: it bears 25.
	for (let i = 0; i < 11; i += 1) after = widthAfter(after, trouble('limited', 50, 60));
	const seen: number[] = [];
	for (let i = 0; i < 30; i += 1)
		seen.push((after = round({ ...after, since: after.since + 1 }, 20)).now);
	expect(seen.slice(0, 10)).toEqual(Array(10).fill(25));
	expect(seen.find((now) => now > 25)).toBe(26);
});

test('one lost connection halves it for a round; many of them are taken for a limit', () => {
	const state = rounds(later(), [20, 20]);
	const one = widthAfter(state, trouble('failed', 50, 60));
	expect(one.now).toBe(18);
	expect(round({ ...one, since: 61 }, 20).now).toBe(34);
	let many = one;
	for (let i = 0; i < 15; i += 1) many = widthAfter(many, trouble('failed', 50, 61));
	expect(many.now).toBe(18);
	expect(round({ ...many, since: 62 }, 20).now).toBe(20);
});

test.each([
	['failed', 2],
	['overloaded', 2],
] as const)('of a round of 129, %s counts as trouble where it is more than %i', (how, most) => {
	let state = rounds(later(), [20, 20, 20, 20]);
	expect(state.now).toBe(129);
	for (let i = 0; i < most; i += 1) state = widthAfter(state, trouble(how, 90, 100));
	expect(state.now).toBe(129);
	expect(widthAfter(state, trouble(how, 90, 101)).now).toBe(64);
});

test('after trouble it opens with the answers, and not at once', () => {
	let state = widthAfter(rounds(later(), [20, 20]), trouble('limited', 50, 60));
	state = round({ ...state, since: 61 }, 20);
	expect([state.now, Math.floor(state.open)]).toEqual([34, 18]);
	for (let i = 0; i < 8; i += 1) state = widthAfter(state, answered(90, 20));
	expect(Math.floor(state.open)).toBe(22);
});

test('a refusal after as many answers as before the last one leaves the width, and the roof', () => {
	const cut = (state: Width, how: 'limited' | 'overloaded') => {
		let after = state;
		const at = state.since + 100;
		for (let i = 0; i < 4; i += 1) after = widthAfter(after, trouble(how, at, at + 1));
		return after;
	};
	const first = cut(rounds(later(), [20, 20]), 'limited');
	expect([first.now, first.allowance.before]).toEqual([18, 29]);
	const again = { ...first, allowance: { ...first.allowance, before: 100, since: 100 } };
	const spent = cut({ ...again, since: 300 }, 'limited');
	expect([spent.now, spent.roof]).toEqual([first.now, first.roof]);
	expect(spent.allowance).toEqual({ since: 0, before: 100, earlier: 100, at: 401 });
	// Other trouble, and a refusal at another count, narrow it as ever.
	expect(cut({ ...again, since: 300 }, 'overloaded').now).toBe(9);
	const sooner = { ...again.allowance, since: 50 };
	expect(cut({ ...again, since: 300, allowance: sooner }, 'limited').now).toBe(9);
});

test('a roof is kept the longer the more often it is met at the same width', () => {
	/** Trouble, and a round after it; then as wide as before. */
	const met = (state: Width): Width => {
		const began = state.since + 100;
		const troubled = widthAfter(state, trouble('limited', began, began + 1));
		const after = round({ ...troubled, since: began + 2 }, 20);
		return { ...after, now: state.now, open: state.now };
	};
	const rest = ({ roofUntil, since, cut }: Width) => (roofUntil - since) / (since - cut.at);
	const first = met(rounds(later(), [20, 20]));
	const second = met(first);
	expect(rest(second)).toBeCloseTo(2 * rest(first));
	expect(rest(met(second))).toBeCloseTo(3 * rest(first));
});

test('never goes below one, whatever happens', () => {
	let state = startWidth(200, 0);
	for (let i = 1; i < 40; i += 1) state = widthAfter(state, trouble('limited', i * 10, i * 10 + 5));
	expect(state.now).toBe(1);
	for (let i = 0; i < 60; i += 1) state = round({ ...state, since: state.since + 20 }, 20);
	expect(state.now).toBeGreaterThan(1);
});

test('requests that were sent under another width, or alone, say nothing', () => {
	let state = startWidth(200, 100);
	for (let i = 0; i < 50; i += 1) state = widthAfter(state, answered(0, 110));
	expect(state.now).toBe(10);
	for (let i = 0; i < 50; i += 1) state = widthAfter(state, { ...answered(100, 20), underWay: 1 });
	expect(state.now).toBe(10);
});

test('changes no state that it was given', () => {
	const state = Object.freeze(startWidth(200, 0));
	const before = JSON.stringify(state);
	widthAfter(state, answered(0, 20));
	widthAfter(state, trouble('limited', 5, 6));
	expect(JSON.stringify(state)).toBe(before);
});
