import { z } from 'zod';
import { choice, wholeNumber } from '../shared/editor/inputs';

/**
 * The 'Options' collection, read once for the whole run.
 * @param maxBatch most customers that one call of the operation may name
 */
export const settingsSchema = (maxBatch = 1000) =>
	z.object({
		alreadyDone: choice(['fail', 'continue'] as const).default('fail'),
		requestIdScope: choice(['execution', 'content'] as const).default('execution'),
		batchSize: wholeNumber(1, maxBatch).default(Math.min(100, maxBatch)),
		concurrency: wholeNumber(1, 50).default(10),
		maxAttempts: wholeNumber(1, 10).default(3),
		/** Milliseconds to wait for one answer. */
		timeout: wholeNumber(1, 2 ** 31 - 1).default(30_000),
	});

export type Settings = z.infer<ReturnType<typeof settingsSchema>>;
