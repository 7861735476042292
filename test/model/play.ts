/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, not inside it */
/** Plays random sequences of commands, each from the start, and compares what is held in the end. */
import { deepStrictEqual as equal } from 'node:assert';
import fc from 'fast-check';
import type { Account } from './account';
import { heldBy } from './account';
import { COMMANDS } from './choices';

/** Commands of the longest sequence. */
const MOST = 15;

/** How many sequences, from which seed on. */
export interface Playing {
	sequences: number;
	seed: number;
}

/**
 * Plays, and throws with the shortest sequence that goes wrong.
 * @returns how many commands were run
 */
export async function play(account: Account, { sequences, seed }: Playing): Promise<number> {
	let ran = 0;
	const property = fc.asyncProperty(
		fc.commands(COMMANDS, { maxCommands: MOST, size: 'max' }),
		async (commands) => {
			const model = account.reset();
			await fc.asyncModelRun(() => ({ model, real: account }), commands);
			equal(account.truth(), heldBy(model));
			ran += [...commands].length;
		},
	);
	await fc.assert(property, { numRuns: sequences, seed });
	return ran;
}
