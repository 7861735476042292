import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { choice, wholeNumber } from '../shared/editor/inputs';

/** Which of the shared options an operation has use for. */
interface Uses {
	keyed: boolean;
	repairable: boolean;
	bulk: boolean;
	maxBatch?: number;
}

const alreadyDone: INodeProperties = {
	displayName: 'Already Done',
	name: 'alreadyDone',
	type: 'options',
	default: 'fail',
	description:
		'What to do with an item when Capillary says that it was so already (claimed, enrolled, revoked, or the request ID was used before)',
	options: [
		{
			name: 'Continue',
			value: 'continue',
			description: 'Count it as done and mark the output item with alreadyDone',
		},
		{ name: 'Fail', value: 'fail', description: 'Treat it like any other refusal' },
	],
};

const requestIdScope: INodeProperties = {
	displayName: 'Request ID Scope',
	name: 'requestIdScope',
	type: 'options',
	default: 'execution',
	description: 'What a request ID that the node makes stands for, when you give none',
	options: [
		{
			name: 'Content',
			value: 'content',
			description:
				'The same badge, customer, owner, reference and date never happen twice, whoever runs it again',
		},
		{
			name: 'Execution',
			value: 'execution',
			description: 'Each execution counts anew; a retry within it does not',
		},
	],
};

const batchSize = (maxBatch: number): INodeProperties => ({
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: maxBatch, numberPrecision: 0 },
	default: Math.min(100, maxBatch),
	description: 'How many customers travel in one request at most',
});

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200, numberPrecision: 0 },
	default: 10,
	description:
		'How many requests may be under way at once at most. Without this option the node finds out by itself: it begins with 10 and goes up to 200 as long as Capillary answers as fast as before.',
};

const maxAttempts: INodeProperties = {
	displayName: 'Max Attempts',
	name: 'maxAttempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10, numberPrecision: 0 },
	default: 3,
	description:
		'How often a request is sent at most when Capillary cannot be reached or is overloaded. A request that must not happen twice is never repeated blindly.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout (Ms)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 30000,
	description: 'How long to wait for each answer, in milliseconds',
};

/** The 'Options' collection of an operation, with the options that it has use for, sorted. */
export function sharedOptions(uses: Uses): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...(uses.keyed || uses.repairable ? [alreadyDone] : []),
			...(uses.bulk ? [batchSize(uses.maxBatch ?? 1000)] : []),
			concurrency,
			maxAttempts,
			...(uses.keyed ? [requestIdScope] : []),
			timeout,
		],
	};
}

/**
 * The 'Options' collection, read once for the whole run.
 * @param maxBatch most customers that one call of the operation may name
 */
export const optionsSchema = (maxBatch = 1000) =>
	z.object({
		alreadyDone: choice(['fail', 'continue'] as const).default('fail'),
		requestIdScope: choice(['execution', 'content'] as const).default('execution'),
		batchSize: wholeNumber(1, maxBatch).default(Math.min(100, maxBatch)),
		/** Most requests under way; absent: as many as go well. */
		concurrency: wholeNumber(1, 200).optional(),
		maxAttempts: wholeNumber(1, 10).default(3),
		/** Milliseconds to wait for one answer. */
		timeout: wholeNumber(1, 2 ** 31 - 1).default(30_000),
	});

export type Options = z.infer<ReturnType<typeof optionsSchema>>;
