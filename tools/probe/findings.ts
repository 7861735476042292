/** Making findings. */
import type { HabitName, Habits } from '../../sandbox';
import { HABITS } from '../../sandbox';
import type { Finding } from './types';
import { CannotAsk } from './types';

/** What the node assumes is what a fresh sandbox does: the first value of each habit. */
export const isUsual = (name: HabitName, value: unknown): boolean => HABITS[name].start === value;

/** It was seen which habits a server has. */
export function seen(saw: string, habits: Partial<Habits>): Finding {
	const names = Object.keys(habits) as HabitName[];
	const usual = names.every((name) => isUsual(name, habits[name]));
	return { saw, habits, verdict: usual ? 'assumed' : 'other' };
}

/** What was seen is what the node assumes, and no habit of the sandbox is about it. */
export const asAssumed = (saw: string): Finding => ({ saw, habits: {}, verdict: 'assumed' });

/** What was seen is not what the node assumes, and no habit of the sandbox does it. */
export const otherwise = (saw: string): Finding => ({ saw, habits: {}, verdict: 'other' });

/** It could not be found out. */
export const unknown = (saw: string): Finding => ({ saw, habits: {}, verdict: 'unknown' });

/** Gives a value that asking needs, or says what is missing. */
export function need<T>(value: T | undefined, words: string): T {
	if (value === undefined) throw new CannotAsk(words);
	return value;
}

/** What is made once in a run, by whoever asks first. */
export function once<C extends object, T>(make: (context: C) => Promise<T>) {
	const kept = new WeakMap<C, Promise<T>>();
	return (context: C): Promise<T> => {
		const made = kept.get(context) ?? make(context);
		kept.set(context, made);
		return made;
	};
}
