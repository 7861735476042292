/** What a run says in the end: items, hints, or the error that stops the workflow. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import type { HttpResult } from '../../nodes/shared/capillary/httpResult';
import type { ApiRequest } from '../../nodes/shared/capillary/request';
import type { InProcess } from '../support/inProcess';
import { CREDENTIAL, runStages } from '../support/inProcess';
import { LIVE_BADGE, LIVE_BADGE_ID as ID } from '../support/liveBadge';

const data = (value: unknown, warnings: unknown[] = []): HttpResult => ({
	kind: 'answer',
	body: { data: value, errors: [], warnings },
});
const refusal = (status: number): HttpResult => ({
	kind: 'status',
	status,
	body: { data: null, errors: [{ code: status, message: 'No' }] },
	retryAfter: undefined,
});
const membersOf = ({ body }: ApiRequest) => body as Record<string, unknown>;
const earned = (request: ApiRequest, warnings?: unknown[]) =>
	data(
		{
			...{ badgeMetaId: ID, customerId: membersOf(request).customerId },
			...{ requestId: membersOf(request).requestId, earnedBadgeId: 'e1' },
		},
		warnings,
	);
const enrolled = (request: ApiRequest) =>
	data(
		(membersOf(request).customers as number[]).map((customerId) => ({
			...{ badgeMetaId: ID, customerId, issuedId: `i${customerId}` },
			requestId: membersOf(request).requestId,
		})),
	);

/** Runs an operation for the customers of a field; `hints` are as n8n is given them. */
async function run(
	key: string,
	answer: (request: ApiRequest) => HttpResult,
	inputs: Array<Record<string, unknown>>,
	{ parameters, context, ...more }: Partial<InProcess> = {},
) {
	const hints: unknown[] = [];
	const given = await runStages({
		key,
		inputs,
		parameters: {
			...{ badgeId: ID, ownerType: 'Loyalty', referenceId: '1', options: { maxAttempts: 1 } },
			...(key.endsWith('enrol')
				? { customersFrom: 'field', customerField: 'id' }
				: { customerId: '={{ $json.id }}' }),
			...parameters,
		},
		transport: async (request) => answer(request),
		context: {
			addExecutionHints: (hint: unknown) => hints.push(hint),
			...context,
		} as Partial<IExecuteFunctions>,
		...more,
	});
	return { ...given, hints };
}

const ids = (...all: unknown[]) => all.map((id) => ({ id }));

describe('a hint sums up', () => {
	const enrol = async (answer: (request: ApiRequest) => HttpResult, inputs: object[]) =>
		(await run('customerBadge.enrol', answer, inputs as Array<Record<string, unknown>>)).hints;

	test('a bulk run for several', async () => {
		expect(await enrol(enrolled, ids(5, 6))).toEqual([
			{ message: '2 enrolled', type: 'info', location: 'outputPane' },
		]);
	});

	test('and one with a failure, which it warns of', async () => {
		expect(await enrol(enrolled, ids(5, 6, 'ada'))).toEqual([
			{ message: '2 enrolled, 1 not', type: 'warning', location: 'outputPane' },
		]);
		expect(await enrol(() => refusal(400), ids(5))).toEqual([
			{ message: '0 enrolled, 1 not', type: 'warning', location: 'outputPane' },
		]);
	});

	test('but not one that is done for a single customer, nor what is no bulk operation', async () => {
		expect(await enrol(enrolled, ids(5))).toEqual([]);
		expect((await run('customerBadge.earn', earned, ids(5, 6))).hints).toEqual([]);
	});
});

test('a hint quotes what Capillary warns of', async () => {
	const warning = { code: 1, message: 'Nearly used up' };
	const { hints, items } = await run(
		'customerBadge.earn',
		(request) => earned(request, [warning]),
		ids(5),
	);
	expect(items).toHaveLength(1);
	expect(hints).toEqual([
		{
			message: 'Done, but Capillary warns for 1 item: Nearly used up (code 1)',
			type: 'warning',
			location: 'outputPane',
		},
	]);
});

