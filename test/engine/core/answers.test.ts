import type { FaultRule } from '../../../sandbox';
import { SEED } from '../../../sandbox';
import type { Core } from '../../support/core';
import { CORE, GOOD } from '../../support/core';
import type { NodeRun } from '../../support/engine';
import type { Stage } from '../../support/stage';
import { linked, startStage } from '../../support/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
beforeEach(() => stage.sandbox.reset());
afterAll(() => stage.close());

const LOOK_UP =
	'It may have been done, or not. Look it up before you run it again: with Get or Get Many of the same resource.';
const ONCE = { options: { maxAttempts: 1 } };

/** Answers that leave open what happened, and what the node says of them. */
const LOST: Array<[words: string, fault: FaultRule, what: string]> = [
	[
		'a web page under 200',
		{ html: true, status: 200 },
		'Capillary sent a web page instead of data',
	],
	['an empty body', { empty: true }, 'Capillary sent an empty answer'],
	['cut JSON', { truncateJson: true }, 'Capillary sent an answer that is not complete JSON'],
	[
		'a body that breaks off',
		{ cutBody: true },
		'The connection to Capillary was lost after sending',
	],
	[
		'another shape',
		{ answer: { status: 200, json: { hello: 1 } } },
		'Capillary sent an answer of an unknown shape',
	],
	[
		'a bare text',
		{ answer: { status: 200, json: 'fine' } },
		'Capillary sent an answer that is not complete JSON',
	],
	['a web page under 502', { html: true }, 'Capillary was not able to answer (HTTP status 502)'],
	['HTTP 500', { status: 500 }, 'Capillary was not able to answer (HTTP status 500)'],
	[
		'HTTP 503 without Retry-After',
		{ status: 503 },
		'Capillary was not able to answer (HTTP status 503)',
	],
	[
		'a connection lost before the effect',
		{ drop: 'before' },
		'The connection to Capillary was lost after sending',
	],
	[
		'a connection lost after the effect',
		{ drop: 'after' },
		'The connection to Capillary was lost after sending',
	],
];

/** What no text for a user may hold. */
function expectDecent(run: NodeRun) {
	const text = JSON.stringify([run.items, run.failed, run.error ?? null]);
	expect(text).not.toMatch(/immediately|node_modules|\/nodes\/|\\n\s+at |ECONN|Basic [A-Za-z0-9]/);
	expect(text).not.toContain(stage.sandbox.credentials.password);
}

describe.each(CORE)('%s', (operation: Core) => {
	test.each(LOST)(
		'%s: the outcome is unknown, and how to look it up',
		async (_words, fault, what) => {
			stage.sandbox.faults.add(fault);
			const run = await stage.run(operation, { ...GOOD[operation], ...ONCE });
			expect(run.items).toEqual([]);
			expect(linked(run.failed)).toMatchObject([
				{
					item: 0,
					error: `${what}, so the outcome is unknown`,
					details: { advice: expect.stringContaining(LOOK_UP) },
				},
			]);
			expectDecent(run);
			expect(stage.requests()).toHaveLength(1);
		},
	);

	test('data that lack what they should hold: the outcome is unknown', async () => {
		stage.sandbox.faults.add({ answer: { status: 200, json: { data: { odd: true } } } });
		const run = await stage.run(operation, { ...GOOD[operation], ...ONCE });
		expect(linked(run.failed)).toMatchObject([
			{
				item: 0,
				error:
					"Capillary's answer does not say what became of this item, so the outcome is unknown",
			},
		]);
		expectDecent(run);
	});

	test('an error inside HTTP 200 is a failure', async () => {
		const json = { data: null, errors: [{ code: 4711, message: 'No' }], warnings: null };
		stage.sandbox.faults.add({ answer: { status: 200, json } });
		const run = await stage.run(operation, { ...GOOD[operation], ...ONCE });
		expect(run.items).toEqual([]);
		expect(linked(run.failed)).toMatchObject([
			{
				item: 0,
				error: 'Capillary refused the request: No',
				details: { code: 4711, apiMessage: 'No' },
			},
		]);
	});

	test('nothing was sent where nobody listens, and the text says so', async () => {
		const run = await stage.run(
			operation,
			{ ...GOOD[operation], ...ONCE },
			{ credential: { ...stage.basic, baseUrl: 'http://127.0.0.1:1' } },
		);
		expect(linked(run.failed)).toMatchObject([
			{
				item: 0,
				error: 'Capillary could not be reached',
				details: {
					advice: expect.stringContaining(
						'Check the cluster or base URL in the Capillary API credential. Check also the network of this n8n. Nothing was sent.',
					),
				},
			},
		]);
		expectDecent(run);
	});
});

