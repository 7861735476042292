/** The 'Options' of the node: each option's field and its schema side by side. */
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { choice, wholeNumber } from '../shared/editor/inputs';

/** Milliseconds: a timer cannot wait longer. */
const LONGEST_WAIT = 2 ** 31 - 1;

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
		'What to do with an item that was done before (already claimed, enrolled or revoked, or its request ID was used before)',
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
	description: 'What counts as the same request, when you give no request ID',
	options: [
		{
			name: 'Content',
			value: 'content',
			description:
				'A request for the same badge, customer, owner, reference and date is carried out once, also over several executions',
		},
		{
			name: 'Execution',
			value: 'execution',
			description: 'Each execution makes new requests; a retry within one execution does not',
		},
	],
};

const batchSize = (maxBatch: number): INodeProperties => ({
	displayName: 'Batch Size',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: maxBatch, numberPrecision: 0 },
	default: Math.min(100, maxBatch),
	description: 'How many customers are sent in one request at most',
});

const concurrency: INodeProperties = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50, numberPrecision: 0 },
	default: 10,
	description: 'How many requests may be under way at once',
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
	typeOptions: { minValue: 1, maxValue: LONGEST_WAIT, numberPrecision: 0 },
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
		concurrency: wholeNumber(1, 50).default(10),
		maxAttempts: wholeNumber(1, 10).default(3),
		/** Milliseconds to wait for one answer. */
		timeout: wholeNumber(1, LONGEST_WAIT).default(30_000),
	});

export type Options = z.infer<ReturnType<typeof optionsSchema>>;