test('items come in the order of the input, those refused unsent in their places', async () => {
	const { all } = await run('customerBadge.earn', earned, ids('ada', 5, 'bob', 6));
	expect(all.map(({ customerId, error }) => customerId ?? error)).toEqual([
		expect.stringContaining('ada'),
		5,
		expect.stringContaining('bob'),
		6,
	]);
});

describe("where 'On Error' is 'Stop Workflow'", () => {
	const stops = true;

	test('what was done is counted', async () => {
		const answer = (request: ApiRequest) =>
			membersOf(request).customerId === 6 ? refusal(400) : earned(request);
		const options = { maxAttempts: 1, concurrency: 1 };
		const work = run('customerBadge.earn', answer, ids(5, 6, 7), {
			stops,
			parameters: { options },
		});
		await expect(work).rejects.toMatchObject({
			message: expect.stringMatching(/ \[item 1\]$/),
			description: expect.stringContaining(
				"1 of 3 was done, 1 was refused, 1 was not sent. Running the workflow again repeats that one; 'Retry On Fail' does not.",
			),
		});
	});

	test('the error is of the item that failed, not of one that was kept back because of it', async () => {
		let answered = () => {};
		const failed = new Promise<void>((resolve) => (answered = resolve));
		const limited: HttpResult = { ...refusal(429), retryAfter: '1' } as HttpResult;
		const work = runStages({
			...{ key: 'customerBadge.earn', inputs: ids(5, 6, 7), stops },
			parameters: {
				...{ badgeId: ID, ownerType: 'Loyalty', referenceId: '1', customerId: '={{ $json.id }}' },
				options: { maxAttempts: 3, concurrency: 3 },
			},
			async transport(request) {
				const { customerId } = membersOf(request);
				if (customerId === 6) {
					await failed;
					await sleep(20);
					return limited;
				}
				if (customerId === 7) answered();
				return customerId === 7 ? refusal(400) : earned(request);
			},
		});
		await expect(work).rejects.toMatchObject({
			message: expect.stringMatching(/ \[item 2\]$/),
			description: expect.stringContaining('1 of 3 was done, 1 was refused, 1 was not sent.'),
		});
	});

	test('an expression that throws stops it with what n8n threw', async () => {
		const thrown = new Error('Referenced node does not exist');
		const context = {
			getNodeParameter: (name: string) => {
				if (name === 'customerId') throw thrown;
				return name === 'options' ? {} : undefined;
			},
		} as Partial<IExecuteFunctions>;
		const work = run('customerBadge.earn', earned, [{}], { stops, context });
		await expect(work).rejects.toBe(thrown);
	});

	test('nothing is kept of a run that is all done, and of one that failed what a next try must know', async () => {
		const keptOf = async (answer: (request: ApiRequest) => HttpResult) => {
			const kept = {};
			const context = {
				getContext: (type: string) => (type === 'node' ? kept : {}),
			} as Partial<IExecuteFunctions>;
			const parameters = { options: { maxAttempts: 1, concurrency: 1 } };
			const work = run('customerBadge.earn', answer, ids(5, 6), { stops, context, parameters });
			await work.catch(() => undefined);
			return Object.keys(kept);
		};
		expect(await keptOf(earned)).toEqual([]);
		const half = (request: ApiRequest) =>
			membersOf(request).customerId === 6 ? refusal(400) : earned(request);
		expect(await keptOf(half)).toEqual(['capillaryJournal']);
	});

	test("what an agent's call left unknown, its next try sends again unchanged", async () => {
		const kept = {};
		const context = {
			getContext: (type: string) => (type === 'node' ? kept : {}),
			isToolExecution: () => true,
		} as Partial<IExecuteFunctions>;
		const bodies: unknown[] = [];
		const lost: HttpResult = {
			kind: 'broken',
			code: 'ECONNRESET',
			timedOut: false,
			sent: 'unknown',
		};
		const attempt = async (nonce: string) => {
			const answer = (request: ApiRequest) => {
				if (request.method === 'POST') bodies.push(request.body);
				return lost;
			};
			const work = run('customerBadge.earn', answer, ids(5), {
				stops,
				context,
				nonce: () => nonce,
			});
			await expect(work).rejects.toThrow('the outcome is unknown');
		};
		await attempt('a'.repeat(32));
		await attempt('b'.repeat(32));
		expect(bodies).toHaveLength(2);
		expect(bodies[1]).toEqual(bodies[0]);
		expect(bodies[0]).toMatchObject({ customerId: 5, requestId: `n8n-${'a'.repeat(32)}-1` });
	});

	test('what a dry run saw before is not counted as done', async () => {
		const other = '000000000000000000000001';
		const inputs = [{ badge: ID }, { badge: other }, { badge: ID }];
		const parameters = {
			...{ badgeId: '={{ $json.badge }}', customerId: '5' },
			options: { dryRun: true, maxAttempts: 1, concurrency: 1 },
		};
		const answer = ({ path }: ApiRequest) =>
			path.endsWith(other) ? refusal(401) : data(LIVE_BADGE);
		const work = run('customerBadge.earn', answer, inputs, { stops, parameters });
		await expect(work).rejects.toMatchObject({
			message: 'Capillary did not accept the credential [item 1]',
			description: expect.stringContaining('0 of 3 were done, 1 was refused, 2 were not sent.'),
		});
	});

	test('an item that is wrong stops all before anything is sent', async () => {
		const work = run('customerBadge.earn', earned, ids(5, 'ada'), { stops });
		await expect(work).rejects.toMatchObject({
			message: expect.stringMatching(/ \[item 1\]$/),
			description: expect.stringContaining('0 of 2 were done, 2 were not sent.'),
		});
	});
});

