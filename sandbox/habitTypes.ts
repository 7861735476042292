/** What a habit is: a way of Capillary's that no document settles, with the values it can take. */

/** One of a few words; the first is what a fresh sandbox does. */
interface Choice<V extends string> {
	values: readonly [V, ...V[]];
	start: V;
	about: string;
}

/** A whole number of at least 0. */
interface Amount {
	start: number;
	about: string;
}

/** A habit with words for values, the usual one first. */
export const choice = <const V extends string>(
	values: readonly [V, ...V[]],
	about: string,
): Choice<V> => ({ values, start: values[0], about });

/** A habit with a number for value; the unit is the last word of its name. */
export const amount = (start: number, about: string): Amount => ({ start, about });
