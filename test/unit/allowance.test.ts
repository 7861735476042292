import type { Allowance } from '../../nodes/CapillaryBadges/execution/deliver/allowance';
import {
	allowed,
	isSpent,
	UNKNOWN,
	withAnswer,
	withRefusal,
} from '../../nodes/CapillaryBadges/execution/deliver/allowance';

/** So many answers, to requests sent at that time. */
function answers(before: Allowance, count: number, began = 1): Allowance {
	let after = before;
	for (let i = 0; i < count; i += 1) after = withAnswer(after, began);
	return after;
}

/** After a hundred accepted and a refusal, so many accepted again. */
const after100 = (since: number) => ({ ...withRefusal(answers(UNKNOWN, 100), 0), since });

test('before anything was refused, and after a handful, there is no count to go by', () => {
	expect(allowed(answers(UNKNOWN, 1000), 20)).toBe(Infinity);
	expect(isSpent(answers(UNKNOWN, 1000), 20, 1)).toBe(false);
	const few = withRefusal(answers(UNKNOWN, 9), 0);
	expect(allowed(few, 20)).toBe(Infinity);
	expect(allowed(withRefusal(answers(UNKNOWN, 10), 0), 20)).toBe(9);
});

test('what was sent before the refusal still belongs to the count before it', () => {
	const refused = withRefusal(answers(UNKNOWN, 60), 500);
	const late = answers(refused, 40, 500);
	expect(late).toEqual({ since: 0, before: 100, earlier: 0, at: 500 });
	expect(answers(late, 7, 501)).toEqual({ since: 7, before: 100, earlier: 0, at: 500 });
	// Where nothing is known, a late answer makes no count.
	expect(answers(withRefusal(UNKNOWN, 500), 5, 500).before).toBe(0);
});

test('as many as last time may be sent, but for the last tenth, where few are under way', () => {
	const seen = [0, 50, 85, 86, 90, 120].map((since) => allowed(after100(since), 20));
	expect(seen).toEqual([90, 40, 5, 4, 4, 4]);
});

test('what goes on beyond is no matter of a count', () => {
	expect(allowed(after100(121), 20)).toBe(Infinity);
	expect(isSpent(after100(121), 20, 1)).toBe(false);
});

test('a refusal after about as many is that of the count', () => {
	const seen = [0, 85, 86, 100, 120, 121].map((since) => isSpent(after100(since), 20, 1));
	expect(seen).toEqual([false, false, true, true, true, false]);
});

test('where answers take long, more may be under way, so that the last stretch takes a quarter of a second', () => {
	expect(allowed(after100(90), 140)).toBe(17);
	expect(allowed({ since: 3600, before: 4000, earlier: 0, at: 0 }, 20)).toBe(96);
});

test('where that makes many refusals each time, the width is to blame all the same', () => {
	expect([80, 90].map((latency) => isSpent(after100(100), latency, 1))).toEqual([true, false]);
	expect(isSpent({ since: 20, before: 20, earlier: 0, at: 0 }, 20, 1)).toBe(false);
});

/** After two times with so many accepted each, so many accepted again. */
const afterTwo = (earlier: number, before: number, since: number): Allowance => {
	const once = withRefusal(answers(UNKNOWN, earlier), 0);
	return answers(withRefusal(answers(once, before), 1), since, 2);
};

test('where two times had the same number, all of it may be sent, and then one by one', () => {
	const seen = [0, 60, 99, 100, 105].map((since) => allowed(afterTwo(100, 100, since), 20));
	expect(seen).toEqual([100, 40, 1, 1, 1]);
	expect(allowed(afterTwo(100, 100, 106), 20)).toBe(Infinity);
	expect([89, 90, 120, 121].map((since) => isSpent(afterTwo(100, 100, since), 20, 1))).toEqual([
		true,
		true,
		true,
		false,
	]);
});

test('the same number is the same up to one of fifty, above and below', () => {
	const seen = [97, 98, 102, 103].map((earlier) => allowed(afterTwo(earlier, 100, 0), 20));
	expect(seen).toEqual([90, 100, 100, 90]);
});

test('a small number that is sure costs one refusal each time, so the width is not to blame', () => {
	expect(isSpent(afterTwo(10, 10, 10), 20, 1)).toBe(true);
	expect(isSpent(afterTwo(20, 10, 10), 20, 1)).toBe(false);
	expect(allowed(afterTwo(10, 10, 10), 20)).toBe(1);
});

test('where answers take long, a sure number changes nothing', () => {
	expect([83, 84].map((latency) => allowed(afterTwo(100, 100, 0), latency))).toEqual([100, 90]);
	expect([83, 84].map((latency) => isSpent(afterTwo(100, 100, 100), latency, 1))).toEqual([
		true,
		false,
	]);
});

test('a sure number that is a little less this time is refused before the answers came: that is the count, too', () => {
	const refused = (since: number, underWay: number) =>
		isSpent(afterTwo(95, 95, since), 20, underWay);
	expect([refused(68, 28), refused(58, 28), refused(68, 1)]).toEqual([true, false, false]);
	// Where it is known of one time alone, few are under way then.
	expect(isSpent(after100(68), 20, 28)).toBe(false);
});
