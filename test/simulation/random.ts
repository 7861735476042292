/** Numbers that look random and are the same for the same seed. */

export interface Random {
	/** From 0 to below 1. */
	next(): number;
	chance(probability: number): boolean;
	/** A whole number, both ends included. */
	int(least: number, most: number): number;
	pick<T>(list: readonly T[]): T;
}

/** Text → four 32-bit numbers (MurmurHash3's mixing). */
function hashOf(text: string): [number, number, number, number] {
	let hash = 1779033703 ^ text.length;
	for (let i = 0; i < text.length; i += 1) {
		hash = Math.imul(hash ^ text.charCodeAt(i), 3432918353);
		hash = (hash << 13) | (hash >>> 19);
	}
	const next = () => {
		hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
		hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
		hash ^= hash >>> 16;
		return hash >>> 0;
	};
	return [next(), next(), next(), next()];
}

/** Makes a stream of numbers (sfc32) from a seed. */
export function makeRandom(seed: string): Random {
	let [a, b, c, d] = hashOf(seed);
	const next = () => {
		const sum = (((a + b) | 0) + d) | 0;
		d = (d + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (((c << 21) | (c >>> 11)) + sum) | 0;
		return (sum >>> 0) / 4294967296;
	};
	for (let i = 0; i < 12; i += 1) next();
	return {
		next,
		chance: (probability) => next() < probability,
		int: (least, most) => least + Math.floor(next() * (most - least + 1)),
		pick: (list) => list[Math.floor(next() * list.length)],
	};
}