test.each([
	['of what was done', {}, ids(5), 'customerId'],
	['of a run that cannot begin', { batchSize: 0 }, ids(5), 'error'],
])('the fields of the input stand beside the items %s', async (_what, more, inputs, member) => {
	const parameters = { options: { includeInputFields: true, maxAttempts: 1, ...more } };
	const { all } = await run(
		'customerBadge.enrol',
		enrolled,
		inputs.map((input) => ({ ...input, campaign: 'spring' })),
		{ parameters },
	);
	expect(all).toEqual([
		expect.objectContaining({ campaign: 'spring', [member]: expect.anything() }),
	]);
});

test('where a dry run breaks down, an item that is wrong still says what is wrong with it', async () => {
	const { failed } = await run(
		'customerBadge.earn',
		() => {
			throw new Error('A mistake of ours');
		},
		ids(5, 'ada'),
		{ parameters: { options: { dryRun: true } } },
	);
	expect(failed.map(({ error }) => error)).toEqual([
		'The node met an unexpected condition',
		expect.stringContaining('ada'),
	]);
});

test('an operation that only reads is run, also where a dry run was asked for', async () => {
	const parameters = { badgeId: ID, options: { dryRun: true } };
	const { items, hints } = await run('badge.get', () => data(LIVE_BADGE), [{}], { parameters });
	expect(items).toHaveLength(1);
	expect(items[0]).toMatchObject({ id: ID });
	expect(items[0]).not.toHaveProperty('dryRun');
	expect(hints).toEqual([]);
});

describe('a token that was fetched on the way', () => {
	const FRESH = 'token-that-was-fetched-0123456789';
	/** An answer that quotes the token, to a node whose credential holds it only since the request. */
	async function quoting(authentication: string) {
		const credential = {
			...CREDENTIAL,
			...{ authentication, clientKey: 'key' },
		};
		let asked = false;
		const { items } = await run(
			'badge.get',
			() => {
				asked = true;
				return data({ ...LIVE_BADGE, name: `It is ${FRESH}` });
			},
			[{}],
			{
				parameters: { badgeId: ID, options: {} },
				context: {
					getCredentials: async () => ({ ...credential, accessToken: asked ? FRESH : '' }) as never,
				},
			},
		);
		return JSON.stringify(items);
	}

	test('is given out by no answer', async () => {
		expect(await quoting('oauth')).not.toContain(FRESH);
	});

	test('is not looked for where there is none', async () => {
		expect(await quoting('basic')).toContain(FRESH);
	});
});
