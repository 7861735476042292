// The 'Options' collection: each option once, which of them an operation has, and how they are read for a run.
import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Expectation } from '../shared/capillary/expectation';
import { dropdown, integer, toggle } from '../shared/editor/controls';
import { fieldsOf, orUsual, schemaOf } from '../shared/editor/params';

const alreadyDone = dropdown(
	'Already Done',
	'What to do with an item that was done before (already claimed, enrolled or revoked, or its request ID was used before)',
	{
		Continue: {
			value: 'continue',
			description: 'Count it as done and mark the output item with alreadyDone',
		},
		Fail: { value: 'fail', description: 'Treat it like any other refusal' },
	},
	'fail',
);

const requestIdScope = dropdown(
	'Request ID Scope',
	'What counts as the same request, when you give no request ID',
	{
		Content: {
			value: 'content',
			description:
				'A request for the same badge, customer, owner, reference and date is carried out once, also over several executions',
		},
		Execution: {
			value: 'execution',
			description: 'Each execution makes new requests; a retry within one execution does not',
		},
	},
	'execution',
);

const batchSize = (maxBatch: number) =>
	integer('Batch Size', 'How many customers are sent in one request at most', {
		min: 1,
		max: maxBatch,
		usual: Math.min(100, maxBatch),
	});

const checkForChanges = toggle(
	'Check for Changes',
	'Whether to read the record once more right before it is written back, and to leave it alone when somebody changed it meanwhile. Costs one more request for each item.',
	false,
);

const checkCustomers = toggle(
	'Check Customers',
	"Whether a dry run also looks at what each customer has of the badge. Costs one more request for each customer; without 'Dry Run' it does nothing.",
	false,
);

const dryRun = toggle(
	'Dry Run',
	'Whether to write nothing, and to say instead for each customer or record whether it would be sent, in which request, or why not. It finds that out by reading alone.',
	false,
);

/** Most requests under way at once: more connections gain nothing and harm servers. */
export const WIDEST = 200;

const concurrency = integer(
	'Concurrency',
	'How many requests may be under way at most. The node finds out by itself how many Capillary bears: it begins with 10, goes up as long as the answers come as fast, and down when Capillary slows down or refuses.',
	{ min: 1, max: WIDEST, usual: WIDEST },
);

const maxAttempts = integer(
	'Max Attempts',
	'How often a request is sent at most when Capillary cannot be reached or is overloaded. A request that must not happen twice is never repeated blindly.',
	{ min: 1, max: 10, usual: 3 },
);

/** Milliseconds to wait for one answer; a timer cannot wait longer. */
const timeout = integer('Timeout (Ms)', 'How long to wait for each answer, in milliseconds', {
	min: 1,
	max: 2 ** 31 - 1,
	usual: 30_000,
});

/** Most customers in one call where the API has no limit of its own. */
const MOST = 1000;

/** All options; an absent one means what its field begins with. */
const optionsFor = (maxBatch: number) => ({
	alreadyDone: orUsual(alreadyDone),
	batchSize: orUsual(batchSize(maxBatch)),
	checkCustomers: orUsual(checkCustomers),
	checkForChanges: orUsual(checkForChanges),
	/** An upper bound: the width finds out by itself what goes well. */
	concurrency: orUsual(concurrency),
	dryRun: orUsual(dryRun),
	maxAttempts: orUsual(maxAttempts),
	requestIdScope: orUsual(requestIdScope),
	timeout: orUsual(timeout),
});

/** Which of the options an operation has use for. */
interface Uses {
	keyed: boolean;
	repairable: boolean;
	bulk: boolean;
	maxBatch?: number;
	/** Whether it reads a record and writes it back. */
	writesBack: boolean;
	/** What it must find, where it changes something. */
	expects?: readonly Expectation[];
}

/** The 'Options' collection of an operation, with the options that it has use for. */
export function sharedOptions({
	keyed,
	repairable,
	bulk,
	maxBatch,
	writesBack,
	expects,
}: Uses): INodeProperties {
	const all = optionsFor(maxBatch ?? MOST);
	const unused = [
		...(keyed || repairable ? [] : ['alreadyDone']),
		...(bulk ? [] : ['batchSize']),
		...(expects?.includes('customer') ? [] : ['checkCustomers']),
		...(writesBack ? [] : ['checkForChanges']),
		...(expects ? [] : ['dryRun']),
		...(keyed ? [] : ['requestIdScope']),
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: fieldsOf(all).filter(({ name }) => !unused.includes(name)),
	};
}

const makeSchema = (maxBatch: number) =>
	// No option depends on the time zone.
	schemaOf(optionsFor(maxBatch), { zone: 'UTC' });

/** Made once for each bound, since making it costs more than reading with it. */
const schemas = new Map<number, ReturnType<typeof makeSchema>>();

/**
 * The 'Options' collection, read once for the whole run.
 * @param maxBatch most customers that one call of the operation may name
 */
export function optionsSchema(maxBatch = MOST) {
	const schema = schemas.get(maxBatch) ?? makeSchema(maxBatch);
	schemas.set(maxBatch, schema);
	return schema;
}

export type Options = z.infer<ReturnType<typeof makeSchema>>;
