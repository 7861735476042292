import { fuzzAnswer, fuzzInput } from '../fuzz/fuzz';
import { makeRandom } from '../simulation/random';

const COUNT = 20_000;

/** What went wrong in so many tries of a seed. */
const wrongIn = (
	seed: string,
	fuzz: (random: ReturnType<typeof makeRandom>) => string | undefined,
) => {
	const random = makeRandom(seed);
	return Array.from({ length: COUNT }, () => fuzz(random)).filter((why) => why !== undefined);
};

test('no answer breaks the node, shows raw text or gives a secret out', () => {
	expect(wrongIn('answers', fuzzAnswer)).toEqual([]);
});

test('no input breaks the node or shows raw text', () => {
	expect(wrongIn('inputs', fuzzInput)).toEqual([]);
});