test('an answer that never comes ends at the timeout, with an unknown outcome', async () => {
	stage.sandbox.faults.add({ hang: 'after' });
	const run = await stage.run('customerBadge.earn', {
		...GOOD['customerBadge.earn'],
		options: { timeout: 200, maxAttempts: 1 },
	});
	expect(linked(run.failed)).toMatchObject([
		{ item: 0, error: 'Capillary did not answer in time, so the outcome is unknown' },
	]);
	expectDecent(run);
});

test('in stop mode the error says that the outcome is unknown', async () => {
	stage.sandbox.faults.add({ drop: 'after' });
	const run = await stage.run(
		'customerBadge.earn',
		{ ...GOOD['customerBadge.earn'], additionalFields: { requestId: 'r1' }, ...ONCE },
		{ onError: 'stopWorkflow' },
	);
	expect(run.error).toEqual({
		message:
			'The connection to Capillary was lost after sending, so the outcome is unknown [item 0]',
		description: expect.stringMatching(
			/^It may have been done, or not\. .*This concerns customer 62090013, request ID r1\.$/,
		),
		itemIndex: 0,
	});
	expectDecent(run);
});

test.each(['old', 'new'] as const)(
	'a customer that fails inside an HTTP 200 is a failed item (%s answers)',
	async (generation) => {
		stage.sandbox.state.generation = generation;
		stage.sandbox.state.rejectedCustomers.set(2, { code: 4711, message: 'Blocked' });
		const run = await stage.run('customerBadge.enrol', {
			...GOOD['customerBadge.enrol'],
			customers: '3, 2, 1',
			additionalFields: { requestId: 'bulk-1' },
		});
		expect(linked(run.items)).toMatchObject(
			[3, 1].map((customerId) => ({
				item: 0,
				badgeMetaId: SEED.enrolBadge,
				customerId,
				issuedId: expect.stringMatching(/^[0-9a-f]{24}$/),
				expiresOnISO: expect.stringMatching(/^\d{4}-/),
				requestId: 'bulk-1',
			})),
		);
		expect(linked(run.failed)).toMatchObject([
			{
				item: 0,
				error: 'Capillary refused the request: Blocked',
				details: {
					code: 4711,
					apiMessage: 'Blocked',
					httpStatus: 200,
					customerId: 2,
					requestId: 'bulk-1',
				},
			},
		]);
	},
);

test('a customer whom the answer forgets is not counted as done', async () => {
	const json = {
		data: {
			badgeMetaId: SEED.enrolBadge,
			issuedBadges: [{ customerId: 1, issuedId: '654cbdfd6bccde1274b6d3a0' }],
		},
		errors: [],
	};
	stage.sandbox.faults.add({ answer: { status: 200, json } });
	const run = await stage.run('customerBadge.enrol', {
		...GOOD['customerBadge.enrol'],
		customers: '1, 2',
	});
	expect(linked(run.items)).toMatchObject([{ item: 0, customerId: 1 }]);
	expect(linked(run.failed)).toMatchObject([
		{
			item: 0,
			error: "Capillary's answer does not say what became of this item, so the outcome is unknown",
			details: { customerId: 2 },
		},
	]);
});

test('what Capillary quotes of a credential is removed', async () => {
	const message = 'Rejected header Basic c3RvcmUuc2VydmVyOjhhMTZhNmI3';
	const json = { data: null, errors: [{ code: 400, message }] };
	stage.sandbox.faults.add({ answer: { status: 400, json } });
	const { failed } = await stage.run('badge.claim', GOOD['badge.claim']);
	expect(failed[0].json.details).toMatchObject({
		apiMessage: 'Rejected header Basic [removed]',
	});
});
